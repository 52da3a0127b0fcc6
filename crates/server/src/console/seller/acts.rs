//! Acts: what waits to be handed over by a delivery method and day, carriages and their papers.

use axum::{extract::Path, response::Response};
use gostiny_wire::{
    act::{
        PostingCarriageAvailableListV1, PostingCarriageAvailableListV1Request, PostingFbsActCreateV2,
        PostingFbsActCreateV2Request, PostingFbsActGetContainerLabelsV2, PostingFbsActGetContainerLabelsV2Request,
        PostingFbsActGetPdfV2, PostingFbsActGetPdfV2Request,
    },
    scalar::{CarriageId, DeliveryMethodId},
    warehouse::{DeliveryMethodListV1, DeliveryMethodListV1Method, DeliveryMethodListV1Request},
};
use maud::{Markup, html};

use crate::{
    areas::act,
    console::{
        fields::Fields,
        page::{Refusal, choice, field, heads, pdf},
        show,
        visit::{Cabinet, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/acts";
/// Carriages on a page, and delivery methods to choose from.
const PAGE: i64 = 50;

/// All of it.
pub async fn show(cabinet: Cabinet) -> Shown {
    Ok(draw(&cabinet, None).await?)
}

async fn draw(cabinet: &Cabinet, refusal: Option<&Refusal>) -> Result<Response> {
    let asked = DeliveryMethodListV1Request { limit: PAGE, ..Default::default() };
    let methods = cabinet.call(DeliveryMethodListV1, &asked).await?.result;
    let before = CarriageId(cabinet.asked.whole_if_given("before")?.unwrap_or(i64::MAX));
    let carriages = cabinet.read(move |call| Box::pin(async move { act::carriages(call, before, PAGE).await }));
    let carriages = carriages.await?;
    let last = carriages.last().map(|one| one.carriage_id.to_string()).unwrap_or_default();
    let body = html! {
        (form(cabinet, &methods, refusal))
        @if cabinet.asked.has("method") { (waiting(cabinet).await?) }
        h2 { (cabinet.say("acts.carriages")) }
        div #carriages data-part { @if carriages.is_empty() { (cabinet.nothing()) } @else { (table(cabinet, &carriages, &methods)) } }
        (cabinet.further(PATH, &[("before", &last)], carriages.len() == 50))
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "acts"), refusal, body))
}

fn form(cabinet: &Cabinet, methods: &[DeliveryMethodListV1Method], refusal: Option<&Refusal>) -> Markup {
    let words: Vec<(String, &str)> = methods.iter().map(|one| (one.id.to_string(), one.name.as_str())).collect();
    let choose = |chosen: &str| choice("method", chosen, words.iter().map(|(id, name)| (id.as_str(), *name)));
    let (chosen, day) = (cabinet.asked.get("method"), cabinet.asked.get("day"));
    let today = show::day(cabinet.console.app.world.clock.now());
    let day = if day.is_empty() { &today } else { day };
    html! {
        div.cards {
            section.card {
                h2 { (cabinet.say("acts.waiting")) }
                form method="get" action=(PATH) {
                    (field(cabinet.say("postings.method"), choose(chosen)))
                    (field(cabinet.say("acts.day"), html! { input type="date" name="day" value=(day); }))
                    button.plain { (cabinet.say("frame.filter")) }
                }
            }
            section.card {
                h2 { (cabinet.say("acts.form")) }
                (cabinet.alert(refusal, "form"))
                (cabinet.form(PATH, html! {
                    (field(cabinet.say("postings.method"), choose(chosen)))
                    (field(cabinet.say("acts.day"), html! { input type="date" name="day" value=(day); }))
                    (field(cabinet.say("acts.containers"), html! { input type="number" name="containers" min="0" max="30000" value="0"; }))
                    button { (cabinet.say("acts.go")) }
                }))
            }
        }
    }
}

async fn waiting(cabinet: &Cabinet) -> Result<Markup> {
    let request = PostingCarriageAvailableListV1Request {
        delivery_method_id: DeliveryMethodId(cabinet.asked.whole("method")?),
        departure_date: show::midnight(cabinet.asked.get("day")),
    };
    let found = cabinet.call(PostingCarriageAvailableListV1, &request).await?.result;
    Ok(html! {
        @if found.is_empty() { (cabinet.nothing()) }
        @for one in &found {
            dl.facts {
                dt { (cabinet.say("postings.method")) } dd { (one.delivery_method_name) " \u{b7} " (one.warehouse_name) }
                dt { (cabinet.say("postings.cutoff")) } dd { (cabinet.moment(one.cutoff_at)) }
                dt { (cabinet.say("acts.packed")) } dd { (one.mandatory_packaged_count) " / " (one.mandatory_postings_count) }
                dt { (cabinet.say("imports.state")) } dd { (cabinet.badge("carriage", &one.carriage_status)) @for error in &one.errors { " " code { (error.code) } } }
            }
        }
    })
}

fn table(cabinet: &Cabinet, carriages: &[act::Carriage], methods: &[DeliveryMethodListV1Method]) -> Markup {
    let name = |id: DeliveryMethodId| methods.iter().find(|one| one.id == id).map(|one| one.name.as_str());
    let titles = [
        cabinet.say("acts.carriage"),
        cabinet.say("postings.method"),
        cabinet.say("acts.day"),
        cabinet.say("imports.state"),
        cabinet.say("acts.postings"),
        cabinet.say("acts.papers"),
    ];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for one in carriages { tr {
                th scope="row" { (one.carriage_id) }
                td { @match name(one.delivery_method_id) { Some(name) => (name), None => (one.delivery_method_id) } }
                td { (one.departure_day) } td { (cabinet.badge("carriage", &one.status)) }
                td { (one.postings) @if !one.removed.is_empty() { div.quiet { (cabinet.say("acts.left_out")) " " (one.removed.len()) } } }
                td { @if one.status == "ready" {
                    a href={ (PATH) "/" (one.carriage_id) "/act" } { (cabinet.say("acts.act")) } " \u{b7} "
                    a href={ (PATH) "/" (one.carriage_id) "/containers" } { (cabinet.say("acts.labels")) }
                } @else { "\u{2014}" } }
            } } }
        } }
    }
}

/// Forms a carriage.
pub async fn create(Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let request = PostingFbsActCreateV2Request {
        containers_count: i32::try_from(form.whole("containers")?).unwrap_or(i32::MAX),
        delivery_method_id: DeliveryMethodId(form.whole("method")?),
        departure_date: departure(&form)?,
    };
    match cabinet.call(PostingFbsActCreateV2, &request).await {
        Ok(_) => Ok(cabinet.to(&format!("{PATH}?done=ordered"))),
        Err(error) => {
            let refusal = Refusal::about("form", error)?;
            Ok(draw(&cabinet, Some(&refusal)).await?)
        }
    }
}

/// Noon of the day, which is that day in every zone of the country that matters here.
fn departure(form: &Fields) -> Result<Option<gostiny_wire::scalar::Time>> {
    match form.get("day") {
        "" => Ok(None),
        day => match show::midnight(day) {
            Some(midnight) => Ok(Some(midnight.plus_hours(12))),
            None => Err(Error::BadRequest(format!("day: {day} is no day"))),
        },
    }
}

/// The act and the waybill.
pub async fn act(cabinet: Cabinet, Path(id): Path<i64>) -> Shown {
    let request = PostingFbsActGetPdfV2Request { id: CarriageId(id) };
    Ok(pdf(cabinet.call(PostingFbsActGetPdfV2, &request).await?.0))
}

/// Labels of its containers.
pub async fn containers(cabinet: Cabinet, Path(id): Path<i64>) -> Shown {
    let request = PostingFbsActGetContainerLabelsV2Request { id: CarriageId(id) };
    Ok(pdf(cabinet.call(PostingFbsActGetContainerLabelsV2, &request).await?.0))
}
