//! What the marketplace charges: rates and commissions in force, and those from a moment on.

use axum::response::Response;
use gostiny_wire::{
    operator::insight::{
        TariffCommission, TariffRates, Tariffs, TariffsGet, TariffsGetRequest, TariffsSet, TariffsSetRequest,
    },
    scalar::{CategoryId, Decimal2, Money},
};
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::{
    console::{
        fields::Fields,
        page::{Refusal, choice, field, heads},
        show,
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/tariffs";
const SCHEMES: [(&str, &str); 3] = [("fbs", "FBS"), ("rfbs", "rFBS"), ("fbo", "FBO")];

/// Those in force.
pub async fn show(operator: Operator) -> Shown {
    Ok(draw(&operator, None).await?)
}

async fn draw(operator: &Operator, refusal: Option<&Refusal>) -> Result<Response> {
    let at = show::typed_moment(operator.asked.get("at"));
    let tariffs = operator.call(TariffsGet, &TariffsGetRequest { at }).await?;
    let body = html! {
        form.filters method="get" action=(PATH) {
            (field(operator.say("tariffs.at"), html! { input type="datetime-local" name="at" value=(operator.asked.get("at")); }))
            button { (operator.say("frame.filter")) }
        }
        p { (operator.say("tariffs.in_force")) " " (operator.moment(tariffs.at)) }
        (operator.alert(refusal, "set"))
        (operator.form(PATH, html! {
            div.settings { @for (name, value) in rates(&tariffs)? {
                (field(operator.lang.word("rate", &name), html! { input name=(name) inputmode="decimal" value=(value); }))
            } }
            fieldset {
                legend { (operator.say("tariffs.commission")) }
                div.row {
                    (field(operator.say("goods.category"), html! { input name="category_id" inputmode="numeric"; }))
                    (field(operator.say("buyer.scheme"), choice("scheme", "fbs", SCHEMES)))
                    (field(operator.say("tariffs.percent"), html! { input name="percent" inputmode="decimal"; }))
                }
            }
            (field(operator.say("tariffs.from"), html! { input type="datetime-local" name="from"; }))
            button { (operator.say("frame.save")) }
        }))
        h2 { (operator.say("tariffs.commissions")) }
        (commissions(operator, &tariffs))
    };
    Ok(operator.page(operator.lang.word("nav", "tariffs"), refusal, body))
}

fn commissions(operator: &Operator, tariffs: &Tariffs) -> Markup {
    html! {
        @if tariffs.commissions.is_empty() { (operator.nothing()) } @else {
            div.scroll tabindex="0" { table {
                (heads([operator.say("goods.category"), operator.say("buyer.scheme"), operator.say("tariffs.percent")]))
                tbody { @for one in &tariffs.commissions { tr {
                    th scope="row" { (one.category_id) } td { (one.scheme) } td.num { (one.percent) " %" }
                } } }
            } }
        }
    }
}

/// Names and values, as the wire spells them.
fn rates(tariffs: &Tariffs) -> Result<Vec<(String, String)>> {
    let Value::Object(fields) = serde_json::to_value(&tariffs.rates)? else {
        return Err(Error::internal("rates are an object"));
    };
    Ok(fields.into_iter().map(|(name, value)| (name, value.to_string())).collect())
}

/// Changes what was changed in the form, from a moment on.
pub async fn set(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let set = match request(&operator, &form).await {
        Ok(request) => operator.call(TariffsSet, &request).await.map(drop),
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Ok(operator.to(&format!("{PATH}?done=saved"))),
        Err(error) => {
            let refusal = Refusal::of("set", error)?;
            Ok(draw(&operator, Some(&refusal)).await?)
        }
    }
}

async fn request(operator: &Operator, form: &Fields) -> Result<TariffsSetRequest> {
    let effective_from = match form.get("from") {
        "" => None,
        text => Some(
            show::typed_moment(text)
                .ok_or_else(|| Error::BadRequest(format!("from: {text} is not a date and a time")))?,
        ),
    };
    let current = operator.call(TariffsGet, &TariffsGetRequest { at: effective_from }).await?;
    let mut changed = Map::new();
    for (name, value) in rates(&current)? {
        let typed = form.get(&name).replace(',', ".");
        if typed.is_empty() || typed == value {
            continue;
        }
        let number: Value =
            serde_json::from_str(&typed).map_err(|_| Error::BadRequest(format!("{name}: {typed} is no number")))?;
        changed.insert(name, number);
    }
    let rates: TariffRates =
        serde_json::from_value(changed.into()).map_err(|error| Error::BadRequest(error.to_string()))?;
    Ok(TariffsSetRequest { effective_from, rates, commissions: commission(form)?.into_iter().collect() })
}

fn commission(form: &Fields) -> Result<Option<TariffCommission>> {
    let text = form.get("percent").replace(',', ".");
    if text.is_empty() {
        return Ok(None);
    }
    let percent = Money::parse(&text)
        .map(Decimal2::from)
        .ok_or_else(|| Error::BadRequest(format!("percent: {text} is no number")))?;
    let category_id = CategoryId(form.whole("category_id")?);
    Ok(Some(TariffCommission { category_id, scheme: form.get("scheme").to_owned(), percent }))
}
