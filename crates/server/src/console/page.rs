//! The frame of every page, and the parts that pages are made of.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use gostiny_wire::scalar::Time;
use maud::{DOCTYPE, Markup, html};

use super::{
    asset,
    fields::query,
    show,
    visit::{Stop, Visit, Who},
};
use crate::error::Error;

/// Pages of a shop, in the order of the menu.
const SHOP: &[(&str, &str)] = &[
    ("/console/overview", "overview"),
    ("/console/goods", "goods"),
    ("/console/imports", "imports"),
    ("/console/promotions", "promotions"),
    ("/console/certificates", "certificates"),
    ("/console/postings", "postings"),
    ("/console/postings/board", "board"),
    ("/console/fbo", "fbo"),
    ("/console/acts", "acts"),
    ("/console/returns", "returns"),
    ("/console/chats", "chats"),
    ("/console/finance", "finance"),
    ("/console/analytics", "analytics"),
    ("/console/reports", "reports"),
    ("/console/warehouses", "warehouses"),
    ("/console/pushes", "pushes"),
    ("/console/keys", "keys"),
];
/// Pages of the operator.
const OPERATOR: &[(&str, &str)] = &[
    ("/console/operator/shops", "shops"),
    ("/console/operator/moderation", "moderation"),
    ("/console/operator/buyer", "buyer"),
    ("/console/operator/parcels", "parcels"),
    ("/console/operator/clock", "clock"),
    ("/console/operator/requests", "requests"),
    ("/console/operator/audit", "audit"),
    ("/console/operator/faults", "faults"),
    ("/console/operator/settings", "settings"),
    ("/console/operator/tariffs", "tariffs"),
    ("/console/operator/taxonomy", "taxonomy"),
    ("/console/operator/snapshots", "snapshots"),
    ("/console/operator/health", "health"),
];

/// A refusal, to be shown beside the form that it is about.
pub struct Refusal {
    form: &'static str,
    status: u16,
    text: String,
}

impl Refusal {
    /// What the domain said to a form; what is no answer to a form stays what it is.
    pub fn of(form: &'static str, error: Error) -> Result<Self, Stop> {
        match error.bare() {
            Error::Internal(_)
            | Error::Lost(_)
            | Error::Unusable { .. }
            | Error::Busy
            | Error::Raced
            | Error::Limited { .. }
            | Error::Unauthenticated(_) => Err(Stop::from(error)),
            told => Ok(Self { form, status: told.codes().1, text: told.to_string() }),
        }
    }

    /// The same where what is not found is the page itself.
    pub fn about(form: &'static str, error: Error) -> Result<Self, Stop> {
        if matches!(error.bare(), Error::NotFound(_)) { Err(Stop::Error(error)) } else { Self::of(form, error) }
    }

    /// A text of our own.
    pub fn saying(form: &'static str, text: impl Into<String>) -> Self {
        Self { form, status: 400, text: text.into() }
    }
}

impl Visit {
    /// A page with its frame.
    pub fn page(&self, title: &str, refusal: Option<&Refusal>, body: Markup) -> Response {
        let done = self.asked.get("done");
        let is_out = matches!(self.who, Who::Guest);
        let path = self.path.split('?').next().unwrap_or_default();
        let text = html! {
            (DOCTYPE)
            html lang=(self.lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " \u{b7} Gostiny" }
                    link rel="stylesheet" href=(asset::STYLE.path());
                    link rel="icon" href=(asset::ICON.path()) type="image/svg+xml";
                    script src=(asset::SCRIPT.path()) defer {}
                }
                body data-live[!is_out] {
                    a.skip href="#main" { (self.say("frame.skip")) }
                    header.top { (self.top(path)) }
                    div.frame {
                        (self.menu(path))
                        main #main tabindex="-1" {
                            h1 { (title) }
                            @if self.lang.knows("done", done) { p.done role="status" { (self.lang.word("done", done)) } }
                            (body)
                            footer { (self.say("frame.zone")) }
                        }
                    }
                }
            }
        };
        let status = refusal.map_or(200, |refusal| refusal.status);
        self.greet(document(status, text.into_string()))
    }

    fn top(&self, path: &str) -> Markup {
        let other = if self.lang.code() == "ru" { "en" } else { "ru" };
        html! {
            div.bar {
                a.brand href="/console" { "Gostiny" }
                span.who {
                    @match &self.who {
                        Who::Guest => {},
                        Who::Operator => (self.say("frame.operator")),
                        Who::Shop(shop) => { (shop.name) " \u{b7} " (shop.client_id) },
                    }
                }
                a.lang href={ "/console/language" (query(&[("to", other), ("back", path)])) } lang=(other) hreflang=(other) {
                    @if other == "en" { "English" } @else { "Русский" }
                }
                @if !matches!(self.who, Who::Guest) {
                    (self.form("/console/sign-out", html! { button.plain { (self.say("frame.sign_out")) } }))
                }
            }
        }
    }

    fn menu(&self, path: &str) -> Markup {
        let pages = match self.who {
            Who::Guest => return html! {},
            Who::Operator => OPERATOR,
            Who::Shop(_) => SHOP,
        };
        let is_within = |page: &str| path == page || path.strip_prefix(page).is_some_and(|rest| rest.starts_with('/'));
        // The longest page that this one lies in: a board lies beside the list, not under it.
        let here = pages.iter().map(|(page, _)| *page).filter(|page| is_within(page)).max_by_key(|page| page.len());
        html! {
            nav aria-label=(self.say("frame.menu")) {
                @for (page, key) in pages {
                    a href=(page) aria-current=[(here == Some(page)).then_some("page")] { (self.lang.word("nav", key)) }
                }
            }
        }
    }

    /// A form that carries the token.
    pub fn form(&self, action: &str, body: Markup) -> Markup {
        html! {
            form method="post" action=(action) {
                input type="hidden" name="csrf" value=(self.csrf());
                (body)
            }
        }
    }

    /// The same for a form with files.
    pub fn file_form(&self, action: &str, body: Markup) -> Markup {
        html! {
            form method="post" action=(action) enctype="multipart/form-data" {
                input type="hidden" name="csrf" value=(self.csrf());
                (body)
            }
        }
    }

    /// A refusal beside its form.
    pub fn alert(&self, refusal: Option<&Refusal>, form: &'static str) -> Markup {
        html! {
            @if let Some(refusal) = refusal.filter(|refusal| refusal.form == form) {
                p.alert role="alert" { strong { (self.say("frame.refused")) } " " (refusal.text) }
            }
        }
    }

    /// A moment, with its zone.
    pub fn moment(&self, at: Time) -> Markup {
        html! { time datetime=(at) { (show::moment(at, self.lang)) } }
    }

    /// A moment, or a dash.
    pub fn moment_if(&self, at: Option<Time>) -> Markup {
        html! { @match at { Some(at) => (self.moment(at)), None => "\u{2014}" } }
    }

    /// A link to the next page, when there is one.
    pub fn further(&self, path: &str, pairs: &[(&str, &str)], is_more: bool) -> Markup {
        html! { @if is_more { p.further { a rel="next" href={ (path) (query(pairs)) } { (self.say("frame.further")) } } } }
    }

    /// A word of the wire in the visitor's language, coloured by what it is.
    pub fn badge(&self, of: &str, word: &str) -> Markup {
        let text = self.lang.word(of, word);
        html! { @if !word.is_empty() { span.badge data-word=(word) { (text) } } }
    }

    /// What stands where a list is empty.
    pub fn nothing(&self) -> Markup {
        html! { p.nothing { (self.say("frame.nothing")) } }
    }
}

/// The heads of a table's columns.
pub fn heads<'a>(titles: impl IntoIterator<Item = &'a str>) -> Markup {
    html! { thead { tr { @for title in titles { th scope="col" { (title) } } } } }
}

/// A labelled field of a form.
pub fn field(label: &str, input: Markup) -> Markup {
    html! { label.field { span { (label) } (input) } }
}

/// A choice of words.
pub fn choice<'a>(name: &str, chosen: &str, words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        select name=(name) {
            @for (value, text) in words { option value=(value) selected[value == chosen] { (text) } }
        }
    }
}

/// A box to tick.
pub fn tick(name: &str, label: &str, is_on: bool) -> Markup {
    html! { label.tick { input type="checkbox" name=(name) value="1" checked[is_on]; " " (label) } }
}

fn document(status: u16, text: String) -> Response {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A page without a visitor, for what stands in the way of any other.
pub fn bare(status: u16, text: &str) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="ru" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (status) " \u{b7} Gostiny" }
                link rel="stylesheet" href=(asset::STYLE.path());
            }
            body { main #main { h1 { (status) } p.alert role="alert" { (text) } p { a href="/console" { "Gostiny" } } } }
        }
    };
    document(status, page.into_string())
}

/// A drawing, to be looked at in the browser.
pub fn pdf(bytes: Vec<u8>) -> Response {
    let mut answer = Response::new(Body::from(bytes));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
