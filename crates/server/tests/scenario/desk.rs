//! Lists over all shops, as the operator looks through them: to their end, shop by shop, and what happened last.

use gostiny_client::Client;
use gostiny_wire::{
    operator::{
        ChatList, ChatListRequest, ChatMessageSend, ChatMessageSendRequest, ChatOpen, ChatOpenRequest, GoodsList,
        GoodsListRequest, PostingChangeList, PostingChangeListRequest, PostingEvent, PostingList, PostingListItem,
        PostingListRequest, ReturnCreate, ReturnCreateRequest, ReturnList, ReturnListRequest, SupplyOrderCreate,
        SupplyOrderCreateRequest, SupplyOrderItem, SupplyOrderList, SupplyOrderListRequest,
    },
    product::Visibility,
    scalar::{ClientId, PostingNumber, Time},
};

use crate::world::{World, refusal};

const TO_BUYER: &[PostingEvent] = &[PostingEvent::Accepted, PostingEvent::InTransit, PostingEvent::Delivered];

async fn postings(operator: &Client, mut asked: PostingListRequest) -> Vec<PostingListItem> {
    let mut all = Vec::new();
    loop {
        let page = operator.call(PostingList, &asked).await.unwrap();
        all.extend(page.postings);
        if page.last_id.is_empty() {
            return all;
        }
        asked.last_id = page.last_id;
    }
}

async fn changes(operator: &Client, since: Option<Time>, limit: i64) -> Vec<PostingListItem> {
    let mut asked = PostingChangeListRequest { since, limit, ..Default::default() };
    let mut all = Vec::new();
    loop {
        let page = operator.call(PostingChangeList, &asked).await.unwrap();
        all.extend(page.postings);
        if page.last_id.is_empty() {
            return all;
        }
        asked.last_id = page.last_id;
    }
}

fn numbers(postings: &[PostingListItem]) -> Vec<PostingNumber> {
    postings.iter().map(|posting| posting.posting_number.clone()).collect()
}

#[tokio::test]
async fn postings_of_all_shops_are_paged_by_shop_and_status() {
    let world = World::new().await;
    let (first, empty, second) = (world.shop().await, world.shop().await, world.shop().await);
    let cup = first.product("A-1").stock(10).on_sale().await;
    let pot = second.product("B-1").stock(10).on_sale().await;
    let mut placed = Vec::new();
    for sku in [pot.sku, cup.sku, cup.sku, pot.sku, cup.sku] {
        placed.push(world.order_one(&[(sku, 2)]).await);
        world.pass(60).await;
    }
    let want = [&placed[1], &placed[2], &placed[4], &placed[0], &placed[3]].map(Clone::clone);
    for limit in [1, 2, 3, 5, 100] {
        let all = postings(&world.operator, PostingListRequest { limit, ..Default::default() }).await;
        assert_eq!(numbers(&all), want, "{limit}");
    }
    first.ship(&placed[2]).await;
    let packed = PostingListRequest { status: "awaiting_deliver".to_owned(), limit: 1, ..Default::default() };
    let packed = postings(&world.operator, packed).await;
    assert_eq!(numbers(&packed), [placed[2].clone()]);
    let one = &packed[0];
    assert_eq!((one.event.as_str(), one.changed_at, one.client_id), ("ship", world.now().await, first.client_id));
    assert_eq!((one.items[0].sku, one.items[0].quantity, one.items[0].price.as_str()), (cup.sku, 2, "1000.0000"));
    let of = |client_id| PostingListRequest { client_id: Some(client_id), ..Default::default() };
    assert_eq!(postings(&world.operator, of(second.client_id)).await.len(), 2);
    assert_eq!(postings(&world.operator, of(empty.client_id)).await, []);

    for (wrong, status) in [
        (of(ClientId(5)), 404),
        (PostingListRequest { status: "eaten".to_owned(), ..Default::default() }, 400),
        (PostingListRequest { limit: 1_001, ..Default::default() }, 400),
        (PostingListRequest { last_id: "xyz".to_owned(), ..Default::default() }, 400),
    ] {
        assert_eq!(refusal(world.operator.call(PostingList, &wrong).await).0, status, "{wrong:?}");
    }
    assert_eq!(refusal(first.client.call(PostingList, &PostingListRequest::default()).await).0, 401);
}

#[tokio::test]
async fn what_happened_is_told_once_for_each_posting_in_the_order_of_the_last() {
    let world = World::new().await;
    let (first, second) = (world.shop().await, world.shop().await);
    let cup = first.product("A-1").stock(10).on_sale().await;
    let pot = second.product("B-1").stock(10).on_sale().await;
    let (one, two, three) = (
        world.order_one(&[(cup.sku, 1)]).await,
        world.order_one(&[(pot.sku, 1)]).await,
        world.order_one(&[(cup.sku, 1)]).await,
    );
    let ordered = world.now().await;
    world.pass(60).await;
    first.ship(&one).await;
    world.pass(60).await;
    let late = world.now().await;
    world.try_event(&two, PostingEvent::CancelledByBuyer).await.unwrap();
    for limit in [1, 2, 100] {
        let all = changes(&world.operator, None, limit).await;
        assert_eq!(numbers(&all), [three.clone(), one.clone(), two.clone()], "{limit}");
    }
    let all = changes(&world.operator, Some(ordered.plus_seconds(1)), 100).await;
    assert_eq!(numbers(&all), [one, two.clone()]);
    let last = changes(&world.operator, Some(late), 100).await;
    assert_eq!(numbers(&last), [two]);
    assert_eq!((last[0].status.as_str(), last[0].event.as_str()), ("cancelled", "cancelled_by_buyer"));
    assert_eq!((last[0].changed_at, last[0].client_id), (late, second.client_id));
    assert_eq!(changes(&world.operator, Some(late.plus_seconds(1)), 100).await, []);
}

#[tokio::test]
async fn goods_of_all_shops_are_shown_with_their_stock_in_each_warehouse() {
    let world = World::new().await;
    let (first, second) = (world.shop().await, world.shop().await);
    let cup = first.product("A-1").stock(3).on_sale().await;
    let hidden = first.product("A-2").stock(0).on_sale().await;
    let pot = second.product("B-1").stock(5).on_sale().await;
    world.order(&[(pot.sku, 2)]).await;
    let mut asked = GoodsListRequest { limit: 1, ..Default::default() };
    let mut all = Vec::new();
    loop {
        let page = world.operator.call(GoodsList, &asked).await.unwrap();
        all.extend(page.products);
        if page.last_id.is_empty() {
            break;
        }
        asked.last_id = page.last_id;
    }
    let ids: Vec<_> = all.iter().map(|product| product.product_id).collect();
    assert_eq!(ids, [cup.product_id, hidden.product_id, pot.product_id]);
    let stock = &all[2].stocks[0];
    assert_eq!((stock.warehouse_id, stock.is_fbo, stock.present, stock.reserved), (second.warehouse_id, false, 5, 2));
    assert_eq!((all[2].sku, all[2].price.as_str(), all[2].visible), (pot.sku, "1000.0000", true));
    let visible = GoodsListRequest { visibility: Some(Visibility::Visible), ..Default::default() };
    let visible = world.operator.call(GoodsList, &visible).await.unwrap().products;
    assert_eq!(visible.iter().map(|product| product.product_id).collect::<Vec<_>>(), [cup.product_id, pot.product_id]);
}

#[tokio::test]
async fn returns_chats_and_supplies_of_all_shops_are_listed() {
    let world = World::new().await;
    let (first, second) = (world.shop().await, world.shop().await);
    let cup = first.product("A-1").stock(10).on_sale().await;
    let pot = second.product("B-1").stock(10).on_sale().await;
    let mut sold = Vec::new();
    for (shop, product) in [(&first, &cup), (&second, &pot)] {
        let number = world.order_one(&[(product.sku, 2)]).await;
        shop.ship(&number).await;
        world.events(&number, TO_BUYER).await;
        let back = ReturnCreateRequest {
            posting_number: number.clone(),
            sku: product.sku,
            quantity: 1,
            reason: "Мал".to_owned(),
            ..Default::default()
        };
        let back = world.operator.call(ReturnCreate, &back).await.unwrap();
        let chat = world.operator.call(ChatOpen, &ChatOpenRequest { posting_number: number.clone() }).await.unwrap();
        let text =
            ChatMessageSendRequest { chat_id: chat.chat_id.clone(), text: "Где?".to_owned(), ..Default::default() };
        world.operator.call(ChatMessageSend, &text).await.unwrap();
        let items = vec![SupplyOrderItem { sku: product.fbo_sku, quantity: 7 }];
        let supply = SupplyOrderCreateRequest { client_id: shop.client_id, items, ..Default::default() };
        let supply = world.operator.call(SupplyOrderCreate, &supply).await.unwrap();
        sold.push((shop.client_id, number, back.return_id, chat.chat_id, supply));
    }
    for limit in [1, 2, 100] {
        let (mut returns, mut chats, mut supplies) = (Vec::new(), Vec::new(), Vec::new());
        let mut asked = ReturnListRequest { limit, status: "accepted_from_customer".to_owned(), ..Default::default() };
        let mut asked_chats = ChatListRequest { limit, ..Default::default() };
        let mut asked_supplies = SupplyOrderListRequest { limit, ..Default::default() };
        for _ in 0..3 {
            let page = world.operator.call(ReturnList, &asked).await.unwrap();
            returns.extend(page.returns);
            let page_of_chats = world.operator.call(ChatList, &asked_chats).await.unwrap();
            chats.extend(page_of_chats.chats);
            let page_of_supplies = world.operator.call(SupplyOrderList, &asked_supplies).await.unwrap();
            supplies.extend(page_of_supplies.supply_orders);
            if page.last_id.is_empty() {
                assert!(page_of_chats.last_id.is_empty() && page_of_supplies.last_id.is_empty());
                break;
            }
            (asked.last_id, asked_chats.last_id, asked_supplies.last_id) =
                (page.last_id, page_of_chats.last_id, page_of_supplies.last_id);
        }
        assert_eq!((returns.len(), chats.len(), supplies.len()), (2, 2, 2), "{limit}");
        for (at, (shop, number, return_id, chat_id, supply)) in sold.iter().enumerate() {
            let back = &returns[at];
            assert_eq!((back.client_id, &back.posting_number, back.return_id), (*shop, number, *return_id));
            assert_eq!((back.quantity, back.reason.as_str(), back.scheme.as_str()), (1, "Мал", "fbs"));
            let chat = &chats[at];
            assert_eq!((chat.client_id, &chat.posting_number, &chat.chat_id), (*shop, number, chat_id));
            assert_eq!((chat.unread, chat.customer_wrote_at.is_some()), (1, true));
            assert_eq!((supplies[at].client_id, supplies[at].order_id), (*shop, supply.order_id));
            assert_eq!(supplies[at].waybills, supply.waybills);
            assert_eq!(supplies[at].items.iter().map(|line| line.quantity).collect::<Vec<_>>(), [7]);
        }
    }
    let none = ReturnListRequest { status: "moving".to_owned(), ..Default::default() };
    assert_eq!(world.operator.call(ReturnList, &none).await.unwrap().returns, []);
    let wrong = ReturnListRequest { status: "eaten".to_owned(), ..Default::default() };
    assert_eq!(refusal(world.operator.call(ReturnList, &wrong).await).0, 400);
}
