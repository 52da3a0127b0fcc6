//! What a receiver's answer means. Pure.

use std::time::Duration;

use gostiny_wire::push::{PingAnswer, Refused, Taken};

use crate::fetch::{Answer, Fault};

/// Characters of a wrong answer that are told.
const TOLD: usize = 200;

/// One time something was sent: the status of the answer, 0 when there was none, and why it does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome<T> {
    pub status: i64,
    pub result: Result<T, String>,
}

/// Whether a push was taken. Who says that it has it already has it.
pub(super) fn taken(answered: Result<Answer, Fault>, longest: Duration) -> Outcome<()> {
    let outcome = answer(answered, longest);
    let result = outcome.result.and_then(|answer| match answer.status {
        200 => match serde_json::from_slice(&answer.body) {
            Ok(Taken { result: true }) => Ok(()),
            _ => Err(format!("answered 200, but not {{\"result\": true}}: {}", told(&answer))),
        },
        400..=599 => match serde_json::from_slice::<Refused>(&answer.body) {
            Ok(Refused { error }) if error.code == "ERROR_REQUEST_DUPLICATED" => Ok(()),
            Ok(Refused { error }) => {
                Err(format!("refused: {} {}", short(&error.code), short(&error.message)).trim_end().to_owned())
            }
            Err(_) => Err(other(&answer)),
        },
        _ => Err(other(&answer)),
    });
    Outcome { status: outcome.status, result }
}

/// Whether a receiver is there.
pub(super) fn pinged(answered: Result<Answer, Fault>, longest: Duration) -> Outcome<PingAnswer> {
    let outcome = answer(answered, longest);
    let result = outcome.result.and_then(|answer| match answer.status {
        200 => {
            let read = serde_json::from_slice::<PingAnswer>(&answer.body);
            let wrong = |error: serde_json::Error| {
                format!("answered 200, but no version, name and time ({}): {}", short(error), told(&answer))
            };
            let good = |pong: PingAnswer| PingAnswer { name: short(&pong.name), version: short(&pong.version), ..pong };
            read.map(good).map_err(wrong)
        }
        _ => Err(other(&answer)),
    });
    Outcome { status: outcome.status, result }
}

fn answer(answered: Result<Answer, Fault>, longest: Duration) -> Outcome<Answer> {
    match answered {
        Ok(answer) => Outcome { status: answer.status.into(), result: Ok(answer) },
        Err(fault) => Outcome { status: 0, result: Err(silence(fault, longest)) },
    }
}

fn silence(fault: Fault, longest: Duration) -> String {
    match fault {
        Fault::Address => "the address leads to a private network or to this machine; the setting \
            fetch_private_addresses opens these"
            .to_owned(),
        Fault::Answer => "no connection, or it broke off".to_owned(),
        Fault::Late => format!("no answer within {} s", longest.as_secs()),
        Fault::Content => "the answer is longer than 64 KiB".to_owned(),
    }
}

fn other(answer: &Answer) -> String {
    if (300..400).contains(&answer.status) {
        return format!("answered {}: redirects are not followed", answer.status);
    }
    format!("answered {}: {}", answer.status, told(answer)).trim_end().to_owned()
}

fn told(answer: &Answer) -> String {
    short(String::from_utf8_lossy(&answer.body))
}

/// What somebody else's server says, as far as it is kept with every try and shown.
fn short(text: impl ToString) -> String {
    text.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(TOLD).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONGEST: Duration = Duration::from_secs(5);

    fn answered(status: u16, body: &str) -> Result<Answer, Fault> {
        Ok(Answer { status, body: body.to_owned().into() })
    }

    #[test]
    fn only_a_200_with_result_true_is_a_yes() {
        let judge = |status, body: &str| taken(answered(status, body), LONGEST).result;
        assert_eq!(judge(200, r#"{"result": true}"#), Ok(()));
        assert_eq!(judge(200, r#"{"result":true,"more":1}"#), Ok(()));
        for (status, body, reason) in [
            (200, r#"{"result": false}"#, "answered 200, but not {\"result\": true}: {\"result\": false}"),
            (200, r#"{"result": "true"}"#, "answered 200, but not"),
            (200, "", "answered 200, but not"),
            (200, "<html>\nок", "answered 200, but not {\"result\": true}: <html> ок"),
            (201, r#"{"result": true}"#, "answered 201: {\"result\": true}"),
            (302, "", "answered 302: redirects are not followed"),
            (404, "", "answered 404:"),
            (
                500,
                r#"{"error":{"code":"ERROR_UNKNOWN","message":"ошибка","details":null}}"#,
                "refused: ERROR_UNKNOWN ошибка",
            ),
            (400, r#"{"error":{"code":"ERROR_PARAMETER_VALUE_MISSED"}}"#, "refused: ERROR_PARAMETER_VALUE_MISSED"),
        ] {
            let got = judge(status, body).unwrap_err();
            assert!(got.starts_with(reason), "{got}");
        }
        assert_eq!(judge(409, r#"{"error":{"code":"ERROR_REQUEST_DUPLICATED","message":"","details":null}}"#), Ok(()));
    }

    #[test]
    fn a_ping_is_answered_by_name_version_and_time() {
        let judge = |status, body: &str| pinged(answered(status, body), LONGEST).result;
        let good = judge(200, r#"{"version":"1.0","name":"склад","time":"2026-01-12T09:00:00Z"}"#).unwrap();
        assert_eq!((good.version.as_str(), good.name.as_str()), ("1.0", "склад"));
        assert!(judge(200, r#"{"result": true}"#).unwrap_err().contains("version"));
        assert!(judge(200, r#"{"version":"1","name":"a","time":"yesterday"}"#).is_err());
        assert!(judge(503, "down").unwrap_err().starts_with("answered 503: down"));
        let late = pinged(Err(Fault::Late), LONGEST);
        assert_eq!((late.status, late.result), (0, Err("no answer within 5 s".to_owned())));
    }

    #[test]
    fn a_refusal_and_a_name_are_told_as_shortly_as_a_wrong_answer() {
        let long = "\\u0007".to_owned() + &"я".repeat(30_000);
        let refused = format!(r#"{{"error":{{"code":"{long}","message":"{long}"}}}}"#);
        let why = taken(answered(500, &refused), LONGEST).result.unwrap_err();
        assert!(why.starts_with("refused:  яяя") && why.chars().count() < 500 && !why.contains('\u{7}'), "{why:?}");
        let pong = format!(r#"{{"version":"{long}","name":"{long}","time":"2026-01-12T09:00:00Z"}}"#);
        let pong = pinged(answered(200, &pong), LONGEST).result.unwrap();
        assert_eq!((pong.name.chars().count(), pong.version.chars().count()), (TOLD, TOLD));
        let wrong = pinged(answered(200, &format!(r#"{{"version":"1","name":"a","time":"{long}"}}"#)), LONGEST);
        assert!(wrong.result.unwrap_err().chars().count() < 500);
    }

    proptest! {
        #[test]
        fn no_answer_is_told_at_length(status in 100_u16..600, body in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let outcome = taken(Ok(Answer { status, body: body.into() }), LONGEST);
            if let Err(reason) = outcome.result {
                prop_assert!(reason.chars().count() < 300 && !reason.chars().any(char::is_control));
            }
        }
    }
}
