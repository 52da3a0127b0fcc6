//! What surrounds the demo world's parcels: areas of delivery, supplies with their waybills, returns in every status,
//! chats with words, files and unread messages.

use std::collections::{BTreeMap, HashMap};

use base64::{Engine, engine::general_purpose::STANDARD};
use gostiny_wire::{
    chat::ChatStartV1Request,
    operator::{
        ChatOpenRequest, ReturnCreateRequest, ReturnEvent, ReturnEventRecordRequest, SupplyOrderAcceptItem,
        SupplyOrderAcceptRequest, SupplyOrderCreateRequest, SupplyOrderItem, SupplyOrderWaybill,
    },
    polygon::{PolygonBindV1Location, PolygonBindV1Polygon, PolygonBindV1Request, PolygonCreateV1Request},
    scalar::{ChatId, ClientId, DeliveryMethodId, PolygonId, PostingNumber, ReturnId, Sku, Time},
};

use super::{SHOPS, goods::Good};
use crate::{
    areas::{
        chat::{self, Sent},
        polygon, posting, returns, supply,
        tariff::Scheme,
        warehouse,
    },
    call::Call,
    error::{Error, Result},
    files::Files,
    job::{self, Executor},
};

/// A picture of one dot, as base64.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PICTURE_NAME: &str = "упаковка.png";
const MANUAL: &str = "Инструкция. Хранить в сухом месте.\n";
const MANUAL_NAME: &str = "инструкция.txt";

/// Surrounds the parcels of all shops. Leaves the world at its present.
pub(super) async fn surround(
    call: &mut Call,
    executors: &HashMap<&'static str, Executor>,
    goods: &[Good],
    present: Time,
) -> Result<()> {
    for shop in &SHOPS {
        call.seller = ClientId(shop.client_id);
        areas(call).await?;
        send_back(call, executors, present).await?;
        supplies(call, executors, goods, present).await?;
        talk(call, executors, present).await?;
    }
    Ok(())
}

/// The agenda up to a moment, and then that moment.
async fn at(call: &mut Call, executors: &HashMap<&'static str, Executor>, moment: Time) -> Result<()> {
    job::run_inside(call, executors, moment).await
}

/// Around the town of each rFBS warehouse: the town, its surroundings with the town left out, the country.
async fn areas(call: &mut Call) -> Result<()> {
    let warehouses = warehouse::all(call).await?;
    for place in warehouses.iter().filter(|place| place.is_rfbs) {
        let (lon, lat) = if place.city == "Москва" { ("37.6173", "55.7558") } else { ("30.3141", "59.9386") };
        let [inner, outer] = if place.city == "Москва" {
            [
                "[[37.3,55.5],[37.95,55.5],[37.95,55.95],[37.3,55.95],[37.3,55.5]]",
                "[35,54.2],[40.3,54.2],[40.3,57],[35,57],[35,54.2]",
            ]
        } else {
            [
                "[[29.9,59.7],[30.7,59.7],[30.7,60.15],[29.9,60.15],[29.9,59.7]]",
                "[27.8,58.4],[35.2,58.4],[35.2,61.3],[27.8,61.3],[27.8,58.4]",
            ]
        };
        let hole = inner.trim_start_matches('[').trim_end_matches(']');
        let town = area(call, format!("[{inner}]")).await?;
        let region = area(call, format!("[[{outer}],[[{hole}]]]")).await?;
        let country = area(call, "[[[19,41],[180,41],[180,82],[19,82],[19,41]]]".to_owned()).await?;
        for method in warehouse::methods(call, Some(place.warehouse_id)).await? {
            let times = match method.tpl_integration_type.as_str() {
                "non_integrated" => [180, 1_440, 10_080],
                "3pl_tracking" => [2_880, 4_320, 14_400],
                _ => continue,
            };
            bind(call, method.delivery_method_id, [town, region, country], times, (lon, lat)).await?;
        }
    }
    Ok(())
}

async fn area(call: &mut Call, coordinates: String) -> Result<PolygonId> {
    Ok(polygon::create(call, &PolygonCreateV1Request { coordinates }).await?.polygon_id)
}

async fn bind(
    call: &mut Call,
    delivery_method_id: DeliveryMethodId,
    areas: [PolygonId; 3],
    times: [i64; 3],
    (lon, lat): (&str, &str),
) -> Result<()> {
    let polygons = areas.into_iter().zip(times).map(|(polygon_id, time)| PolygonBindV1Polygon { polygon_id, time });
    let request = PolygonBindV1Request {
        delivery_method_id,
        polygons: polygons.collect(),
        warehouse_location: Some(PolygonBindV1Location { lat: lat.to_owned(), lon: lon.to_owned() }),
    };
    polygon::bind(call, &request).await.map(drop)
}

/// A return: why, how far it has come, three days from step to step, and whether its last step was yesterday.
type Way = (&'static str, &'static [ReturnEvent], bool);

const FBS_WAYS: &[Way] = {
    use ReturnEvent::{
        CancelledWithCompensation as Paid, Disposing, Moving, ReadyForShipment as Ready, ReturnedToSeller as Back,
        WaitingForSeller as Waiting,
    };
    &[
        ("Не подошёл размер", &[], false),
        ("Не понравился цвет", &[Moving], false),
        ("Товар не подошёл", &[Moving, Ready], false),
        ("Заказал по ошибке", &[Moving, Ready, Waiting], false),
        ("Брак", &[Moving, Ready, Waiting, Back], false),
        ("Привезли не то", &[Moving, Paid], false),
        ("Нашёл дешевле", &[Moving, Ready, Waiting, Disposing], true),
        ("Повреждена упаковка", &[Moving, Ready, Waiting, Disposing], false),
    ]
};
const FBO_WAYS: &[Way] = {
    use ReturnEvent::{AcceptedFromCustomer as Accepted, Cancelled, ReturnedToOzon as Back};
    &[
        ("Товар не подошёл", &[], false),
        ("Не понравился цвет", &[Accepted], false),
        ("Не подошёл размер", &[Accepted, Back], false),
        ("Передумал", &[Cancelled], false),
    ]
};
const RFBS_WAYS: &[Way] = &[("Товар не подошёл", &[ReturnEvent::Moving], false)];

/// Buyers send goods back. All steps happen in order of time.
async fn send_back(call: &mut Call, executors: &HashMap<&'static str, Executor>, present: Time) -> Result<()> {
    let seller = call.seller;
    let begin = present.plus_days(-20);
    let mut steps: BTreeMap<(Time, i64), (ReturnId, ReturnEvent)> = BTreeMap::new();
    let mut number = 0;
    for (scheme, ways) in [(Scheme::Fbs, FBS_WAYS), (Scheme::Fbo, FBO_WAYS), (Scheme::Rfbs, RFBS_WAYS)] {
        call.seller = seller;
        let limit = i64::try_from(ways.len()).unwrap_or(0);
        let sold = posting::newest(call, scheme, "delivered", begin.plus_days(-10), limit).await?;
        for (posting_number, (reason, way, yesterday)) in sold.into_iter().zip(ways.iter()) {
            number += 1;
            call.now = begin.plus_seconds(60 * number);
            let return_id = announce(call, posting_number, reason).await?;
            for (step, event) in (1..).zip(way.iter()) {
                let is_last = *yesterday && way.last() == Some(event);
                let day = if is_last { present.plus_days(-1) } else { begin.plus_days(step * 3) };
                steps.insert((day.plus_seconds(60 * number), number), (return_id, *event));
            }
        }
    }
    for ((moment, _), (return_id, event)) in steps {
        at(call, executors, moment).await?;
        returns::record(call, &ReturnEventRecordRequest { return_id, event: Some(event) }).await?;
    }
    call.seller = seller;
    at(call, executors, present).await
}

async fn announce(call: &mut Call, posting_number: PostingNumber, reason: &str) -> Result<ReturnId> {
    call.seller = posting::owner(call, &posting_number).await?;
    let items = posting::items(call, std::slice::from_ref(&posting_number)).await?;
    let sku = items.first().map(|item| item.sku).unwrap_or_default();
    let request = ReturnCreateRequest {
        posting_number,
        sku,
        quantity: 1,
        reason: reason.to_owned(),
        defect: reason == "Брак",
        is_opened: reason != "Передумал",
    };
    Ok(returns::create(call, &request).await?.return_id)
}

/// Three supplies: one counted, with two waybills, one being counted, one announced.
async fn supplies(
    call: &mut Call,
    executors: &HashMap<&'static str, Executor>,
    goods: &[Good],
    present: Time,
) -> Result<()> {
    let client_id = call.seller;
    let skus: Vec<Sku> =
        goods.iter().filter(|good| good.seller == client_id && good.is_fbo).map(|good| good.fbo_sku).take(4).collect();
    let [first, second, ..] = skus.as_slice() else { return Ok(()) };
    let line = |sku: &Sku, quantity| SupplyOrderItem { sku: *sku, quantity };
    let waybills = vec![
        SupplyOrderWaybill { items: skus.iter().map(|sku| line(sku, 20)).collect() },
        SupplyOrderWaybill { items: vec![line(first, 30), line(second, 15)] },
    ];
    call.now = present.plus_days(-9);
    let counted = supply::create(call, &SupplyOrderCreateRequest { client_id, waybills, ..Default::default() }).await?;
    let single = SupplyOrderCreateRequest { client_id, items: vec![line(second, 40)], ..Default::default() };
    let begun = supply::create(call, &single).await?;
    supply::create(call, &single).await?;
    at(call, executors, present.plus_days(-6)).await?;
    let differs = SupplyOrderAcceptItem { sku: *first, shortage: 2, surplus: 0, defect: 1 };
    let over = SupplyOrderAcceptItem { sku: *second, shortage: 0, surplus: 3, defect: 0 };
    for (waybill, items) in counted.waybills.iter().zip([Vec::new(), vec![differs, over]]) {
        let (order_id, waybill_id) = (counted.order_id, waybill.waybill_id);
        supply::accept(call, &SupplyOrderAcceptRequest { order_id, waybill_id, begin: false, items }).await?;
    }
    let begin = SupplyOrderAcceptRequest { order_id: begun.order_id, begin: true, ..Default::default() };
    supply::accept(call, &begin).await?;
    call.seller = client_id;
    at(call, executors, present).await
}

/// Who says what in a chat.
enum Says {
    Buyer(&'static str),
    Seller(&'static str),
    BuyerSends,
    SellerSends,
}

/// One chat each: the first is opened without a word.
const CHATS: &[&[Says]] = {
    use Says::{Buyer, BuyerSends, Seller, SellerSends};
    &[
        &[],
        &[Buyer("Здравствуйте! Когда вы отправите заказ?")],
        &[Buyer("Подойдёт ли чехол к новой модели?"), Seller("Здравствуйте! Да, подойдёт."), Buyer("Спасибо!")],
        &[Buyer("Коробка пришла мятой."), BuyerSends, Seller("Приносим извинения. Товар внутри цел?")],
        &[Seller("Здравствуйте! Уточните, пожалуйста, номер подъезда."), Buyer("Второй."), Buyer("Код 45.")],
        &[Buyer("Пришлите, пожалуйста, инструкцию."), SellerSends],
    ]
};

/// Buyers and the shop write to each other in the last hours, about FBS parcels and one of FBO.
async fn talk(call: &mut Call, executors: &HashMap<&'static str, Executor>, present: Time) -> Result<()> {
    let seller = call.seller;
    let mut about = posting::newest(call, Scheme::Fbs, "delivered", present, 5).await?;
    about.extend(posting::newest(call, Scheme::Fbo, "delivered", present, 1).await?);
    let mut moment = present.plus_hours(-5);
    for (posting_number, talk) in about.into_iter().zip(CHATS) {
        at(call, executors, moment).await?;
        call.seller = seller;
        let chat_id = match talk.first() {
            Some(Says::Seller(_)) => chat::start(call, &ChatStartV1Request { posting_number }).await?.result.chat_id,
            _ => chat::open(call, &ChatOpenRequest { posting_number }).await?.chat_id,
        };
        for words in talk.iter() {
            moment = moment.plus_seconds(600);
            at(call, executors, moment).await?;
            say(call, &chat_id, words).await?;
        }
    }
    call.seller = seller;
    at(call, executors, present).await
}

async fn say(call: &mut Call, chat_id: &ChatId, words: &Says) -> Result<()> {
    let file = |name| sent(call.seller, name);
    match words {
        Says::Buyer(text) => chat::by_customer(call, chat_id, &Sent::Text((*text).to_owned())).await,
        Says::Seller(text) => chat::by_seller(call, chat_id, &Sent::Text((*text).to_owned())).await,
        Says::BuyerSends => {
            let file = file(PICTURE_NAME)?.0;
            chat::by_customer(call, chat_id, &file).await
        }
        Says::SellerSends => {
            let file = file(MANUAL_NAME)?.0;
            chat::by_seller(call, chat_id, &file).await
        }
    }
    .map(drop)
}

fn sent(seller: ClientId, name: &str) -> Result<(Sent, bytes::Bytes)> {
    let base64 = if name == PICTURE_NAME { PICTURE.to_owned() } else { STANDARD.encode(MANUAL) };
    chat::file(seller, name, &base64)
}

/// Keeps the files that are sent in the chats.
pub(super) async fn keep_files(files: &Files) -> Result<()> {
    for shop in &SHOPS {
        for name in [PICTURE_NAME, MANUAL_NAME] {
            let (Sent::File { key, .. }, bytes) = sent(ClientId(shop.client_id), name)? else {
                return Err(Error::internal("a file of the demo world is none"));
            };
            files.put(&key, bytes).await?;
        }
    }
    Ok(())
}
