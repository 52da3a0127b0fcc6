//! Buyers ask for a lower price, sellers answer, and the buyer's order pays what is granted. One state, two lists.

use gostiny_client::ClientError;
use gostiny_wire::{
    action::{
        ActionsDiscountsTaskApproveV1, ActionsDiscountsTaskApproveV1Request, ActionsDiscountsTaskDeclineV1,
        ActionsDiscountsTaskDeclineV1Request, ActionsDiscountsTaskListV1, ActionsDiscountsTaskListV1Request,
        ActionsDiscountsTaskListV2, ActionsDiscountsTaskListV2Request, DiscountTaskApproval, DiscountTaskRefusal,
        DiscountTaskV1, DiscountTaskV2, DiscountTasksDecided,
    },
    operator::{
        DiscountRequestCreate, DiscountRequestCreateRequest, DiscountRequestCreateResponse, OrderPlaceBuyer,
        OrderPlaceRequest,
    },
    scalar::{Decimal2, DiscountTaskId, Sku},
};

use crate::{
    shop::Shop,
    world::{World, lines, refused, refused_like},
};

const HOUR: i64 = 3_600;

pub async fn ask(
    world: &World,
    sku: Sku,
    roubles: i64,
    change: impl FnOnce(&mut DiscountRequestCreateRequest),
) -> Result<DiscountRequestCreateResponse, ClientError> {
    let mut request = DiscountRequestCreateRequest {
        sku,
        price: Decimal2(roubles * 100),
        quantity: 2,
        comment: "Сделайте скидку".to_owned(),
        last_name: "Иванова".to_owned(),
        first_name: "Мария".to_owned(),
        ..Default::default()
    };
    change(&mut request);
    world.operator.call(DiscountRequestCreate, &request).await
}

async fn approve(shop: &Shop, id: DiscountTaskId, roubles: i64) -> DiscountTasksDecided {
    let task = DiscountTaskApproval {
        id,
        approved_price: Decimal2(roubles * 100),
        seller_comment: "Пожалуйста".to_owned(),
        ..Default::default()
    };
    let request = ActionsDiscountsTaskApproveV1Request { tasks: vec![task] };
    shop.call(ActionsDiscountsTaskApproveV1, &request).await.unwrap().result
}

async fn decline(shop: &Shop, ids: &[DiscountTaskId]) -> DiscountTasksDecided {
    let refusal = |&id: &DiscountTaskId| DiscountTaskRefusal { id, seller_comment: "Нет".to_owned() };
    let request = ActionsDiscountsTaskDeclineV1Request { tasks: ids.iter().map(refusal).collect() };
    shop.call(ActionsDiscountsTaskDeclineV1, &request).await.unwrap().result
}

async fn list_v1(shop: &Shop, status: &str, page: i64, limit: i64) -> Vec<DiscountTaskV1> {
    let request = ActionsDiscountsTaskListV1Request { status: status.to_owned(), page, limit };
    shop.call(ActionsDiscountsTaskListV1, &request).await.unwrap().result
}

async fn list_v2(shop: &Shop, status: &str, last_id: DiscountTaskId, limit: i32) -> Vec<DiscountTaskV2> {
    let request = ActionsDiscountsTaskListV2Request { status: status.to_owned(), last_id, limit };
    shop.call(ActionsDiscountsTaskListV2, &request).await.unwrap().tasks
}

/// What a buyer pays for one unit.
async fn pays(world: &World, shop: &Shop, sku: Sku, quantity: i64, customer_id: i64) -> String {
    let buyer = OrderPlaceBuyer { customer_id: Some(customer_id), ..Default::default() };
    let order = OrderPlaceRequest { items: lines(&[(sku, quantity)]), buyer: Some(buyer), ..Default::default() };
    let number = world.place(&order).await.unwrap().postings.remove(0).posting_number;
    shop.posting(&number).await.products[0].price.clone()
}

#[tokio::test]
async fn a_granted_price_is_paid_once_by_its_buyer() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("1000").stock(50).on_sale().await.sku;
    let made = ask(&world, sku, 800, |_| {}).await.unwrap();
    let (old, new) = (list_v1(&shop, "NEW", 1, 50).await.remove(0), list_v2(&shop, "NEW", made.task_id, 50).await);
    assert_eq!((old.id, old.sku, old.customer_name.as_str()), (made.task_id, sku, "Иванова Мария"));
    assert_eq!((old.requested_price.0, old.original_price.0, old.discount.0), (80_000, 100_000, 20_000));
    assert_eq!((old.discount_percent, old.requested_quantity_max, old.moderated_at), (Decimal2(2_000), 2, None));
    assert_eq!(new, [], "a page behind the newest");
    let new = list_v2(&shop, "", DiscountTaskId(0), 50).await.remove(0);
    assert_eq!((new.id, new.status.as_str(), new.edited_till_duration), (made.task_id, "NEW", 48 * HOUR));

    assert_eq!(pays(&world, &shop, sku, 1, made.customer_id).await, "1000.0000", "nothing is granted yet");
    let done = approve(&shop, made.task_id, 850).await;
    assert_eq!((done.success_count, done.fail_count), (1, 0));
    let told = list_v1(&shop, "PARTLY_APPROVED", 1, 50).await.remove(0);
    assert_eq!((told.approved_price.0, told.approved_discount.0, told.approved_quantity_max), (85_000, 15_000, 2));
    assert_eq!((told.seller_comment.as_str(), told.moderated_at), ("Пожалуйста", Some(world.now().await)));
    assert_eq!(list_v2(&shop, "APPROVED", DiscountTaskId(0), 50).await[0].approved_price.0, 85_000);

    assert_eq!(pays(&world, &shop, sku, 3, made.customer_id).await, "1000.0000", "more than was granted");
    let somebody = ask(&world, sku, 700, |_| {}).await.unwrap().customer_id;
    assert_eq!(pays(&world, &shop, sku, 1, somebody).await, "1000.0000");
    assert_eq!(pays(&world, &shop, sku, 2, made.customer_id).await, "850.0000");
    assert!(list_v1(&shop, "PURCHASED", 1, 50).await[0].is_purchased);
    assert_eq!(pays(&world, &shop, sku, 1, made.customer_id).await, "1000.0000", "once only");
    let again = ask(&world, sku, 900, |request| request.customer_id = Some(made.customer_id)).await.unwrap();
    assert_eq!(list_v1(&shop, "", 1, 1).await[0].prev_task_id, made.task_id);
    assert_eq!(approve(&shop, again.task_id, 900).await.success_count, 1);
    world.pass(48 * HOUR).await;
    assert_eq!(pays(&world, &shop, sku, 1, made.customer_id).await, "1000.0000", "too late");
}

#[tokio::test]
async fn each_request_is_judged_by_itself() {
    let world = World::new().await;
    let shop = world.shop().await;
    let sku = shop.product("A-1").price("1000").on_sale().await.sku;
    let mut ids = Vec::new();
    for roubles in [500, 600, 700, 800, 900] {
        ids.push(ask(&world, sku, roubles, |_| {}).await.unwrap().task_id);
    }
    let done = decline(&shop, &[ids[0], ids[0], DiscountTaskId(5)]).await;
    assert_eq!((done.success_count, done.fail_count), (1, 2));
    let why: Vec<_> = done.fail_details.iter().map(|one| (one.task_id, one.error_for_user.as_str())).collect();
    assert_eq!(why, [(ids[0], "TASK_IS_DECLINED"), (DiscountTaskId(5), "TASK_NOT_FOUND")]);
    assert_eq!(approve(&shop, ids[0], 500).await.fail_details[0].error_for_user, "TASK_IS_DECLINED");
    assert_eq!(approve(&shop, ids[1], 1_001).await.fail_details[0].error_for_user, "APPROVED_PRICE_IS_WRONG");
    assert_eq!(approve(&shop, ids[1], 600).await.success_count, 1);

    // Newest first, on pages of both kinds.
    let (mut seen, mut last_id) = (Vec::new(), DiscountTaskId(0));
    for page in 1..=3 {
        let old: Vec<_> = list_v1(&shop, "UNKNOWN", page, 2).await.iter().map(|one| one.id).collect();
        let new: Vec<_> = list_v2(&shop, "ALL", last_id, 2).await.iter().map(|one| one.id).collect();
        assert_eq!(old, new);
        last_id = *new.last().unwrap();
        seen.extend(new);
    }
    let mut want = ids.clone();
    want.reverse();
    assert_eq!(seen, want);
    assert_eq!(list_v2(&shop, "ALL", last_id, 2).await, []);

    world.pass(48 * HOUR).await;
    let forgotten: Vec<_> = list_v1(&shop, "AUTO_DECLINED", 0, 50).await.iter().map(|one| one.id).collect();
    assert_eq!(forgotten, [ids[4], ids[3], ids[2]]);
    assert_eq!(list_v2(&shop, "DECLINED", DiscountTaskId(0), 50).await.len(), 4);
    assert_eq!(decline(&shop, &[ids[2]]).await.fail_details[0].error_for_user, "TASK_IS_AUTO_DECLINED");

    let stranger = world.shop().await;
    assert_eq!(list_v1(&stranger, "", 1, 50).await, []);
    assert_eq!(list_v2(&stranger, "", DiscountTaskId(0), 50).await, []);
    assert_eq!(decline(&stranger, &[ids[1]]).await.fail_details[0].error_for_user, "TASK_NOT_FOUND");
    assert_eq!(approve(&stranger, ids[1], 1).await.fail_details[0].error_for_user, "TASK_NOT_FOUND");
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let hidden = shop.product("A-2").imported().await;
    for wrong in [0, -5, 1_000, 1_001] {
        refused_like(ask(&world, product.sku, wrong, |_| {}).await, 400, 0, "Price");
    }
    refused_like(ask(&world, product.sku, 900, |request| request.quantity = 1_001).await, 400, 0, "Quantity");
    refused_like(ask(&world, Sku(5), 900, |_| {}).await, 404, 0, "there is no sku 5");
    let unseen = ask(&world, hidden.sku, 900, |_| {}).await;
    assert!(unseen.is_err(), "{unseen:?}");
    let list = [
        ("{}", 400, 3, "Limit"),
        (r#"{"limit":51}"#, 400, 3, "Limit"),
        (r#"{"limit":1,"status":"LOST"}"#, 400, 3, "Status"),
    ];
    shop.refuses("/v1/actions/discounts-task/list", &list).await;
    shop.refuses("/v2/actions/discounts-task/list", &list).await;
    shop.refuses("/v1/actions/discounts-task/approve", &[("{}", 400, 3, "Tasks")]).await;
    shop.refuses("/v1/actions/discounts-task/decline", &[("{}", 400, 3, "Tasks")]).await;
    let none = ActionsDiscountsTaskApproveV1Request::default();
    refused(
        shop.call(ActionsDiscountsTaskApproveV1, &none).await,
        400,
        3,
        "Request validation error: invalid ApproveDiscountTasksRequest.Tasks: value must contain between 1 and 50 items",
    );
}
