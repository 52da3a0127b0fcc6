//! The list of chats. In the order in which they were opened, so that no chat is skipped or shown twice while people
//! write.

use gostiny_wire::{
    chat::{ChatListV1Request, ChatListV1Response, ChatUserV1, ChatV1},
    scalar::{ClientId, MessageId},
};

use super::row::{Chat, chat, chats};
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "ChatListRequest";
const LARGEST_PAGE: i32 = 1_000;
const USUAL_PAGE: i32 = 100;
/// Chats named in one call.
const MOST_NAMED: usize = 1_000;

/// A page. Chats that are unknown are left out.
pub async fn v1(call: &mut Call, req: &ChatListV1Request) -> Result<ChatListV1Response> {
    let size = if req.page_size == 0 { USUAL_PAGE } else { req.page_size };
    if !(1..=LARGEST_PAGE).contains(&size) {
        return Err(Error::invalid(
            format!("{REQUEST}.PageSize"),
            format!("value must be inside range (0, {LARGEST_PAGE}]"),
        ));
    }
    if req.page < 0 {
        return Err(Error::invalid(format!("{REQUEST}.Page"), "value must be greater than or equal to 0"));
    }
    check::items(REQUEST, "ChatIdList", req.chat_id_list.len(), 0, MOST_NAMED)?;
    let (size, before) = (i64::from(size), i64::from(req.page.max(1) - 1) * i64::from(size));
    let page = if req.chat_id_list.is_empty() {
        call.tx.rows(PAGE, args![call.seller, size, before], chat).await?
    } else {
        let list: Vec<Arg> = req.chat_id_list.iter().map(Arg::from).collect();
        let mut named = call.tx.rows_in(NAMED, args![call.seller], &list, chat).await?;
        named.sort_by_key(|chat| (chat.created_at, chat.number));
        named.dedup_by_key(|chat| chat.number);
        let place = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        named.into_iter().skip(place(before)).take(place(size)).collect()
    };
    let total_unread_count = call.tx.value(UNREAD, args![call.seller]).await?;
    let result = page.into_iter().map(|chat| shown(chat, call.seller, req)).collect();
    Ok(ChatListV1Response { result, total_unread_count })
}

const PAGE: &str = chats!("order by created_at, number limit $2 offset $3");
const NAMED: &str = chats!("and chat_id {in}");
const UNREAD: &str = "select cast(coalesce(sum(unread), 0) as bigint) from chat where seller_id = $1 and unread > 0";

fn shown(chat: Chat, seller: ClientId, req: &ChatListV1Request) -> ChatV1 {
    let user = |id: i64, kind: &str| ChatUserV1 { id: id.to_string(), kind: kind.to_owned() };
    ChatV1 {
        first_unread_message_id: if req.with.first_unread_message_id { chat.first_unread_id } else { MessageId(0) },
        id: chat.chat_id,
        last_message_id: chat.last_message_id,
        unread_count: if req.with.unread_count { chat.unread } else { 0 },
        users: vec![user(seller.0, "seller"), user(chat.customer_id, "customer")],
    }
}
