'use strict';
// The kit against the real program, named by GOSTINY_BIN.

const { test, before, after, beforeEach } = require('node:test');
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { start, GostinyError, Refused } = require('..');

let gostiny;
before(async () => {
  gostiny = await start();
});
beforeEach(() => gostiny.reset());
after(() => gostiny.stop());

const shops = async () => (await gostiny.operator('GET', '/sellers')).sellers.map((shop) => shop.name);

for (const turn of [1, 2]) {
  test(`each test has the demo world anew, turn ${turn}`, async () => {
    const list = await gostiny.seller('/v2/product/list', { limit: 1 });
    assert.ok(list.result.total >= 200);
    const before = await shops();
    assert.equal(before.length, 2);
    await gostiny.operator('POST', '/sellers', { name: 'Ёлка' });
    assert.deepEqual(await shops(), [...before, 'Ёлка']);
    assert.equal((await gostiny.operator('GET', '/clock')).now, '2026-01-12T09:00:00Z');
    assert.equal((await gostiny.advance(3600)).now, '2026-01-12T10:00:00Z');
  });
}

test('a step tells what happened', async () => {
  const planned = (await gostiny.operator('GET', '/agenda')).items[0];
  const step = await gostiny.step();
  assert.equal(step.now, planned.due_at);
  assert.equal(step.happened[0].kind, planned.kind);
});

test('a refusal says what was wrong', async () => {
  await assert.rejects(gostiny.seller('/v2/product/info', { product_id: 5 }), (error) => {
    assert.ok(error instanceof Refused && error instanceof GostinyError);
    assert.equal(error.status, 404);
    return true;
  });
});

test('both shops are there', async () => {
  const [one, two] = await Promise.all(gostiny.sellers.map((seller) => gostiny.seller('/v1/warehouse/list', {}, seller)));
  assert.ok(one.result.length > 0 && two.result.length > 0);
  assert.notDeepEqual(one, two);
});

test('a missing program is named', async () => {
  await assert.rejects(start({ binary: '/no/such/gostiny' }), /\/no\/such\/gostiny/);
});

test('it is an ES module too', async () => {
  const module = await import('../index.js');
  assert.equal(module.start, start);
});

test('the server ends with the process that started it', async () => {
  const kit = JSON.stringify(path.join(__dirname, '..'));
  const script = `require(${kit}).start().then((g) => { console.log(g.baseUrl); setInterval(() => {}, 1000); })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const url = line.toString().trim();
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  child.kill('SIGKILL');
  for (let tried = 0; tried < 300; tried += 1) {
    try {
      await fetch(`${url}/healthz`, { headers: { connection: 'close' } });
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('the server goes on without its parent');
});

test('a process that forgot to stop it ends nevertheless', async () => {
  const kit = JSON.stringify(path.join(__dirname, '..'));
  const script = `require(${kit}).start().then((g) => g.seller('/v1/warehouse/list'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});
