//! The audit log: what the marketplace's people did, over resets and snapshots, and nothing else.

use gostiny_wire::{
    method::Empty,
    operator::{
        KeyCreate, KeyCreateRequest, KeyRevoke, KeyRevokeRequest, Reset, SellerCreate, SellerCreateRequest, Settings,
        SnapshotNamedRequest, SnapshotRestore, SnapshotSave, SnapshotSaveRequest,
        edge::{AuditLine, AuditList, AuditListRequest, FaultCreate, FaultRule},
    },
    scalar::ClientId,
};

use crate::world::{World, refused};

async fn lines(world: &World, change: impl FnOnce(&mut AuditListRequest)) -> Vec<AuditLine> {
    let mut request = AuditListRequest::default();
    change(&mut request);
    world.operator.call(AuditList, &request).await.unwrap().lines
}

fn methods(lines: &[AuditLine]) -> Vec<&str> {
    lines.iter().map(|line| line.method.as_str()).collect()
}

#[tokio::test]
async fn what_was_decided_stands_there_and_what_failed_or_only_happens_does_not() {
    let world = World::new().await;
    let shop = world.shop().await;
    let before = lines(&world, |_| {}).await.len();
    let product = shop.product("A-1").on_sale().await;
    world.order_one(&[(product.sku, 1)]).await;
    let request = KeyCreateRequest { client_id: shop.client_id, name: "склад".to_owned(), ..Default::default() };
    let made = world.operator.call(KeyCreate, &request).await.unwrap();
    let revoke = KeyRevokeRequest { client_id: shop.client_id, key_id: made.key_id };
    world.operator.call(KeyRevoke, &revoke).await.unwrap();
    assert!(world.operator.call(KeyRevoke, &revoke).await.is_err());
    world.set(Settings { cancel_unpacked: Some(false), ..Default::default() }).await;
    let all = lines(&world, |_| {}).await;
    let fresh = &all[..all.len() - before];
    let told: Vec<_> = methods(fresh).into_iter().filter(|method| *method != "ClockAdvance").collect();
    assert_eq!(told, ["SettingsSet", "KeyRevoke", "KeyCreate"]);
    let key = fresh.iter().find(|line| line.method == "KeyCreate").unwrap();
    let who = (key.actor.as_str(), key.client_id, key.address.as_str());
    assert_eq!(who, ("operator", Some(shop.client_id), "127.0.0.1"));
    assert!(key.request.contains("склад") && !key.request.contains(&made.api_key), "{}", key.request);
    assert!(!key.request_id.is_empty());
    // Of another shop: nothing.
    assert!(lines(&world, |request| request.client_id = Some(ClientId(1))).await.is_empty());
    assert_eq!(methods(&lines(&world, |request| request.method = "KeyRevoke".to_owned()).await), ["KeyRevoke"]);
}

#[tokio::test]
async fn secrets_are_masked_and_pages_go_to_the_end() {
    let world = World::new().await;
    for number in 0..7 {
        let shop = SellerCreateRequest { name: format!("Лавка {number}"), ..Default::default() };
        world.operator.call(SellerCreate, &shop).await.unwrap();
    }
    let token = r#"{"path": "/v2/*", "status": 502, "body": {"token": "tajna"}}"#;
    assert_eq!(crate::world::post(&world.operator, "/operator/v1/faults", token).await.status, 200);
    let newest = &lines(&world, |request| request.limit = 1).await[0];
    assert!(newest.method == "FaultCreate" && !newest.request.contains("tajna"), "{newest:?}");
    let (mut request, mut all) = (AuditListRequest { limit: 3, ..Default::default() }, Vec::new());
    loop {
        let page = world.operator.call(AuditList, &request).await.unwrap();
        all.extend(page.lines);
        if page.last_id.is_empty() {
            break;
        }
        request.last_id = page.last_id;
    }
    assert_eq!(all, lines(&world, |request| request.limit = 1_000).await);
    let mut named = all.iter().filter(|line| line.method == "SellerCreate").map(|line| line.request.as_str());
    assert_eq!(named.clone().count(), 7);
    assert!(named.next().unwrap().contains("Лавка 6") && named.next_back().unwrap().contains("Лавка 0"));
    let limit = "Request validation error: invalid AuditListRequest.limit: value must be inside range [1, 1000]";
    let wrong = AuditListRequest { limit: 1_001, ..Default::default() };
    refused(world.operator.call(AuditList, &wrong).await, 400, 0, limit);
    let last_id =
        "Request validation error: invalid AuditListRequest.last_id: value must be a last_id of an earlier answer";
    let wrong = AuditListRequest { last_id: "1".to_owned(), ..Default::default() };
    refused(world.operator.call(AuditList, &wrong).await, 400, 0, last_id);
}

#[tokio::test]
async fn neither_a_reset_nor_another_world_takes_it_away() {
    let world = World::new().await;
    let name = || "мир".to_owned();
    world.operator.call(SnapshotSave, &SnapshotSaveRequest { name: name() }).await.unwrap();
    let fault = FaultRule { path: "/v2/*".to_owned(), status: Some(500), ..Default::default() };
    world.operator.call(FaultCreate, &fault).await.unwrap();
    world.operator.call(SnapshotRestore, &SnapshotNamedRequest { name: name() }).await.unwrap();
    let kept = ["SnapshotRestore", "FaultCreate", "SnapshotSave"];
    assert_eq!(methods(&lines(&world, |_| {}).await), kept);
    world.operator.call(Reset, &Empty {}).await.unwrap();
    assert_eq!(methods(&lines(&world, |_| {}).await), [&["Reset"][..], &kept].concat());
    world.restart().await;
    assert_eq!(lines(&world, |_| {}).await.len(), 4);
}
