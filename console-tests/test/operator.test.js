// What an operator does at the desk, told in its steps.
"use strict";

const assert = require("node:assert/strict");
const { after, before, test } = require("node:test");
const { operator, OPERATOR, PASSWORD, SHOP, visitor, world } = require("../cabinet");

let place;
let page;
before(async () => {
  place = await world();
  page = await visitor(place, "0");
});
after(async () => {
  await place.end();
});

const done = () => page.locator("p.done").waitFor();

test("a shop is opened, and somebody comes into it by a link that is good once", async () => {
  await page.goto("/console/operator/shops");
  await page.getByLabel("Название").fill("Лавка «Ёлка»");
  await page.getByRole("button", { name: "Открыть магазин" }).click();
  assert.match(await page.locator("#api-key").innerText(), /^[0-9a-f-]{36}$/);
  await page.locator("tr", { hasText: "Ёлка" }).getByRole("button").click();
  const link = await page.locator("#invitation").innerText();
  const guest = await visitor(place);
  await guest.goto(link);
  await guest.getByRole("button", { name: "Войти" }).click();
  assert.match(await guest.locator(".who").innerText(), /Ёлка/);
  const second = await visitor(place);
  assert.equal((await second.goto(link)).status(), 404);
  await guest.context().close();
  await second.context().close();
});

test("an order is placed, scanned and moved along", async () => {
  const { products } = await operator(place, "GET", `products?client_id=${SHOP}&visibility=IN_SALE&limit=50`);
  const free = (one) => (one.stocks || []).some((stock) => stock.present - stock.reserved > 3);
  const good = products.find(free);
  await page.goto("/console/operator/buyer");
  await page.locator("form[action='/console/operator/buyer'] input[name=sku]").first().fill(String(good.sku));
  await page.locator("form[action='/console/operator/buyer'] input[name=quantity]").first().fill("1");
  await page.getByRole("button", { name: "Заказать" }).first().click();
  await page.locator("main a[href*='parcels?code=']").first().click();
  await page.getByLabel("Что произошло").selectOption("cancelled_by_buyer");
  await page.getByRole("button", { name: "Записать" }).click();
  await done();
  assert.match(await page.locator("#timeline").innerText(), /Отменено покупателем/);
});

test("an unknown parcel is told", async () => {
  await page.goto("/console/operator/parcels?code=nothing");
  await page.getByRole("alert").waitFor();
});

test("time moves forward by a button", async () => {
  const { now } = await operator(place, "GET", "clock");
  await page.goto("/console/operator/clock");
  await page.getByRole("button", { name: "+1 ч" }).click();
  await done();
  const later = await operator(place, "GET", "clock");
  assert.equal(new Date(later.now) - new Date(now), 3_600_000);
});

test("a refused call says why and how to repeat it", async () => {
  const headers = { "client-id": SHOP, "api-key": "11111111-1111-4111-8111-111111111111" };
  await fetch(`${place.base}/v2/product/list`, { method: "POST", headers, body: '{"limit":0}' });
  await page.goto("/console/operator/requests?refused=1");
  await page.locator("tbody th a").first().click();
  const told = await page.locator("main").innerText();
  assert.match(told, /ProductListV2Request\.Limit/);
  assert.match(told, /curl -X POST/);
});

test("a fault is set up and taken away", async () => {
  await page.goto("/console/operator/faults");
  await page.locator("form[action='/console/operator/faults'] input[name=path]").fill("/v2/product/list");
  await page.locator("form[action='/console/operator/faults'] input[name=status]").fill("503");
  await page.getByRole("button", { name: "Добавить сбой" }).click();
  await done();
  assert.equal((await operator(place, "GET", "faults")).faults.length, 1);
  await page.getByRole("button", { name: "Убрать все сбои" }).click();
  await done();
  assert.equal((await operator(place, "GET", "faults")).faults.length, 0);
});

test("a setting is changed", async () => {
  await page.goto("/console/operator/settings");
  await page.getByLabel("Этикетка готова через, с").fill("7");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await done();
  assert.equal((await operator(place, "GET", "settings")).label_delay_seconds, 7);
});

test("a tariff is changed from now on", async () => {
  await page.goto("/console/operator/tariffs");
  await page.getByLabel("Последняя миля, %").fill("4,5");
  await page.getByRole("button", { name: "Сохранить" }).click();
  await done();
  assert.equal((await operator(place, "GET", "tariffs")).rates.last_mile_percent, 4.5);
});

test("a category tree is tried before it is imported", async () => {
  await page.goto("/console/operator/taxonomy");
  await page.getByLabel("Или текст").fill('{"categories": [{"category_id": 990000, "title": {"ru": "Керамика"}}]}');
  await page.getByRole("button", { name: "Загрузить дерево категорий" }).click();
  assert.match(await page.getByRole("status").innerText(), /Проверено/);
});

test("a world is kept and brought back, and the operator stays at the desk", async () => {
  await page.goto("/console/operator/snapshots");
  await page.getByLabel("Название").fill("До распродажи");
  await page.getByRole("button", { name: "Сохранить мир" }).click();
  await done();
  await operator(place, "POST", "sellers", { name: "Поздний" });
  await page.getByRole("button", { name: "Вернуть До распродажи" }).click();
  await done();
  await page.goto("/console/operator/shops");
  assert.ok(!(await page.content()).includes("Поздний"));
});

test("the operator signs in by the token or the password, and nobody guesses them", async () => {
  for (const secret of [OPERATOR, PASSWORD]) {
    const guest = await visitor(place);
    await guest.goto("/console/operator/clock");
    await guest.getByLabel("Токен или пароль оператора").fill("wrong");
    await guest.getByRole("button", { name: "Войти" }).last().click();
    await guest.getByRole("alert").waitFor();
    await guest.getByLabel("Токен или пароль оператора").fill(secret);
    await guest.getByRole("button", { name: "Войти" }).last().click();
    await guest.waitForURL(/operator\/clock/);
    await guest.context().close();
  }
});

test("a card waits for the moderator and is approved", async () => {
  await operator(place, "PUT", "settings", { client_id: Number(SHOP), settings: { moderation: "manual" } });
  const shop = { "client-id": SHOP, "api-key": "11111111-1111-4111-8111-111111111111" };
  const ask = async (path, body) => (await fetch(place.base + path, { method: "POST", headers: shop, body: JSON.stringify(body) })).json();
  const { result } = await ask("/v3/products/info/attributes", { filter: { visibility: "IN_SALE" }, limit: 1 });
  const attributes = result[0].attributes.map(({ attribute_id: id, complex_id, values }) => ({ id, complex_id, values }));
  const { category_id, depth, width, height, dimension_unit, weight, weight_unit } = result[0];
  const card = { attributes, category_id, depth, width, height, dimension_unit, weight, weight_unit, name: "Новинка «Ёж»" };
  const more = { offer_id: "NEW-1", price: "990", vat: "0.1", images: ["https://img.example.test/new.jpg"] };
  await ask("/v2/product/import", { items: [{ ...card, ...more }] });
  await operator(place, "POST", "clock/advance", { seconds: 120 });
  await page.goto("/console/operator/moderation");
  await page.getByRole("link", { name: "Новинка «Ёж»" }).click();
  await page.locator("main form button").first().click();
  await done();
  await page.goto("/console/operator/moderation");
  assert.equal(await page.getByRole("link", { name: "Новинка «Ёж»" }).count(), 0);
});

test("a buyer writes to the seller with a file, and reads the answer", async () => {
  const { postings } = await operator(place, "GET", `postings?client_id=${SHOP}&status=delivered&limit=1`);
  await page.goto("/console/operator/buyer");
  await page.locator(".tabs").getByRole("link", { name: "Отправление" }).click();
  await page.getByLabel("Номер или штрихкод").fill(postings[0].posting_number);
  await page.getByRole("button", { name: "Найти" }).click();
  await page.getByLabel("Текст").fill("Подскажите размер");
  await page.getByLabel("Файл").setInputFiles({ name: "мерка.txt", mimeType: "text/plain", buffer: Buffer.from("42") });
  await page.getByRole("button", { name: "Отправить" }).click();
  await done();
  const seller = await visitor(place, SHOP);
  await seller.goto(`/console/chats/${page.url().split("?")[0].split("/").pop()}`);
  assert.match(await seller.locator("#messages").innerText(), /Подскажите размер/);
  await seller.getByLabel("Текст").fill("Сорок второй");
  await seller.getByRole("button", { name: "Отправить" }).click();
  await seller.locator("p.done").waitFor();
  await page.locator("#messages", { hasText: "Сорок второй" }).waitFor();
  await seller.context().close();
});

test("a buyer sends goods back, and the return goes on its way", async () => {
  const { postings } = await operator(place, "GET", `postings?client_id=${SHOP}&status=delivered&limit=20`);
  const plain = postings.find(({ scheme }) => scheme === "fbs");
  await page.goto(`/console/operator/buyer/posting?code=${plain.posting_number}`);
  await page.locator("form[action$='/return']").getByLabel("Причина").fill("Не та расцветка");
  await page.getByRole("button", { name: "Вернуть", exact: true }).click();
  await done();
  const row = page.locator("tr", { hasText: "Не та расцветка" });
  await row.getByRole("combobox").selectOption("moving");
  await row.getByRole("button").click();
  await done();
  assert.match(await page.locator("tr", { hasText: "Не та расцветка" }).innerText(), /едет к продавцу/);
});

test("a buyer's wish to pay less is refused with a reason, then reaches the shop", async () => {
  const { products } = await operator(place, "GET", `products?client_id=${SHOP}&visibility=IN_SALE&limit=1`);
  const form = page.locator("form[action$='/buyer/price']");
  for (const [price, role] of [["9999999", "alert"], ["1,50", "status"]]) {
    await page.goto("/console/operator/buyer");
    await form.getByLabel("SKU").fill(String(products[0].sku));
    await form.getByLabel("Желаемая цена").fill(price);
    await form.getByRole("button").click();
    await page.getByRole(role).waitFor();
  }
  const seller = await visitor(place, SHOP);
  await seller.goto("/console/promotions");
  assert.match(await seller.locator("main").innerText(), /1,50/);
  await seller.context().close();
});
