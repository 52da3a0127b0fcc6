//! Promotions: which there are, what takes part and what could, buyers' requests for a lower price.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    action::{
        ActionOutcome, ActionProduct, ActionsCandidatesV1, ActionsCandidatesV1Request, ActionsDiscountsTaskApproveV1,
        ActionsDiscountsTaskApproveV1Request, ActionsDiscountsTaskDecidedV1Response, ActionsDiscountsTaskDeclineV1,
        ActionsDiscountsTaskDeclineV1Request, ActionsDiscountsTaskListV2, ActionsDiscountsTaskListV2Request,
        ActionsProductsActivateV1, ActionsProductsActivateV1Product, ActionsProductsActivateV1Request,
        ActionsProductsDeactivateV1, ActionsProductsDeactivateV1Request, ActionsProductsV1, ActionsProductsV1Request,
        ActionsV1, ActionsV1Action, DiscountTaskApproval, DiscountTaskRefusal, DiscountTaskV2,
    },
    method::Empty,
    scalar::{ActionId, Decimal2, DiscountTaskId, Money, ProductId},
};
use maud::{Markup, html};

use super::goods::cards;
use crate::{
    console::{
        fields::Fields,
        page::{Refusal, heads},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/promotions";
const REQUESTS: &str = "/console/promotions/requests";
/// Products on a page of candidates, and requests on a page.
const PAGE: i64 = 50;

/// Promotions, and what buyers ask for.
pub async fn list(cabinet: Cabinet) -> Shown {
    Ok(draw_list(&cabinet, None).await?)
}

async fn draw_list(cabinet: &Cabinet, refusal: Option<&Refusal>) -> Result<Response> {
    let actions = cabinet.call(ActionsV1, &Empty {}).await?.result;
    let asked = ActionsDiscountsTaskListV2Request { status: "NEW".to_owned(), limit: 50, ..Default::default() };
    let tasks = cabinet.call(ActionsDiscountsTaskListV2, &asked).await?.tasks;
    let titles = [
        cabinet.say("promotions.title"),
        cabinet.say("promotions.from"),
        cabinet.say("promotions.to"),
        cabinet.say("promotions.taking_part"),
        cabinet.say("promotions.candidates"),
    ];
    let body = html! {
        div #promotions data-part {
            @if actions.is_empty() { (cabinet.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    (heads(titles))
                    tbody { @for one in &actions { tr {
                        th scope="row" { a href={ (PATH) "/" (one.id) } { (one.title) } }
                        td { (cabinet.moment(one.date_start)) } td { (cabinet.moment(one.date_end)) }
                        td { (show::number(one.participating_products_count)) } td { (show::number(one.potential_products_count)) }
                    } } }
                } }
            }
        }
        h2 { (cabinet.say("promotions.requests")) }
        (cabinet.alert(refusal, "request"))
        @if tasks.is_empty() { (cabinet.nothing()) } @else { (requests(cabinet, &tasks)) }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "promotions"), refusal, body))
}

fn money(cabinet: &Cabinet, amount: Decimal2) -> String {
    show::money(Money(amount.0), &cabinet.shop.currency_code)
}

fn requests(cabinet: &Cabinet, tasks: &[DiscountTaskV2]) -> Markup {
    let titles = [
        cabinet.say("goods.product"),
        cabinet.say("promotions.now"),
        cabinet.say("promotions.wanted"),
        cabinet.say("buyer.quantity"),
        cabinet.say("returns.decision"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in tasks { tr {
                th scope="row" { (one.name) div.quiet { (one.sku) } }
                td.num { (money(cabinet, one.original_price)) } td.num { (money(cabinet, one.requested_price)) }
                td { (one.requested_quantity_max) }
                td { (cabinet.form(REQUESTS, html! { div.inline {
                    input type="hidden" name="id" value=(one.id);
                    input type="hidden" name="quantity" value=(one.requested_quantity_max);
                    input.short name="price" inputmode="decimal" value=(one.requested_price) aria-label={ (cabinet.say("promotions.price")) " " (one.sku) };
                    button name="decision" value="approve" aria-label={ (cabinet.say("returns.approve")) " " (one.id) } { (cabinet.say("returns.approve")) }
                    button.plain name="decision" value="decline" aria-label={ (cabinet.say("returns.reject")) " " (one.id) } { (cabinet.say("returns.reject")) }
                } })) }
            } } }
        } }
    }
}

/// Grants or declines a lower price.
pub async fn decide(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    match request(&cabinet, &form).await {
        Ok(()) => Ok(cabinet.to(&format!("{PATH}?done=decided"))),
        Err(error) => {
            let refusal = Refusal::about("request", error)?;
            Ok(draw_list(&cabinet, Some(&refusal)).await?)
        }
    }
}

async fn request(cabinet: &Cabinet, form: &Fields) -> Result<()> {
    let id = DiscountTaskId(form.whole("id")?);
    if form.get("decision") != "approve" {
        let task = DiscountTaskRefusal { id, ..Default::default() };
        let request = ActionsDiscountsTaskDeclineV1Request { tasks: vec![task] };
        return decided(cabinet.call(ActionsDiscountsTaskDeclineV1, &request).await?);
    }
    let quantity = form.whole("quantity")?;
    let task = DiscountTaskApproval {
        id,
        approved_price: amount(form, "price")?,
        approved_quantity_min: 1,
        approved_quantity_max: quantity,
        ..Default::default()
    };
    let request = ActionsDiscountsTaskApproveV1Request { tasks: vec![task] };
    decided(cabinet.call(ActionsDiscountsTaskApproveV1, &request).await?)
}

/// A request that was not decided is told inside an answer that is none to the call.
fn decided(answer: ActionsDiscountsTaskDecidedV1Response) -> Result<()> {
    match answer.result.fail_details.into_iter().next() {
        Some(failure) if failure.error_for_user == "TASK_NOT_FOUND" => Err(Error::NotFound(failure.error_for_user)),
        Some(failure) => Err(Error::WrongState(failure.error_for_user)),
        None => Ok(()),
    }
}

fn amount(form: &Fields, name: &str) -> Result<Decimal2> {
    let text = form.get(name).replace(',', ".").replace([' ', '\u{a0}'], "");
    Money::parse(&text).map(Decimal2::from).ok_or_else(|| Error::BadRequest(format!("{name}: {text} is no price")))
}

/// One of them.
pub async fn one(cabinet: Cabinet, Path(action_id): Path<i64>) -> Shown {
    Ok(draw(&cabinet, ActionId(action_id), None).await?)
}

async fn find(cabinet: &Cabinet, action_id: ActionId) -> Result<ActionsV1Action> {
    let found = cabinet.call(ActionsV1, &Empty {}).await?.result.into_iter().find(|one| one.id == action_id);
    found.ok_or_else(|| Error::NotFound(cabinet.say("promotions.unknown").to_owned()))
}

async fn draw(cabinet: &Cabinet, action_id: ActionId, refusal: Option<&Refusal>) -> Result<Response> {
    let action = find(cabinet, action_id).await?;
    let (offset, path) = (cabinet.asked.whole("offset")?, format!("{PATH}/{action_id}"));
    let inside = ActionsProductsV1Request { action_id, limit: PAGE, offset };
    let inside = cabinet.call(ActionsProductsV1, &inside).await?.result;
    let outside = ActionsCandidatesV1Request { action_id, limit: PAGE, offset };
    let outside = cabinet.call(ActionsCandidatesV1, &outside).await?.result;
    let (next, reached) = (offset.saturating_add(PAGE).to_string(), offset.saturating_add(PAGE));
    let body = html! {
        dl.facts {
            dt { (cabinet.say("promotions.from")) } dd { (cabinet.moment(action.date_start)) }
            dt { (cabinet.say("promotions.to")) } dd { (cabinet.moment(action.date_end)) }
        }
        @if !action.description.is_empty() { p.text { (action.description) } }
        (cabinet.alert(refusal, "products"))
        h2 { (cabinet.say("promotions.taking_part")) " (" (show::number(inside.total)) ")" }
        (table(cabinet, &path, &inside.products, true).await?)
        h2 { (cabinet.say("promotions.candidates")) " (" (show::number(outside.total)) ")" }
        (table(cabinet, &path, &outside.products, false).await?)
        (cabinet.further(&path, &[("offset", &next)], reached < inside.total.max(outside.total)))
    };
    Ok(cabinet.page(&action.title, refusal, body))
}

async fn table(cabinet: &Cabinet, path: &str, products: &[ActionProduct], is_in: bool) -> Result<Markup> {
    let ids: Vec<ProductId> = products.iter().map(|one| one.id).collect();
    let known = cards(cabinet, &ids).await?;
    let name =
        |id: ProductId| known.iter().find(|item| item.id == id).map(|item| item.name.as_str()).unwrap_or_default();
    let titles = [
        cabinet.say("goods.product"),
        cabinet.say("goods.price"),
        cabinet.say("promotions.most"),
        cabinet.say("promotions.price"),
    ];
    let join = if is_in { cabinet.say("goods.set") } else { cabinet.say("promotions.join") };
    Ok(html! {
        @if products.is_empty() { (cabinet.nothing()) } @else {
            div.scroll tabindex="0" { table {
                (heads(titles))
                tbody { @for one in products { tr {
                    th scope="row" { a href={ "/console/goods/" (one.id) } { (name(one.id)) } }
                    td.num { (money(cabinet, one.price)) } td.num { (money(cabinet, one.max_action_price)) }
                    td { (cabinet.form(path, html! { div.inline {
                        input type="hidden" name="product_id" value=(one.id);
                        input.short name="price" inputmode="decimal" aria-label={ (cabinet.say("promotions.price")) " " (one.id) }
                            value=(if is_in { one.action_price } else { one.max_action_price });
                        input type="hidden" name="stock" value=(one.stock.max(one.min_stock));
                        button.plain name="move" value="in" aria-label={ (join) " " (one.id) } { (join) }
                        @if is_in { button.plain name="move" value="out" aria-label={ (cabinet.say("promotions.leave")) " " (one.id) } { (cabinet.say("promotions.leave")) } }
                    } })) }
                } } }
            } }
        }
    })
}

/// Puts a product in, changes its price in it, or takes it out.
pub async fn change(Path(action_id): Path<i64>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let action_id = ActionId(action_id);
    let refusal = match moved(&cabinet, action_id, &form).await {
        Ok(outcome) if outcome.rejected.is_empty() => {
            return Ok(cabinet.to(&format!("{PATH}/{action_id}?done=saved")));
        }
        Ok(outcome) => {
            let reasons: Vec<String> = outcome.rejected.into_iter().map(|one| one.reason).collect();
            Refusal::saying("products", reasons.join("; "))
        }
        Err(error) => Refusal::about("products", error)?,
    };
    Ok(draw(&cabinet, action_id, Some(&refusal)).await?)
}

async fn moved(cabinet: &Cabinet, action_id: ActionId, form: &Fields) -> Result<ActionOutcome> {
    let product_id = ProductId(form.whole("product_id")?);
    if form.get("move") == "out" {
        let request = ActionsProductsDeactivateV1Request { action_id, product_ids: vec![product_id] };
        return Ok(cabinet.call(ActionsProductsDeactivateV1, &request).await?.result);
    }
    let stock = form.whole("stock")?;
    let product = ActionsProductsActivateV1Product { product_id, action_price: amount(form, "price")?, stock };
    let request = ActionsProductsActivateV1Request { action_id, products: vec![product] };
    Ok(cabinet.call(ActionsProductsActivateV1, &request).await?.result)
}
