//! The switches of the world as a form, for all shops or for one. A switch is whatever the settings' own type says.

use axum::response::Response;
use gostiny_wire::{
    json,
    operator::{Settings, SettingsGet, SettingsGetRequest, SettingsSet, SettingsSetRequest},
    scalar::ClientId,
};
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::{
    console::{
        fields::{Fields, query},
        page::{Refusal, choice, field},
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/settings";
/// Switches that are words, with their words.
const WORDS: &[(&str, &[&str])] = &[
    ("moderation", &["auto", "manual"]),
    ("error_era", &["2022", "2026"]),
    ("report_format", &["csv", "xlsx"]),
    ("report_headings", &["2022", "2023", "2024"]),
    ("label_not_ready", &["code_word", "sentence", "conflict"]),
];

/// What is in force.
pub async fn show(operator: Operator) -> Shown {
    let shop = operator.asked.whole_if_given("client_id")?.map(ClientId);
    Ok(draw(&operator, shop, None).await?)
}

async fn in_force(operator: &Operator, shop: Option<ClientId>) -> Result<Map<String, Value>> {
    let settings = operator.call(SettingsGet, &SettingsGetRequest { client_id: shop }).await?;
    match serde_json::to_value(settings)? {
        Value::Object(switches) => Ok(switches),
        _ => Ok(Map::new()),
    }
}

async fn draw(operator: &Operator, shop: Option<ClientId>, refusal: Option<&Refusal>) -> Result<Response> {
    let switches = in_force(operator, shop).await?;
    let chosen = shop.map(|shop| shop.to_string()).unwrap_or_default();
    let body = html! {
        form.filters method="get" action=(PATH) {
            (field(operator.say("settings.shop"), html! { input name="client_id" inputmode="numeric" value=(chosen); }))
            button.plain { (operator.say("settings.look")) }
        }
        (operator.alert(refusal, "change"))
        (operator.form(PATH, html! {
            input type="hidden" name="client_id" value=(chosen);
            div.settings { @for (name, value) in &switches { (switch(operator, name, value)) } }
            button { (operator.say("frame.save")) }
        }))
    };
    Ok(operator.page(operator.lang.word("nav", "settings"), refusal, body))
}

fn switch(operator: &Operator, name: &str, value: &Value) -> Markup {
    let label = operator.lang.word("setting", name);
    let input = match value {
        Value::Bool(is_on) => {
            let words = [("true", operator.say("settings.on")), ("false", operator.say("settings.off"))];
            choice(name, if *is_on { "true" } else { "false" }, words)
        }
        Value::Number(number) => html! { input name=(name) type="number" value=(number); },
        Value::String(word) => {
            let words = WORDS.iter().find(|(known, _)| *known == name).map(|(_, words)| *words).unwrap_or_default();
            choice(name, word, words.iter().map(|word| (*word, *word)))
        }
        other => html! { textarea name=(name) rows="3" { (lines(other)) } },
    };
    html! { label.field { span { (label) " " code { (name) } } (input) } }
}

/// Methods that are switched off, one per line: a path, and from when on.
fn lines(list: &Value) -> String {
    let line = |one: &Value| {
        let of = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        format!("{} {}", of("path"), of("from")).trim().to_owned()
    };
    list.as_array().map(|list| list.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap_or_default()
}

fn list(text: &str) -> Value {
    let line = |line: &str| {
        let (path, from) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let from = if from.is_empty() { Value::Null } else { from.trim().into() };
        serde_json::json!({ "path": path, "from": from })
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(line).collect()
}

/// What the form says otherwise than what is in force: only that is chosen.
fn changes(before: &Map<String, Value>, form: &Fields) -> Result<Settings> {
    let mut changed = Map::new();
    for (name, known) in before {
        let text = form.get(name);
        let value = match known {
            Value::Bool(_) => Value::Bool(text == "true"),
            Value::Number(_) => form.whole(name)?.into(),
            Value::String(_) => text.into(),
            _ if lines(known) == text.replace('\r', "") => known.clone(),
            _ => list(text),
        };
        if form.all(name).next().is_some() && value != *known {
            changed.insert(name.clone(), value);
        }
    }
    json::from_value(changed.into()).map_err(|error| Error::BadRequest(error.reason))
}

/// Changes what was changed.
pub async fn change(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let client_id = form.whole_if_given("client_id")?.map(ClientId);
    let before = in_force(&operator, client_id).await?;
    let changed = match changes(&before, &form) {
        Ok(settings) => operator.call(SettingsSet, &SettingsSetRequest { client_id, settings }).await.map(drop),
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => {
            let shop = client_id.map(|shop| shop.to_string()).unwrap_or_default();
            Ok(operator.to(&format!("{PATH}{}", query(&[("client_id", &shop), ("done", "saved")]))))
        }
        Err(error) => {
            let refusal = Refusal::of("change", error)?;
            Ok(draw(&operator, client_id, Some(&refusal)).await?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_that_is_offered_is_one_of_the_switch() {
        for (name, words) in WORDS {
            for word in *words {
                let one = serde_json::json!({ *name: word });
                let read: Settings = json::from_value(one).unwrap();
                assert_eq!(serde_json::to_value(read).unwrap()[name], *word, "{name}");
            }
        }
    }

    #[test]
    fn only_what_is_said_otherwise_changes() {
        let before = serde_json::json!({"moderation": "auto", "auto_delivery": false, "label_delay_seconds": 45,
            "obsolete_methods": [{"path": "/v2/a", "from": null}]});
        let before = before.as_object().unwrap();
        let text = "moderation=manual&auto_delivery=false&label_delay_seconds=45&obsolete_methods=%2Fv2%2Fa";
        let changed = changes(before, &Fields::read(text.as_bytes())).unwrap();
        let want = Settings { moderation: Some(gostiny_wire::operator::ModerationMode::Manual), ..Default::default() };
        assert_eq!(changed, want);
        let text = "obsolete_methods=%2Fv2%2Fa%20%0D%0A%2Fv3%2Fb*%202026-02-01T00:00:00Z&label_delay_seconds=x";
        assert!(changes(before, &Fields::read(text.as_bytes())).is_err());
        let changed = changes(before, &Fields::read(&text.as_bytes()[..text.len() - 22])).unwrap();
        assert_eq!(changed.obsolete_methods.unwrap().len(), 2);
    }
}
