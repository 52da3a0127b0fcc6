//! The list of chats. In the order in which they were opened, so that no chat is skipped or shown twice while people
//! write.

use gostiny_wire::{
    chat::{
        ChatDetails, ChatListFilter, ChatListV1Request, ChatListV1Response, ChatListV2Request, ChatListV2Response,
        ChatListV3Request, ChatListV3Response, ChatUserV1, ChatV1, ChatV2, ChatV3,
    },
    scalar::{ClientId, MessageId, Time},
};

use super::row::{Chat, chat, chats};
use crate::{
    api::cursor,
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Arg,
};

const REQUEST: &str = "ChatListRequest";
const LARGEST_PAGE: i32 = 1_000;
const USUAL_PAGE: i32 = 100;
/// Of the later versions.
const USUAL_LIMIT: i64 = 30;
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

/// A page by the number of chats before it, and how many there are.
pub async fn v2(call: &mut Call, req: &ChatListV2Request) -> Result<ChatListV2Response> {
    let limit = limit(req.limit)?;
    check::offset(REQUEST, req.offset)?;
    let which = which(&req.filter)?;
    let page = format!("{CHATS}{which} order by created_at, number limit $2 offset $3");
    let page = call.tx.rows(&page, args![call.seller, limit, req.offset], chat).await?;
    let total_chats_count = call.tx.value(&format!("{COUNT}{which}"), args![call.seller]).await?;
    let total_unread_count = call.tx.value(UNREAD, args![call.seller]).await?;
    let shown = |chat: Chat| {
        let details = details(&chat, ["Opened", "Closed"], "Buyer_Seller");
        ChatV2 {
            chat: details.clone(),
            details,
            first_unread_message_id: chat.first_unread_id,
            last_message_id: chat.last_message_id,
            unread_count: chat.unread,
        }
    };
    Ok(ChatListV2Response { chats: page.into_iter().map(shown).collect(), total_chats_count, total_unread_count })
}

/// A page behind a chat.
pub async fn v3(call: &mut Call, req: &ChatListV3Request) -> Result<ChatListV3Response> {
    let limit = limit(req.limit)?;
    let (at, number) = cursor::read::<(i64, i64)>(&req.cursor)?.unwrap_or((i64::MIN, 0));
    let which = which(&req.filter)?;
    let page = format!("{CHATS}{which} and (created_at, number) > ($2, $3) order by created_at, number limit $4");
    let all = call.tx.rows(&page, args![call.seller, Time(at), number, limit + 1], chat).await?;
    let (page, cursor) = cursor::turn(all, limit, |last| (last.created_at.0, last.number))?;
    let has_next = !cursor.is_empty();
    let total_unread_count = call.tx.value(UNREAD, args![call.seller]).await?;
    let shown = |chat: Chat| ChatV3 {
        chat: details(&chat, ["OPENED", "CLOSED"], "BUYER_SELLER"),
        first_unread_message_id: chat.first_unread_id,
        last_message_id: chat.last_message_id,
        unread_count: chat.unread,
    };
    Ok(ChatListV3Response { chats: page.into_iter().map(shown).collect(), cursor, has_next, total_unread_count })
}

const CHATS: &str = chats!("");
const COUNT: &str = "select count(*) from chat where seller_id = $1 ";

fn limit(limit: i64) -> Result<i64> {
    let limit = if limit == 0 { USUAL_LIMIT } else { limit };
    check::limit(REQUEST, limit, LARGEST_PAGE.into())?;
    Ok(limit)
}

/// Which chats a list is about: conditions on `chat`, each worded as that of a partial index.
fn which(filter: &ChatListFilter) -> Result<&'static str> {
    let status = filter.chat_status.to_ascii_lowercase();
    Ok(match (status.as_str(), filter.unread_only) {
        ("" | "all", false) => "",
        ("opened", false) => "and closed_at is null",
        ("closed", false) => "and closed_at is not null",
        ("" | "all", true) => "and unread > 0",
        // Unread chats are few: the words for the status fit no other index than theirs.
        ("opened", true) => "and unread > 0 and coalesce(closed_at, 0) = 0",
        ("closed", true) => "and unread > 0 and coalesce(closed_at, 0) > 0",
        _ => {
            let rule = "value must be in list [All Opened Closed]";
            return Err(Error::invalid(format!("{REQUEST}.Filter.ChatStatus"), rule));
        }
    })
}

fn details(chat: &Chat, [opened, closed]: [&str; 2], kind: &str) -> ChatDetails {
    ChatDetails {
        created_at: chat.created_at,
        chat_id: chat.chat_id.clone(),
        chat_status: if chat.closed_at.is_some() { closed } else { opened }.to_owned(),
        chat_type: kind.to_owned(),
    }
}
