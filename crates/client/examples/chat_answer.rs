//! Answers every buyer who waits for one: `chat_answer`. Words of the question decide the answer; whatever it does not
//! understand is passed on to a person. Run it as often as answers shall be quick.

mod shop;

use futures_util::TryStreamExt;
use gostiny_client::{
    Client, ClientError,
    wire::chat::{
        ChatHistoryV1Request, ChatListV1, ChatListV1Request, ChatListV1With, ChatMessageV1, ChatSendMessageV1Request,
        ChatV1,
    },
};
use shop::{Outcome, shop};

/// Beginnings of words, and what is answered to the first that is found.
const ANSWERS: [(&[&str], &str); 4] = [
    (&["когда", "где", "достав", "трек"], "Здравствуйте! Срок доставки показан в заказе, он обновляется сам."),
    (&["верн", "возврат", "брак", "сломан"], "Здравствуйте! Оформите возврат в разделе «Заказы», мы примем товар."),
    (&["размер", "цвет", "габарит"], "Здравствуйте! Размеры и цвет указаны в карточке товара, в характеристиках."),
    (&["спасибо"], "Рады помочь!"),
];
const OTHERWISE: &str = "Здравствуйте! Передали ваш вопрос сотруднику, он ответит в рабочее время.";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let shop = shop("GOSTINY")?;
    let with = ChatListV1With { first_unread_message_id: true, unread_count: true };
    let chats = shop.items(ChatListV1, ChatListV1Request { page_size: 1_000, with, ..Default::default() });
    let waiting: Vec<_> = chats.try_filter(|chat| std::future::ready(chat.unread_count > 0)).try_collect().await?;
    let mut answered = 0;
    for chat in &waiting {
        match answer(&shop, chat).await {
            Ok(text) => {
                println!("{}: {text}", chat.id);
                answered += 1;
            }
            // A chat that is closed, or where nobody may write any more.
            Err(error) if error.status().is_some_and(|status| status < 500) => println!("{}: {error}", chat.id),
            Err(error) => return Err(error.into()),
        }
    }
    println!("{answered} of {} chats are answered", waiting.len());
    Ok(())
}

async fn answer(shop: &Client, chat: &ChatV1) -> Result<&'static str, ClientError> {
    let (chat_id, from_message_id) = (chat.id.clone(), chat.first_unread_message_id.into());
    let request = ChatHistoryV1Request { chat_id, from_message_id, limit: 1_000 };
    let unread = shop.chats().history_v1(&request).await?.result;
    let text = reply(&unread);
    let request = ChatSendMessageV1Request { chat_id: chat.id.clone(), text: text.to_owned() };
    shop.chats().send_message_v1(&request).await?;
    Ok(text)
}

fn reply(unread: &[ChatMessageV1]) -> &'static str {
    let words: String = unread.iter().filter(|one| one.user.kind == "customer").map(|one| one.text.as_str()).collect();
    let words = words.to_lowercase();
    let found = ANSWERS.iter().find(|(beginnings, _)| beginnings.iter().any(|word| words.contains(word)));
    found.map_or(OTHERWISE, |(_, text)| text)
}
