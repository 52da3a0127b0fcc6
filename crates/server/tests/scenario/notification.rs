//! A shop sets its own pushes up: the same subscription as the operator's.

use gostiny_wire::{
    method::Empty,
    operator::NotificationsState,
    push::{
        Kind, NotificationCheckV1, NotificationCheckV1Request, NotificationDeleteV1, NotificationDeleteV1Request,
        NotificationEnableV1, NotificationEnableV1Request, NotificationListV1, NotificationListV1Request,
        NotificationListV1Response, NotificationPushTypeListV1, NotificationSetV1, NotificationSetV1Request,
        NotificationUpdateV1, NotificationUpdateV1Request,
    },
};

use crate::{
    receiver::{NOTHING, Receiver, Reply, open, state},
    shop::Shop,
    world::{World, refused, refused_like},
};

async fn listed(shop: &Shop) -> NotificationListV1Response {
    shop.call(NotificationListV1, &NotificationListV1Request::default()).await.unwrap()
}

async fn set(shop: &Shop, url: &str, types: &[&str]) -> Result<Empty, gostiny_client::ClientError> {
    let types = types.iter().map(|kind| (*kind).to_owned()).collect();
    shop.call(NotificationSetV1, &NotificationSetV1Request { types, url: url.to_owned() }).await
}

async fn enable(shop: &Shop, id: i64, enabled: bool) {
    shop.call(NotificationEnableV1, &NotificationEnableV1Request { enabled, id }).await.unwrap();
}

#[tokio::test]
async fn a_shop_says_where_its_pushes_go_and_changes_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let (receiver, other) = (Receiver::new().await, Receiver::new().await);
    open(&world).await;
    assert_eq!((listed(&shop).await.total_count, listed(&shop).await.urls.len()), (0, 0));
    set(&shop, &receiver.url, &["TYPE_NEW_POSTING"]).await.unwrap();
    let number = world.order_one(&[(sku, 1)]).await;
    assert_eq!(receiver.heard_of(Kind::NewPosting)[0]["posting_number"], number.0);
    let told = listed(&shop).await;
    let url = &told.urls[0];
    assert_eq!((told.total_count, url.enable, url.availability_status.as_str()), (1, true, "GREEN"));
    assert_eq!((url.url.as_str(), url.types[0].r#type.as_str()), (receiver.url.as_str(), "TYPE_NEW_POSTING"));
    assert_eq!(state(&shop).await.types, [Kind::NewPosting], "the operator sees the same");

    // One address for each shop; changing it is another call.
    refused_like(set(&shop, &other.url, &["TYPE_NEW_POSTING"]).await, 400, 9, "NOTIFICATION_IS_SET");
    let types = vec!["TYPE_STATE_CHANGED".to_owned(), "TYPE_NEW_POSTING".to_owned()];
    let change = NotificationUpdateV1Request { id: url.id, types, url: other.url.clone() };
    shop.call(NotificationUpdateV1, &change).await.unwrap();
    let kept = NotificationUpdateV1Request { id: url.id, ..Default::default() };
    shop.call(NotificationUpdateV1, &kept).await.unwrap();
    assert_eq!((listed(&shop).await.urls[0].id, listed(&shop).await.urls[0].types.len()), (url.id, 2));
    shop.ship(&number).await;
    assert_eq!((other.kinds(), receiver.heard()), (vec!["TYPE_STATE_CHANGED".to_owned()], NOTHING.to_vec()));

    let types = shop.call(NotificationPushTypeListV1, &Empty {}).await.unwrap().types;
    assert_eq!(types.len(), Kind::ALL.len());
    let goes = |kind: &str| types.iter().find(|one| one.r#type == kind).unwrap().seller_endpoint.as_ref();
    assert_eq!(goes("TYPE_STATE_CHANGED").unwrap().url, other.url);
    assert!(goes("TYPE_CHAT_CLOSED").is_none());

    shop.call(NotificationDeleteV1, &NotificationDeleteV1Request { id: url.id }).await.unwrap();
    assert_eq!(listed(&shop).await.total_count, 0);
    let gone = shop.call(NotificationDeleteV1, &NotificationDeleteV1Request { id: url.id }).await;
    refused(gone, 404, 5, "NOTIFICATION_NOT_FOUND");
    set(&shop, &other.url, &["TYPE_NEW_POSTING"]).await.unwrap();
    assert_ne!(listed(&shop).await.urls[0].id, url.id);
}

#[tokio::test]
async fn what_is_switched_off_tells_nothing_until_it_is_on_again() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let receiver = Receiver::new().await;
    open(&world).await;
    set(&shop, &receiver.url, &["TYPE_NEW_POSTING"]).await.unwrap();
    let id = listed(&shop).await.urls[0].id;
    enable(&shop, id, false).await;
    world.order_one(&[(sku, 1)]).await;
    world.pass(24 * 3_600).await;
    let url = listed(&shop).await.urls.remove(0);
    assert_eq!((url.enable, url.disable_reason.as_str()), (false, "SELLER"));
    assert_eq!((state(&shop).await.state, state(&shop).await.waiting), (NotificationsState::Disabled, 0));
    assert_eq!((receiver.heard(), receiver.pings().len()), (NOTHING.to_vec(), 1));
    enable(&shop, id, true).await;
    enable(&shop, id, true).await;
    let number = world.order_one(&[(sku, 1)]).await;
    let heard = receiver.heard();
    assert_eq!((heard.len(), heard[0]["posting_number"].as_str()), (1, Some(number.as_str())));
    assert!(listed(&shop).await.urls[0].enable);
}

#[tokio::test]
async fn a_receiver_that_fails_is_yellow_and_then_red() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").on_sale().await.sku;
    let receiver = Receiver::new().await;
    open(&world).await;
    set(&shop, &receiver.url, &["TYPE_NEW_POSTING"]).await.unwrap();
    receiver.answers(Reply::With(500, "{}"));
    world.order_one(&[(sku, 1)]).await;
    let status = async || {
        let url = listed(&shop).await.urls.remove(0);
        (url.availability_status, url.enable, url.disable_reason)
    };
    assert_eq!(status().await, ("YELLOW".to_owned(), true, String::new()));
    world.pass(25 * 3_600).await;
    assert_eq!(status().await, ("RED".to_owned(), false, "AVAILABILITY".to_owned()));
    let green = NotificationListV1Request { availability_statuses: vec!["GREEN".to_owned()], ..Default::default() };
    assert_eq!(shop.call(NotificationListV1, &green).await.unwrap().total_count, 0);
    // On again by the shop itself.
    receiver.answers(Reply::Good);
    let id = listed(&shop).await.urls[0].id;
    enable(&shop, id, true).await;
    assert_eq!(status().await, ("GREEN".to_owned(), true, String::new()));
}

#[tokio::test]
async fn an_address_is_tried_and_its_answer_judged() {
    let world = World::new().await;
    let shop = world.shop().await;
    let receiver = Receiver::new().await;
    let check = async || {
        let request = NotificationCheckV1Request { url: receiver.url.clone() };
        let told = shop.call(NotificationCheckV1, &request).await.unwrap();
        (told.is_active, told.errors.into_iter().map(|error| error.r#type).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(check().await, (false, "REQUEST_ERROR".to_owned()), "no private addresses");
    open(&world).await;
    assert_eq!(check().await, (true, String::new()));
    for (status, body, want) in [
        (200, "", "EMPTY_BODY"),
        (200, "[]", "INVALID_BODY"),
        (404, "", "STATUS_CODE_NOT_OK"),
        (503, "", "SERVER_FAULT"),
    ] {
        receiver.answers(Reply::With(status, body));
        assert_eq!(check().await, (false, want.to_owned()));
    }
    receiver.answers(Reply::Never);
    assert_eq!(check().await, (false, "REQUEST_TIMEOUT".to_owned()));
    refused_like(set(&shop, &receiver.url, &["TYPE_PING"]).await, 400, 3, "TYPE_PING is not told");
    refused_like(set(&shop, &receiver.url, &[]).await, 400, 3, "Types");
    refused_like(set(&shop, "ftp://x", &["TYPE_NEW_POSTING"]).await, 400, 3, "Url");
    refused_like(set(&shop, "", &["TYPE_NEW_POSTING"]).await, 400, 3, "Url");
}
