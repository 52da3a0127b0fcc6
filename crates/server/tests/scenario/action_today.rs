//! One promotion under the methods of 2022 and of today.

use gostiny_client::ClientError;
use gostiny_wire::{
    action::{
        ActionProductReason, ActionsCandidatesV2, ActionsCandidatesV2Request, ActionsCandidatesV2Response,
        ActionsProductsDeactivateV2, ActionsProductsDeactivateV2Request, ActionsProductsUpdateV1,
        ActionsProductsUpdateV1Product, ActionsProductsUpdateV1Request, ActionsProductsUpdateV1Response,
        ActionsProductsV1, ActionsProductsV1Request, ActionsProductsV2, ActionsProductsV2Request,
        ActionsProductsV2Response,
    },
    scalar::{ActionId, Amount, Digits, ProductId},
};

use crate::{
    action::{activate, join, marketing, open, running},
    shop::Shop,
    world::{World, refused_like},
};

fn roubles(amount: &str) -> Amount {
    Amount { amount: amount.to_owned(), currency: "RUB".to_owned() }
}

async fn update(
    shop: &Shop,
    action_id: ActionId,
    offers: &[(ProductId, &str)],
) -> Result<ActionsProductsUpdateV1Response, ClientError> {
    let offer = |&(product_id, amount): &(ProductId, &str)| ActionsProductsUpdateV1Product {
        action_price: roubles(amount),
        product_id,
        stock: 0,
    };
    let request = ActionsProductsUpdateV1Request { action_id, products: offers.iter().map(offer).collect() };
    shop.call(ActionsProductsUpdateV1, &request).await
}

async fn candidates(shop: &Shop, action_id: ActionId, last_id: &str, limit: i32) -> ActionsCandidatesV2Response {
    let request = ActionsCandidatesV2Request { action_id, last_id: last_id.to_owned(), limit };
    shop.call(ActionsCandidatesV2, &request).await.unwrap()
}

async fn participants(shop: &Shop, action_id: ActionId) -> ActionsProductsV2Response {
    let request = ActionsProductsV2Request { action_id, ..Default::default() };
    shop.call(ActionsProductsV2, &request).await.unwrap()
}

async fn participants_v1(shop: &Shop, action_id: ActionId) -> Vec<(ProductId, i64)> {
    let request = ActionsProductsV1Request { action_id, limit: 0, offset: 0 };
    let page = shop.call(ActionsProductsV1, &request).await.unwrap().result;
    page.products.iter().map(|one| (one.id, one.action_price.0)).collect()
}

#[tokio::test]
async fn what_one_version_puts_in_the_other_shows_and_takes_out() {
    let world = World::new().await;
    let shop = world.shop().await;
    let one = shop.product("A-1").price("1000").on_sale().await;
    let two = shop.product("A-2").price("500.50").on_sale().await;
    let action_id = running(&world).await.action_id;
    join(&shop, action_id, &one, 800).await;
    let told = participants(&shop, action_id).await;
    assert_eq!((told.products.len(), told.total, told.last_id.as_str()), (1, 1, ""));
    let first = &told.products[0];
    assert_eq!((first.product.id, first.add_mode.as_str()), (one.product_id, "SELLER"));
    assert_eq!((&first.product.action_price, &first.product.price), (&roubles("800.00"), &roubles("1000.00")));
    assert_eq!(first.product.max_action_price, roubles("900.00"));
    assert_eq!(first.product.website_prices.prices_by_schema["FBS"], roubles("1000.00"));

    let done = update(&shop, action_id, &[(two.product_id, "450.45"), (one.product_id, "750")]).await.unwrap();
    assert_eq!(done.active_product_ids, [Digits(two.product_id.0), Digits(one.product_id.0)]);
    assert!(done.deactivated_product_ids.is_empty() && done.rejected.is_empty() && done.warnings.is_empty());
    let mut both = vec![(one.product_id, 75_000), (two.product_id, 45_045)];
    both.sort();
    assert_eq!(participants_v1(&shop, action_id).await, both);
    assert_eq!(marketing(&shop, "A-1").await, "750.0000");

    // Too dear: the old call leaves the product as it is, the new one takes it out.
    let kept = activate(&shop, action_id, &[(one.product_id, 901, 0)]).await;
    assert_eq!(kept.rejected[0].reason, "ACTION_PRICE_TOO_HIGH");
    assert_eq!(participants_v1(&shop, action_id).await, both);
    let offers = [(one.product_id, "900.01"), (two.product_id, "0"), (ProductId(5), "1")];
    let done = update(&shop, action_id, &offers).await.unwrap();
    assert_eq!(done.deactivated_product_ids, [Digits(one.product_id.0)]);
    let word = |product_id, reason: &str| ActionProductReason { product_id, reason: reason.to_owned() };
    assert_eq!(done.warnings, [word(one.product_id, "ACTION_PRICE_TOO_HIGH")]);
    let why = [word(two.product_id, "ACTION_PRICE_NOT_POSITIVE"), word(ProductId(5), "PRODUCT_NOT_FOUND")];
    assert_eq!(done.rejected, why);
    assert_eq!(participants_v1(&shop, action_id).await, [(two.product_id, 45_045)]);
    assert_eq!(marketing(&shop, "A-1").await, "1000.0000");
    // Out of the promotion a dear price changes nothing.
    let done = update(&shop, action_id, &[(one.product_id, "900.01")]).await.unwrap();
    assert_eq!((done.rejected, done.warnings), (vec![word(one.product_id, "ACTION_PRICE_TOO_HIGH")], vec![]));

    let product_ids = vec![Digits(one.product_id.0), Digits(two.product_id.0), Digits(5)];
    let request = ActionsProductsDeactivateV2Request { action_id, product_ids };
    let left = shop.call(ActionsProductsDeactivateV2, &request).await.unwrap().product_ids;
    assert_eq!(left, [Digits(two.product_id.0)]);
    assert_eq!(participants_v1(&shop, action_id).await, []);
}

#[tokio::test]
async fn candidates_go_on_behind_the_last_product() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut ids = Vec::new();
    for offer in ["A-1", "A-2", "A-3"] {
        ids.push(shop.product(offer).on_sale().await.product_id);
    }
    ids.sort();
    let action_id = open(&world, |_| {}).await.action_id;
    let (mut last_id, mut seen) = (String::new(), Vec::new());
    loop {
        let page = candidates(&shop, action_id, &last_id, 2).await;
        assert_eq!(page.total, 3);
        seen.extend(page.products.iter().map(|one| one.id));
        last_id = page.last_id;
        if last_id.is_empty() {
            break;
        }
    }
    assert_eq!(seen, ids);
    let stranger = world.shop().await;
    assert_eq!(candidates(&stranger, action_id, "", 0).await, Default::default());
    let done = update(&stranger, action_id, &[(ids[0], "1")]).await.unwrap();
    assert_eq!(done.rejected[0].reason, "PRODUCT_NOT_FOUND");
    let request = ActionsProductsDeactivateV2Request { action_id, product_ids: vec![Digits(ids[0].0)] };
    assert_eq!(stranger.call(ActionsProductsDeactivateV2, &request).await.unwrap().product_ids, []);

    for path in ["/v2/actions/candidates", "/v2/actions/products"] {
        let (far, odd) = (
            format!(r#"{{"action_id":{action_id},"limit":1001}}"#),
            format!(r#"{{"action_id":{action_id},"last_id":"?"}}"#),
        );
        shop.refuses(
            path,
            &[(&far, 400, 3, "Limit"), (&odd, 400, 3, "LastId"), (r#"{"action_id":5}"#, 404, 5, "Action")],
        )
        .await;
    }
    refused_like(update(&shop, action_id, &[]).await, 400, 3, "Products");
    refused_like(update(&shop, action_id, &[(ids[0], "1,5")]).await, 400, 3, "Products[0].ActionPrice");
    let dollars = Amount { amount: "1".to_owned(), currency: "USD".to_owned() };
    let product = ActionsProductsUpdateV1Product { action_price: dollars, product_id: ids[0], stock: 0 };
    let request = ActionsProductsUpdateV1Request { action_id, products: vec![product] };
    refused_like(shop.call(ActionsProductsUpdateV1, &request).await, 400, 3, "currency");
    refused_like(shop.call(ActionsProductsDeactivateV2, &Default::default()).await, 400, 3, "ProductIds");
}
