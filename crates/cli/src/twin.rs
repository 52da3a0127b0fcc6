//! `gostiny twin`: a copy of a shop in a marketplace of one's own, made through the shop's own reading methods.

mod goods;
mod journal;
mod parcels;
mod places;
mod promotions;
mod source;
mod tree;
mod way;

use std::{io::IsTerminal, path::PathBuf, time::Duration};

use clap::Args;
use gostiny_client::{Client, OZON, Patience};
use gostiny_wire::{
    method::Empty,
    operator::{ClockAdvance, ClockAdvanceRequest, ClockGet, Settings, SettingsGet, SettingsGetRequest},
    scalar::{ClientId, Time},
};
use source::{Failed, Shop};

use crate::{Failure, Outcome, block_on, now, plain::plain};

/// What the target does takes seconds of its clock.
const PATIENCE: Patience = Patience { every: Duration::from_millis(500), most: Duration::from_secs(300) };

/// Copy a shop into a marketplace of one's own.
///
/// Reads the shop through its own methods and never calls one that writes there. Takes over the categories that goods
/// stand in, with what they ask for and the values in use; goods, those in the archive too, with attributes and the
/// addresses of their pictures; warehouses and ways of delivery; postings of the last --days with their status; prices;
/// what is free to sell; promotions that goods take part in or may. Numbers of all this, and dates of postings, are the
/// target's own, and postings are sold at the prices that goods have now. Names and addresses of buyers are invented
/// anew. A second run makes only what is missing, moves postings on, and brings prices and stocks up to date. A target
/// whose clock stands still is moved on by what its settings say that imports and registrations take.
#[derive(Args)]
pub struct Twin {
    /// The shop
    #[arg(long)]
    client_id: i64,
    /// Its key; one that may only read is enough
    #[arg(long, env = "GOSTINY_API_KEY", hide_env_values = true)]
    api_key: String,
    /// Where the shop is
    #[arg(long, value_name = "URL", default_value = OZON)]
    from: String,
    /// The marketplace that the copy is made in
    #[arg(long, value_name = "URL")]
    to: String,
    /// The operator's token there
    #[arg(long, env = "GOSTINY_OPERATOR_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    operator_token: String,
    /// Take over what may be people's own: the name of the shop, addresses of its warehouses, names and addresses of buyers
    #[arg(long)]
    keep_personal_data: bool,
    /// Remember here which postings were taken over, so that a second run does not make them again
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Take over postings whose processing began in the last so many days; 0 for none
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(0..=3_650))]
    days: i64,
    /// What time it is where the shop is, if that is a world whose clock is not this machine's
    #[arg(long, value_name = "TIME")]
    as_of: Option<Time>,
}

/// How the target's clock goes.
#[derive(Clone, Copy)]
struct Pace {
    stands_still: bool,
    /// What imports, moderation and registration take there.
    seconds: i64,
}

impl Pace {
    async fn of(operator: &Client) -> Result<Self, Failure> {
        let stands_still = operator.call(ClockGet, &Empty {}).await?.mode == "manual";
        let set: Settings = operator.call(SettingsGet, &SettingsGetRequest::default()).await?;
        let delays = [
            set.import_delay_seconds,
            set.moderation_delay_seconds,
            set.picture_delay_seconds,
            set.registration_delay_seconds,
        ];
        Ok(Self { stands_still, seconds: delays.into_iter().flatten().sum::<i64>() + 1 })
    }

    /// Lets the target do what it has to do.
    async fn pass(self, operator: &Client) -> Result<(), Failure> {
        if self.stands_still {
            operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: self.seconds }).await?;
        }
        Ok(())
    }
}

/// The source and the target, and what the target did not take.
struct Copying {
    source: Shop,
    /// The twin, to read from.
    there: Shop,
    /// The twin, to write to.
    twin: Client,
    client_id: ClientId,
    operator: Client,
    pace: Pace,
    keeps_people: bool,
    /// How much the target did not take.
    left: usize,
}

impl Copying {
    /// The target refused something; the rest is still to be copied.
    fn left(&mut self, what: impl std::fmt::Display, why: impl std::fmt::Display) {
        // A bar may stand in the line.
        let start = if std::io::stderr().is_terminal() { "\r\u{1b}[K" } else { "" };
        eprintln!("{start}gostiny: {}", plain(&format!("{what}: {why}")));
        self.left += 1;
    }

    /// What the target answered to one thing of many: a refusal is remembered, anything else ends the run.
    fn taken<T>(
        &mut self,
        what: impl std::fmt::Display,
        answer: Result<T, gostiny_client::ClientError>,
    ) -> Result<Option<T>, Failure> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.status().is_some_and(|status| matches!(status, 400 | 404 | 409 | 422)) => {
                self.left(what, error);
                Ok(None)
            }
            Err(error) => Err(Failed { what: what.to_string(), error }.into()),
        }
    }
}

impl Twin {
    /// Copies, and tells the twin's number and key.
    pub fn run(self) -> Outcome {
        block_on(self.copy())?
    }

    async fn copy(self) -> Outcome {
        let source = Shop::new("the source", Client::seller(&self.from, ClientId(self.client_id), &self.api_key)?);
        let operator = Client::operator(&self.to, &self.operator_token)?;
        let pace = Pace::of(&operator).await?;
        let keeps_people = self.keep_personal_data;
        let (client_id, api_key) = places::shop(&source, &operator, ClientId(self.client_id), keeps_people).await?;
        println!("Client-Id: {client_id}\nApi-Key: {api_key}");
        let twin = Client::seller(&self.to, client_id, &api_key)?;
        let there = Shop::new("the target", twin.clone());
        let mut copying = Copying { source, there, twin, client_id, operator, pace, keeps_people, left: 0 };
        let places = copying.places().await?;
        copying.cards().await?;
        if self.days > 0 {
            let to = self.as_of.unwrap_or_else(now).plus_days(1);
            let journal = journal::Journal::open(self.state.as_deref(), (self.client_id, client_id.0))?;
            copying.parcels(&places, journal, (to.plus_days(-self.days - 1), to)).await?;
        }
        copying.prices_and_stocks(&places).await?;
        copying.archive(&places).await?;
        copying.promotions().await?;
        match copying.left {
            0 => Ok(()),
            some => Err(format!("{some} of what was to be copied could not be; the rest is there").into()),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the target lives in its own time")]
async fn pause() {
    tokio::time::sleep(PATIENCE.every).await;
}
