//! Opens the one chat about a posting: by the seller, or by the buyer without a word.

use gostiny_wire::{
    chat::{ChatStartV1Request, ChatStartV1Response, ChatStartV1Result},
    operator::{ChatOpenRequest, ChatOpenResponse},
    scalar::ChatId,
};
use rand::RngCore;

use super::row;
use crate::{
    areas::{
        posting::{self, Posting},
        seller, setting,
        tariff::Scheme,
    },
    args,
    call::Call,
    check,
    error::{Error, Result},
};

/// The seller begins; a chat that is there already is the answer.
pub async fn v1(call: &mut Call, req: &ChatStartV1Request) -> Result<ChatStartV1Response> {
    check::length("ChatStartRequest", "PostingNumber", req.posting_number.as_str(), 1, 100)?;
    let posting = posting::find(call, &req.posting_number).await?;
    let chat_id = match row::about(call, &posting.posting_number).await? {
        Some(chat) => chat.chat_id,
        None if posting.scheme == Scheme::Fbo => {
            return Err(Error::WrongState("FBO_CHAT_IS_STARTED_BY_CUSTOMER".to_owned()));
        }
        None => {
            allowed(call, &posting).await?;
            make(call, &posting).await?
        }
    };
    Ok(ChatStartV1Response { result: ChatStartV1Result { chat_id } })
}

async fn allowed(call: &mut Call, posting: &Posting) -> Result<()> {
    let setting = setting::of(call).await?;
    if setting.chat_needs_premium && !seller::find(call, call.seller).await?.premium {
        return Err(Error::Denied("starting a chat needs the Premium Plus subscription"));
    }
    if setting.chat_limits && !posting::may_write_first(posting, call.now) {
        return Err(Error::WrongState("TIME_TO_START_CHAT_IS_OVER".to_owned()));
    }
    Ok(())
}

/// The buyer of any shop's posting opens the chat.
pub async fn open(call: &mut Call, req: &ChatOpenRequest) -> Result<ChatOpenResponse> {
    call.seller = posting::owner(call, &req.posting_number).await?;
    let posting = posting::find(call, &req.posting_number).await?;
    let chat_id = match row::about(call, &posting.posting_number).await? {
        Some(chat) => chat.chat_id,
        None => make(call, &posting).await?,
    };
    Ok(ChatOpenResponse { chat_id, client_id: call.seller })
}

async fn make(call: &mut Call, posting: &Posting) -> Result<ChatId> {
    let customer_id = posting::customer(call, posting).await?;
    let number = call.id("chat").await?;
    let mut bytes = [0; 16];
    call.chance.of("chat", number).fill_bytes(&mut bytes);
    let chat_id = ChatId(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string());
    let args = args![call.seller, &chat_id, number, &posting.posting_number, customer_id, call.now];
    if call.tx.run(MAKE, args).await? == 1 {
        return Ok(chat_id);
    }
    // Somebody else made it meanwhile.
    let made = row::about(call, &posting.posting_number).await?;
    made.map(|chat| chat.chat_id).ok_or(Error::Raced)
}

const MAKE: &str = "insert into chat (seller_id, chat_id, number, posting_number, customer_id, created_at, \
    last_message_id, first_unread_id, unread, customer_wrote_at) values ($1, $2, $3, $4, $5, $6, 0, 0, 0, null) \
    on conflict (seller_id, posting_number) do nothing";
