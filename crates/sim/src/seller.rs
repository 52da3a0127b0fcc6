//! Shops' own software, where the simulator stands in for it: packs, makes acts, fills shelves up, answers, joins
//! promotions. It calls the seller API and nothing else.

use std::collections::BTreeMap;

use gostiny_client::Client;
use gostiny_wire::{
    act::{PostingFbsActCreateV2, PostingFbsActCreateV2Request},
    action::{
        ActionsCandidatesV1, ActionsCandidatesV1Request, ActionsProductsActivateV1, ActionsProductsActivateV1Product,
        ActionsProductsActivateV1Request, ActionsV1,
    },
    chat::{ChatListV1, ChatListV1Request, ChatListV1With, ChatSendMessageV1, ChatSendMessageV1Request},
    method::Empty,
    operator::PostingListItem,
    posting::{
        FbsPostingDeliveredV2, FbsPostingDeliveringV2, FbsPostingLastMileV2, FbsPostingProductExemplarSetV4,
        FbsPostingProductExemplarSetV4Exemplar, FbsPostingProductExemplarSetV4Product,
        FbsPostingProductExemplarSetV4Request, FbsPostingStepV2Request, FbsPostingTrackingNumber,
        FbsPostingTrackingNumberSetV2, FbsPostingTrackingNumberSetV2Request, Kilograms, PostingExemplar,
        PostingFbsDetail, PostingFbsDetailProduct, PostingFbsGetV3, PostingFbsGetV3Request, PostingFbsProductChangeV2,
        PostingFbsProductChangeV2Item, PostingFbsProductChangeV2Request, PostingFbsProductCountrySetV2,
        PostingFbsProductCountrySetV2Request, PostingFbsShipV3, PostingFbsShipV3Package, PostingFbsShipV3Product,
        PostingFbsShipV3Request,
    },
    scalar::{ClientId, DeliveryMethodId, Digits, PostingNumber, Time},
    stock::{ProductsStocksV2, ProductsStocksV2Request, ProductsStocksV2Stock},
};
use rand::{Rng, seq::IndexedRandom};

use crate::{
    chance::Chance,
    market::{Key, Market, SimError},
    parcel::Step,
    profile::Seller,
    shelf::Shelf,
};

/// Pairs in one update of stocks.
const STOCKS_AT_ONCE: usize = 100;
/// A posting that is weighed tells so only when it is packed.
const WEIGH_FIRST: &str = "PRODUCT_WEIGHT_NOT_SPECIFIED";

/// Shops that the simulator stands in for.
#[derive(Debug, Default)]
pub struct Staff {
    keys: BTreeMap<ClientId, Key>,
}

impl Staff {
    /// Takes up work in shops, with a key of its own in each.
    pub async fn hire(market: &Market, shops: &[ClientId], until: Time) -> Result<Self, SimError> {
        let mut keys = BTreeMap::new();
        for shop in shops {
            keys.insert(*shop, market.key(*shop, until).await?);
        }
        Ok(Self { keys })
    }

    /// Gives the keys back.
    pub async fn leave(&self, market: &Market) -> Result<(), SimError> {
        for key in self.keys.values() {
            market.give_back(key).await?;
        }
        Ok(())
    }

    /// Whether the simulator stands in for a shop.
    pub fn is_in(&self, shop: ClientId) -> bool {
        self.keys.contains_key(&shop)
    }

    /// The shops.
    pub fn shops(&self) -> impl Iterator<Item = (ClientId, &Client)> {
        self.keys.iter().map(|(shop, key)| (*shop, &key.client))
    }

    /// The shop's step with a parcel; true when it is to be tried again a little later.
    pub async fn step(&self, market: &Market, parcel: &PostingListItem, step: Step) -> Result<bool, SimError> {
        let Some(Key { client, .. }) = self.keys.get(&parcel.client_id) else { return Ok(false) };
        let moved = FbsPostingStepV2Request { posting_number: vec![parcel.posting_number.clone()] };
        match step {
            Step::Pack => return pack(market, client, parcel).await,
            Step::StartDelivery => {
                market.act_as(client, "own delivery", FbsPostingDeliveringV2, &moved).await?;
            }
            Step::LastMile => {
                market.act_as(client, "own last mile", FbsPostingLastMileV2, &moved).await?;
            }
            Step::HandOver => {
                market.act_as(client, "delivered", FbsPostingDeliveredV2, &moved).await?;
            }
            Step::Event(..) | Step::SendBack => {}
        }
        Ok(false)
    }
}

/// Packs a parcel with all that its units need; true when their numbers have to be checked first.
async fn pack(market: &Market, shop: &Client, parcel: &PostingListItem) -> Result<bool, SimError> {
    let number = &parcel.posting_number;
    let mut asked = PostingFbsGetV3Request { posting_number: number.clone(), ..Default::default() };
    let Some(mut seen) = market.act_as(shop, "looked up", PostingFbsGetV3, &asked).await? else { return Ok(false) };
    let unknown = std::mem::take(&mut seen.result.requirements.products_requiring_country);
    for Digits(sku) in &unknown {
        let product_id = gostiny_wire::scalar::Sku(*sku);
        let country_iso_code = "CN".to_owned();
        let told =
            PostingFbsProductCountrySetV2Request { country_iso_code, posting_number: number.clone(), product_id };
        market.act_as(shop, "country told", PostingFbsProductCountrySetV2, &told).await?;
    }
    if !unknown.is_empty() {
        // The country says what else is asked for.
        asked.posting_number = number.clone();
        let Some(again) = market.act_as(shop, "looked up", PostingFbsGetV3, &asked).await? else { return Ok(false) };
        seen = again;
    }
    let ship = shipment(&seen.result);
    if !seen.result.requirements.products_requiring_jw_uin.is_empty() {
        let units = units(&seen.result, &ship);
        return market
            .act_as(shop, "units told", FbsPostingProductExemplarSetV4, &units)
            .await
            .map(|told| told.is_some());
    }
    let shipped = market.try_as(shop, "packed", PostingFbsShipV3, &ship, &[WEIGH_FIRST]).await?;
    let packed = match shipped {
        Err(refusal) if refusal.contains(WEIGH_FIRST) => {
            weigh(market, shop, &seen.result).await?;
            market.act_as(shop, "packed", PostingFbsShipV3, &ship).await?
        }
        shipped => shipped.ok(),
    };
    let is_tracked = parcel.tpl_integration_type == "3pl_tracking";
    match packed.filter(|_| is_tracked) {
        Some(packed) => track(market, shop, packed.result).await.map(|()| false),
        None => Ok(false),
    }
}

/// The units of a shipment with numbers of the assay office, which packing cannot bring along.
fn units(posting: &PostingFbsDetail, ship: &PostingFbsShipV3Request) -> FbsPostingProductExemplarSetV4Request {
    let digits: String = posting.posting_number.as_str().chars().filter(char::is_ascii_digit).collect();
    let asked = &posting.requirements.products_requiring_jw_uin;
    let product = |(product, line): (&PostingFbsShipV3Product, i64)| {
        let jewel = asked.contains(&Digits(product.product_id.0));
        let unit = |unit: usize| {
            let papers = product.exemplar_info.get(unit).cloned().unwrap_or_default();
            let number = format!("{:0>12.12}{}{:03}", digits, line % 10, unit % 1_000);
            FbsPostingProductExemplarSetV4Exemplar {
                is_gtd_absent: papers.is_gtd_absent,
                is_rnpt_absent: papers.is_rnpt_absent,
                mandatory_mark: papers.mandatory_mark,
                jw_uin: Some(number).filter(|_| jewel).into_iter().collect(),
                ..Default::default()
            }
        };
        let count = usize::try_from(product.quantity).unwrap_or(0);
        FbsPostingProductExemplarSetV4Product {
            exemplars: (0..count).map(unit).collect(),
            product_id: product.product_id,
        }
    };
    let goods = ship.packages.iter().flat_map(|package| &package.products).zip(0..);
    let asks = |(goods, _): &(&PostingFbsShipV3Product, i64)| {
        !goods.exemplar_info.is_empty() || asked.contains(&Digits(goods.product_id.0))
    };
    FbsPostingProductExemplarSetV4Request {
        posting_number: posting.posting_number.clone(),
        products: goods.filter(asks).map(product).collect(),
    }
}

async fn weigh(market: &Market, shop: &Client, posting: &PostingFbsDetail) -> Result<(), SimError> {
    for product in &posting.products {
        let grams = product.dimensions.weight.parse::<i64>().unwrap_or(1);
        let units = usize::try_from(product.quantity).unwrap_or(1);
        let change = PostingFbsProductChangeV2Request {
            posting_number: posting.posting_number.clone(),
            items: vec![PostingFbsProductChangeV2Item { sku: product.sku, weight_real: vec![Kilograms(grams); units] }],
        };
        market.act_as(shop, "weighed", PostingFbsProductChangeV2, &change).await?;
    }
    Ok(())
}

async fn track(market: &Market, shop: &Client, numbers: Vec<PostingNumber>) -> Result<(), SimError> {
    let tracked = |posting_number: PostingNumber| FbsPostingTrackingNumber {
        tracking_number: format!("SIM{}", posting_number.as_str().replace('-', "")),
        posting_number,
    };
    let set = FbsPostingTrackingNumberSetV2Request { tracking_numbers: numbers.into_iter().map(tracked).collect() };
    market.act_as(shop, "tracked", FbsPostingTrackingNumberSetV2, &set).await.map(drop)
}

/// All units in one package, each with the papers that are asked for.
fn shipment(posting: &PostingFbsDetail) -> PostingFbsShipV3Request {
    let asks = &posting.requirements;
    let product = |(product, line): (&PostingFbsDetailProduct, i64)| {
        let asked = |list: &[Digits]| list.contains(&Digits(product.sku.0));
        let (gtd, rnpt) = (asked(&asks.products_requiring_gtd), asked(&asks.products_requiring_rnpt));
        let mark = asked(&asks.products_requiring_mandatory_mark);
        let unit = |unit| PostingExemplar {
            is_gtd_absent: gtd || rnpt,
            is_rnpt_absent: gtd || rnpt,
            mandatory_mark: if mark { code(posting, line, unit) } else { String::new() },
            ..Default::default()
        };
        let exemplar_info =
            if gtd || rnpt || mark { (0..i64::from(product.quantity)).map(unit).collect() } else { Vec::new() };
        PostingFbsShipV3Product { exemplar_info, product_id: product.sku, quantity: product.quantity }
    };
    let products = posting.products.iter().zip(0..).map(product).collect();
    PostingFbsShipV3Request {
        packages: vec![PostingFbsShipV3Package { products }],
        posting_number: posting.posting_number.clone(),
        ..Default::default()
    }
}

/// A mark that no other unit has: posting, line and unit make its serial number.
fn code(posting: &PostingFbsDetail, line: i64, unit: i64) -> String {
    let goods = posting.products.get(usize::try_from(line).unwrap_or(0)).map_or(0, |product| product.sku.0);
    let body = format!("029{:010}", goods.rem_euclid(10_000_000_000));
    let digits = body.bytes().zip(0..).map(|(digit, at)| i64::from(digit - b'0') * if at % 2 == 0 { 3 } else { 1 });
    let check = (10 - digits.sum::<i64>() % 10) % 10;
    // Thirteen characters: the buyer's order in the alphabet of serial numbers.
    let order: String = posting.posting_number.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    let tail = order.get(order.len().saturating_sub(9)..).unwrap_or(&order);
    format!("01{body}{check}21S{tail:0>9}{}{:02}", line % 10, unit % 100)
}

/// Makes acts of what is packed, one for each way of delivery.
pub async fn acts(
    market: &Market,
    shop: &Client,
    methods: impl Iterator<Item = DeliveryMethodId>,
) -> Result<(), SimError> {
    for delivery_method_id in methods {
        let act = PostingFbsActCreateV2Request { delivery_method_id, ..Default::default() };
        market.act_as(shop, "acts", PostingFbsActCreateV2, &act).await?;
    }
    Ok(())
}

/// Fills up what runs low in the shop's own warehouses.
pub async fn restock(
    market: &Market,
    chance: &Chance,
    rules: &Seller,
    shelf: &Shelf,
    (shop, client): (ClientId, &Client),
    day: i64,
) -> Result<(), SimError> {
    let mut stocks = Vec::new();
    for good in shelf.of_shop(shop) {
        let mut draws = chance.of("restock", &format!("{day}/{}", good.product_id));
        let low =
            good.stocks.iter().filter(|stock| !stock.is_fbo && stock.present - stock.reserved < rules.restock_below);
        stocks.extend(low.map(|stock| ProductsStocksV2Stock {
            offer_id: good.offer_id.clone(),
            product_id: good.product_id,
            stock: draws.random_range(rules.restock_to[0]..=rules.restock_to[1]),
            warehouse_id: stock.warehouse_id,
        }));
    }
    for stocks in stocks.chunks(STOCKS_AT_ONCE) {
        let set = ProductsStocksV2Request { stocks: stocks.to_vec() };
        market.act_as(client, "restocked", ProductsStocksV2, &set).await?;
    }
    Ok(())
}

const ANSWERS: &[&str] = &[
    "Здравствуйте! Отправим сегодня.",
    "Добрый день! Да, конечно.",
    "Спасибо за вопрос, уточним и ответим.",
    "Здравствуйте! Пришлём на почту.",
];

/// Answers what buyers wrote.
pub async fn answer(market: &Market, chance: &Chance, rules: &Seller, shop: &Client) -> Result<(), SimError> {
    let with = ChatListV1With { unread_count: true, first_unread_message_id: true };
    let mut asked = ChatListV1Request { page: 1, page_size: 1_000, with, ..Default::default() };
    loop {
        let Some(page) = market.act_as(shop, "chats looked through", ChatListV1, &asked).await? else { return Ok(()) };
        if page.total_unread_count == 0 || page.result.is_empty() {
            return Ok(());
        }
        for chat in page.result.iter().filter(|chat| chat.unread_count > 0) {
            let mut draws = chance.of("answers", &format!("{}/{}", chat.id, chat.first_unread_message_id));
            if !rules.answers_chats.hits(&mut draws) {
                continue;
            }
            let text = ANSWERS.choose(&mut draws).copied().unwrap_or_default().to_owned();
            let send = ChatSendMessageV1Request { chat_id: chat.id.clone(), text };
            market.act_as(shop, "answers", ChatSendMessageV1, &send).await?;
        }
        asked.page += 1;
    }
}

/// Joins promotions with some of the goods that may take part.
pub async fn join_promotions(
    market: &Market,
    chance: &Chance,
    rules: &Seller,
    (shop, client): (ClientId, &Client),
) -> Result<(), SimError> {
    let Some(actions) = market.act_as(client, "promotions looked through", ActionsV1, &Empty {}).await? else {
        return Ok(());
    };
    for action in actions.result.iter().filter(|action| !action.is_participating && action.potential_products_count > 0)
    {
        let mut draws = chance.of("joins", &format!("{shop}/{}", action.id));
        if action.action_type != "DISCOUNT" || !rules.joins_promotions.hits(&mut draws) {
            continue;
        }
        let asked = ActionsCandidatesV1Request { action_id: action.id, limit: 30, offset: 0 };
        let Some(page) = market.act_as(client, "candidates looked through", ActionsCandidatesV1, &asked).await? else {
            continue;
        };
        let products: Vec<_> = page
            .result
            .products
            .into_iter()
            .filter(|product| product.max_action_price.0 > 0 && draws.random_ratio(1, 2))
            .map(|product| ActionsProductsActivateV1Product {
                product_id: product.id,
                action_price: product.max_action_price,
                ..Default::default()
            })
            .collect();
        if !products.is_empty() {
            let join = ActionsProductsActivateV1Request { action_id: action.id, products };
            market.act_as(client, "promotions joined", ActionsProductsActivateV1, &join).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gostiny_wire::{posting::Requirements, scalar::Sku};

    #[test]
    fn every_unit_gets_a_mark_of_its_own_with_a_good_check_digit() {
        let product = |sku, quantity| PostingFbsDetailProduct { sku: Sku(sku), quantity, ..Default::default() };
        let requirements =
            Requirements { products_requiring_mandatory_mark: vec![Digits(7)], ..Requirements::default() };
        let posting = PostingFbsDetail {
            posting_number: "40000123-0002-1".into(),
            products: vec![product(7, 3), product(8, 1)],
            requirements,
            ..Default::default()
        };
        let ship = shipment(&posting);
        let products = &ship.packages[0].products;
        let marks: std::collections::BTreeSet<_> =
            products[0].exemplar_info.iter().map(|unit| unit.mandatory_mark.clone()).collect();
        assert_eq!((marks.len(), products[1].exemplar_info.len()), (3, 0));
        let jewels = PostingFbsDetail {
            requirements: Requirements { products_requiring_jw_uin: vec![Digits(8)], ..posting.requirements.clone() },
            ..posting.clone()
        };
        let told = units(&jewels, &ship).products;
        assert_eq!(told.iter().map(|product| product.exemplars.len()).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(
            (told[0].exemplars[0].jw_uin.len(), told[1].exemplars[0].jw_uin[0].as_str()),
            (0, "4000012300021000")
        );
        for mark in marks {
            let gtin: Vec<i64> = mark[2..16].bytes().map(|digit| i64::from(digit - b'0')).collect();
            let sum: i64 =
                gtin.iter().rev().enumerate().map(|(at, digit)| digit * if at % 2 == 1 { 3 } else { 1 }).sum();
            assert_eq!((sum % 10, mark.len()), (0, 31), "{mark}");
        }
    }
}
