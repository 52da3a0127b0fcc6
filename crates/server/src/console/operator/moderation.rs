//! Cards that wait for a person's word.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    operator::{GoodsList, GoodsListRequest, ModerationDecision, ProductModerate, ProductModerateRequest},
    product::{
        ProductInfoDescriptionV1, ProductInfoDescriptionV1Request, ProductInfoV2, ProductInfoV2Request, Visibility,
    },
    scalar::{ClientId, ProductId},
};
use maud::html;

use crate::{
    console::{
        page::{Refusal, field},
        show,
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/moderation";
/// The state of a card that waits.
const WAITS: &str = "moderating";

/// Cards that nobody has approved; those that wait, or all.
pub async fn queue(operator: Operator) -> Shown {
    let (last_id, all) = (operator.asked.get("last_id").to_owned(), operator.asked.has("all"));
    let request = GoodsListRequest { visibility: Some(Visibility::NotModerated), limit: 100, last_id, client_id: None };
    let mut page = operator.call(GoodsList, &request).await?;
    page.products.retain(|product| all || product.state == WAITS);
    let body = html! {
        p { @if all { a href=(PATH) { (operator.say("moderation.waiting")) } }
            @else { a href={ (PATH) "?all=1" } { (operator.say("moderation.all")) } } }
        div #queue data-part {
            @if page.products.is_empty() { (operator.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (operator.say("goods.product")) } th scope="col" { (operator.say("goods.article")) }
                        th scope="col" { (operator.say("shops.shop")) } th scope="col" { (operator.say("goods.category")) }
                        th.num scope="col" { (operator.say("goods.price")) } th scope="col" { (operator.say("goods.state")) }
                    } }
                    tbody { @for product in &page.products { tr {
                        th scope="row" { a href={ (PATH) "/" (product.client_id) "/" (product.product_id) } { (product.name) } }
                        td { (product.offer_id) } td { (product.client_id) } td { (product.category_id) }
                        td.num { (show::price(&product.price, "RUB")) } td { (operator.badge("state", &product.state)) }
                    } } }
                } }
            }
        }
        (operator.further(PATH, &[("last_id", &page.last_id), ("all", if all { "1" } else { "" })], !page.last_id.is_empty()))
    };
    Ok(operator.page(operator.lang.word("nav", "moderation"), None, body))
}

/// One of them, with what a moderator looks at.
pub async fn card(operator: Operator, Path((shop, product)): Path<(i64, i64)>) -> Shown {
    Ok(draw(&operator, ClientId(shop), ProductId(product), None).await?)
}

async fn draw(
    operator: &Operator,
    shop: ClientId,
    product_id: ProductId,
    refusal: Option<&Refusal>,
) -> Result<Response> {
    let request = ProductInfoV2Request { product_id, ..Default::default() };
    let card = operator.as_shop(shop, ProductInfoV2, &request).await?.result.card;
    let request = ProductInfoDescriptionV1Request { product_id, ..Default::default() };
    let description = operator.as_shop(shop, ProductInfoDescriptionV1, &request).await?.result.description;
    let body = html! {
        dl.facts {
            dt { (operator.say("shops.shop")) } dd { (shop) }
            dt { (operator.say("goods.article")) } dd { (card.offer_id) }
            dt { (operator.say("goods.category")) } dd { (card.category_id) }
            dt { (operator.say("goods.price")) } dd { (show::price(&card.price, &card.currency_code)) }
            dt { (operator.say("goods.state")) } dd { (operator.badge("state", &card.status.state)) " " (card.status.state_description) }
        }
        @if !card.status.decline_reasons.is_empty() {
            h2 { (operator.say("moderation.reasons")) }
            ul { @for reason in &card.status.decline_reasons { li { (reason) } } }
        }
        h2 { (operator.say("goods.description")) }
        p.text { (description) }
        h2 { (operator.say("goods.pictures")) }
        ul { @for picture in card.images.iter().chain([&card.primary_image]).filter(|picture| !picture.is_empty()) {
            li { a href=(picture) rel="noreferrer noopener" { (picture) } }
        } }
        section.card {
            h2 { (operator.say("moderation.decide")) }
            (operator.alert(refusal, "decide"))
            (operator.form(&format!("{PATH}/{shop}/{product_id}"), html! {
                (field(operator.say("moderation.reason"), html! { input name="reason" maxlength="1000"; }))
                div.row {
                    button name="decision" value="approve" { (operator.say("moderation.approve")) }
                    button.plain name="decision" value="decline" { (operator.say("moderation.decline")) }
                    button.plain name="decision" value="ban" { (operator.say("moderation.ban")) }
                }
            }))
        }
    };
    Ok(operator.page(&card.name, refusal, body))
}

/// The moderator's word.
pub async fn decide(Path((shop, product)): Path<(i64, i64)>, Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let decision = match form.get("decision") {
        "approve" => ModerationDecision::Approve,
        "decline" => ModerationDecision::Decline,
        "ban" => ModerationDecision::Ban,
        _ => return Err(Error::BadRequest("decision: approve, decline or ban".to_owned()).into()),
    };
    let reasons = [form.get("reason")].into_iter().filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
    let request = ProductModerateRequest { product_id: ProductId(product), decision: Some(decision), reasons };
    match operator.call(ProductModerate, &request).await {
        Ok(_) => Ok(operator.to(&format!("{PATH}?done=decided"))),
        Err(error) => {
            let refusal = Refusal::of("decide", error)?;
            Ok(draw(&operator, ClientId(shop), ProductId(product), Some(&refusal)).await?)
        }
    }
}
