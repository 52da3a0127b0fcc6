//! Cards as today's list shows them: states, stocks, prices and commissions in one answer.

use gostiny_wire::{
    product::{
        ItemError, PriceIndexData, ProductAvailability, ProductAvailabilityReason, ProductCommission,
        ProductCommissionV3, ProductErrorParam, ProductErrorTexts, ProductErrorV3, ProductInfoListV3Request,
        ProductInfoListV3Response, ProductInfoV3, ProductModel, ProductPriceIndexV3, ProductPriceIndexesV3,
        ProductReasonText, ProductSourceV3, ProductStatusV3, ProductStockV3, ProductStocksV3, ProductVisibilityV3,
    },
    scalar::{Decimal2, Money, ProductId, Sku},
};

use super::{
    info::{asked_for, costs, fraction, index_color, main_picture, price_indexes, units},
    row::{Product, categories_of},
    shown::Shown,
    status::status,
};
use crate::{
    areas::{
        category,
        tariff::{self, volume_weight_hundredths},
    },
    call::Call,
    error::Result,
};

/// Several products in the order asked for; unknown ones are left out.
pub async fn v3(call: &mut Call, req: &ProductInfoListV3Request) -> Result<ProductInfoListV3Response> {
    let ids: Vec<ProductId> = req.product_id.iter().map(|&id| id.into()).collect();
    let skus: Vec<Sku> = req.sku.iter().map(|&sku| sku.into()).collect();
    let products = asked_for(call, "ProductInfoListV3Request", &req.offer_id, &ids, &skus).await?;
    let categories = categories_of(products.iter().map(|shown| &shown.product));
    let found = category::find_all(call, &categories).await?;
    let commissions = category::commissions(call, &categories).await?;
    let history = tariff::history(call).await?;
    let rates = history.at(call.now);
    let told = |shown: Shown| {
        let category_id = shown.product.category_id;
        let commission = commissions.get(&category_id).copied().unwrap_or_default();
        let described = found.get(&category_id).map(category::Category::description).unwrap_or_default();
        let commissions = costs(&shown.product, commission, rates);
        item(shown, commissions, described)
    };
    Ok(ProductInfoListV3Response { items: products.into_iter().map(told).collect() })
}

fn item(
    shown: Shown,
    commissions: Vec<ProductCommission>,
    (description_category_id, type_id): category::Described,
) -> ProductInfoV3 {
    let marketing_price = shown.marketing_price();
    let product = shown.product;
    let price = |price: Option<Money>| price.map(|price| price.fixed(2)).unwrap_or_default();
    let sources = sources(&product);
    ProductInfoV3 {
        availabilities: sources.iter().map(|source| availability(&product, source)).collect(),
        color_image: listed(product.color_image.clone()),
        commissions: commissions.into_iter().map(cost).collect(),
        description_category_id,
        errors: product.item_errors.iter().map(error).collect(),
        marketing_price: price(marketing_price),
        min_price: price(product.min_price),
        model_info: model(&product),
        old_price: price(product.old_price),
        price: price(product.price),
        price_indexes: indexes(&product),
        primary_image: listed(main_picture(&product).unwrap_or_default()),
        sources,
        statuses: statuses(&product),
        stocks: stocks(&product),
        type_id,
        vat: fraction(&product.vat, 1),
        visibility_details: ProductVisibilityV3 { has_price: product.price.is_some(), has_stock: product.has_stock() },
        volume_weight: Decimal2(volume_weight_hundredths(product.volume_ml)),
        barcodes: product.barcodes,
        created_at: product.created_at,
        currency_code: product.currency_code,
        id: product.product_id,
        images: product.images,
        images360: product.images360,
        is_archived: product.is_archived,
        is_kgt: product.is_kgt,
        is_prepayment_allowed: true,
        name: product.name,
        offer_id: product.offer_id,
        sku: product.sku,
        updated_at: product.updated_at,
        ..ProductInfoV3::default()
    }
}

/// Each product has a card of its own.
pub(super) fn model(product: &Product) -> ProductModel {
    ProductModel { count: 1, model_id: product.product_id.0 }
}

fn listed(address: String) -> Vec<String> {
    Some(address).filter(|address| !address.is_empty()).into_iter().collect()
}

fn sources(product: &Product) -> Vec<ProductSourceV3> {
    let source = |sku, source: &str| ProductSourceV3 {
        created_at: product.created_at,
        quant_code: String::new(),
        shipment_type: "SHIPMENT_TYPE_GENERAL".to_owned(),
        sku,
        source: source.to_owned(),
    };
    if product.sku == product.fbo_sku {
        return vec![source(product.sku, "sds")];
    }
    vec![source(product.fbo_sku, "fbo"), source(product.sku, "fbs")]
}

/// What buyers can do with a SKU; when they cannot buy it, why, in the words of its state.
fn availability(product: &Product, source: &ProductSourceV3) -> ProductAvailability {
    let sellable = match source.source.as_str() {
        "fbo" => product.sellable_fbo() > 0,
        "fbs" => product.sellable_fbs() > 0,
        _ => product.has_stock(),
    };
    let kept_back = product.is_archived || product.is_banned || product.is_hidden || product.in_quarantine;
    let (availability, why) = match (product.is_visible(), sellable) {
        (true, true) => ("AVAILABLE", None),
        (true, false) => ("UNAVAILABLE", Some("Нет остатка по этой схеме".to_owned())),
        (false, _) => (if kept_back { "HIDDEN" } else { "UNAVAILABLE" }, Some(status(product).state_description)),
    };
    let reason = |text| ProductAvailabilityReason { human_text: ProductReasonText { text }, id: 1 };
    ProductAvailability {
        availability: availability.to_owned(),
        reasons: why.into_iter().map(reason).collect(),
        sku: source.sku,
        source: source.source.clone(),
    }
}

fn cost(cost: gostiny_wire::product::ProductCommission) -> ProductCommissionV3 {
    ProductCommissionV3 {
        delivery_amount: cost.delivery_amount,
        percent: cost.percent,
        return_amount: cost.return_amount,
        sale_schema: cost.sale_schema.to_uppercase(),
        value: cost.value,
    }
}

fn error(error: &ItemError) -> ProductErrorV3 {
    ProductErrorV3 {
        attribute_id: error.attribute_id,
        code: error.code.clone(),
        field: error.field.clone(),
        level: format!("ERROR_LEVEL_{}", error.level.to_uppercase()),
        state: error.state.clone(),
        texts: ProductErrorTexts {
            attribute_name: error.attribute_name.clone(),
            description: error.description.clone(),
            message: error.message.clone(),
            params: error.optional_description_elements.iter().map(param).collect(),
            short_description: error.message.clone(),
            ..ProductErrorTexts::default()
        },
    }
}

fn param((name, value): (&String, &String)) -> ProductErrorParam {
    ProductErrorParam { name: name.clone(), value: value.clone() }
}

fn indexes(product: &Product) -> ProductPriceIndexesV3 {
    let indexes = price_indexes(product);
    let index = |of: PriceIndexData| ProductPriceIndexV3 {
        minimal_price: of.minimal_price,
        minimal_price_currency: of.minimal_price_currency,
        price_index_value: of.price_index_value,
    };
    ProductPriceIndexesV3 {
        color_index: format!("COLOR_INDEX_{}", index_color(&indexes)),
        external_index_data: index(indexes.external_index_data),
        ozon_index_data: index(indexes.ozon_index_data),
        self_marketplaces_index_data: index(indexes.self_marketplaces_index_data),
    }
}

fn statuses(product: &Product) -> ProductStatusV3 {
    let status = status(product);
    ProductStatusV3 {
        is_created: status.is_created,
        moderate_status: status.moderate_status,
        status: status.state,
        status_description: status.state_description,
        status_failed: status.state_failed,
        status_name: status.state_name,
        status_tooltip: status.state_tooltip,
        status_updated_at: status.state_updated_at,
        validation_status: status.validation_state,
    }
}

fn stocks(product: &Product) -> ProductStocksV3 {
    let row = |source: &str, sku, present, reserved| ProductStockV3 {
        present: units(present),
        reserved: units(reserved),
        sku,
        source: source.to_owned(),
    };
    ProductStocksV3 {
        has_stock: product.has_stock(),
        stocks: vec![
            row("fbo", product.fbo_sku, product.present_fbo, product.reserved_fbo),
            row("fbs", product.sku, product.present_fbs, product.reserved_fbs),
        ],
    }
}
