//! What happened, as a line for people or for programs.

use gostiny_wire::{
    chat::ChatMessageV3,
    posting::{PostingFboV3, PostingFbsV4},
    scalar::{ChatId, OfferId, OrderNumber, PostingNumber, Time},
};
use serde::Serialize;

use crate::plain::{moves, plain};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event<'a> {
    /// A posting was not there before.
    NewPosting { posting: &'a Posting },
    /// A posting moved.
    Status { before: &'a str, before_substatus: &'a str, posting: &'a Posting },
    /// Somebody wrote.
    Message {
        chat_id: &'a ChatId,
        /// Digits in a text: it is longer than what some readers of JSON keep of a number.
        message_id: String,
        from: &'a str,
        created_at: Time,
        data: &'a [String],
    },
}

impl<'a> Event<'a> {
    /// Of a message.
    pub fn message(chat_id: &'a ChatId, message: &'a ChatMessageV3) -> Self {
        Self::Message {
            chat_id,
            message_id: message.message_id.to_string(),
            from: &message.user.r#type,
            created_at: message.created_at,
            data: &message.data,
        }
    }
}

/// A posting of either scheme.
#[derive(Serialize)]
pub struct Posting {
    pub posting_number: PostingNumber,
    order_number: OrderNumber,
    scheme: &'static str,
    pub status: String,
    pub substatus: String,
    pub in_process_at: Time,
    /// When it is to be handed over; what the marketplace ships itself has none.
    shipment_date: Option<Time>,
    products: Vec<Line>,
}

/// How many of one of its goods.
#[derive(Serialize)]
struct Line {
    offer_id: OfferId,
    quantity: i64,
}

impl From<PostingFbsV4> for Posting {
    fn from(one: PostingFbsV4) -> Self {
        let products = one.products.into_iter();
        Self {
            posting_number: one.posting_number,
            order_number: one.order_number,
            scheme: "fbs",
            status: one.status,
            substatus: one.substatus,
            in_process_at: one.in_process_at,
            shipment_date: Some(one.shipment_date),
            products: products.map(|one| Line { offer_id: one.offer_id, quantity: one.quantity.into() }).collect(),
        }
    }
}

impl From<PostingFboV3> for Posting {
    fn from(one: PostingFboV3) -> Self {
        let products = one.products.into_iter();
        Self {
            posting_number: one.posting_number,
            order_number: one.order_number,
            scheme: "fbo",
            status: one.status,
            substatus: one.substatus,
            in_process_at: one.in_process_at,
            shipment_date: None,
            products: products.map(|one| Line { offer_id: one.offer_id, quantity: one.quantity.into() }).collect(),
        }
    }
}

/// The line of an event, its end included. What others wrote moves no cursor: codes of a terminal are escaped for
/// programs and left out for people.
pub fn told(event: &Event<'_>, json: bool) -> serde_json::Result<String> {
    let mut line = String::new();
    if json {
        for c in serde_json::to_string(event)?.chars() {
            // The escapes of JSON itself end at the space.
            if moves(c) { line.push_str(&format!("\\u{:04x}", u32::from(c))) } else { line.push(c) }
        }
    } else {
        line.push_str(&plain(&words(event)));
    }
    line.push('\n');
    Ok(line)
}

fn words(event: &Event<'_>) -> String {
    match event {
        Event::NewPosting { posting } => {
            let goods = posting.products.iter().map(|line| format!("{} × {}", line.offer_id, line.quantity));
            let goods = goods.collect::<Vec<_>>().join(", ");
            format!("{}  {} is new, {}: {goods}", posting.in_process_at, posting.posting_number, posting.status)
        }
        Event::Status { before, before_substatus, posting } if *before == posting.status => {
            format!("{} {before}: {before_substatus} -> {}", posting.posting_number, posting.substatus)
        }
        Event::Status { before, posting, .. } => format!("{} {before} -> {}", posting.posting_number, posting.status),
        Event::Message { chat_id, from, created_at, data, .. } => {
            format!("{created_at}  chat {chat_id}, {}: {}", from.to_lowercase(), data.join(" "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_moves_no_cursor_and_is_whole_for_programs() {
        let text = "нет\u{1b}[2J\r\n\u{9b}1A\u{202e}\u{2028}\"\\ да".to_owned();
        let message = ChatMessageV3 { data: vec![text.clone()], ..Default::default() };
        let chat_id = ChatId::from("c");
        let event = Event::message(&chat_id, &message);
        let line = told(&event, false).unwrap();
        assert!(line.ends_with("нет [2J   1A  \"\\ да\n"), "{line:?}");
        let line = told(&event, true).unwrap();
        assert!(line.trim_end_matches('\n').chars().all(|c| !moves(c)), "{line:?}");
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["data"][0], text);
    }
}
