//! Chats of all shops, as the operator looks through them.

use gostiny_wire::operator::{ChatListItem, ChatListRequest, ChatListResponse};

use super::row::{Chat, chat, chats};
use crate::{areas::seller, args, call::Call, error::Result};

/// In the order in which they were opened, shop by shop.
pub async fn list(call: &mut Call, req: &ChatListRequest) -> Result<ChatListResponse> {
    let asked =
        seller::Asked { request: "ChatListRequest", client_id: req.client_id, limit: req.limit, last_id: &req.last_id };
    let key = |(chat, _): &(Chat, _)| (chat.created_at.0, chat.number);
    let (page, last_id) = seller::walk(call, asked, key, |call, behind, limit| {
        Box::pin(async move {
            let (at, number) = behind.unwrap_or((i64::MIN, 0));
            let page = call.tx.rows(PAGE, args![call.seller, at, number, limit], chat).await?;
            let shop = call.seller;
            Ok(page.into_iter().map(|chat| (chat, shop)).collect())
        })
    })
    .await?;
    let item = |(chat, client_id): (Chat, _)| ChatListItem {
        chat_id: chat.chat_id,
        client_id,
        posting_number: chat.posting_number,
        created_at: chat.created_at,
        unread: chat.unread,
        customer_wrote_at: chat.customer_wrote_at,
        closed_at: chat.closed_at,
    };
    Ok(ChatListResponse { chats: page.into_iter().map(item).collect(), last_id })
}

const PAGE: &str = chats!("and (created_at, number) > ($2, $3) order by created_at, number limit $4");
