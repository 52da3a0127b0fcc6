//! One look at a shop: what is new since the one before.

use std::fmt;

use gostiny_client::{Client, ClientError, Paged};
use gostiny_wire::{
    chat::{ChatHistoryV3, ChatHistoryV3Request, ChatListV3, ChatListV3Request, ChatMessageV3},
    posting::{
        PostingDir, PostingFboListV2, PostingFboListV2Filter, PostingFboListV2Request, PostingFbsListV3,
        PostingFbsListV3Filter, PostingFbsListV3Request,
    },
    scalar::{ChatId, MessageId, PostingNumber, Time},
};
use serde::Serialize;

use super::state::{State, Stood};

/// Lines of a page.
const PAGE: i64 = 1_000;
/// Days of a list: the longest period that lists of postings take is a year.
const DAYS: i64 = 360;
/// Days before the newest posting that are known from the first look on.
const BEFORE: i64 = 90;
/// Days of the future in which a world may live that has a clock of its own.
const AHEAD: i64 = 10;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A posting is new.
    Posting { posting_number: PostingNumber, status: String, substatus: String, in_process_at: Time },
    /// A posting moved.
    Status { posting_number: PostingNumber, from: String, status: String, substatus: String },
    /// Somebody wrote.
    Message { chat_id: ChatId, message_id: MessageId, from: String, text: String, created_at: Time },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = |status: &str, substatus: &str| match substatus {
            "" => status.to_owned(),
            substatus => format!("{status} ({substatus})"),
        };
        match self {
            Self::Posting { posting_number, status, substatus, in_process_at } => {
                write!(f, "{in_process_at}  new posting {posting_number}: {}", step(status, substatus))
            }
            Self::Status { posting_number, from, status, substatus } => {
                write!(f, "posting {posting_number}: {from} -> {}", step(status, substatus))
            }
            Self::Message { chat_id, from, text, created_at, .. } => {
                write!(f, "{created_at}  chat {chat_id}, {from}: {}", text.replace('\n', " "))
            }
        }
    }
}

/// Looks at postings and chats; the state is moved on only when the whole look succeeded.
pub async fn look(client: &Client, state: &mut State) -> Result<Vec<Event>, ClientError> {
    let (mut next, mut events) = (state.clone(), Vec::new());
    let is_first = !state.has_begun();
    let from = match (state.from, state.since) {
        (Some(from), _) | (None, Some(from)) => from,
        (None, None) => newest(client, super::today()).await?.plus_days(-BEFORE),
    };
    let tells = !is_first || state.since.is_some();
    postings(client, from, &mut next, |event| events.push(event)).await?;
    next.from = Some(begin(from, &next));
    let from = next.from.unwrap_or_default();
    next.postings.retain(|_, stood| stood.in_process_at >= from);
    if !tells {
        events.clear();
    }
    events.append(&mut chats(client, &mut next, is_first).await?);
    *state = next;
    Ok(events)
}

/// From when on postings are listed next: the oldest that is on its way, else the newest of all.
fn begin(from: Time, state: &State) -> Time {
    let on_the_way = state.postings.values().filter(|stood| !stood.is_over()).map(|stood| stood.in_process_at).min();
    let newest = state.postings.values().map(|stood| stood.in_process_at).max();
    on_the_way.or(newest).unwrap_or(from).max(from)
}

/// When the newest posting began; a world may live at another time than the wall.
async fn newest(client: &Client, today: Time) -> Result<Time, ClientError> {
    let (since, to) = (today.plus_days(AHEAD - DAYS), today.plus_days(AHEAD));
    let filter = PostingFbsListV3Filter { since: Some(since), to: Some(to), ..Default::default() };
    let fbs = PostingFbsListV3Request { dir: PostingDir::Desc, filter: Some(filter), limit: 1, ..Default::default() };
    let fbs = client.call(PostingFbsListV3, &fbs).await?.result.postings.first().map(|posting| posting.in_process_at);
    let filter = PostingFboListV2Filter { since: Some(since), to: Some(to), ..Default::default() };
    let fbo = PostingFboListV2Request { dir: PostingDir::Desc, filter, limit: 1, ..Default::default() };
    let fbo = client.call(PostingFboListV2, &fbo).await?.result.first().map(|posting| posting.in_process_at);
    Ok(fbs.max(fbo).unwrap_or(today))
}

async fn postings(
    client: &Client,
    from: Time,
    state: &mut State,
    mut tell: impl FnMut(Event),
) -> Result<(), ClientError> {
    let (since, to) = (Some(from), Some(from.plus_days(DAYS)));
    let filter = PostingFbsListV3Filter { since, to, ..Default::default() };
    let fbs = PostingFbsListV3Request { filter: Some(filter), limit: PAGE, ..Default::default() };
    let stands = |one: <PostingFbsListV3 as Paged>::Item| {
        (one.posting_number, Stood { status: one.status, substatus: one.substatus, in_process_at: one.in_process_at })
    };
    listed(client, PostingFbsListV3, fbs, stands, state, &mut tell).await?;
    let filter = PostingFboListV2Filter { since, to, ..Default::default() };
    let fbo = PostingFboListV2Request { filter, limit: PAGE, ..Default::default() };
    let stands = |one: <PostingFboListV2 as Paged>::Item| {
        (one.posting_number, Stood { status: one.status, substatus: String::new(), in_process_at: one.in_process_at })
    };
    listed(client, PostingFboListV2, fbo, stands, state, &mut tell).await
}

async fn listed<M: Paged>(
    client: &Client,
    method: M,
    request: M::Request,
    stands: impl Fn(M::Item) -> (PostingNumber, Stood),
    state: &mut State,
    tell: &mut impl FnMut(Event),
) -> Result<(), ClientError> {
    let mut pages = client.pages(method, request);
    while let Some(page) = pages.next().await? {
        for (posting_number, now) in page.into_iter().map(&stands) {
            let before = state.postings.insert(posting_number.clone(), now.clone());
            let Stood { status, substatus, in_process_at } = now;
            match before {
                None => tell(Event::Posting { posting_number, status, substatus, in_process_at }),
                Some(before) if before.status != status || before.substatus != substatus => {
                    tell(Event::Status { posting_number, from: before.status, status, substatus });
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

/// Messages behind the last known ones. At the first look those that are there are known, not told.
async fn chats(client: &Client, state: &mut State, is_first: bool) -> Result<Vec<Event>, ClientError> {
    let mut told = Vec::new();
    let mut pages = client.pages(ChatListV3, ChatListV3Request { limit: PAGE, ..Default::default() });
    while let Some(page) = pages.next().await? {
        for chat in page {
            let (chat_id, last) = (chat.chat.chat_id, chat.last_message_id);
            let known = state.chats.get(&chat_id).copied().unwrap_or_default();
            if !is_first && last > known {
                for message in written(client, &chat_id, known).await? {
                    told.push(event(&chat_id, message));
                }
            }
            if last > known {
                state.chats.insert(chat_id, last);
            }
        }
    }
    Ok(told)
}

fn event(chat_id: &ChatId, message: ChatMessageV3) -> Event {
    let (chat_id, message_id, created_at) = (chat_id.clone(), message.message_id, message.created_at);
    Event::Message { chat_id, message_id, from: message.user.r#type, text: message.data.join("\n"), created_at }
}

/// The messages of a chat behind one of them, oldest first.
async fn written(client: &Client, chat_id: &ChatId, known: MessageId) -> Result<Vec<ChatMessageV3>, ClientError> {
    let (mut all, mut from) = (Vec::new(), known);
    loop {
        let request = ChatHistoryV3Request {
            chat_id: chat_id.clone(),
            direction: "Forward".to_owned(),
            from_message_id: from,
            limit: PAGE,
            ..Default::default()
        };
        let answer = client.call(ChatHistoryV3, &request).await?;
        // A page begins with the message that it is asked from.
        let begun = all.len();
        all.extend(answer.messages.into_iter().filter(|message| message.message_id > from));
        match all.last() {
            Some(last) if answer.has_next && all.len() > begun => from = last.message_id,
            _ => return Ok(all),
        }
    }
}
