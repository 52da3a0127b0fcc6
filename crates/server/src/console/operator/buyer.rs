//! The buyers' desk: an order, as a buyer would place it, and a wish to pay less. `purchase`, `letters` and `returns` are
//! the rest of it.

use axum::response::Response;
use gostiny_wire::{
    operator::{
        DiscountRequestCreate, DiscountRequestCreateRequest, GoodsList, GoodsListRequest, OrderPlace,
        OrderPlaceAddress, OrderPlaceBuyer, OrderPlaceItem, OrderPlaceRequest,
    },
    product::Visibility,
    scalar::{ClientId, Decimal2, Money, Sku},
};
use maud::{Markup, html};

use super::purchase;
use crate::{
    console::{
        fields::{Fields, query},
        page::{Refusal, choice, field, tick},
        show,
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/buyer";
/// Lines of an order on the page.
const LINES: usize = 3;

/// The pages of the desk.
pub fn tabs(operator: &Operator) -> Markup {
    let path = operator.path.split('?').next().unwrap_or_default();
    let pages = [
        (PATH, operator.say("buyer.order")),
        ("/console/operator/buyer/posting", operator.say("buyer.posting")),
        ("/console/operator/buyer/chats", operator.lang.word("nav", "chats")),
        ("/console/operator/buyer/returns", operator.lang.word("nav", "returns")),
    ];
    html! { p.tabs { @for (page, text) in pages { a href=(page) aria-current=[(page == path).then_some("page")] { (text) } } } }
}

/// The form, and what can be bought.
pub async fn desk(operator: Operator) -> Shown {
    Ok(draw(&operator, &operator.asked, None, html! {}).await?)
}

async fn draw(operator: &Operator, typed: &Fields, refusal: Option<&Refusal>, news: Markup) -> Result<Response> {
    let shop = operator.asked.whole_if_given("client_id")?.map(ClientId);
    let last_id = operator.asked.get("last_id").to_owned();
    let request = GoodsListRequest { client_id: shop, visibility: Some(Visibility::Visible), limit: 50, last_id };
    let goods = operator.call(GoodsList, &request).await?;
    let (skus, quantities): (Vec<&str>, Vec<&str>) = (typed.all("sku").collect(), typed.all("quantity").collect());
    let chosen = shop.map(|shop| shop.to_string()).unwrap_or_default();
    let body = html! {
        (tabs(operator))
        (news)
        div.cards {
        section.card {
            h2 { (operator.say("buyer.order")) }
            (operator.alert(refusal, "order"))
            (operator.form(PATH, html! {
                @for line in 0..LINES { div.row {
                    (field("SKU", html! { input name="sku" inputmode="numeric" value=(skus.get(line).copied().unwrap_or_default()) required[line == 0]; }))
                    (field(operator.say("buyer.quantity"), html! {
                        input name="quantity" type="number" min="1" value=(quantities.get(line).copied().unwrap_or("1"));
                    }))
                } }
                (field(operator.say("buyer.scheme"), choice("scheme", typed.get("scheme"), [("", "\u{2014}"), ("fbs", "FBS"), ("rfbs", "rFBS"), ("fbo", "FBO")])))
                div.row {
                    (field(operator.say("buyer.name"), html! { input name="name" value=(typed.get("name")); }))
                    (field(operator.say("buyer.city"), html! { input name="city" value=(typed.get("city")); }))
                    (field(operator.say("buyer.address"), html! { input name="address" value=(typed.get("address")); }))
                }
                (tick("legal_entity", operator.say("buyer.legal"), typed.has("legal_entity")))
                button { (operator.say("buyer.place")) }
            }))
        }
        (price_form(operator, typed, refusal))
        }
        h2 { (operator.say("buyer.on_sale")) }
        form.filters method="get" action=(PATH) {
            (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(chosen); }))
            button.plain { (operator.say("frame.filter")) }
        }
        @if goods.products.is_empty() { (operator.nothing()) } @else {
            div.scroll tabindex="0" { table {
                thead { tr {
                    th scope="col" { (operator.say("goods.product")) } th scope="col" { "SKU" } th scope="col" { "SKU FBO" }
                    th scope="col" { (operator.say("shops.shop")) } th.num scope="col" { (operator.say("goods.price")) }
                    th.num scope="col" { (operator.say("goods.left")) }
                } }
                tbody { @for product in &goods.products { tr {
                    th scope="row" { (product.name) }
                    td { a href={ (PATH) (query(&[("sku", &product.sku.to_string()), ("client_id", &chosen)])) } { (product.sku) } }
                    td { a href={ (PATH) (query(&[("sku", &product.fbo_sku.to_string()), ("client_id", &chosen)])) } { (product.fbo_sku) } }
                    td { (product.client_id) } td.num { (show::price(&product.price, "RUB")) }
                    td.num { (product.stocks.iter().map(|stock| stock.present - stock.reserved).sum::<i64>()) }
                } } }
            } }
        }
        (operator.further(PATH, &[("last_id", &goods.last_id), ("client_id", &chosen)], !goods.last_id.is_empty()))
    };
    Ok(operator.page(operator.lang.word("nav", "buyer"), refusal, body))
}

fn request(form: &Fields) -> Result<OrderPlaceRequest> {
    let mut items = Vec::new();
    for (sku, quantity) in form.all("sku").zip(form.all("quantity")).filter(|(sku, _)| !sku.is_empty()) {
        let unreadable = |what: &str, text: &str| Error::BadRequest(format!("{what}: {text} is not a whole number"));
        let number: i64 = sku.parse().map_err(|_| unreadable("sku", sku))?;
        let quantity: i64 = quantity.parse().map_err(|_| unreadable("quantity", quantity))?;
        items.push(OrderPlaceItem { sku: Sku(number), quantity });
    }
    let text = |name: &str| form.get(name).to_owned();
    let buyer = form.has("name").then(|| OrderPlaceBuyer { name: text("name"), ..Default::default() });
    let address = (form.has("city") || form.has("address")).then(|| OrderPlaceAddress {
        city: text("city"),
        address_tail: text("address"),
        ..Default::default()
    });
    let (legal_entity, scheme) = (form.has("legal_entity"), text("scheme"));
    Ok(OrderPlaceRequest { items, buyer, address, legal_entity, scheme, ..Default::default() })
}

/// Places it.
pub async fn order(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let placed = match request(&form) {
        Ok(request) => operator.call(OrderPlace, &request).await,
        Err(error) => Err(error),
    };
    match placed {
        Ok(placed) => {
            let news = html! {
                section.card.news role="status" {
                    h2 { (operator.say("buyer.placed")) " " (placed.order_number) }
                    ul { @for posting in &placed.postings { li {
                        a href={ "/console/operator/parcels" (query(&[("code", posting.posting_number.as_str())])) } { (posting.posting_number) }
                        " (" a href={ (purchase::PATH) (query(&[("code", posting.posting_number.as_str())])) } { (operator.say("buyer.posting")) } ")"
                        " " (operator.badge("scheme", &posting.scheme)) " " (operator.badge("status", &posting.status))
                        " \u{b7} " (posting.client_id)
                    } } }
                }
            };
            Ok(draw(&operator, &Fields::default(), None, news).await?)
        }
        Err(error) => {
            let refusal = Refusal::of("order", error)?;
            Ok(draw(&operator, &form, Some(&refusal), html! {}).await?)
        }
    }
}

fn price_form(operator: &Operator, typed: &Fields, refusal: Option<&Refusal>) -> Markup {
    let sku = typed.get("sku");
    html! {
        section.card {
            h2 { (operator.say("buyer.lower_price")) }
            (operator.alert(refusal, "price"))
            (operator.form("/console/operator/buyer/price", html! {
                div.row {
                    (field("SKU", html! { input name="sku" inputmode="numeric" value=(sku) required; }))
                    (field(operator.say("buyer.wish"), html! { input name="price" inputmode="decimal" value=(typed.get("price")) required; }))
                    (field(operator.say("buyer.quantity"), html! { input name="quantity" type="number" min="1" max="1000" value="1"; }))
                }
                (field(operator.say("buyer.name"), html! { input name="first_name" value=(typed.get("first_name")); }))
                (field(operator.say("buyer.comment"), html! { input name="comment" maxlength="1000" value=(typed.get("comment")); }))
                button.plain { (operator.say("buyer.ask")) }
            }))
        }
    }
}

/// Asks the shop for a lower price.
pub async fn price(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let asked = match wish(&form) {
        Ok(request) => operator.call(DiscountRequestCreate, &request).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(asked) => {
            let news = html! {
                section.card.news role="status" {
                    p { (operator.say("buyer.asked")) " " (asked.task_id) " \u{b7} " (operator.say("shops.shop")) " " (asked.client_id) " \u{b7} "
                        (operator.say("returns.until")) " " (operator.moment(asked.end_at)) }
                }
            };
            Ok(draw(&operator, &Fields::default(), None, news).await?)
        }
        Err(error) => {
            let refusal = Refusal::of("price", error)?;
            Ok(draw(&operator, &form, Some(&refusal), html! {}).await?)
        }
    }
}

fn wish(form: &Fields) -> Result<DiscountRequestCreateRequest> {
    let text = form.get("price").replace(',', ".").replace([' ', '\u{a0}'], "");
    let price = Money::parse(&text).ok_or_else(|| Error::BadRequest(format!("price: {text} is no price")))?;
    Ok(DiscountRequestCreateRequest {
        sku: Sku(form.whole("sku")?),
        price: Decimal2::from(price),
        quantity: form.whole("quantity")?,
        comment: form.get("comment").to_owned(),
        first_name: form.get("first_name").to_owned(),
        ..Default::default()
    })
}
