// Every page of each side, in both languages and widths, light and dark: it is there, fits, and axe finds no serious fault.
"use strict";

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { accessible, fits, SHOP, visitor, world } = require("../cabinet");

const LOOKS = [
  { locale: "ru-RU", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { locale: "en-US", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { locale: "ru-RU", colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { locale: "en-US", colorScheme: "light", viewport: { width: 390, height: 844 } },
];

let place;
before(async () => {
  place = await world();
});
after(async () => {
  await place.end();
});

/** The pages of the menu, and behind each of them the first thing that it lists. */
const walk = async (page, what) => {
  const seen = [];
  const look = async (path) => {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    assert.equal(await page.locator("h1").count(), 1, path);
    await fits(page, `${path} ${what}`);
    await accessible(page, `${path} ${what}`);
    seen.push(path);
  };
  const paths = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of paths) {
    await look(path);
    const links = await page.locator("main th a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    const first = links.find((link) => link.startsWith(`${path}/`) || link.startsWith(`${path}?code=`));
    if (first) await look(first);
    const tabs = await page.locator("main .tabs a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    for (const tab of tabs.filter((one) => one !== path)) {
      await look(tab);
      const inside = await page.locator("main th a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      if (inside.length) await look(inside[0]);
      const posting = await page.locator("main a[href*='buyer/posting?code=']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      if (posting.length) await look(posting[0]);
    }
  }
  return seen;
};

for (const options of LOOKS) {
  const what = `${options.locale} ${options.colorScheme} ${options.viewport.width}`;
  for (const [who, least] of [["0", 17], [SHOP, 22]]) {
    test(`pages of ${who === "0" ? "the operator" : "a shop"}, ${what}`, async () => {
      const page = await visitor(place, who, options);
      const seen = await walk(page, what);
      assert.ok(seen.length >= least, seen.join(" "));
      assert.equal(await page.locator("html").getAttribute("lang"), options.locale.slice(0, 2));
      await page.context().close();
    });
  }
  test(`the door, ${what}`, async () => {
    const page = await visitor(place, undefined, options);
    await page.goto("/console/sign-in");
    await fits(page, "the door");
    await accessible(page, "the door");
    await page.context().close();
  });
}

test("everything works without script", async () => {
  const page = await visitor(place, SHOP, { javaScriptEnabled: false });
  await page.goto("/console/goods");
  await page.getByLabel("Артикул, SKU или часть названия").fill("NZAR-1001-BLK");
  await page.getByRole("button", { name: "Показать" }).click();
  await page.locator("tbody th a").first().click();
  await page.getByLabel("Цена", { exact: true }).fill("1999");
  await page.locator("form[action$='/price'] button").click();
  await page.locator("p.done").waitFor();
  assert.equal(await page.getByLabel("Цена", { exact: true }).inputValue(), "1999");
  await page.context().close();
});

test("the keyboard reaches the content first and every button has a name", async () => {
  const page = await visitor(place, SHOP);
  await page.goto("/console/goods");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  const nameless = await page.getByRole("button", { name: /^$/ }).count();
  assert.equal(nameless, 0);
  await page.context().close();
});
