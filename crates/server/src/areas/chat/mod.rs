//! Chats of shops with their buyers, one per posting. Owns `chat`, `chat_message`; the files lie in the file store.
//! Start at `write.rs`, which every message goes through.

mod attachment;
mod buyer;
mod desk;
mod history;
mod list;
mod markdown;
mod notify;
mod read;
mod row;
mod rule;
mod send;
mod start;
mod today;
mod write;

pub use send::{by_customer, by_seller};
pub use start::{open, v1 as start};
pub use write::{Sent, file, keep_file};

use gostiny_wire::{chat, operator};

use crate::api::Routes;

/// The seller's methods of this area.
pub fn routes() -> Routes {
    Routes::default()
        .reads(chat::ChatListV1, list::v1)
        .reads(chat::ChatHistoryV1, history::v1)
        .reads(chat::ChatUpdatesV1, history::updates_v1)
        .writes(chat::ChatStartV1, start::v1)
        .writes(chat::ChatSendMessageV1, send::text_v1)
        .stores(chat::ChatSendFileV1, send::file_v1)
        .reads(chat::ChatListV2, list::v2)
        .reads(chat::ChatListV3, list::v3)
        .reads(chat::ChatHistoryV2, today::history_v2)
        .reads(chat::ChatHistoryV3, today::history_v3)
        .writes(chat::ChatReadV2, read::v2)
}

/// The operator's methods of this area.
pub fn operator_routes() -> Routes {
    Routes::default()
        .writes(operator::ChatOpen, start::open)
        .runs(operator::ChatMessageSend, send::from_customer)
        .writes(operator::ChatMessageEdit, buyer::edit)
        .writes(operator::ChatRead, buyer::read)
        .writes(operator::ChatClose, buyer::close)
        .reads(operator::ChatList, desk::list)
}
