//! Faults on purpose, and who used the limits up.

use axum::response::Response;
use gostiny_wire::{
    method::Empty,
    operator::edge::{
        Fault, FaultClear, FaultCreate, FaultList, FaultRemove, FaultRemoveRequest, FaultRule, LimitsGet,
        LimitsGetRequest, LimitsGetResponse,
    },
    scalar::ClientId,
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::Fields,
        page::{Refusal, field, tick},
        show,
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/faults";
/// Minutes that use is shown for.
const MINUTES: i64 = 5;

/// What is set up, and who called how often.
pub async fn list(operator: Operator) -> Shown {
    Ok(draw(&operator, &Fields::default(), None).await?)
}

async fn draw(operator: &Operator, typed: &Fields, refusal: Option<&Refusal>) -> Result<Response> {
    let faults = operator.call(FaultList, &Empty {}).await?.faults;
    let limits = operator.call(LimitsGet, &LimitsGetRequest { minutes: MINUTES, ..Default::default() }).await?;
    let body = html! {
        div #faults data-part {
            @if faults.is_empty() { (operator.nothing()) } @else { (table(operator, &faults)) }
        }
        section.card {
            h2 { (operator.say("faults.add")) }
            (operator.alert(refusal, "add"))
            (operator.form(PATH, html! {
                div.row {
                    (field(operator.say("requests.path"), html! { input name="path" required placeholder="/v2/product/*" value=(typed.get("path")); }))
                    (field("Client-Id", html! { input name="client_id" inputmode="numeric" value=(typed.get("client_id")); }))
                    (field("HTTP", html! { input name="status" type="number" min="200" max="599" value=(typed.get("status")); }))
                    (field(operator.say("faults.latency"), html! { input name="latency_ms" type="number" min="0" value=(typed.get("latency_ms")); }))
                    (field(operator.say("faults.lag"), html! { input name="lag_seconds" type="number" min="0" max="86400" value=(typed.get("lag_seconds")); }))
                }
                (field(operator.say("faults.body"), html! { textarea name="body" rows="3" { (typed.get("body")) } }))
                div.row {
                    (field(operator.say("faults.probability"), html! { input name="probability" inputmode="decimal" placeholder="1" value=(typed.get("probability")); }))
                    (field(operator.say("faults.times"), html! { input name="times" type="number" min="1" value=(typed.get("times")); }))
                }
                (tick("drop", operator.say("faults.drop"), typed.has("drop")))
                (tick("truncate", operator.say("faults.truncate"), typed.has("truncate")))
                (tick("after", operator.say("faults.after"), typed.has("after")))
                button { (operator.say("faults.add")) }
            }))
        }
        @if !faults.is_empty() {
            (operator.form("/console/operator/faults/clear", html! { button.plain { (operator.say("faults.clear")) } }))
        }
        (used(operator, &limits))
    };
    Ok(operator.page(operator.lang.word("nav", "faults"), refusal, body))
}

fn table(operator: &Operator, faults: &[Fault]) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            thead { tr {
                th scope="col" { "#" } th scope="col" { (operator.say("requests.path")) } th scope="col" { (operator.say("shops.shop")) }
                th scope="col" { (operator.say("faults.what")) } th.num scope="col" { (operator.say("faults.met")) }
                th.num scope="col" { (operator.say("faults.applied")) } th scope="col" { (operator.say("frame.remove")) }
            } }
            tbody { @for fault in faults { tr {
                td { (fault.fault_id) } th scope="row" { code { (fault.rule.path) } }
                td { @if let Some(client_id) = fault.rule.client_id { (client_id) } }
                td { (what(operator, &fault.rule)) }
                td.num { (fault.met) } td.num { (fault.applied) @if let Some(times) = fault.rule.times { " / " (times) } }
                td { (operator.form("/console/operator/faults/remove", html! {
                    input type="hidden" name="fault_id" value=(fault.fault_id);
                    button.plain aria-label={ (operator.say("frame.remove")) " " (fault.fault_id) } { (operator.say("frame.remove")) }
                })) }
            } } }
        } }
    }
}

fn what(operator: &Operator, rule: &FaultRule) -> Markup {
    html! {
        @if let Some(status) = rule.status { span.badge { "HTTP " (status) } " " }
        @if rule.latency_ms > 0 { span.badge { (rule.latency_ms) " ms" } " " }
        @if rule.lag_seconds > 0 { span.badge { (operator.say("faults.lag")) ": " (rule.lag_seconds) } " " }
        @if rule.drop { span.badge { (operator.say("faults.drop")) } " " }
        @if rule.truncate { span.badge { (operator.say("faults.truncate")) } " " }
        @if rule.after { span.badge { (operator.say("faults.after")) } " " }
        @if let Some(probability) = rule.probability { span.badge { "p = " (probability) } }
    }
}

fn used(operator: &Operator, limits: &LimitsGetResponse) -> Markup {
    html! {
        h2 { (operator.say("faults.limits")) }
        div #limits data-part {
            @if limits.uses.is_empty() { (operator.nothing()) } @else {
                div.scroll tabindex="0" { table {
                    thead { tr {
                        th scope="col" { (operator.say("shops.shop")) } th scope="col" { (operator.say("requests.key")) }
                        th scope="col" { (operator.say("requests.path")) } th.num scope="col" { (operator.say("faults.calls")) }
                        th.num scope="col" { (operator.say("requests.refused")) }
                    } }
                    tbody { @for one in &limits.uses { tr {
                        td { (one.client_id) } td { (one.key_id) } th scope="row" { code { (one.path) } }
                        td.num { (show::number(one.calls)) } td.num { (show::number(one.refused)) }
                    } } }
                } }
            }
            @for budget in &limits.budgets { p {
                (budget.client_id) " \u{b7} " (budget.used) " / " (budget.limit) " \u{b7} " (budget.seconds) " s \u{b7} "
                @if budget.paths.is_empty() { "*" } @else { (budget.paths.join(", ")) }
            } }
        }
    }
}

fn rule(form: &Fields) -> Result<FaultRule> {
    let body = match form.get("body") {
        "" => None,
        // What is no JSON is a text.
        text => Some(serde_json::from_str(text).unwrap_or_else(|_| text.into())),
    };
    let probability = match form.get("probability") {
        "" => None,
        text => {
            let unreadable = |_| Error::BadRequest(format!("probability: {text} is not a number"));
            Some(text.replace(',', ".").parse().map_err(unreadable)?)
        }
    };
    Ok(FaultRule {
        path: form.get("path").to_owned(),
        client_id: form.whole_if_given("client_id")?.map(ClientId),
        status: form.whole_if_given("status")?,
        body,
        latency_ms: form.whole("latency_ms")?,
        lag_seconds: form.whole("lag_seconds")?,
        drop: form.has("drop"),
        truncate: form.has("truncate"),
        after: form.has("after"),
        probability,
        times: form.whole_if_given("times")?,
        ..FaultRule::default()
    })
}

/// Sets one up.
pub async fn add(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let added = match rule(&form) {
        Ok(rule) => operator.call(FaultCreate, &rule).await.map(drop),
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(operator.to(&format!("{PATH}?done=saved"))),
        Err(error) => {
            let refusal = Refusal::of("add", error)?;
            Ok(draw(&operator, &form, Some(&refusal)).await?)
        }
    }
}

/// Takes one away.
pub async fn remove(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    operator.call(FaultRemove, &FaultRemoveRequest { fault_id: form.whole("fault_id")? }).await?;
    Ok(operator.to(&format!("{PATH}?done=removed")))
}

/// Takes all away.
pub async fn clear(Sent { by: operator, .. }: Sent<Operator>) -> Shown {
    operator.call(FaultClear, &Empty {}).await?;
    Ok(operator.to(&format!("{PATH}?done=removed")))
}
