'use strict';
// A Gostiny of one's own: start it, speak to it as a seller or as its operator, reset it, stop it.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { createInterface } = require('node:readline');

const READY = 'gostiny is listening on ';
const OPERATOR_TOKEN = 'demo-operator-token';
const SELLERS = Object.freeze([
  Object.freeze({ clientId: '100001', apiKey: '11111111-1111-4111-8111-111111111111' }),
  Object.freeze({ clientId: '100002', apiKey: '22222222-2222-4222-8222-222222222222' }),
]);

/** The server could not be started, or gave no answer. */
class GostinyError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The server refused a call; `status` and `body` say how. */
class Refused extends GostinyError {
  constructor(path, status, body) {
    super(`${path}: ${status} ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** A running server with the demo world. Its clock stands still until a test moves it. */
class Gostiny {
  #process;

  constructor(process, baseUrl) {
    this.#process = process;
    this.baseUrl = baseUrl;
    this.operatorToken = OPERATOR_TOKEN;
    this.sellers = SELLERS;
    this.clientId = SELLERS[0].clientId;
    this.apiKey = SELLERS[0].apiKey;
  }

  /** Any call. Answers the JSON, or the bytes of a document; a refusal is a `Refused`. */
  async call(verb, path, body, headers = {}) {
    const sent = { method: verb, headers: { ...headers } };
    if (body !== undefined) {
      sent.body = JSON.stringify(body);
      sent.headers['content-type'] = 'application/json';
    }
    let answer, read;
    try {
      answer = await fetch(this.baseUrl + path, sent);
      const isJson = (answer.headers.get('content-type') ?? '').includes('json');
      read = isJson ? await answer.json() : Buffer.from(await answer.arrayBuffer());
    } catch (error) {
      throw new GostinyError(`${path}: no answer: ${error.message}`, { cause: error });
    }
    if (!answer.ok) throw new Refused(path, answer.status, Buffer.isBuffer(read) ? read.toString() : read);
    return read;
  }

  /** A seller's call: the first shop's unless another one is named. */
  seller(path, body = {}, seller = SELLERS[0]) {
    return this.call('POST', path, body, { 'Client-Id': seller.clientId, 'Api-Key': seller.apiKey });
  }

  /** A call of the marketplace itself, under `/operator/v1`. */
  operator(verb, path, body) {
    const sent = body === undefined && (verb === 'POST' || verb === 'PUT') ? {} : body;
    return this.call(verb, `/operator/v1${path}`, sent, { Authorization: `Bearer ${OPERATOR_TOKEN}` });
  }

  /** Moves the clock; what falls due has happened when this resolves. */
  advance(seconds) {
    return this.operator('POST', '/clock/advance', { seconds });
  }

  /** Moves the clock to the next thing that happens, and tells it. */
  step() {
    return this.operator('POST', '/clock/step');
  }

  /** The demo world as it was first filled. */
  async reset() {
    await this.operator('POST', '/reset');
  }

  /** Stops the server; a second time does nothing. */
  async stop() {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const ended = once(child, 'exit');
    child.stdin.end();
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(late);
  }
}

/** Starts a server and resolves once it answers. */
async function start({ binary = process.env.GOSTINY_BIN || 'gostiny', args = [], timeout = 60_000 } = {}) {
  const own = ['serve', '--listen', '127.0.0.1:0', '--database', 'sqlite::memory:', '--demo'];
  own.push('--clock', 'manual', '--seed', '1', '--log', 'warn', '--stop-with-input', ...args);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GOSTINY_')));
  // The server stops when its input ends: also when this process dies without a word.
  const child = spawn(binary, own, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {}); // the server is gone already; its exit says so
  const line = await firstLine(child, binary, timeout);
  // Nobody waits for the end of a test run because of the server.
  child.unref();
  child.stdin.unref();
  child.stdout.unref();
  return new Gostiny(child, line.slice(READY.length).trim());
}

function firstLine(child, binary, timeout) {
  return new Promise((resolve, reject) => {
    const fail = (message, cause) => {
      clearTimeout(late);
      child.kill('SIGKILL');
      reject(new GostinyError(message, { cause }));
    };
    const late = setTimeout(() => fail(`the server was not ready within ${timeout} ms`), timeout);
    child.once('error', (error) => fail(`${binary} cannot be started: ${error.message}`, error));
    child.once('exit', (code) => fail(`the server did not start (exit status ${code}); see its words above`));
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(late);
      if (!line.startsWith(READY)) return fail(`the server said: ${line}`);
      child.removeAllListeners('exit');
      child.stdout.resume();
      resolve(line);
    });
  });
}

exports.start = start;
exports.Gostiny = Gostiny;
exports.GostinyError = GostinyError;
exports.Refused = Refused;
exports.SELLERS = SELLERS;
