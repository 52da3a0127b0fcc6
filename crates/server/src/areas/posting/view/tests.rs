//! Parcels made up for the tests of this area's answers, a shop that holds them, and the tests of the blocks.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use gostiny_wire::{
    operator::OrderPlaceAddress,
    scalar::{ClientId, DeliveryMethodId, Money, ProductId, Sku, Time},
};

use super::{super::order::Buyer, *};
use crate::{
    areas::seller,
    args,
    call::World,
    chance::Chance,
    clock::{Clock, Mode},
    files::Files,
    store::{Arg, Db, DbUrl},
};

/// 2026-01-12T09:00:00Z, when the shop of these tests is asked.
pub(in crate::areas::posting) const NOW: Time = Time(1_768_208_400_000_000);
pub(in crate::areas::posting) const SHOP: ClientId = ClientId(100_001);

/// Runs a body in a world with the shop 100001 and another one, one order, and no parcels.
pub(in crate::areas::posting) async fn in_shop<F>(body: F)
where
    F: for<'a> Fn(&'a mut Call) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
{
    let db = Arc::new(Db::open(&DbUrl::Memory).await.unwrap());
    let clock = Arc::new(Clock::new(Mode::Manual, Some(NOW)));
    let world = World { db, clock, chance: Chance::seeded(1), files: Files::in_memory(), newest: Arc::default() };
    world.write(SHOP, |call| Box::pin(open(call))).await.unwrap();
    world.write(SHOP, body).await.unwrap();
}

async fn open(call: &mut Call) -> Result<()> {
    for name in ["Лавка", "Соседняя лавка"] {
        seller::open_shop(call, name, "RUB", false).await?;
    }
    let buyer =
        Buyer { customer_id: 57_195_475, name: "Юлия".to_owned(), phone: "+7".to_owned(), ..Default::default() };
    let address = OrderPlaceAddress {
        city: "Казань".to_owned(), region: "Татарстан".to_owned(), ..Default::default()
    };
    let (buyer, address) = (serde_json::to_string(&buyer)?, serde_json::to_string(&address)?);
    call.tx.run(ORDER, args![680_420_001, buyer, address]).await?;
    Ok(())
}

const ORDER: &str = "insert into buyer_order (order_id, order_number, buyer_id, created_at, parcels, buyer, address, \
    is_legal, is_premium, payment_type) values ($1, '57195475-0050', 57195475, 0, 1, $2, $3, 0, 1, 'Карты оплаты')";

/// Puts parcels into the world, each with one line.
pub(in crate::areas::posting) async fn keep(call: &mut Call, postings: &[Posting]) -> Result<()> {
    let rows: Vec<Vec<Arg>> = postings.iter().map(columns_of).collect();
    call.tx.run_bulk(KEEP, &rows).await?;
    for posting in postings {
        call.tx.run(KEEP_ITEM, args![posting.seller, &posting.posting_number]).await?;
    }
    Ok(())
}

fn columns_of(posting: &Posting) -> Vec<Arg> {
    let barcode = |number: &PostingNumber| format!("%101%{}", number.0.replace('-', ""));
    args![
        posting.seller,
        &posting.posting_number,
        posting.order_id,
        posting.scheme.as_str(),
        &posting.status,
        &posting.tpl_integration_type,
        posting.warehouse_id,
        posting.delivery_method_id,
        posting.in_process_at,
        posting.shipment_date,
        posting.shipped_at,
        posting.delivering_date,
        barcode(&posting.posting_number),
        posting.posting_number.0.replace('-', "")
    ]
    .to_vec()
}

const KEEP: &str = "insert into posting (seller_id, posting_number, order_id, order_number, scheme, status, substatus, \
    tpl_integration_type, provider_id, provider, provider_status, warehouse_id, warehouse, delivery_method_id, \
    delivery_method, currency_code, created_at, in_process_at, shipment_date, shipped_at, delivering_date, \
    delivery_date_begin, delivery_date_end, tracking_number, upper_barcode, lower_barcode, parent_posting_number, \
    carriage_id, cancel_reason_id, cancel_reason, cancellation_type, cancelled_after_ship, affect_cancellation_rating) \
    select a, b, c, '57195475-0050', d, e, 'posting_created', f, 24, 'Доставка', '', g, 'Склад', h, 'Метод', 'RUB', \
    i, i, j, k, l, j, j, '', m, n, '', 0, 0, '', '', 0, 0 from {rows(a, b, c, d, e, f, g, h, i, j, k, l, m, n)}";
const KEEP_ITEM: &str = "insert into posting_item (seller_id, posting_number, position, product_id, sku, offer_id, name, \
    quantity, price, old_price, mandatory_marks, commission_basis_points, depth_mm, width_mm, height_mm, weight_grams) \
    values ($1, $2, 1, 5, 15, 'A-1', 'Чай', 2, 19630, 0, '[]', 1500, 169, 99, 29, 63)";

pub(in crate::areas::posting) fn posting(scheme: Scheme) -> Posting {
    Posting {
        seller: ClientId(100_001),
        posting_number: "57195475-0050-1".into(),
        order_id: OrderId(680_420_001),
        order_number: "57195475-0050".into(),
        scheme,
        status: "awaiting_packaging".to_owned(),
        substatus: "posting_created".to_owned(),
        tpl_integration_type: if scheme == Scheme::Rfbs { "non_integrated" } else { "ozon" }.to_owned(),
        provider_id: 24,
        provider: "Доставка".to_owned(),
        provider_status: String::new(),
        warehouse_id: WarehouseId(7),
        warehouse: "Склад".to_owned(),
        delivery_method_id: DeliveryMethodId(8),
        delivery_method: "Самостоятельно".to_owned(),
        currency_code: "RUB".to_owned(),
        created_at: Time(0),
        in_process_at: Time(0),
        shipment_date: Time(0).plus_days(1),
        shipped_at: None,
        delivering_date: None,
        delivered_at: None,
        delivery_date_begin: Time(0).plus_days(3),
        delivery_date_end: Time(0).plus_days(5),
        tracking_number: String::new(),
        upper_barcode: "%101%806044518".to_owned(),
        lower_barcode: "23024930500000".to_owned(),
        parent_posting_number: String::new(),
        carriage_id: Default::default(),
        cancel_reason_id: 0,
        cancel_reason: String::new(),
        cancellation_type: String::new(),
        cancelled_after_ship: false,
        affect_cancellation_rating: false,
        multi_box_qty: 0,
        timeslot_changes: 0,
    }
}

pub(in crate::areas::posting) fn item(quantity: i64, price: i64, old_price: i64) -> Item {
    Item {
        posting_number: "57195475-0050-1".into(),
        position: 1,
        product_id: ProductId(5),
        sku: Sku(15),
        offer_id: "A-1".into(),
        name: "Чай".to_owned(),
        quantity,
        price: Money(price),
        old_price: Money(old_price),
        mandatory_marks: vec!["010".to_owned()],
        commission_basis_points: 1_500,
        depth_mm: 169,
        width_mm: 99,
        height_mm: 29,
        weight_grams: 63,
        actions: Vec::new(),
        needs: Default::default(),
    }
}

fn sources(with: With) -> Sources {
    let items = HashMap::from([("57195475-0050-1".into(), vec![item(2, 19_630, 0)])]);
    Sources { with, items, ..Sources::default() }
}

#[test]
fn a_block_is_null_until_it_is_asked_for() {
    let plain = sources(With::default()).listed(posting(Scheme::Fbs));
    assert!(plain.barcodes.is_none() && plain.financial_data.is_none() && plain.analytics_data.is_none());
    assert_eq!(plain.products.first().map(|product| product.price.as_str()), Some("196.3000"));
    assert_eq!((plain.delivery_method.warehouse.as_str(), plain.delivery_method.tpl_provider_id), ("Склад", 24));

    let all = With { barcodes: true, financial_data: true, translit: true, ..With::default() };
    let full = sources(all).listed(posting(Scheme::Fbs));
    assert_eq!(full.barcodes.unwrap().upper_barcode, "%101%806044518");
    assert_eq!(full.financial_data.unwrap().products.len(), 1);
    assert_eq!((full.delivery_method.warehouse.as_str(), full.status.as_str()), ("Sklad", "awaiting_packaging"));
    assert_eq!(full.products.first().map(|product| product.name.as_str()), Some("Chay"));
}

#[test]
fn every_unit_is_an_exemplar_with_its_mark() {
    let block = Sources { with: With { product_exemplars: true, ..With::default() }, ..Sources::default() };
    let mut line = item(2, 100, 0);
    line.needs.units = vec![Unit { mark: "010".to_owned(), ..Unit::default() }];
    let products = block.product_exemplars(&[line]).unwrap().products;
    let marks: Vec<_> =
        products.iter().flat_map(|product| &product.exemplars).map(|unit| &unit.mandatory_mark).collect();
    assert_eq!(marks, ["010", ""]);
}

#[test]
fn a_cancellation_names_its_initiator_in_russian() {
    let words = ["", "seller", "client", "customer", "ozon", "system", "delivery"].map(initiator);
    assert_eq!(words, ["", "Продавец", "Клиент", "Клиент", "Ozon", "Ozon", "Ozon"]);
    let size = dimensions(&item(1, 1, 0));
    assert_eq!((size.length.as_str(), size.height.as_str(), size.weight.as_str()), ("169.00", "29.00", "63"));
}
