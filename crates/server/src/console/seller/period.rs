//! What lists of postings are narrowed by: a status, and the days in which they were ordered.

use gostiny_wire::scalar::Time;
use maud::{Markup, html};

use crate::console::{
    page::{choice, field},
    show,
    visit::Cabinet,
};

/// Days that a list goes back unless it is told otherwise.
const DAYS: i64 = 30;

/// The days, from the first moment of one to the last of another.
pub struct Period {
    /// The beginning.
    pub since: Time,
    /// The end.
    pub to: Time,
}

impl Period {
    /// What a page was asked for.
    pub fn asked(cabinet: &Cabinet) -> Self {
        let (asked, now) = (&cabinet.asked, cabinet.console.app.world.clock.now());
        Self {
            since: show::midnight(asked.get("since")).unwrap_or_else(|| now.plus_days(-DAYS)),
            to: show::midnight(asked.get("to")).map_or(now, |day| day.plus_days(1)),
        }
    }

    /// The day it begins with.
    pub fn first_day(&self) -> String {
        show::day(self.since)
    }

    /// The form that asks for it.
    pub fn form(&self, cabinet: &Cabinet, path: &str, statuses: &[&'static str]) -> Markup {
        let any = ("", cabinet.say("frame.any"));
        let words = statuses.iter().map(|word| (*word, cabinet.lang.word("status", word)));
        let (status, to_day) = (cabinet.asked.get("status"), cabinet.asked.get("to"));
        html! {
            form.filters method="get" action=(path) {
                (field(cabinet.say("postings.status"), choice("status", status, [any].into_iter().chain(words))))
                (field(cabinet.say("postings.since"), html! { input type="date" name="since" value=(self.first_day()); }))
                (field(cabinet.say("postings.to"), html! { input type="date" name="to" value=(to_day); }))
                button { (cabinet.say("frame.filter")) }
            }
        }
    }
}
