//! Promotions: what buyers pay while one runs, who may take part and at what price, who comes in by itself.

use gostiny_client::ClientError;
use gostiny_wire::{
    action::{
        ActionOutcome, ActionProducts, ActionsCandidatesV1, ActionsCandidatesV1Request, ActionsProductsActivateV1,
        ActionsProductsActivateV1Product, ActionsProductsActivateV1Request, ActionsProductsDeactivateV1,
        ActionsProductsDeactivateV1Request, ActionsProductsV1, ActionsProductsV1Request, ActionsV1, ActionsV1Action,
    },
    method::Empty,
    operator::{
        OrderPlaceRequest, Promotion, PromotionCandidates, PromotionChange, PromotionChangeRequest, PromotionCreate,
        PromotionCreateRequest, PromotionDiscount, PromotionDiscountType, PromotionKind, PromotionList,
        PromotionListRequest, PromotionProduct,
    },
    price::{
        PriceSwitch, ProductImportPricesV1, ProductImportPricesV1Price, ProductImportPricesV1Request,
        ProductInfoPricesV4, ProductInfoPricesV4Filter, ProductInfoPricesV4Item, ProductInfoPricesV4Request,
    },
    product::{ProductInfoListV2, ProductInfoListV2Request},
    scalar::{ActionId, CategoryId, Decimal2, ProductId, Sku},
};

use crate::{
    goods::{Product, TABLET_CASES},
    shop::Shop,
    world::{World, lines, refused},
};

pub const HOUR: i64 = 3_600;

/// At least ten percent off, from in an hour on for two hours, unless it is changed.
pub async fn open(world: &World, change: impl FnOnce(&mut PromotionCreateRequest)) -> Promotion {
    try_open(world, change).await.unwrap()
}

pub async fn try_open(
    world: &World,
    change: impl FnOnce(&mut PromotionCreateRequest),
) -> Result<Promotion, ClientError> {
    let now = world.now().await;
    let mut request = PromotionCreateRequest {
        title: "Неделя чехлов".to_owned(),
        description: "Дешевле на десятую часть".to_owned(),
        date_start: Some(now.plus_hours(1)),
        date_end: Some(now.plus_hours(3)),
        discount: PromotionDiscount { r#type: PromotionDiscountType::Percent, value: Decimal2(1_000) },
        ..Default::default()
    };
    change(&mut request);
    world.operator.call(PromotionCreate, &request).await
}

/// One that runs already, for three hours.
pub async fn running(world: &World) -> Promotion {
    open(world, |request| request.date_start = None).await
}

pub async fn activate(shop: &Shop, action_id: ActionId, offers: &[(ProductId, i64, i64)]) -> ActionOutcome {
    let offer = |&(product_id, roubles, stock): &(ProductId, i64, i64)| ActionsProductsActivateV1Product {
        product_id,
        action_price: Decimal2(roubles * 100),
        stock,
    };
    let request = ActionsProductsActivateV1Request { action_id, products: offers.iter().map(offer).collect() };
    shop.call(ActionsProductsActivateV1, &request).await.unwrap().result
}

/// Takes one product in; nothing is said against it.
pub async fn join(shop: &Shop, action_id: ActionId, product: &Product, roubles: i64) {
    let outcome = activate(shop, action_id, &[(product.product_id, roubles, 0)]).await;
    assert_eq!(outcome, ActionOutcome { product_ids: vec![product.product_id], rejected: vec![] });
}

/// The word for why one product is not taken in.
async fn turned_away(shop: &Shop, action_id: ActionId, product_id: ProductId, roubles: i64) -> String {
    let mut outcome = activate(shop, action_id, &[(product_id, roubles, 0)]).await;
    assert_eq!((outcome.product_ids.len(), outcome.rejected.len()), (0, 1), "{outcome:?}");
    outcome.rejected.remove(0).reason
}

async fn deactivate(shop: &Shop, action_id: ActionId, product_ids: &[ProductId]) -> ActionOutcome {
    let request = ActionsProductsDeactivateV1Request { action_id, product_ids: product_ids.to_vec() };
    shop.call(ActionsProductsDeactivateV1, &request).await.unwrap().result
}

async fn candidates(shop: &Shop, action_id: ActionId, limit: i64, offset: i64) -> ActionProducts {
    let request = ActionsCandidatesV1Request { action_id, limit, offset };
    shop.call(ActionsCandidatesV1, &request).await.unwrap().result
}

async fn participants(shop: &Shop, action_id: ActionId) -> ActionProducts {
    let request = ActionsProductsV1Request { action_id, limit: 0, offset: 0 };
    shop.call(ActionsProductsV1, &request).await.unwrap().result
}

async fn actions(shop: &Shop) -> Vec<ActionsV1Action> {
    shop.call(ActionsV1, &Empty {}).await.unwrap().result
}

pub async fn prices(shop: &Shop, offer_id: &str) -> ProductInfoPricesV4Item {
    let filter = ProductInfoPricesV4Filter { offer_id: vec![offer_id.into()], ..Default::default() };
    let request = ProductInfoPricesV4Request { filter, limit: 10, ..Default::default() };
    shop.call(ProductInfoPricesV4, &request).await.unwrap().result.items.remove(0)
}

/// What is told of a price after promotions, by all methods alike.
pub async fn marketing(shop: &Shop, offer_id: &str) -> String {
    let item = prices(shop, offer_id).await;
    assert_eq!(item.price.marketing_price, item.price.marketing_seller_price);
    assert_eq!(shop.info(offer_id).await.card.marketing_price, item.price.marketing_price);
    let request = ProductInfoListV2Request { offer_id: vec![offer_id.into()], ..Default::default() };
    let listed = shop.call(ProductInfoListV2, &request).await.unwrap().result.items.remove(0);
    assert_eq!(listed.card.marketing_price, item.price.marketing_price);
    item.price.marketing_price
}

async fn set_price(shop: &Shop, change: ProductImportPricesV1Price) {
    let request = ProductImportPricesV1Request { prices: vec![change] };
    let answer = shop.call(ProductImportPricesV1, &request).await.unwrap().result;
    assert!(answer[0].updated, "{answer:?}");
}

fn price(offer_id: &str, price: &str) -> ProductImportPricesV1Price {
    ProductImportPricesV1Price { offer_id: offer_id.into(), price: price.to_owned(), ..Default::default() }
}

/// What a buyer pays now for one unit.
pub async fn paid(world: &World, shop: &Shop, sku: Sku) -> String {
    let number = world.order_one(&[(sku, 1)]).await;
    shop.posting(&number).await.products[0].price.clone()
}

#[tokio::test]
async fn buyers_pay_the_promotion_s_price_while_it_runs_and_no_longer() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let promotion = open(&world, |_| {}).await;
    assert_eq!((promotion.status.as_str(), promotion.candidates), ("coming", 1));
    let listed = actions(&shop).await;
    assert_eq!((listed.len(), listed[0].id, listed[0].title.as_str()), (1, promotion.action_id, "Неделя чехлов"));
    assert_eq!((listed[0].potential_products_count, listed[0].is_participating), (1, false));
    assert_eq!((listed[0].discount_type.as_str(), listed[0].discount_value), ("PERCENT", Decimal2(1_000)));
    assert_eq!((listed[0].action_type.as_str(), listed[0].freeze_date.as_str()), ("DISCOUNT", ""));
    let page = candidates(&shop, promotion.action_id, 10, 0).await;
    assert_eq!((page.total, page.products[0].id), (1, product.product_id));
    let one = &page.products[0];
    assert_eq!((one.price, one.action_price, one.max_action_price), (Decimal2(100_000), Decimal2(0), Decimal2(90_000)));
    assert_eq!(one.add_mode, "NOT_SET");

    join(&shop, promotion.action_id, &product, 850).await;
    let inside = participants(&shop, promotion.action_id).await;
    assert_eq!((inside.total, inside.products[0].action_price), (1, Decimal2(85_000)));
    assert_eq!(inside.products[0].add_mode, "MANUAL");
    let listed = actions(&shop).await.remove(0);
    assert_eq!((listed.potential_products_count, listed.participating_products_count), (0, 1));
    assert!(listed.is_participating);
    assert_eq!(candidates(&shop, promotion.action_id, 10, 0).await.products, inside.products);

    world.pass(HOUR - 1).await;
    assert_eq!(marketing(&shop, "A-1").await, "1000.0000");
    assert!(prices(&shop, "A-1").await.marketing_actions.is_none());
    assert_eq!(paid(&world, &shop, product.sku).await, "1000.0000");
    world.pass(1).await;
    assert_eq!(marketing(&shop, "A-1").await, "850.0000");
    let item = prices(&shop, "A-1").await;
    let shown = item.marketing_actions.unwrap();
    assert_eq!((shown.actions.len(), shown.actions[0].title.as_str()), (1, "Неделя чехлов"));
    assert_eq!(shown.actions[0].discount_value, "150.00");
    assert_eq!((shown.actions[0].date_to, shown.current_period_to), (promotion.date_end, Some(promotion.date_end)));
    assert_eq!(item.price.price, "1000.0000");

    let number = world.order_one(&[(product.sku, 2)]).await;
    let posting = shop.posting(&number).await;
    assert_eq!(posting.products[0].price, "850.0000");
    let money = posting.financial_data.unwrap().products.remove(0);
    assert_eq!((money.price, money.old_price), (Decimal2(85_000), Decimal2(100_000)));
    assert_eq!((money.total_discount_value, money.total_discount_percent), (Decimal2(15_000), Decimal2(1_500)));
    assert_eq!(money.actions, ["Неделя чехлов"]);

    world.pass(2 * HOUR).await;
    assert_eq!(marketing(&shop, "A-1").await, "1000.0000");
    assert!(prices(&shop, "A-1").await.marketing_actions.is_none());
    assert_eq!(paid(&world, &shop, product.sku).await, "1000.0000");
    assert_eq!(shop.posting(&number).await.products[0].price, "850.0000");
    assert_eq!(actions(&shop).await, []);
    assert_eq!(participants(&shop, promotion.action_id).await.total, 1);
    assert_eq!(turned_away(&shop, promotion.action_id, product.product_id, 800).await, "ACTION_IS_OVER");
}

#[tokio::test]
async fn a_price_changes_inside_and_is_the_usual_one_outside() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let promotion = running(&world).await;
    join(&shop, promotion.action_id, &product, 900).await;
    assert_eq!(paid(&world, &shop, product.sku).await, "900.0000");
    join(&shop, promotion.action_id, &product, 700).await;
    assert_eq!(paid(&world, &shop, product.sku).await, "700.0000");
    // Of several promotions the lowest price counts.
    let second = running(&world).await;
    join(&shop, second.action_id, &product, 650).await;
    assert_eq!(marketing(&shop, "A-1").await, "650.0000");
    assert_eq!(prices(&shop, "A-1").await.marketing_actions.unwrap().actions.len(), 2);

    let left = deactivate(&shop, second.action_id, &[product.product_id]).await;
    assert_eq!(left, ActionOutcome { product_ids: vec![product.product_id], rejected: vec![] });
    assert_eq!(marketing(&shop, "A-1").await, "700.0000");
    let left = deactivate(&shop, promotion.action_id, &[product.product_id, product.product_id]).await;
    assert_eq!((left.product_ids.len(), left.rejected[0].reason.as_str()), (1, "PRODUCT_IS_NOT_IN_ACTION"));
    assert_eq!(paid(&world, &shop, product.sku).await, "1000.0000");
    assert_eq!(participants(&shop, promotion.action_id).await.total, 0);
    assert_eq!(candidates(&shop, promotion.action_id, 10, 0).await.total, 1);
}

#[tokio::test]
async fn a_usual_price_below_the_promotion_s_counts_and_a_dearer_one_raises_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let promotion = running(&world).await;
    join(&shop, promotion.action_id, &product, 800).await;
    set_price(&shop, price("A-1", "750")).await;
    assert_eq!(marketing(&shop, "A-1").await, "750.0000");
    let number = world.order_one(&[(product.sku, 1)]).await;
    let money = shop.posting(&number).await.financial_data.unwrap().products.remove(0);
    assert_eq!((money.price, money.actions), (Decimal2(75_000), Vec::<String>::new()));
    // The limit falls with the price and does not rise with it.
    assert_eq!(candidates(&shop, promotion.action_id, 1, 0).await.products[0].max_action_price, Decimal2(67_500));
    assert_eq!(turned_away(&shop, promotion.action_id, product.product_id, 700).await, "ACTION_PRICE_TOO_HIGH");
    set_price(&shop, price("A-1", "1100")).await;
    assert_eq!(marketing(&shop, "A-1").await, "800.0000");
    assert_eq!(candidates(&shop, promotion.action_id, 1, 0).await.products[0].max_action_price, Decimal2(90_000));

    // A subscriber pays the lower of both.
    set_price(&shop, ProductImportPricesV1Price { min_price: "600".to_owned(), ..price("A-1", "1100") }).await;
    let request = OrderPlaceRequest { items: lines(&[(product.sku, 1)]), premium: true, ..Default::default() };
    let placed = world.place(&request).await.unwrap();
    assert_eq!(shop.posting(&placed.postings[0].posting_number).await.products[0].price, "800.0000");
}

#[tokio::test]
async fn each_product_is_judged_by_itself() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let good = shop.product("A-1").price("1000").on_sale().await;
    let dear = shop.product("A-2").price("1000").on_sale().await;
    let guarded = shop.product("A-3").price("1000").on_sale().await;
    set_price(&shop, ProductImportPricesV1Price { min_price: "850".to_owned(), ..price("A-3", "1000") }).await;
    let banned = shop.product("A-4").price("1000").on_sale().await;
    let cheap = shop.product("A-5").price("300").on_sale().await;
    let foreign = other.product("A-1").price("1000").on_sale().await;
    let only_dear = PromotionCandidates { price_from: Some(Decimal2(50_000)), ..Default::default() };
    let promotion = open(&world, |request| request.candidates = only_dear).await;
    let ban =
        PromotionChangeRequest { action_id: promotion.action_id, ban_sku: vec![banned.fbo_sku], ..Default::default() };
    let changed = world.operator.call(PromotionChange, &ban).await.unwrap();
    assert_eq!((changed.candidates, changed.banned), (4, 1));
    assert_eq!(actions(&shop).await[0].banned_products_count, 1);

    let offers = [
        (good.product_id, 900, 0),
        (dear.product_id, 901, 0),
        (guarded.product_id, 849, 0),
        (banned.product_id, 800, 0),
        (cheap.product_id, 200, 0),
        (foreign.product_id, 800, 0),
        (ProductId(5), 800, 0),
    ];
    let outcome = activate(&shop, promotion.action_id, &offers).await;
    assert_eq!(outcome.product_ids, [good.product_id]);
    let words: Vec<_> = outcome.rejected.iter().map(|one| (one.product_id, one.reason.as_str())).collect();
    let want = [
        (dear.product_id, "ACTION_PRICE_TOO_HIGH"),
        (guarded.product_id, "ACTION_PRICE_BELOW_MIN_PRICE"),
        (banned.product_id, "PRODUCT_IS_BANNED"),
        (cheap.product_id, "PRODUCT_IS_NOT_A_CANDIDATE"),
        (foreign.product_id, "PRODUCT_NOT_FOUND"),
        (ProductId(5), "PRODUCT_NOT_FOUND"),
    ];
    assert_eq!(words, want);
    assert_eq!(turned_away(&shop, promotion.action_id, dear.product_id, 0).await, "ACTION_PRICE_NOT_POSITIVE");
    let outcome = deactivate(&shop, promotion.action_id, &[foreign.product_id, dear.product_id]).await;
    let words: Vec<_> = outcome.rejected.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(words, ["PRODUCT_NOT_FOUND", "PRODUCT_IS_NOT_IN_ACTION"]);
    // The other shop sees its own goods and nothing of this.
    let theirs = candidates(&other, promotion.action_id, 0, 0).await;
    assert_eq!((theirs.total, theirs.products[0].id), (1, foreign.product_id));
    assert_eq!(participants(&other, promotion.action_id).await.total, 0);
}

#[tokio::test]
async fn a_frozen_promotion_changes_to_the_buyers_good_alone() {
    let world = World::new().await;
    let shop = world.shop().await;
    let inside = shop.product("A-1").price("1000").on_sale().await;
    let outside = shop.product("A-2").price("1000").on_sale().await;
    let promotion = open(&world, |request| {
        request.date_start = None;
        request.freeze_date = request.date_end.map(|end| end.plus_hours(-2));
    });
    let promotion = promotion.await;
    join(&shop, promotion.action_id, &inside, 800).await;
    world.pass(HOUR).await;
    assert_eq!(turned_away(&shop, promotion.action_id, outside.product_id, 800).await, "ACTION_IS_FROZEN");
    assert_eq!(turned_away(&shop, promotion.action_id, inside.product_id, 801).await, "ACTION_IS_FROZEN");
    let outcome = deactivate(&shop, promotion.action_id, &[inside.product_id]).await;
    assert_eq!(outcome.rejected[0].reason, "ACTION_IS_FROZEN");
    join(&shop, promotion.action_id, &inside, 790).await;
    assert_eq!(marketing(&shop, "A-1").await, "790.0000");
    assert!(!actions(&shop).await[0].freeze_date.is_empty());
    let list = world.operator.call(PromotionList, &PromotionListRequest::default()).await.unwrap();
    assert_eq!((list.promotions[0].status.as_str(), list.promotions[0].participants), ("frozen", 1));
}

#[tokio::test]
async fn offered_units_are_sold_at_the_promotion_s_price_and_no_more() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").stock(10).on_sale().await;
    let promotion = open(&world, |request| {
        request.kind = PromotionKind::StockDiscount;
        request.date_start = None;
        request.min_stock = 3;
    });
    let promotion = promotion.await;
    let offer = |units| [(product.product_id, 800, units)];
    for (units, word) in [(2, "STOCK_BELOW_MIN_STOCK"), (11, "STOCK_ABOVE_AVAILABLE")] {
        assert_eq!(activate(&shop, promotion.action_id, &offer(units)).await.rejected[0].reason, word);
    }
    assert_eq!(activate(&shop, promotion.action_id, &offer(3)).await.product_ids, [product.product_id]);
    let shown = participants(&shop, promotion.action_id).await.products.remove(0);
    assert_eq!((shown.min_stock, shown.stock), (3, 3));
    assert_eq!(actions(&shop).await[0].action_type, "STOCK_DISCOUNT");

    let number = world.order_one(&[(product.sku, 2)]).await;
    assert_eq!(shop.posting(&number).await.products[0].price, "800.0000");
    assert_eq!(participants(&shop, promotion.action_id).await.products[0].stock, 1);
    // More than is left is sold at the usual price.
    let number = world.order_one(&[(product.sku, 2)]).await;
    assert_eq!(shop.posting(&number).await.products[0].price, "1000.0000");
    assert_eq!(paid(&world, &shop, product.sku).await, "800.0000");
    assert_eq!(marketing(&shop, "A-1").await, "1000.0000");
    assert_eq!(paid(&world, &shop, product.sku).await, "1000.0000");
    assert_eq!(activate(&shop, promotion.action_id, &offer(4)).await.product_ids, [product.product_id]);
    assert_eq!(marketing(&shop, "A-1").await, "800.0000");
}

#[tokio::test]
async fn goods_come_in_by_themselves_where_the_seller_allows_it() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let promotion = running(&world).await;
    let allow = ProductImportPricesV1Price {
        min_price: "850".to_owned(),
        auto_action_enabled: PriceSwitch::Enabled,
        ..price("A-1", "")
    };
    set_price(&shop, allow).await;
    let inside = participants(&shop, promotion.action_id).await.products.remove(0);
    assert_eq!((inside.add_mode.as_str(), inside.action_price), ("AUTOMATIC", Decimal2(90_000)));
    assert_eq!(paid(&world, &shop, product.sku).await, "900.0000");
    set_price(&shop, ProductImportPricesV1Price { min_price: "950".to_owned(), ..price("A-1", "") }).await;
    assert_eq!(participants(&shop, promotion.action_id).await.total, 0);
    assert_eq!(paid(&world, &shop, product.sku).await, "1000.0000");

    // A later promotion finds the leave given already.
    let generous = open(&world, |request| {
        request.date_start = None;
        request.discount.value = Decimal2(400);
    });
    let generous = generous.await;
    assert_eq!((generous.candidates, generous.participants), (0, 1));
    assert_eq!(marketing(&shop, "A-1").await, "960.0000");
    let forbid = ProductImportPricesV1Price { auto_action_enabled: PriceSwitch::Disabled, ..price("A-1", "") };
    set_price(&shop, forbid).await;
    assert_eq!(participants(&shop, generous.action_id).await.total, 0);
}

#[tokio::test]
async fn candidates_come_with_new_goods_and_are_paged() {
    let world = World::new().await;
    let shop = world.shop().await;
    let cases = PromotionCandidates { category_id: vec![CategoryId(17_029_162)], ..Default::default() };
    let promotion = open(&world, |request| request.candidates = cases).await;
    assert_eq!(promotion.candidates, 0);
    let items = (0..25).map(|number| crate::goods::good_item(&format!("A-{number:02}"))).collect();
    let imported = shop.import(items).await;
    world.pass(5).await;
    let mut ids: Vec<ProductId> = imported.iter().map(|item| item.product_id).collect();
    ids.sort_unstable();
    let mut seen = Vec::new();
    for offset in [0, 10, 20, 30] {
        let page = candidates(&shop, promotion.action_id, 10, offset).await;
        assert_eq!(page.total, 25);
        seen.extend(page.products.iter().map(|one| one.id));
    }
    assert_eq!(seen, ids);
    let offers: Vec<_> = ids.iter().map(|id| (*id, 900, 0)).collect();
    assert_eq!(activate(&shop, promotion.action_id, &offers).await.product_ids, ids);
    let request = ActionsProductsV1Request { action_id: promotion.action_id, limit: 10, offset: 20 };
    let page = shop.call(ActionsProductsV1, &request).await.unwrap().result;
    assert_eq!((page.total, page.products.len()), (25, 5));
    assert_eq!(shop.info("A-00").await.card.category_id, TABLET_CASES);
}

#[tokio::test]
async fn a_promotion_of_listed_goods_is_theirs_alone() {
    let world = World::new().await;
    let (shop, other) = (world.shop().await, world.shop().await);
    let (one, two) = (shop.product("A-1").on_sale().await, shop.product("A-2").on_sale().await);
    other.product("A-1").on_sale().await;
    let own = PromotionProduct { sku: one.sku, max_action_price: Some(Decimal2(50_000)), min_stock: None };
    let promotion = open(&world, |request| {
        request.products = vec![own];
        request.candidates = PromotionCandidates { sku: vec![two.fbo_sku], ..Default::default() };
    });
    let promotion = promotion.await;
    let page = candidates(&shop, promotion.action_id, 0, 0).await;
    let limits: Vec<_> = page.products.iter().map(|one| one.max_action_price).collect();
    assert_eq!(limits, [Decimal2(50_000), Decimal2(90_000)]);
    assert_eq!(actions(&other).await, []);
    assert_eq!(candidates(&other, promotion.action_id, 0, 0).await.total, 0);
}

#[tokio::test]
async fn calls_that_cannot_be_are_refused_and_change_nothing() {
    let world = World::new().await;
    let shop = world.shop().await;
    let product = shop.product("A-1").price("1000").on_sale().await;
    let promotion = running(&world).await;
    let id = promotion.action_id;
    for path in ["/v1/actions/candidates", "/v1/actions/products"] {
        shop.refuses(
            path,
            &[
                (r#"{"action_id":"x"}"#, 400, 3, "unexpected token \"x\""),
                (r#"{"action_id":1.5}"#, 400, 3, "unexpected token 1.5"),
                ("{}", 404, 5, "Action is not found"),
                (r#"{"action_id":5}"#, 404, 5, "Action is not found"),
                (
                    &format!(r#"{{"action_id":{id},"limit":1001}}"#),
                    400,
                    3,
                    "Limit: value must be inside range (0, 1000]",
                ),
                (&format!(r#"{{"action_id":{id},"limit":-1}}"#), 400, 3, "Limit"),
                (&format!(r#"{{"action_id":{id},"offset":-1}}"#), 400, 3, "Offset"),
            ],
        )
        .await;
    }
    let path = "/v1/actions/products/activate";
    shop.refuses(
        path,
        &[
            (r#"{"action_id":{}}"#, 400, 3, "unexpected token {"),
            (
                &format!(r#"{{"action_id":{id},"products":[{{"action_price":"much"}}]}}"#),
                400,
                3,
                "unexpected token \"much\"",
            ),
            (&format!(r#"{{"action_id":{id}}}"#), 400, 3, "Products: value must contain between 1 and 1000 items"),
            (r#"{"action_id":5,"products":[{"product_id":1,"action_price":1}]}"#, 404, 5, "Action is not found"),
            (
                &format!(r#"{{"action_id":{id},"products":[{{"product_id":{},"#, product.product_id),
                400,
                3,
                "unexpected EOF",
            ),
        ],
    )
    .await;
    let path = "/v1/actions/products/deactivate";
    shop.refuses(
        path,
        &[
            (&format!(r#"{{"action_id":{id},"product_ids":7}}"#), 400, 3, "unexpected token 7"),
            (&format!(r#"{{"action_id":{id}}}"#), 400, 3, "ProductIds: value must contain between 1 and 1000 items"),
            (r#"{"action_id":5,"product_ids":[1]}"#, 404, 5, "Action is not found"),
        ],
    )
    .await;
    refused(
        shop.call(ActionsProductsV1, &ActionsProductsV1Request { action_id: ActionId(5), ..Default::default() }).await,
        404,
        5,
        "Action is not found",
    );
    assert_eq!(participants(&shop, id).await.total, 0);
    assert_eq!(marketing(&shop, "A-1").await, "1000.0000");
}
