// A demo world of its own for each file of tests, and a browser that looks at it. `GOSTINY_BIN` is the program,
// `CHROMIUM` the browser; both have a usual place.
"use strict";

const assert = require("node:assert/strict");
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const PROGRAM = process.env.GOSTINY_BIN || path.join(__dirname, "../target/debug/gostiny");
const CHROMIUM = process.env.CHROMIUM || ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((file) => fs.existsSync(file));
const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const OPERATOR = "demo-operator-token";
const PASSWORD = "пароль оператора";
/// The demo shop with everything in it, and the other one.
const SHOP = "100001";
const OTHER = "100002";

/** Starts a demo world whose clock stands still; answers where it is and how to end it. */
const world = async () => {
  const flags = ["serve", "--demo", "--listen", "127.0.0.1:0", "--database", "sqlite::memory:", "--clock", "manual", "--seed", "1"];
  const hash = spawnSync(PROGRAM, ["password"], { input: PASSWORD, encoding: "utf8" }).stdout.trim();
  const env = { ...process.env, GOSTINY_OPERATOR_PASSWORD_HASH: hash };
  const server = spawn(PROGRAM, [...flags, "--operator-token", OPERATOR], { env, stdio: ["ignore", "pipe", "ignore"] });
  const base = await new Promise((resolve, reject) => {
    let told = "";
    server.stdout.on("data", (text) => {
      told += text;
      const found = told.match(/listening on (http:\/\/\S+)/);
      if (found) resolve(found[1]);
    });
    server.on("exit", (code) => reject(new Error(`${PROGRAM} ended with ${code}`)));
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const end = async () => {
    await browser.close();
    server.removeAllListeners("exit");
    const gone = new Promise((resolve) => server.on("exit", resolve));
    server.kill("SIGTERM");
    await gone;
  };
  return { base, browser, end };
};

/** A page of somebody who came in with one click: a shop by its number, the operator as 0, nobody without. */
const visitor = async ({ base, browser }, who, options = {}) => {
  const context = await browser.newContext({ baseURL: base, locale: "ru-RU", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => assert.fail(`a script failed: ${error}`));
  // What the strict policy refuses is told there.
  page.on("console", (line) => assert.ok(!line.text().includes("Content Security Policy"), line.text()));
  if (who !== undefined) {
    await page.goto("/console/sign-in");
    await page.locator(`form:has(input[name=as][value="${who}"]) button`).click();
    await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
  }
  return page;
};

/** Asks the operator API for something. */
const operator = async ({ base }, method, what, body) => {
  const answer = await fetch(`${base}/operator/v1/${what}`, {
    method,
    headers: { authorization: `Bearer ${OPERATOR}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.ok(answer.ok, `${what}: ${answer.status} ${answer.ok ? "" : await answer.clone().text()}`);
  const text = await answer.text();
  return text ? JSON.parse(text) : {};
};

/** No serious fault of accessibility on a page. */
const accessible = async (page, what) => {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
  assert.deepEqual(told, [], what);
};

/** A page does not scroll sideways: what is wide scrolls in its own box. */
const fits = async (page, what) => {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px too wide`);
};

module.exports = { world, visitor, operator, accessible, fits, SHOP, OTHER, OPERATOR, PASSWORD };
