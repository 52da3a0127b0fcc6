//! What buyers ask of the demo shops: to call off what is on its way, and for a lower price. Of each some are decided and
//! some wait for the seller's word.

use gostiny_wire::{
    action::{
        ActionsDiscountsTaskApproveV1Request, ActionsDiscountsTaskDeclineV1Request, DiscountTaskApproval,
        DiscountTaskRefusal,
    },
    cancellation::ConditionalCancellationMoveRequest,
    operator::{CancellationRequestRequest, DiscountRequestCreateRequest},
    scalar::{CancellationId, ClientId, Decimal2, DiscountTaskId, Time},
};

use super::{SHOPS, goods::Good, parcels};
use crate::{
    areas::{action, cancellation, product},
    call::Call,
    error::Result,
};

/// Why parcels are to be called off; the first is refused, the second granted, the others wait.
const REASONS: &[&str] = &["Нашёл дешевле", "Ошибся адресом", "Больше не нужно"];
/// Who asks for a lower price; the first is granted it, the second refused, the others wait.
const BUYERS: &[(&str, &str, &str)] = &[
    ("Соколова", "Анна", "Возьму сразу, если уступите"),
    ("Кузнецов", "Пётр", ""),
    ("Лебедева", "Ольга", "Постоянный покупатель, прошу скидку"),
    ("Морозов", "Илья", "Нужно несколько штук"),
];

/// Asks all shops. Leaves the world at its present.
pub(super) async fn ask(call: &mut Call, goods: &[Good], present: Time) -> Result<()> {
    for shop in &SHOPS {
        call.seller = ClientId(shop.client_id);
        call_off(call, goods, present).await?;
        call.seller = ClientId(shop.client_id);
        lower(call, goods, present).await?;
    }
    call.now = present;
    Ok(())
}

async fn call_off(call: &mut Call, goods: &[Good], present: Time) -> Result<()> {
    let seller = call.seller;
    call.now = present.plus_hours(-2);
    let own: Vec<&Good> = goods.iter().filter(|good| good.seller == seller && good.carrier.is_some()).collect();
    let mut on_the_way = Vec::new();
    for number in 0..REASONS.len() {
        let Some(good) = own.get(number % own.len().max(1)) else { break };
        // Numbers of parcels that stand elsewhere in this world are lower.
        on_the_way.extend(parcels::own_delivery(call, good, 100 + number, 2).await?);
    }
    let mut asked = Vec::new();
    for (posting_number, message) in on_the_way.into_iter().zip(REASONS) {
        let request = CancellationRequestRequest { posting_number, message: (*message).to_owned() };
        asked.push(cancellation::ask(call, &request).await?.cancellation_id);
    }
    (call.seller, call.now) = (seller, present.plus_hours(-1));
    let word = |cancellation_id: &CancellationId, comment: &str| ConditionalCancellationMoveRequest {
        cancellation_id: *cancellation_id,
        comment: comment.to_owned(),
    };
    if let Some(first) = asked.first() {
        cancellation::reject(call, &word(first, "Заказ уже у курьера")).await?;
    }
    if let Some(second) = asked.get(1) {
        cancellation::approve(call, &word(second, "")).await?;
    }
    Ok(())
}

async fn lower(call: &mut Call, goods: &[Good], present: Time) -> Result<()> {
    let seller = call.seller;
    call.now = present.plus_hours(-3);
    let mut asked: Vec<(DiscountTaskId, Decimal2)> = Vec::new();
    let own = goods.iter().filter(|good| good.seller == seller && good.is_fbs);
    for (good, (last_name, first_name, comment)) in own.zip(BUYERS) {
        let known = product::of_any_seller(call, good.sku).await?;
        let Some(full) = known.filter(product::Product::is_visible).and_then(|known| known.price) else { continue };
        // A tenth less, in whole roubles.
        let price = Decimal2((full.0 * 9 / 10) / 100 * 100);
        let request = DiscountRequestCreateRequest {
            sku: good.sku,
            price,
            last_name: (*last_name).to_owned(),
            first_name: (*first_name).to_owned(),
            comment: (*comment).to_owned(),
            ..Default::default()
        };
        asked.push((action::ask_discount(call, &request).await?.task_id, price));
    }
    (call.seller, call.now) = (seller, present.plus_hours(-1));
    if let Some((id, approved_price)) = asked.first().copied() {
        let tasks = vec![DiscountTaskApproval { id, approved_price, ..Default::default() }];
        action::approve_discounts(call, &ActionsDiscountsTaskApproveV1Request { tasks }).await?;
    }
    if let Some((id, _)) = asked.get(1).copied() {
        let seller_comment = "Цена уже ниже обычной".to_owned();
        let tasks = vec![DiscountTaskRefusal { id, seller_comment }];
        action::decline_discounts(call, &ActionsDiscountsTaskDeclineV1Request { tasks }).await?;
    }
    Ok(())
}
