//! In and out: the operator by the token or the password, a shop by an invitation, anybody into the demo world.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{HeaderValue, Method, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use gostiny_wire::scalar::ClientId;
use maud::{Markup, html};

use super::{
    Console, invitation,
    page::{self, Refusal, field},
    session,
    text::Lang,
    visit::{LANGUAGE, Sent, Shown, Stop, Visit, Who},
};
use crate::{areas::seller, audit, chance::Chance, demo, error::Error};

const SECONDS_OF_A_YEAR: i64 = 31_536_000;

/// The first page of whoever comes.
pub async fn home(visit: Visit) -> Response {
    visit.to(home_of(&visit.who))
}

fn home_of(who: &Who) -> &'static str {
    match who {
        Who::Guest => "/console/sign-in",
        Who::Operator => "/console/operator/shops",
        Who::Shop(_) => "/console/overview",
    }
}

/// No page.
pub async fn nowhere() -> Stop {
    Stop::Error(Error::NotFound("Нет такой страницы. · There is no such page.".to_owned()))
}

/// Where forms are sent to there is no page: it is the one above, with the form.
pub async fn above(method: Method, uri: Uri) -> Response {
    if method != Method::GET {
        return page::bare(405, "Так нельзя. · This cannot be done here.");
    }
    let above = uri.path().rsplit_once('/').map_or("/console", |(above, _)| above);
    Redirect::to(above).into_response()
}

/// Chooses a language.
pub async fn language(visit: Visit) -> Response {
    let mut answer = visit.to(&local(visit.asked.get("back")));
    if let Some(lang) = Lang::named(visit.asked.get("to")) {
        let cookie =
            format!("{LANGUAGE}={}; Path=/console; Max-Age={SECONDS_OF_A_YEAR}; HttpOnly; SameSite=Lax", lang.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    answer
}

/// A page of the console, never of somebody else.
fn local(path: &str) -> String {
    let is_ours = path == "/console" || path.starts_with("/console/");
    let is_plain = path.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\');
    if is_ours && is_plain { path.to_owned() } else { "/console".to_owned() }
}

/// The door.
pub async fn door(visit: Visit) -> Response {
    let to = visit.asked.get("to").to_owned();
    draw(&visit, &to, None)
}

fn draw(visit: &Visit, to: &str, refusal: Option<&Refusal>) -> Response {
    let (demo, has_password) = (offered(&visit.console), visit.console.app.operator_password.is_some());
    let body = html! {
        @if !demo.is_empty() {
            section.card {
                h2 { (visit.say("enter.demo")) }
                p { (visit.say("enter.demo_about")) }
                div.row { @for (client_id, name) in &demo { (demo_button(visit, *client_id, name)) } }
            }
        }
        section.card {
            h2 { (visit.say("enter.operator")) }
            (visit.alert(refusal, "token"))
            (visit.form("/console/sign-in", html! {
                input type="hidden" name="to" value=(to);
                (field(if has_password { visit.say("enter.token_or_password") } else { visit.say("enter.token") }, html! {
                    input type="password" name="token" required autocomplete="current-password";
                }))
                button { (visit.say("enter.go")) }
            }))
        }
        section.card {
            h2 { (visit.say("enter.shop")) }
            p { (visit.say("enter.shop_about")) }
        }
    };
    visit.page(visit.say("enter.title"), refusal, body)
}

/// Whom the demo world lets in with one click. The operator's desk only while its token is the one that everybody knows.
fn offered(console: &Console) -> Vec<(ClientId, String)> {
    if !console.app.demo {
        return Vec::new();
    }
    let mut offered = Vec::new();
    if console.app.is_operator(demo::OPERATOR_TOKEN) {
        offered.push((ClientId(0), String::new()));
    }
    offered.extend(demo::shops().map(|(client_id, name)| (client_id, name.to_owned())));
    offered
}

fn demo_button(visit: &Visit, client_id: ClientId, name: &str) -> Markup {
    visit.form(
        "/console/demo",
        html! {
            input type="hidden" name="as" value=(client_id);
            button { @if name.is_empty() { (visit.say("frame.operator")) } @else { (name) } }
        },
    )
}

/// Signs in with one click.
pub async fn enter_demo(Sent { by: visit, form }: Sent<Visit>) -> Shown {
    let wanted = ClientId(form.whole("as")?);
    if !offered(&visit.console).iter().any(|(client_id, _)| *client_id == wanted) {
        return Err(Error::NotFound("there is no such shop in a demo world here".to_owned()).into());
    }
    begin(&visit, wanted, "/console").await
}

/// Signs the operator in.
pub async fn sign_in(Sent { by: visit, form }: Sent<Visit>) -> Shown {
    let wall = visit.console.wall();
    visit.console.tries.count(visit.address, wall)?;
    if !visit.console.is_operator(form.get("token")).await? {
        let refusal = Refusal::saying("token", visit.say("enter.wrong"));
        return Ok(draw(&visit, form.get("to"), Some(&refusal)));
    }
    visit.console.tries.forget(visit.address);
    begin(&visit, ClientId(0), &local(form.get("to"))).await
}

/// How the audit log calls it.
const SIGN_IN: &str = "SignIn";

/// A fresh cookie for whoever is let in, so that one that was planted before is worth nothing.
async fn begin(visit: &Visit, seller: ClientId, to: &str) -> Shown {
    let (fresh, former, now) = (Chance::secret()?, visit.secret.clone(), visit.console.wall());
    let (secret, line) = (fresh.clone(), visit.line(seller, SIGN_IN));
    let begun = visit.console.write(move |call| {
        let (secret, former, line) = (secret.clone(), former.clone(), line.clone());
        Box::pin(async move {
            audit::note(&mut call.tx, &line).await?;
            session::end(call, &former).await?;
            if seller != ClientId(0) {
                seller::find(call, seller).await?;
            }
            session::begin(call, &secret, seller, now).await
        })
    });
    let until = begun.await?;
    Ok(visit.keep(visit.to(to), &fresh, Some(until)))
}

/// Signs out; open pages of this browser are told nothing more.
pub async fn sign_out(Sent { by: visit, .. }: Sent<Visit>) -> Shown {
    let secret = visit.secret.clone();
    let ended = visit.console.write(move |call| {
        let secret = secret.clone();
        Box::pin(async move { session::end(call, &secret).await })
    });
    ended.await?;
    Ok(visit.keep(visit.to("/console/sign-in?done=signed_out"), &Chance::secret()?, None))
}

/// What stands behind an invitation's link: a button, since programs that look at links must not use it up.
pub async fn invitation(State(console): State<Arc<Console>>, visit: Visit, Path(secret): Path<String>) -> Shown {
    limited(&console, visit.address)?;
    let (now, asked) = (console.wall(), secret.clone());
    let invited = console.read(move |call| {
        let asked = asked.clone();
        Box::pin(async move {
            match invitation::invited(call, &asked, now).await? {
                Some(client_id) => seller::find(call, client_id).await.map(Some),
                None => Ok(None),
            }
        })
    });
    let Some(shop) = invited.await? else { return Err(used_up(&visit)) };
    console.tries.forget(visit.address);
    let body = html! {
        section.card {
            p { (visit.say("enter.invited")) " " strong { (shop.name) } }
            (visit.form(&format!("/console/invitation/{secret}"), html! { button { (visit.say("enter.go")) } }))
        }
    };
    Ok(visit.page(visit.say("enter.title"), None, body))
}

fn limited(console: &Console, address: IpAddr) -> Result<(), Stop> {
    Ok(console.tries.count(address, console.wall())?)
}

fn used_up(visit: &Visit) -> Stop {
    Stop::Error(Error::NotFound(visit.say("enter.used_up").to_owned()))
}

/// Uses the link up and signs the shop in.
pub async fn accept(Path(link): Path<String>, Sent { by: visit, .. }: Sent<Visit>) -> Shown {
    limited(&visit.console, visit.address)?;
    let (fresh, former, now) = (Chance::secret()?, visit.secret.clone(), visit.console.wall());
    let (secret, by) = (fresh.clone(), visit.clone());
    let begun = visit.console.write(move |call| {
        let (link, secret, former, by) = (link.clone(), secret.clone(), former.clone(), by.clone());
        Box::pin(async move {
            let Some(client_id) = invitation::accept(call, &link, now).await? else { return Ok(None) };
            audit::note(&mut call.tx, &by.line(client_id, SIGN_IN)).await?;
            session::end(call, &former).await?;
            session::begin(call, &secret, client_id, now).await.map(Some)
        })
    });
    let Some(until) = begun.await? else { return Err(used_up(&visit)) };
    visit.console.tries.forget(visit.address);
    Ok(visit.keep(visit.to("/console"), &fresh, Some(until)))
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_elsewhere() {
        assert_eq!(local("/console/goods?q=a"), "/console/goods?q=a");
        for path in ["", "//evil.example", "https://evil.example", "/consolex", "/console/\r\nx", "/console/\\evil"] {
            assert_eq!(local(path), "/console", "{path:?}");
        }
    }
}
