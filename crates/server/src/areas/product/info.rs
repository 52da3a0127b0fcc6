//! What is known of a product: one by any of its ids, or several. A list costs as many statements as one.

use std::{collections::HashMap, hash::Hash};

use gostiny_wire::{
    product::{
        PriceIndexData, PriceIndexes, ProductCard, ProductCommission, ProductInfo, ProductInfoListItem,
        ProductInfoListV2Request, ProductInfoListV2Response, ProductInfoListV2Result, ProductInfoV2Request,
        ProductInfoV2Response, ProductListVisibility, ProductSource, ProductStocks, ProductVisibility,
    },
    scalar::{Decimal2, Money, OfferId, ProductId, Sku},
};

use super::{
    picture,
    row::Product,
    shown::{Shown, by_offer_ids, by_product_ids, by_skus},
    status::status,
};
use crate::{
    areas::{
        category,
        tariff::{self, Commission, Rates, Scheme, volume_weight_hundredths},
    },
    call::Call,
    check,
    error::{Error, Result},
};

/// One product, with what its sale costs.
pub async fn v2(call: &mut Call, req: &ProductInfoV2Request) -> Result<ProductInfoV2Response> {
    let mut shown = find(call, req).await?;
    let product = &mut shown.product;
    picture::show(call, product);
    let commissions = category::commissions(call, &[product.category_id]).await?;
    let commission = commissions.get(&product.category_id).copied().unwrap_or_default();
    let history = tariff::history(call).await?;
    let result = ProductInfo {
        commissions: costs(product, commission, history.at(call.now)),
        is_prepayment: false,
        is_prepayment_allowed: true,
        visibility_details: ProductVisibility {
            active_product: false,
            has_price: product.price.is_some(),
            has_stock: product.has_stock(),
        },
        volume_weight: Decimal2(volume_weight_hundredths(product.volume_ml)),
        card: card(shown),
    };
    Ok(ProductInfoV2Response { result })
}

/// Several products in the order asked for; unknown ones are left out.
pub async fn list_v2(call: &mut Call, req: &ProductInfoListV2Request) -> Result<ProductInfoListV2Response> {
    let items = asked_for(call, "ProductInfoListV2Request", &req.offer_id, &req.product_id, &req.sku).await?;
    let items = items.into_iter().map(item).collect();
    Ok(ProductInfoListV2Response { result: ProductInfoListV2Result { items } })
}

/// Up to 1000 products by their ids, in the order asked for, with pictures that can be opened.
pub(super) async fn asked_for(
    call: &mut Call,
    request: &str,
    offer_id: &[OfferId],
    product_id: &[ProductId],
    sku: &[Sku],
) -> Result<Vec<Shown>> {
    let asked = offer_id.len() + product_id.len() + sku.len();
    if asked == 0 {
        return Err(nothing_named());
    }
    check::items(request, "Items", asked, 0, 1000)?;
    let mut items =
        in_order(by_offer_ids(call, offer_id).await?, offer_id, |product| [&product.offer_id, &product.offer_id]);
    items.extend(in_order(by_product_ids(call, product_id).await?, product_id, |product| {
        [&product.product_id, &product.product_id]
    }));
    items.extend(in_order(by_skus(call, sku).await?, sku, |product| [&product.sku, &product.fbo_sku]));
    items.iter_mut().for_each(|shown| picture::show(call, &mut shown.product));
    Ok(items)
}

/// The product that a request names: by article, else by number, else by SKU.
pub(super) async fn find(call: &mut Call, req: &ProductInfoV2Request) -> Result<Shown> {
    let found = if req.offer_id != OfferId::default() {
        by_offer_ids(call, std::slice::from_ref(&req.offer_id)).await?
    } else if req.product_id != ProductId(0) {
        by_product_ids(call, &[req.product_id]).await?
    } else if req.sku != Sku(0) {
        by_skus(call, &[req.sku]).await?
    } else {
        return Err(nothing_named());
    };
    found.into_iter().next().ok_or_else(|| Error::NotFound("Product not found".to_owned()))
}

fn nothing_named() -> Error {
    Error::BadRequest("one of offer_id, product_id or sku must be given".to_owned())
}

/// The products in the order of the ids; an id that is asked twice is answered once.
fn in_order<K: Hash + Eq>(found: Vec<Shown>, ids: &[K], keys: impl Fn(&Product) -> [&K; 2]) -> Vec<Shown> {
    let mut places = HashMap::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        places.entry(id).or_insert(place);
    }
    let mut placed: Vec<Option<Shown>> = std::iter::repeat_with(|| None).take(ids.len()).collect();
    for shown in found {
        let place = keys(&shown.product).iter().filter_map(|key| places.get(key)).min().copied();
        if let Some(free) = place.and_then(|place| placed.get_mut(place)) {
            free.get_or_insert(shown);
        }
    }
    placed.into_iter().flatten().collect()
}

fn item(shown: Shown) -> ProductInfoListItem {
    let visibility_details = ProductListVisibility {
        active_product: false,
        has_price: shown.product.price.is_some(),
        has_stock: shown.product.has_stock(),
        ..ProductListVisibility::default()
    };
    ProductInfoListItem { state: String::new(), visibility_details, card: card(shown) }
}

fn card(shown: Shown) -> ProductCard {
    let marketing_price = shown.marketing_price();
    let product = shown.product;
    let unified = product.sku == product.fbo_sku;
    let price = |price: Option<Money>| price.map(|price| price.fixed(4)).unwrap_or_default();
    let main = main_picture(&product);
    ProductCard {
        primary_image: main.unwrap_or_default(),
        barcode: product.barcodes.first().cloned().unwrap_or_default(),
        fbo_sku: if unified { Sku(0) } else { product.fbo_sku },
        fbs_sku: if unified { Sku(0) } else { product.sku },
        price_indexes: price_indexes(&product),
        price_index: Money(product.price_index).fixed(2),
        status: status(&product),
        sources: sources(&product),
        stocks: ProductStocks {
            coming: 0,
            present: units(product.present_fbs + product.present_fbo),
            reserved: units(product.reserved_fbs + product.reserved_fbo),
        },
        visible: product.is_visible(),
        vat: fraction(&product.vat, 1),
        marketing_price: price(marketing_price),
        min_price: price(product.min_price),
        old_price: price(product.old_price),
        premium_price: price(product.premium_price),
        price: price(product.price),
        barcodes: product.barcodes,
        category_id: product.category_id,
        color_image: product.color_image,
        created_at: product.created_at,
        currency_code: product.currency_code,
        id: product.product_id,
        images: product.images,
        images360: product.images360,
        is_kgt: product.is_kgt,
        name: product.name,
        offer_id: product.offer_id,
        sku: product.sku,
        updated_at: product.updated_at,
        ..ProductCard::default()
    }
}

pub(super) fn units(sum: i64) -> i32 {
    i32::try_from(sum).unwrap_or(i32::MAX)
}

/// The indexes of a product: what the operator said of prices elsewhere, or none. The bounds between the words are ours.
pub fn price_indexes(product: &Product) -> PriceIndexes {
    let currency = product.currency_code.clone();
    let none = PriceIndexData { minimal_price_currency: currency, ..PriceIndexData::default() };
    let word = match product.price_index {
        ..=0 => "WITHOUT_INDEX",
        1..=100 => "PROFIT",
        101..=110 => "AVG_PROFIT",
        _ => "NON_PROFIT",
    };
    PriceIndexes {
        external_index_data: PriceIndexData { price_index_value: Decimal2(product.price_index), ..none.clone() },
        ozon_index_data: none.clone(),
        price_index: word.to_owned(),
        self_marketplaces_index_data: none,
    }
}

/// What versions of today call the word of an index.
pub fn index_color(indexes: &PriceIndexes) -> &'static str {
    match indexes.price_index.as_str() {
        "PROFIT" => "GREEN",
        "AVG_PROFIT" => "YELLOW",
        "NON_PROFIT" => "RED",
        _ => "WITHOUT_INDEX",
    }
}

/// The picture named apart, else the first one.
pub(super) fn main_picture(product: &Product) -> Option<String> {
    Some(&product.primary_image).filter(|named| !named.is_empty()).or(product.images.first()).cloned()
}

fn sources(product: &Product) -> Vec<ProductSource> {
    let source = |sku, source: &str| ProductSource { is_enabled: product.is_created, sku, source: source.to_owned() };
    if product.sku == product.fbo_sku {
        return vec![source(product.sku, "sds")];
    }
    vec![source(product.fbo_sku, "fbo"), source(product.sku, "fbs")]
}

/// What a sale at the present price costs, scheme by scheme; nothing without a price.
pub(super) fn costs(product: &Product, commission: Commission, rates: &Rates) -> Vec<ProductCommission> {
    let Some(price) = product.price else { return Vec::new() };
    let row = |scheme| {
        let way = rates.logistics(scheme, product.volume_ml, price);
        ProductCommission {
            delivery_amount: (way.direct_flow + way.last_mile).into(),
            min_value: Decimal2(0),
            percent: Decimal2(commission.of(scheme)),
            return_amount: way.return_flow.into(),
            sale_schema: scheme.as_str().to_owned(),
            value: price.share_rounded_half_up(commission.of(scheme)).into(),
        }
    };
    [Scheme::Fbo, Scheme::Fbs, Scheme::Rfbs].map(row).to_vec()
}

/// A fraction such as `0.2` with at least so many digits; `0` and nothing are `0.0`.
pub fn fraction(text: &str, digits: usize) -> String {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{}.{:0<digits$}", if whole.is_empty() { "0" } else { whole }, rest.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

    #[test]
    fn vat_is_written_with_the_digits_of_the_method() {
        assert_eq!(["", "0", "0.20", "0.05"].map(|vat| fraction(vat, 1)), ["0.0", "0.0", "0.2", "0.05"]);
        assert_eq!(fraction("0.2", 6), "0.200000");
    }

    #[test]
    fn a_card_tells_prices_stocks_and_sku() {
        let card = card(Shown { product: Product { present_fbo: 2, ..product() }, promoted: None });
        assert_eq!((card.price.as_str(), card.old_price.as_str(), card.vat.as_str()), ("590.0000", "", "0.2"));
        assert_eq!(card.stocks, ProductStocks { coming: 0, present: 7, reserved: 1 });
        assert_eq!((card.fbo_sku, card.fbs_sku, card.sku, card.sources.len()), (Sku(101), Sku(100), Sku(100), 2));
        assert!(card.visible);
        let unified = super::card(Shown { product: Product { fbo_sku: Sku(100), ..product() }, promoted: None });
        assert_eq!((unified.fbo_sku, unified.fbs_sku, unified.sources.len()), (Sku(0), Sku(0), 1));
    }

    #[test]
    fn costs_follow_the_price() {
        let commission = Commission { fbo: 800, fbs: 900, rfbs: 700 };
        let rates = Rates::default();
        let rows = costs(&Product { price: Some(Money(35_500)), ..product() }, commission, &rates);
        let fbo = rows.first().unwrap();
        assert_eq!((fbo.percent, fbo.value), (Decimal2(800), Decimal2(2_840)));
        assert_eq!(rows.last().unwrap().delivery_amount, Decimal2(0));
        assert!(costs(&Product { price: None, ..product() }, Commission::default(), &rates).is_empty());
    }

    #[test]
    fn the_list_keeps_the_order_asked_for() {
        let of = |id: i64| {
            let (sku, fbo_sku) = (Sku(id * 10), Sku(id * 10 + 1));
            Shown { product: Product { product_id: ProductId(id), sku, fbo_sku, ..product() }, promoted: None }
        };
        let asked = [Sku(31), Sku(10), Sku(30), Sku(99)];
        let found = in_order(vec![of(1), of(3)], &asked, |product| [&product.sku, &product.fbo_sku]);
        assert_eq!(found.iter().map(|shown| shown.product.product_id.0).collect::<Vec<_>>(), [3, 1]);
    }
}
