// What a seller does in the cabinet, told in its steps.
"use strict";

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { accessible, fits, operator, OTHER, SHOP, visitor, world } = require("../cabinet");

let place;
let page;
before(async () => {
  place = await world();
  page = await visitor(place, SHOP);
});
after(async () => {
  await place.end();
});

/** A buyer takes one of something that the shop sells; answers the posting. */
const bought = async (more = {}) => {
  const { products } = await operator(place, "GET", `products?client_id=${SHOP}&visibility=IN_SALE&limit=50`);
  const free = (one) => (one.stocks || []).some((stock) => stock.present - stock.reserved > 3);
  const good = products.find(free);
  const placed = await operator(place, "POST", "orders", { items: [{ sku: good.sku, quantity: 1 }], ...more });
  return placed.postings[0].posting_number;
};

const done = () => page.locator("p.done").waitFor();

test("the overview leads to what waits", async () => {
  await page.goto("/console/overview");
  assert.ok((await page.locator(".chart rect").count()) === 30);
  const count = Number(await page.locator(".tiles .count").first().innerText());
  assert.ok(count >= 20, `${count} wait`);
  await page.locator(".tiles a").first().click();
  assert.equal(await page.getByLabel("Статус").inputValue(), "awaiting_packaging");
});

test("a posting is packed, its label opens and its time line grows", async () => {
  const number = await bought();
  await page.goto(`/console/postings/${number}`);
  await page.getByRole("button", { name: "Собрать в одну упаковку" }).click();
  await done();
  await operator(place, "POST", "clock/advance", { seconds: 120 });
  await page.reload();
  assert.match(await page.locator("#timeline").innerText(), /Собрано/);
  const label = await page.context().request.get(await page.getByText("Этикетка").getAttribute("href"));
  assert.equal(label.headers()["content-type"], "application/pdf");
});

// At once, when the stream is not open yet, and when it has been open for a while.
for (const pause of [0, 2_500]) {
  test(`an open page moves by itself, ${pause} ms after it came`, async () => {
    const number = await bought();
    await page.goto(`/console/postings/${number}`);
    await page.evaluate(() => {
      globalThis.stays = true;
    });
    await page.waitForTimeout(pause);
    await operator(place, "POST", `postings/${number}/events`, { event: "cancelled_by_buyer" });
    await page.locator("#timeline", { hasText: "Отменено покупателем" }).waitFor();
    assert.ok(await page.evaluate(() => globalThis.stays), "the page itself was not loaded again");
  });
}

test("a posting is called off with a reason", async () => {
  const number = await bought();
  await page.goto(`/console/postings/${number}`);
  await page.getByRole("button", { name: "Отменить отправление" }).click();
  await done();
  assert.match(await page.locator("#posting").innerText(), /отменено/);
});

test("goods are found by a part of their title, and a wrong price is told beside its form", async () => {
  await page.goto("/console/goods");
  const title = await page.locator("tbody th a").first().innerText();
  await page.getByRole("searchbox").fill(title.slice(2, 12));
  await page.getByRole("button", { name: "Показать" }).click();
  await page.getByRole("link", { name: title }).first().click();
  await page.getByLabel("Цена", { exact: true }).fill("-1");
  await page.locator("form[action$='/price'] button").click();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /Не получилось/);
});

test("stock is set for one warehouse", async () => {
  await page.goto("/console/goods?state=IN_SALE");
  await page.locator("tbody th a").first().click();
  const form = page.locator("form[action$='/stock']").first();
  await form.getByRole("spinbutton").fill("17");
  await form.getByRole("button").click();
  await done();
  assert.equal(await page.locator("form[action$='/stock'] input[name=stock]").first().inputValue(), "17");
});

test("a card tells its history, from what was done just now to the first import", async () => {
  await page.goto("/console/goods?state=IN_SALE");
  await page.locator("tbody th a").first().click();
  const old = await page.getByLabel("Цена", { exact: true }).inputValue();
  await page.getByLabel("Цена", { exact: true }).fill(String(Math.round(Number(old) * 1.1)));
  await page.locator("form[action$='/price'] button").click();
  await done();
  assert.match(await page.locator("#history tbody tr").first().innerText(), /Цены изменены в кабинете[^]*→/);
  assert.match(await page.locator("#history").innerText(), /Остаток изменён[^]*→ 17/);
  await accessible(page, "the history");
  const told = [];
  for (;;) {
    told.push(await page.locator("#history").innerText());
    const older = page.getByRole("link", { name: "Раньше" });
    if (!(await older.count())) break;
    await older.click();
  }
  assert.match(told.at(-1), /Загрузка \d+/);
  assert.match(told.join(""), /Одобрено модерацией/);
});

test("a search without a hit says so", async () => {
  await page.goto("/console/goods");
  await page.getByRole("searchbox").fill("такого названия нет");
  await page.getByRole("button", { name: "Показать" }).click();
  assert.match(await page.locator("#goods").innerText(), /Здесь пока ничего нет/);
});

test("a company is told where goods were made, and the papers are asked for", async () => {
  const number = await bought({ legal_entity: true, scheme: "fbs" });
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await page.goto(`/console/postings/${number}`);
    const section = page.locator("section.card:has(#origin)");
    if (!(await section.locator("details[open]").count())) await section.getByText("Указать страну").click();
    await accessible(page, `countries at ${width}`);
    await fits(page, `countries at ${width}`);
    await section.getByRole("combobox").selectOption({ label: "Китай" });
    await section.getByRole("button").click();
    await done();
    assert.match(await page.locator("#countries").innerText(), /Китай/);
    assert.equal(await page.getByLabel("Номер ГТД").count(), 1);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
});

test("a buyer is answered with a file", async () => {
  await page.goto("/console/chats");
  await page.locator("tbody th a").first().click();
  await page.getByLabel("Текст").fill("Добрый день, отправили сегодня");
  await page.getByLabel("Файл").setInputFiles({ name: "чек.txt", mimeType: "text/plain", buffer: Buffer.from("чек") });
  await page.getByRole("button", { name: "Отправить" }).click();
  await done();
  const said = await page.locator("#messages").innerText();
  assert.match(said, /отправили сегодня/);
  assert.match(said, /чек\.txt/);
});

test("money is summed up for a week, and for a month with one click", async () => {
  await page.goto("/console/finance");
  const period = page.locator("#money h2").first();
  const [week, shown] = [await period.innerText(), await page.locator("#money .money").innerText()];
  assert.equal(await page.locator(".tabs [aria-current]").innerText(), "7 дней");
  await page.getByRole("link", { name: "30 дней" }).click();
  assert.notEqual(await period.innerText(), week);
  assert.notEqual(await page.locator("#money .money").innerText(), shown);
  assert.equal(await page.locator(".tabs [aria-current]").innerText(), "30 дней");
  await accessible(page, "money of a month");
});

test("every kopeck is explained", async () => {
  await page.goto("/console/finance");
  const row = page.locator("#money table").last().locator("tbody tr").first();
  const amount = await row.locator("td").last().innerText();
  await row.locator("th a").click();
  assert.equal(await page.locator("p.big").innerText(), amount);
  assert.match(await page.locator("tfoot").innerText(), /\b0,00/);
});

test("a report is ordered and fetched", async () => {
  await page.goto("/console/reports");
  await page.getByRole("button", { name: "Заказать" }).click();
  await done();
  await operator(place, "POST", "clock/advance", { seconds: 600 });
  await page.goto("/console/reports");
  const link = page.getByRole("link", { name: "Скачать" }).first();
  const file = await page.context().request.get(await link.getAttribute("href"));
  assert.ok((await file.text()).length > 100);
});

test("marks are typed in, refused in plain words, and accepted", async () => {
  const { products } = await operator(place, "GET", `products?client_id=${SHOP}&visibility=IN_SALE&limit=1000`);
  const free = (one) => (one.stocks || []).some((stock) => !stock.is_fbo && stock.present - stock.reserved > 3);
  let section;
  for (const good of products.filter((one) => free(one) && /кроссовки|ботинки|платье|футболка|рубашка/i.test(one.name))) {
    const placed = await operator(place, "POST", "orders", { items: [{ sku: good.sku, quantity: 1 }], scheme: "fbs" });
    await page.goto(`/console/postings/${placed.postings[0].posting_number}`);
    section = page.locator("section.card:has(#marking)");
    if (await section.count()) break;
  }
  const hand = async (mark) => {
    await section.getByLabel("Код «Честного знака»").fill(mark);
    await section.getByRole("button", { name: "Передать на проверку" }).click();
    await done();
    await operator(place, "POST", "clock/advance", { seconds: 5 });
    await page.reload();
  };
  await hand("0104640094");
  assert.match(await page.locator("#marks").innerText(), /отсканируйте его целиком/);
  await hand("010464009401562321ABCDE12345XYZ");
  assert.match(await page.locator("#marks").innerText(), /принято/);
});

test("figures are laid out by two things at once", async () => {
  await page.goto("/console/analytics");
  await page.getByLabel("Разбивка").selectOption("sku");
  await page.getByLabel("По столбцам").selectOption("week");
  await page.getByRole("button", { name: "Показать" }).click();
  const sums = await page.locator("table.pivot tfoot td").allInnerTexts();
  assert.equal(sums.at(-1), await page.locator("#figures .facts dd").first().innerText());
});

test("a key is made, shown once and revoked", async () => {
  await page.goto("/console/keys");
  await page.getByLabel("Название").fill("Склад");
  await page.getByLabel("Warehouse").check();
  await page.getByRole("button", { name: "Создать ключ" }).click();
  const key = await page.locator("#api-key").innerText();
  assert.match(key, /^[0-9a-f-]{36}$/);
  await page.goto("/console/keys");
  assert.ok(!(await page.content()).includes(key));
  await page.locator("tr", { hasText: "Склад" }).getByRole("button").click();
  await done();
});

test("the other shop sees none of it", async () => {
  const number = await bought();
  const other = await visitor(place, OTHER);
  assert.equal((await other.goto(`/console/postings/${number}`)).status(), 404);
  await other.goto("/console/postings");
  assert.ok(!(await other.content()).includes(number));
  await other.context().close();
});

test("signing out ends the session", async () => {
  const own = await visitor(place, SHOP, { locale: "en-US" });
  await own.getByRole("button", { name: "Sign out" }).click();
  await own.locator("p.done").waitFor();
  await own.goto("/console/goods");
  assert.match(own.url(), /sign-in\?to=%2Fconsole%2Fgoods/);
  await own.context().close();
});
