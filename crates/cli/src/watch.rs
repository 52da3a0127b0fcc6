//! `gostiny watch`: what happens in a shop, told as it happens, through reading methods alone.
//!
//! A list is held against what was told of it before. A line and the memory of it go together, between two awaits, so
//! that whoever stops the program stops it before both or after both.

mod event;
mod state;

use std::{
    collections::HashSet,
    error::Error,
    io::{ErrorKind, Write},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use event::{Event, Posting, told};
use gostiny_client::{Client, ClientError, Paged};
use gostiny_wire::{
    chat::{ChatHistoryV3, ChatHistoryV3Request, ChatListV3, ChatListV3Request},
    method::Method,
    posting::{
        PostingFboListV3, PostingFboListV3Filter, PostingFboListV3Request, PostingFbsListV4, PostingFbsListV4Filter,
        PostingFbsListV4Request,
    },
    scalar::{ChatId, MessageId, Time},
};
use state::State;

use crate::{Outcome, block_on, call::Shop, now, plain::plain, told_to_stop};

const PAGE: i64 = 1_000;
/// A list of postings covers less than a year.
const LONGEST: i64 = 364;
/// Between attempts while the server does not answer, at most.
const PATIENCE: Duration = Duration::from_secs(300);

/// Tell what happens in a shop: new postings, changes of their status, messages of its chats.
///
/// Only reads, through today's lists. A posting that moved more than once between two looks is told with where it stands
/// then. What is there at the first look is not told, unless --since says from when.
#[derive(Args)]
pub struct Watch {
    #[command(flatten)]
    shop: Shop,
    /// One JSON object a line instead of lines for people
    #[arg(long)]
    json: bool,
    /// Remember here what was told, and go on from there. Without it, what happens while nobody watches is not told
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// At the first look, tell what began since this moment, such as 2026-11-26T00:00:00Z
    #[arg(long, value_name = "TIME")]
    since: Option<Time>,
    /// Postings that began in the last so many days are watched
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..LONGEST))]
    days: i64,
    /// What time it is in a world whose clock is not this machine's; days are counted from there
    #[arg(long, value_name = "TIME")]
    as_of: Option<Time>,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,
    /// Look once and end: for whoever is started by a timer
    #[arg(long)]
    once: bool,
}

/// Why a look ended before its end.
enum Stop {
    /// To be tried again.
    Call(ClientError),
    /// The server will go on refusing this.
    Refused(&'static str, ClientError),
    /// Nobody reads any more.
    Closed,
    /// What was told cannot be written, or not be remembered.
    Failed(std::io::Error),
}

impl Stop {
    /// Of a call of a method.
    fn of<M: Method>(error: ClientError) -> Self {
        match error.status() {
            None | Some(408 | 425 | 429 | 500..) => Self::Call(error),
            Some(_) => Self::Refused(M::INFO.path, error),
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe { Self::Closed } else { Self::Failed(error) }
    }
}

impl Watch {
    /// Looks until it is told to stop.
    pub fn run(self) -> Outcome {
        let state = State::open(self.state, self.shop.client_id())?;
        let from = self.as_of.unwrap_or_else(now).plus_days(-self.days);
        if let Some(since) = self.since.filter(|since| !state.has_begun && *since < from) {
            return Err(format!("{since} is before the days that are watched: give more --days").into());
        }
        let mut watcher = Watcher {
            shop: self.shop.client()?,
            state,
            since: self.since,
            as_of: self.as_of,
            days: self.days,
            json: self.json,
            has_chats: true,
            closed_chats: HashSet::new(),
        };
        let (every, once) = (Duration::from_secs(self.every), self.once);
        block_on(async {
            let stop = told_to_stop()?;
            tokio::select! {
                () = stop => Ok(()),
                done = watcher.watch(every, once) => done,
            }
        })?
    }
}

/// A look after another.
struct Watcher {
    shop: Client,
    state: State,
    since: Option<Time>,
    as_of: Option<Time>,
    days: i64,
    json: bool,
    has_chats: bool,
    /// Chats whose messages are refused.
    closed_chats: HashSet<ChatId>,
}

impl Watcher {
    async fn watch(&mut self, every: Duration, once: bool) -> Outcome {
        let mut wait = every;
        loop {
            match self.look().await {
                Ok(()) if once => return Ok(()),
                Ok(()) => wait = every,
                Err(Stop::Closed) => return Ok(()),
                Err(Stop::Failed(error)) => return Err(error.into()),
                Err(Stop::Refused(path, error)) => return Err(refusal(path, &error).into()),
                Err(Stop::Call(error)) if once => return Err(error.into()),
                Err(Stop::Call(error)) => {
                    eprintln!("gostiny: {}; looking again in {} s", plain(&because(&error)), wait.as_secs());
                    pause(wait).await;
                    wait = wait.saturating_mul(2).min(PATIENCE.max(every));
                    continue;
                }
            }
            pause(every).await;
        }
    }

    /// Everything once. The first look that comes to its end ends the beginning, when what there is counts as told.
    async fn look(&mut self) -> Result<(), Stop> {
        let from = self.as_of.unwrap_or_else(now).plus_days(-self.days);
        // A world of one's own may go ahead of this machine, and of what was told of its clock.
        let (since, to) = (Some(from), Some(from.plus_days(LONGEST)));
        let filter = Some(PostingFbsListV4Filter { since, to, ..Default::default() });
        self.postings(PostingFbsListV4, PostingFbsListV4Request { filter, limit: PAGE, ..Default::default() }).await?;
        let filter = PostingFboListV3Filter { since, to, ..Default::default() };
        self.postings(PostingFboListV3, PostingFboListV3Request { filter, limit: PAGE, ..Default::default() }).await?;
        if self.has_chats {
            match self.chats().await {
                // Chats are not for every shop.
                Err(Stop::Refused(path, error)) if error.status() != Some(401) => {
                    eprintln!("gostiny: watching without chats: {path}: {}", plain(&error.to_string()));
                    self.has_chats = false;
                }
                done => done?,
            }
        }
        // A posting leaves the list a day before it is forgotten, lest a clock that is set back tells it anew.
        Ok(self.state.finish(from.plus_days(-1))?)
    }

    async fn postings<M>(&mut self, method: M, request: M::Request) -> Result<(), Stop>
    where
        M: Paged<Item: Into<Posting>>,
    {
        let mut pages = self.shop.pages(method, request);
        while let Some(page) = pages.next().await.map_err(Stop::of::<M>)? {
            let told = page.into_iter().try_for_each(|posting| self.posting(&posting.into()));
            // What was told before nobody read any more is remembered too.
            self.state.save()?;
            told?;
        }
        Ok(())
    }

    fn posting(&mut self, posting: &Posting) -> std::io::Result<()> {
        let known = self.state.postings.get(&posting.posting_number);
        let is_told = match known {
            Some(known) if known.status == posting.status && known.substatus == posting.substatus => return Ok(()),
            Some(_) => true,
            None => self.is_told(posting.in_process_at),
        };
        if is_told {
            let event = match known {
                Some(known) => Event::Status { before: &known.status, before_substatus: &known.substatus, posting },
                None => Event::NewPosting { posting },
            };
            tell(self.json, &event)?;
        }
        self.state.remember(posting);
        Ok(())
    }

    /// Whether something that is not known counts as an event.
    fn is_told(&self, began: Time) -> bool {
        self.state.has_begun || self.since.is_some_and(|since| began >= since)
    }

    async fn chats(&mut self) -> Result<(), Stop> {
        let mut pages = self.shop.pages(ChatListV3, ChatListV3Request { limit: PAGE, ..Default::default() });
        while let Some(page) = pages.next().await.map_err(Stop::of::<ChatListV3>)? {
            for one in page {
                let (chat_id, last) = (one.chat.chat_id, one.last_message_id);
                let known = self.state.chats.get(&chat_id).copied();
                if known.is_none() && !self.state.has_begun && self.since.is_none() {
                    self.state.read(&chat_id, last);
                } else if known.unwrap_or_default() < last && !self.closed_chats.contains(&chat_id) {
                    match self.messages(&chat_id, known.unwrap_or_default()).await {
                        Err(Stop::Refused(path, error)) if error.status() != Some(401) => {
                            eprintln!(
                                "gostiny: watching without chat {chat_id}: {path}: {}",
                                plain(&error.to_string())
                            );
                            self.closed_chats.insert(chat_id);
                        }
                        done => done?,
                    }
                }
            }
            self.state.save()?;
        }
        Ok(())
    }

    /// Messages of a chat behind the last one that was told.
    async fn messages(&mut self, chat_id: &ChatId, mut known: MessageId) -> Result<(), Stop> {
        loop {
            let request = ChatHistoryV3Request {
                chat_id: chat_id.clone(),
                direction: "Forward".to_owned(),
                from_message_id: known,
                limit: PAGE,
                ..Default::default()
            };
            let page = self.shop.call(ChatHistoryV3, &request).await.map_err(Stop::of::<ChatHistoryV3>)?;
            let before = known;
            let mut told = Ok(());
            // A page begins with the message that it is asked from.
            for message in page.messages.iter().filter(|message| message.message_id > before) {
                if self.is_told(message.created_at) {
                    told = tell(self.json, &Event::message(chat_id, message));
                }
                if told.is_err() {
                    break;
                }
                known = known.max(message.message_id);
                self.state.read(chat_id, known);
            }
            self.state.save()?;
            told?;
            if !page.has_next || known == before {
                return Ok(());
            }
        }
    }
}

/// A line that has left the program when this returns.
fn tell(json: bool, event: &Event<'_>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(told(event, json)?.as_bytes())?;
    out.flush()
}

/// Today's lists are younger than some marketplaces, and an operator can switch them off.
fn refusal(path: &str, error: &ClientError) -> String {
    match error.status() {
        Some(401 | 403) => format!("{path}: {error}"),
        _ => format!("{path}: {error}; watching needs the lists that came on 2026-04-30"),
    }
}

/// An error with its causes.
fn because(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

#[expect(clippy::disallowed_methods, reason = "it watches from outside, in the wall's time")]
async fn pause(time: Duration) {
    tokio::time::sleep(time).await;
}
