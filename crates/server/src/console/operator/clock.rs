//! The world's clock and what is going to happen.

use axum::response::Response;
use gostiny_wire::{
    method::Empty,
    operator::{AgendaList, AgendaListRequest, ClockAdvance, ClockAdvanceRequest, ClockGet, ClockSet, ClockSetRequest},
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

const PATH: &str = "/console/operator/clock";
const ADVANCE: &str = "/console/operator/clock/advance";
/// Steps that are mostly wanted, in seconds.
const STEPS: [(&str, u8, &str); 5] =
    [("60", 1, "minutes"), ("3600", 1, "hours"), ("21600", 6, "hours"), ("86400", 1, "days"), ("604800", 7, "days")];

/// Now, and the rows due next.
pub async fn show(operator: Operator) -> Shown {
    Ok(draw(&operator, None).await?)
}

async fn draw(operator: &Operator, refusal: Option<&Refusal>) -> Result<Response> {
    let clock = operator.call(ClockGet, &Empty {}).await?;
    let last_id = operator.asked.get("last_id").to_owned();
    let agenda = operator.call(AgendaList, &AgendaListRequest { limit: 50, last_id }).await?;
    let body = html! {
        div #now data-part { p.big { (operator.moment(clock.now)) " " span.badge { (clock.mode) } } }
        div.cards {
            section.card {
                h2 { (operator.say("clock.advance")) }
                (operator.alert(refusal, "advance"))
                (operator.form(ADVANCE, html! { div.row {
                    @for (seconds, count, unit) in STEPS { button.plain name="step" value=(seconds) { "+" (count) " " (operator.lang.word("unit", unit)) } }
                } }))
                (operator.form(ADVANCE, html! {
                    (field(operator.say("clock.seconds"), html! { input name="seconds" type="number" min="0" required; }))
                    button { (operator.say("clock.advance")) }
                }))
            }
            section.card {
                h2 { (operator.say("clock.mode")) }
                (operator.alert(refusal, "set"))
                (operator.form(PATH, html! {
                    (field(operator.say("clock.mode_about"), html! {
                        input name="mode" value=(clock.mode) list="modes" pattern="real|manual|x[0-9]+";
                        datalist id="modes" { option value="real"; option value="manual"; option value="x60"; }
                    }))
                    (field(operator.say("clock.now"), html! { input name="now" type="datetime-local"; }))
                    button { (operator.say("frame.save")) }
                }))
            }
        }
        h2 { (operator.say("clock.agenda")) " (" (show::number(agenda.total)) ")" }
        div #agenda data-part {
            @if agenda.items.is_empty() { (operator.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (operator.say("clock.due")) } th scope="col" { (operator.say("clock.what")) }
                        th scope="col" { (operator.say("shops.shop")) } th scope="col" { (operator.say("clock.subject")) }
                        th.num scope="col" { (operator.say("clock.attempts")) } th scope="col" { (operator.say("clock.error")) }
                    } }
                    tbody { @for item in &agenda.items { tr {
                        td { (operator.moment(item.due_at)) } th scope="row" { code { (item.kind) } }
                        td { @if let Some(client_id) = item.client_id { (client_id) } } td { (item.subject) }
                        td.num { (item.attempts) } td { (item.last_error) }
                    } } }
                } }
            }
        }
        (operator.further(PATH, &[("last_id", &agenda.last_id)], agenda.items.len() == 50))
    };
    Ok(operator.page(operator.lang.word("nav", "clock"), refusal, body))
}

/// Moves time forward; what falls due has happened when the page is there again.
pub async fn advance(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let seconds = if form.has("step") { form.whole("step") } else { form.whole("seconds") };
    let moved = match seconds {
        Ok(seconds) => operator.call(ClockAdvance, &ClockAdvanceRequest { seconds }).await.map(drop),
        Err(error) => Err(error),
    };
    answer(&operator, "advance", moved).await
}

/// Sets how time goes, and what time it is.
pub async fn set(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let now = match form.get("now") {
        "" => Ok(None),
        text => {
            let unreadable = || Error::BadRequest(format!("now: {text} is not a date and a time"));
            show::typed_moment(text).map(Some).ok_or_else(unreadable)
        }
    };
    let set = match now {
        Ok(now) => operator.call(ClockSet, &ClockSetRequest { mode: form.get("mode").to_owned(), now }).await.map(drop),
        Err(error) => Err(error),
    };
    answer(&operator, "set", set).await
}

async fn answer(operator: &Operator, form: &'static str, outcome: Result<()>) -> Shown {
    match outcome {
        Ok(()) => Ok(operator.to(&format!("{PATH}?done=clock"))),
        Err(error) => {
            let refusal = Refusal::of(form, error)?;
            Ok(draw(operator, Some(&refusal)).await?)
        }
    }
}
