//! Whole worlds: keeping one under a name, bringing one back, beginning anew.

use axum::response::Response;
use gostiny_wire::{
    method::Empty,
    operator::{
        Reset, SnapshotDelete, SnapshotList, SnapshotNamedRequest, SnapshotRestore, SnapshotSave, SnapshotSaveRequest,
    },
};
use maud::html;

use crate::{
    console::{
        page::{Refusal, field, heads, tick},
        visit::{Operator, Sent, Shown},
    },
    error::Result,
};

const PATH: &str = "/console/operator/snapshots";

/// Those that are kept.
pub async fn list(operator: Operator) -> Shown {
    Ok(draw(&operator, None).await?)
}

async fn draw(operator: &Operator, refusal: Option<&Refusal>) -> Result<Response> {
    let kept = operator.call(SnapshotList, &Empty {}).await?.snapshots;
    let titles = [
        operator.say("snapshots.name"),
        operator.say("snapshots.now"),
        operator.say("clock.mode"),
        operator.say("snapshots.saved"),
        operator.say("snapshots.act"),
    ];
    let body = html! {
        (operator.alert(refusal, "kept"))
        @if kept.is_empty() { (operator.nothing()) } @else {
            div.scroll tabindex="0" { table {
                (heads(titles))
                tbody { @for one in &kept { tr {
                    th scope="row" { (one.name) } td { (operator.moment(one.now)) } td { (one.mode) } td { (operator.moment(one.saved_at)) }
                    td { (operator.form("/console/operator/snapshots/kept", html! { div.inline {
                        input type="hidden" name="name" value=(one.name);
                        button name="act" value="restore" aria-label={ (operator.say("snapshots.restore")) " " (one.name) } { (operator.say("snapshots.restore")) }
                        button.plain name="act" value="delete" aria-label={ (operator.say("frame.remove")) " " (one.name) } { (operator.say("frame.remove")) }
                    } })) }
                } } }
            } }
        }
        p.quiet { (operator.say("snapshots.about")) }
        div.cards {
            section.card {
                h2 { (operator.say("snapshots.save")) }
                (operator.alert(refusal, "save"))
                (operator.form(PATH, html! {
                    (field(operator.say("snapshots.name"), html! { input name="name" required maxlength="100"; }))
                    button { (operator.say("snapshots.save")) }
                }))
            }
            section.card {
                h2 { (operator.say("snapshots.reset")) }
                (operator.alert(refusal, "reset"))
                (operator.form("/console/operator/snapshots/reset", html! {
                    p { (operator.say("snapshots.reset_about")) }
                    (tick("sure", operator.say("snapshots.sure"), false))
                    button { (operator.say("snapshots.reset")) }
                }))
            }
        }
    };
    Ok(operator.page(operator.lang.word("nav", "snapshots"), refusal, body))
}

/// Keeps the world as it is.
pub async fn save(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let saved = operator.call(SnapshotSave, &SnapshotSaveRequest { name: form.get("name").to_owned() }).await.map(drop);
    answer(&operator, "save", saved).await
}

/// Brings one back, or forgets it.
pub async fn kept(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let named = SnapshotNamedRequest { name: form.get("name").to_owned() };
    let done = match form.get("act") {
        "restore" => operator.call(SnapshotRestore, &named).await.map(drop),
        _ => operator.call(SnapshotDelete, &named).await.map(drop),
    };
    answer(&operator, "kept", done).await
}

/// Begins anew. A world is not lost by a slip of the hand.
pub async fn reset(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    if !form.has("sure") {
        let refusal = Refusal::saying("reset", operator.say("snapshots.unsure"));
        return Ok(draw(&operator, Some(&refusal)).await?);
    }
    let done = operator.call(Reset, &Empty {}).await.map(drop);
    answer(&operator, "reset", done).await
}

async fn answer(operator: &Operator, form: &'static str, outcome: Result<()>) -> Shown {
    match outcome {
        Ok(()) => Ok(operator.to(&format!("{PATH}?done=saved"))),
        Err(error) => {
            let refusal = Refusal::of(form, error)?;
            Ok(draw(operator, Some(&refusal)).await?)
        }
    }
}
