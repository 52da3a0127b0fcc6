//! The operator's desk where it is about the world itself: snapshots, tariffs, the category tree, health.

use gostiny_wire::{
    category::{CategoryTreeV2, CategoryTreeV2Request},
    operator::insight::{TariffsGet, TariffsGetRequest},
    scalar::{CategoryId, Decimal2},
};

use crate::{
    console::{Browser, text},
    world::World,
};

#[tokio::test]
async fn a_world_is_kept_and_brought_back_and_who_sits_at_the_desk_stays() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut operator = Browser::operator(&world).await;
    let path = "/console/operator/snapshots";
    let unused = operator.invitation(shop.client_id).await;
    let mut seller = Browser::seller(&world, &shop).await;
    assert_eq!(operator.send(path, path, "name=%D0%94%D0%BE").await.status, 303);
    assert_eq!(operator.send(path, path, "name=").await.status, 400);
    assert!(operator.page(path).await.contains("<th scope=\"row\">До</th>"));
    world.shop().await;
    let mut late = Browser::operator(&world).await;
    assert_eq!(
        operator.send(path, "/console/operator/snapshots/kept", "name=%D0%94%D0%BE&act=restore").await.status,
        303
    );
    assert_eq!(operator.page("/console/operator/shops").await.matches("/console/operator/shops/invite").count(), 1);
    assert_eq!(late.get(path).await.status, 200, "who signed in after the snapshot stays too");
    assert_eq!(seller.get("/console/overview").await.status, 303, "a shop signs in again");
    assert_eq!(
        Browser::new(&world).get(&unused).await.status,
        404,
        "an invitation into the former world lets nobody in"
    );
    seller = Browser::seller(&world, &shop).await;
    assert_eq!(
        operator.send(path, "/console/operator/snapshots/kept", "name=%D0%94%D0%BE&act=delete").await.status,
        303
    );
    assert_eq!(
        operator.send(path, "/console/operator/snapshots/kept", "name=%D0%94%D0%BE&act=restore").await.status,
        404
    );

    let unsure = operator.send(path, "/console/operator/snapshots/reset", "").await;
    assert!(unsure.status == 400 && text(&unsure).contains("role=\"alert\""));
    assert_eq!(operator.send(path, "/console/operator/snapshots/reset", "sure=1").await.status, 303);
    assert!(operator.page("/console/operator/shops").await.contains("Здесь пока ничего нет"));
    assert_eq!(seller.get("/console/overview").await.status, 303);
}

#[tokio::test]
async fn what_a_shop_sends_while_a_world_is_brought_back_reaches_its_own_world_or_none() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut operator = Browser::operator(&world).await;
    let path = "/console/operator/snapshots";
    assert_eq!(operator.send(path, path, "name=x").await.status, 303);
    let mut seller = Browser::seller(&world, &shop).await;
    let form = format!("csrf={}&name=late", seller.csrf("/console/keys").await);
    let restoring =
        async { assert_eq!(operator.send(path, &format!("{path}/kept"), "name=x&act=restore").await.status, 303) };
    let sent_away = seller.later("/console/keys", &form, restoring).await;
    assert_eq!(sent_away.status, 303, "{}", text(&sent_away));
    assert!(sent_away.header("location").unwrap().starts_with("/console/sign-in"));
    let keys = async || Browser::seller(&world, &shop).await.page("/console/keys").await;
    assert!(
        !keys().await.contains("late"),
        "a key of the former world's session stands in the one that was brought back"
    );

    // With nothing in between it is taken.
    let mut seller = Browser::seller(&world, &shop).await;
    let form = format!("csrf={}&name=late", seller.csrf("/console/keys").await);
    assert_eq!(seller.later("/console/keys", &form, async {}).await.status, 200);
    assert!(keys().await.contains("late"));
}

#[tokio::test]
async fn rates_and_commissions_change_from_a_moment_on() {
    let world = World::new().await;
    let mut operator = Browser::operator(&world).await;
    let path = "/console/operator/tariffs";
    let page = operator.page(path).await;
    assert!(page.contains("name=\"last_mile_percent\"") && page.contains("Последняя миля, %"), "{page}");
    let change = "fbs_dropoff=12%2C5&category_id=17036076&scheme=fbs&percent=7.5&from=2026-01-12T13:00";
    let set = operator.send(path, path, change).await;
    assert_eq!(set.status, 303, "{}", text(&set));
    let at = |hours| Some("2026-01-12T09:00:00Z".parse::<gostiny_wire::scalar::Time>().unwrap().plus_hours(hours));
    let before = world.operator.call(TariffsGet, &TariffsGetRequest { at: at(0) }).await.unwrap();
    let after = world.operator.call(TariffsGet, &TariffsGetRequest { at: at(2) }).await.unwrap();
    assert_eq!(after.rates.fbs_dropoff, Some(Decimal2(1_250)));
    assert_ne!(before.rates.fbs_dropoff, after.rates.fbs_dropoff);
    assert!(after.commissions.iter().any(|one| one.percent == Decimal2(750)), "{:?}", after.commissions);
    let later = operator.page(&format!("{path}?at=2026-01-12T14:00")).await;
    assert!(later.contains("7.5 %") && later.contains("value=\"12.5\""), "{later}");
    for bad in ["fbs_dropoff=much", "percent=much&category_id=1&scheme=fbs", "fbs_dropoff=-1"] {
        let refused = operator.send(path, path, bad).await;
        assert!(refused.status >= 400 && text(&refused).contains("role=\"alert\""), "{bad}: {}", refused.status);
    }
}

#[tokio::test]
async fn a_category_tree_is_tried_and_then_imported() {
    let world = World::new().await;
    let shop = world.shop().await;
    let mut operator = Browser::operator(&world).await;
    let path = "/console/operator/taxonomy";
    let document = r#"{"categories": [{"category_id": 990000, "title": {"ru": "Керамика", "en": "Ceramics"}}]}"#;
    let tried = operator.send_files(path, path, &[("file", "дерево.json", document), ("dry_run", "", "1")]).await;
    assert!(tried.status == 200 && text(&tried).contains("Проверено"), "{}: {}", tried.status, text(&tried));
    let tree = CategoryTreeV2Request { category_id: CategoryId(990_000), ..Default::default() };
    assert!(shop.call(CategoryTreeV2, &tree).await.is_err());
    let imported = operator.send_files(path, path, &[("text", "", document)]).await;
    assert!(imported.status == 200 && text(&imported).contains("Загружено"), "{}", text(&imported));
    shop.call(CategoryTreeV2, &tree).await.unwrap();
    let broken = operator.send_files(path, path, &[("text", "", "{")]).await;
    assert!(broken.status == 400 && text(&broken).contains("role=\"alert\""), "{}", broken.status);
}

#[tokio::test]
async fn health_tells_version_clock_and_what_fails() {
    let world = World::new().await;
    let page = Browser::operator(&world).await.page("/console/operator/health").await;
    assert!(page.contains(env!("CARGO_PKG_VERSION")) && page.contains("12.01.2026 12:00 МСК"), "{page}");
    assert!(page.contains("Здесь пока ничего нет") && page.contains("manual"), "{page}");
}
