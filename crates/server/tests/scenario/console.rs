//! The console as a browser meets it: signing in and out, forms with their tokens, pages of the operator and of a shop.

use gostiny_client::{Client, Raw};
use gostiny_wire::{
    method::Verb,
    operator::{PostingEvent, Settings},
    product::{ProductListV2, ProductListV2Request},
    scalar::ClientId,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    shop::Shop,
    world::{PASSWORD, TOKEN, World},
};

/// A browser: it keeps its cookie and follows where it is sent.
pub struct Browser {
    client: Client,
    cookie: String,
    /// What it asks for.
    pub language: &'static str,
}

impl Browser {
    pub fn new(world: &World) -> Self {
        let http = Client::builder().base_url(world.stranger.base_url()).build().unwrap();
        Self { client: http, cookie: String::new(), language: "ru" }
    }

    pub async fn once(&mut self, verb: Verb, path: &str, body: &str) -> Raw {
        self.once_as(verb, path, body, "application/x-www-form-urlencoded").await
    }

    async fn once_as(&mut self, verb: Verb, path: &str, body: &str, content_type: &str) -> Raw {
        let answer = raw(&self.client, verb, path, body, &self.headers(content_type)).await;
        if let Some(set) = answer.header("set-cookie").filter(|set| set.starts_with("gostiny_session=")) {
            self.cookie = set.split(';').next().unwrap().to_owned();
        }
        answer
    }

    fn headers<'a>(&'a self, content_type: &'a str) -> [(&'a str, &'a str); 3] {
        [("cookie", &self.cookie), ("accept-language", self.language), ("content-type", content_type)]
    }

    /// Sends a form as [`raw_later`].
    pub async fn later(&self, path: &str, body: &str, meanwhile: impl Future<Output = ()>) -> Raw {
        raw_later(&self.client, path, body, &self.headers("application/x-www-form-urlencoded"), meanwhile).await
    }

    pub async fn get(&mut self, path: &str) -> Raw {
        self.once(Verb::Get, path, "").await
    }

    /// The page, which must be there.
    pub async fn page(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", text(&answer));
        text(&answer)
    }

    pub async fn csrf(&mut self, from: &str) -> String {
        let page = self.page(from).await;
        page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// Sends a form with files: name, file name, content; without a file name a text.
    pub async fn send_files(&mut self, from: &str, path: &str, parts: &[(&str, &str, &str)]) -> Raw {
        let csrf = self.csrf(from).await;
        let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n");
        for (name, file, content) in parts {
            let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
            body.push_str(&format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
            ));
        }
        body.push_str("--x--\r\n");
        self.once_as(Verb::Post, path, &body, "multipart/form-data; boundary=x").await
    }

    /// Sends a form with the token of a page.
    pub async fn send(&mut self, from: &str, path: &str, fields: &str) -> Raw {
        let csrf = self.csrf(from).await;
        self.once(Verb::Post, path, &format!("csrf={csrf}&{fields}")).await
    }

    /// Sends a form that is refused, by an alert with this in it.
    pub async fn refused(&mut self, from: &str, path: &str, fields: &str, part: &str) {
        let answer = self.send(from, path, fields).await;
        let page = text(&answer);
        let is_told = page.contains("role=\"alert\"") && page.contains(part);
        assert!(answer.status >= 400 && is_told, "{}: {page}", answer.status);
    }

    pub async fn operator(world: &World) -> Self {
        let mut browser = Self::new(world);
        let entered =
            browser.send("/console/sign-in", "/console/sign-in", &format!("token={TOKEN}&to=%2Fconsole")).await;
        assert_eq!((entered.status, entered.header("location")), (303, Some("/console")));
        browser
    }

    /// A link that lets somebody into a shop.
    pub async fn invitation(&mut self, client_id: ClientId) -> String {
        let fields = format!("client_id={client_id}");
        let page = text(&self.send("/console/operator/shops", "/console/operator/shops/invite", &fields).await);
        let link = page.split("/console/invitation/").nth(1).unwrap().split('<').next().unwrap();
        format!("/console/invitation/{link}")
    }

    pub async fn seller(world: &World, shop: &Shop) -> Self {
        let link = Self::operator(world).await.invitation(shop.client_id).await;
        let mut browser = Self::new(world);
        assert_eq!(browser.send(&link, &link, "").await.status, 303);
        browser
    }
}

pub fn text(answer: &Raw) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// One exchange over a connection of its own, without following where an answer leads.
async fn raw(client: &Client, verb: Verb, path: &str, body: &str, headers: &[(&str, &str)]) -> Raw {
    let mut line = opened(client, verb, path, body, headers).await;
    line.write_all(body.as_bytes()).await.unwrap();
    answered(line).await
}

/// The same for a body that is sent only after `meanwhile`, which begins when the server asks for the body: whom the
/// request is from has been looked at by then.
pub async fn raw_later(
    client: &Client,
    path: &str,
    body: &str,
    headers: &[(&str, &str)],
    meanwhile: impl Future<Output = ()>,
) -> Raw {
    let headers = [headers, &[("expect", "100-continue")]].concat();
    let mut line = opened(client, Verb::Post, path, body, &headers).await;
    let mut asked = vec![0; 25];
    line.read_exact(&mut asked).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&asked), "HTTP/1.1 100 Continue\r\n\r\n");
    meanwhile.await;
    line.write_all(body.as_bytes()).await.unwrap();
    answered(line).await
}

/// A connection over which a request went, but for its body.
async fn opened(client: &Client, verb: Verb, path: &str, body: &str, headers: &[(&str, &str)]) -> TcpStream {
    let host = client.base_url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut line = TcpStream::connect(&host).await.unwrap();
    let mut request = format!("{} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n", verb.as_str());
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    line.write_all(request.as_bytes()).await.unwrap();
    line
}

async fn answered(mut line: TcpStream) -> Raw {
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.unwrap();
    let split = answer.windows(4).position(|at| at == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..split].to_vec()).unwrap();
    let mut all = reqwest_headers(&head);
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let chunked = all.remove("transfer-encoding").is_some();
    let body = answer[split + 4..].to_vec();
    Raw { status, headers: all, body: if chunked { unchunked(&body) } else { body } }
}

fn reqwest_headers(head: &str) -> http::HeaderMap {
    let mut all = http::HeaderMap::new();
    for line in head.lines().skip(1) {
        let (name, value) = line.split_once(": ").unwrap();
        all.append(http::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
    }
    all
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|at| at == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = &body[end + 4 + length..];
    }
}

const OPERATOR_PAGES: [(&str, &str, &str); 13] = [
    ("/console/operator/shops", "Магазины", "Shops"),
    ("/console/operator/moderation", "Модерация", "Moderation"),
    ("/console/operator/buyer", "За покупателя", "Buyers' desk"),
    ("/console/operator/parcels", "Посылки", "Parcels"),
    ("/console/operator/clock", "Часы", "Clock"),
    ("/console/operator/requests", "Запросы", "Calls"),
    ("/console/operator/audit", "Журнал действий", "Audit log"),
    ("/console/operator/faults", "Сбои и лимиты", "Faults and limits"),
    ("/console/operator/settings", "Настройки", "Settings"),
    ("/console/operator/tariffs", "Тарифы", "Tariffs"),
    ("/console/operator/taxonomy", "Категории", "Categories"),
    ("/console/operator/snapshots", "Снимки", "Snapshots"),
    ("/console/operator/health", "Состояние", "Health"),
];

#[tokio::test]
async fn nobody_looks_without_signing_in_and_a_token_is_tried_ten_times() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    for path in OPERATOR_PAGES.map(|page| page.0).into_iter().chain(["/console/postings", "/console/keys"]) {
        let answer = browser.get(path).await;
        let to = format!("/console/sign-in?to={}", path.replace('/', "%2F"));
        assert_eq!((answer.status, answer.header("location")), (303, Some(to.as_str())));
    }
    let door = browser.get("/console/sign-in").await;
    assert!(door.header("content-security-policy").unwrap().starts_with("default-src 'self';"));
    assert_eq!(
        (door.header("x-content-type-options"), door.header("cache-control")),
        (Some("nosniff"), Some("no-store"))
    );
    assert!(!text(&door).contains("/console/demo"), "only a demo world lets in with one click");
    for _ in 0..10 {
        let answer = browser.send("/console/sign-in", "/console/sign-in", "token=wrong").await;
        assert_eq!(answer.status, 400);
        assert!(text(&answer).contains("role=\"alert\""));
    }
    let refused = browser.send("/console/sign-in", "/console/sign-in", &format!("token={TOKEN}")).await;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some());
    assert_eq!(browser.get("/console/live").await.status, 204);
}

#[tokio::test]
async fn the_operator_signs_in_by_the_password_as_well_and_nobody_by_another_one() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let door = "/console/sign-in";
    assert!(browser.page(door).await.contains("Токен или пароль оператора"));
    let near = PASSWORD.replace('п', "П");
    for wrong in [near.as_str(), "", "test-token2"] {
        let answer = browser.send(door, door, &format!("token={wrong}")).await;
        assert!(answer.status == 400 && text(&answer).contains("не подходит"), "{wrong}: {}", answer.status);
    }
    let entered = browser.send(door, door, &format!("token={PASSWORD}&to=%2Fconsole%2Foperator%2Fclock")).await;
    assert_eq!((entered.status, entered.header("location")), (303, Some("/console/operator/clock")));
    assert_eq!(browser.get("/console/operator/clock").await.status, 200);
    // It opens the console only: programs call with the token.
    let program = world.stranger.with(&[("authorization", "Bearer parol")]).unwrap();
    assert!(program.call(gostiny_wire::operator::ClockGet, &gostiny_wire::method::Empty {}).await.is_err());
}

#[tokio::test]
async fn the_operator_sees_every_page_in_both_languages_and_signs_out() {
    let world = World::new().await;
    let mut browser = Browser::operator(&world).await;
    for (path, russian, english) in OPERATOR_PAGES {
        browser.language = "ru";
        assert!(
            browser.page(path).await.contains(&format!("<h1>{russian}</h1>")) || path.ends_with("requests"),
            "{path}"
        );
        browser.language = "en-US,en;q=0.9";
        let page = browser.page(path).await;
        assert!(page.contains("<html lang=\"en\">") && page.contains("Sign out"), "{path}");
        assert!(page.contains(english) || path.ends_with("requests"), "{path}: {english}");
    }
    assert_eq!(browser.get("/console/operator/nothing").await.status, 404);
    let former = browser.cookie.clone();
    let out = browser.send("/console/operator/shops", "/console/sign-out", "").await;
    assert_eq!(out.status, 303);
    browser.cookie = former;
    assert_eq!(browser.get("/console/operator/shops").await.status, 303, "the session is over, not only the cookie");
}

#[tokio::test]
async fn a_form_without_the_browser_s_own_token_changes_nothing() {
    let world = World::new().await;
    let mut browser = Browser::operator(&world).await;
    let mut other = Browser::operator(&world).await;
    let page = other.page("/console/operator/shops").await;
    let theirs = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    for fields in ["name=X".to_owned(), format!("csrf={theirs}&name=X"), "csrf=&name=X".to_owned()] {
        assert_eq!(browser.once(Verb::Post, "/console/operator/shops", &fields).await.status, 403, "{fields}");
    }
    assert!(!browser.page("/console/operator/shops").await.contains("<td>X</td>"));
    let opened = browser.send("/console/operator/shops", "/console/operator/shops", "name=X&currency_code=RUB").await;
    assert!(text(&opened).contains("id=\"api-key\""));
    assert!(browser.page("/console/operator/shops").await.contains("<td>X</td>"));
    let refused = browser.send("/console/operator/shops", "/console/operator/shops", "name=&currency_code=RUB").await;
    assert_eq!(refused.status, 400);
    assert!(text(&refused).contains("SellerCreateRequest.Name"));
}

#[tokio::test]
async fn an_invitation_lets_one_in_and_a_shop_sees_its_own_only() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let mut operator = Browser::operator(&world).await;
    let link = operator.invitation(shop.client_id).await;
    let (mut one, mut two) = (Browser::new(&world), Browser::new(&world));
    assert!(one.page(&link).await.contains("Ромашка"));
    assert_eq!(one.send(&link, &link, "").await.status, 303);
    assert_eq!(two.get(&link).await.status, 404, "used up");

    let sku = other.product("theirs").on_sale().await.sku;
    let theirs = world.order_one(&[(sku, 1)]).await;
    for path in [format!("/console/postings/{theirs}"), format!("/console/postings/{theirs}/label")] {
        assert_eq!(one.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(one.send("/console/keys", &format!("/console/postings/{theirs}/pack"), "").await.status, 404);
    let keys = Browser::seller(&world, &other).await.page("/console/keys").await;
    let key_id = keys.split("name=\"key_id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let revoke = format!("key_id={key_id}");
    assert_eq!(one.send("/console/keys", "/console/keys/revoke", &revoke).await.status, 404);
    assert_eq!(one.get("/console/operator/shops").await.status, 303);
    assert!(!one.page("/console/postings").await.contains(theirs.as_str()));
    assert!(Browser::seller(&world, &other).await.page("/console/postings").await.contains(theirs.as_str()));
}

#[tokio::test]
async fn a_shop_packs_a_posting_and_opens_its_label() {
    let world = World::new().await;
    let shop = world.shop().await;
    let name = "Чехол <script>alert(1)</script> & «Ёж»";
    let product = shop.product("A-1").with(|item| item.name = name.to_owned()).on_sale().await;
    let number = world.order_one(&[(product.sku, 2)]).await;
    let mut browser = Browser::seller(&world, &shop).await;
    let (list, path) = (browser.page("/console/postings").await, format!("/console/postings/{number}"));
    assert!(!list.contains("<script>alert") && list.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; «Ёж»"));
    let page = browser.page(&path).await;
    assert!(
        page.contains("ожидает сборки")
            && page.contains("1\u{a0}000,00\u{a0}₽")
            && page.contains("12.01.2026 12:00 МСК")
    );
    let packed = browser.send(&path, &format!("{path}/pack"), "").await;
    assert_eq!(packed.status, 303);
    let again = browser.send(&path, &format!("{path}/pack"), "").await;
    assert_eq!((again.status, text(&again).contains("role=\"alert\"")), (400, true));
    assert_eq!(browser.get(&format!("{path}/label")).await.status, 400, "not ready yet");
    world.pass(60).await;
    let label = browser.get(&format!("{path}/label")).await;
    assert_eq!((label.status, label.header("content-type")), (200, Some("application/pdf")));
    assert!(label.body.starts_with(b"%PDF"));
    assert!(browser.page(&path).await.contains("Собрано"));
}

#[tokio::test]
async fn a_shop_makes_a_key_and_revokes_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut browser = Browser::seller(&world, &shop).await;
    let fields = "name=%D0%91%D1%83%D1%85&role=Product&role=Price&networks=127.0.0.0%2F8&expires_at=2026-02-01T00%3A00";
    let made = text(&browser.send("/console/keys", "/console/keys", fields).await);
    let key = made.split("id=\"api-key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(!browser.page("/console/keys").await.contains(&key), "shown once");
    let page = browser.page("/console/keys").await;
    assert!(page.contains("Бух") && page.contains("Product, Price") && page.contains("127.0.0.0/8"));
    let client = world.stranger.as_seller(shop.client_id, &key).unwrap();
    let request = ProductListV2Request { limit: 1, ..Default::default() };
    client.call(ProductListV2, &request).await.unwrap();
    let key_id = page.split("name=\"key_id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(browser.send("/console/keys", "/console/keys/revoke", &format!("key_id={key_id}")).await.status, 303);
    assert!(client.call(ProductListV2, &request).await.is_err());
    let refused = browser.send("/console/keys", "/console/keys", "name=x&networks=nowhere").await;
    assert_eq!((refused.status, text(&refused).contains("nowhere is not a network")), (400, true));
}

#[tokio::test]
async fn the_operator_moderates_orders_scans_and_moves_the_clock() {
    let world = World::new().await;
    let shop = world.shop().await;
    world.moderate_by_hand().await;
    let product = shop.product("A-1").imported().await;
    world.pass(5).await;
    let mut browser = Browser::operator(&world).await;
    assert!(browser.page("/console/operator/moderation").await.contains("Чехол для планшета A-1"));
    let card = format!("/console/operator/moderation/{}/{}", shop.client_id, product.product_id);
    assert!(browser.page(&card).await.contains("Плотный чехол"));
    assert_eq!(browser.send(&card, &card, "decision=approve").await.status, 303);
    assert!(!browser.page("/console/operator/moderation").await.contains("Чехол для планшета A-1"));
    assert!(shop.set_stock(&product.offer_id, 2).await.updated);

    let desk = "/console/operator/buyer";
    let much = browser.send(desk, desk, &format!("sku={}&quantity=9", product.sku)).await;
    assert_eq!((much.status, text(&much).contains("role=\"alert\"")), (409, true));
    let placed = text(
        &browser
            .send(desk, desk, &format!("sku={}&quantity=1&city=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C", product.sku))
            .await,
    );
    let number = placed.split("parcels?code=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let packed = shop.ship(&number.as_str().into()).await;
    world.pass(60).await;
    let barcode = shop.posting(&packed).await.barcodes.unwrap().lower_barcode;
    let parcel = format!("/console/operator/parcels?code={barcode}");
    assert!(browser.page(&parcel).await.contains(&number));
    let event = |event: &str| format!("code={number}&event={event}");
    assert_eq!(browser.send(&parcel, "/console/operator/parcels", &event("accepted")).await.status, 303);
    let refused = browser.send(&parcel, "/console/operator/parcels", &event("received")).await;
    assert!(refused.status >= 400 && text(&refused).contains("role=\"alert\""), "{}", refused.status);
    assert!(browser.page(&parcel).await.contains("Принято"));
    world.try_event(&packed, PostingEvent::InTransit).await.unwrap();
    assert!(browser.page("/console/operator/parcels?code=nothing").await.contains("Такой посылки нет"));

    let clock = "/console/operator/clock";
    let before = world.now().await;
    assert_eq!(browser.send(clock, "/console/operator/clock/advance", "step=3600").await.status, 303);
    assert_eq!(world.now().await, before.plus_hours(1));
    assert_eq!(browser.send(clock, clock, "mode=sometimes").await.status, 400);
}

#[tokio::test]
async fn requests_faults_and_settings_are_seen_and_set() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut browser = Browser::operator(&world).await;
    shop.post("/v2/product/list", "{\"limit\":0}").await;
    let list = browser.page("/console/operator/requests?refused=1").await;
    let path = list.split("href=\"/console/operator/requests/").nth(1).unwrap().split('"').next().unwrap();
    let one = browser.page(&format!("/console/operator/requests/{path}")).await;
    assert!(
        one.contains("curl -X POST") && one.contains("ProductListV2Request.Limit") && one.contains("Как исправить")
    );
    assert_eq!(browser.get("/console/operator/requests/999999").await.status, 404);

    let faults = "/console/operator/faults";
    assert_eq!(browser.send(faults, faults, "path=%2Fv2%2Fproduct%2Flist&status=503&times=1").await.status, 303);
    assert_eq!(shop.post("/v2/product/list", "{\"limit\":1}").await.status, 503);
    assert!(browser.page(faults).await.contains("HTTP 503"));
    assert_eq!(browser.send(faults, faults, "path=nowhere&status=503").await.status, 400);
    assert_eq!(browser.send(faults, "/console/operator/faults/clear", "").await.status, 303);
    assert!(!browser.page(faults).await.contains("HTTP 503"));

    let settings = "/console/operator/settings";
    let change = format!("client_id={}&moderation=manual&label_delay_seconds=7", shop.client_id);
    assert_eq!(browser.send(settings, settings, &change).await.status, 303);
    let page = browser.page(&format!("{settings}?client_id={}", shop.client_id)).await;
    assert!(
        page.contains("<option value=\"manual\" selected>")
            && page.contains("name=\"label_delay_seconds\" type=\"number\" value=\"7\"")
    );
    assert!(browser.page(settings).await.contains("<option value=\"auto\" selected>"), "others keep theirs");
    assert_eq!(browser.send(settings, settings, "label_delay_seconds=-1").await.status, 400);
    world.set(Settings { label_delay_seconds: Some(45), ..Default::default() }).await;

    let audit = browser.page("/console/operator/audit").await;
    let newest = audit.split("<tbody>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(newest.contains("SettingsSet") && newest.contains("Оператор") && newest.contains("label_delay_seconds"));
    let faults = browser.page("/console/operator/audit?method=FaultClear").await;
    assert!(faults.contains("FaultClear") && !faults.contains("SettingsSet"), "{faults}");
}

#[tokio::test]
async fn an_open_page_is_told_what_moves_until_its_session_ends() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let mut browser = Browser::seller(&world, &shop).await;
    let mut line = TcpStream::connect(world.address()).await.unwrap();
    let request = format!("GET /console/live HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", browser.cookie);
    line.write_all(request.as_bytes()).await.unwrap();
    let mut told = vec![0; 4096];
    let read = line.read(&mut told).await.unwrap();
    assert!(String::from_utf8_lossy(&told[..read]).contains("text/event-stream"));
    other.product("B-1").imported().await;
    shop.product("A-1").imported().await;
    let read = line.read(&mut told).await.unwrap();
    assert!(String::from_utf8_lossy(&told[..read]).contains("event: moved\ndata: 1\n"));
    assert_eq!(browser.send("/console/keys", "/console/sign-out", "").await.status, 303);
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !rest.ends_with(b"0\r\n\r\n") {
            let read = line.read(&mut told).await.unwrap();
            rest.extend_from_slice(&told[..read]);
            if read == 0 {
                break;
            }
        }
    });
    ended.await.expect("the stream ends with the session");
}

#[tokio::test]
async fn a_demo_world_lets_into_its_shops_with_one_click() {
    let world = World::demo().await;
    let mut browser = Browser::new(&world);
    let door = browser.page("/console/sign-in").await;
    assert!(door.contains("Лавка «Волна»"));
    assert!(!door.contains("name=\"as\" value=\"0\""), "the token here is not the one that everybody knows");
    assert_eq!(browser.send("/console/sign-in", "/console/demo", "as=0").await.status, 404);
    assert_eq!(browser.send("/console/sign-in", "/console/demo", "as=100001").await.status, 303);
    let page = browser.page("/console/postings").await;
    assert!(page.contains("Лавка «Волна»") && page.contains("rel=\"next\""));
    let style = page.split("href=\"/console/assets/").nth(1).unwrap().split('"').next().unwrap();
    let asset = browser.get(&format!("/console/assets/{style}")).await;
    assert_eq!(asset.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(browser.get("/console/assets/console-000000000000.css").await.status, 404);
}
