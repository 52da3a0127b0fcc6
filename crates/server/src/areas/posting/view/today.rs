//! Postings as today's lists show them: more blocks, money as `{amount, currency}`, and what the seller can do now.

use gostiny_wire::{
    posting::{
        FinancialProduct, Kilograms, PostingAddresseeV4, PostingAnalyticsDataV4, PostingCommission,
        PostingFboAnalyticsDataV3, PostingFboCancellation, PostingFboFinancialDataV3, PostingFboFinancialProductV3,
        PostingFboProductV3, PostingFboV3, PostingFbsProductV4, PostingFbsV4, PostingFinancialDataV4,
        PostingFinancialProductV4, PostingLegalInfo, PostingMoney, PostingRequirementsV4, Requirements,
    },
    scalar::{CancelReasonId, Decimal2, Digits},
};

use super::{
    super::{
        action::{self, Terms},
        needs,
        row::{Item, Posting},
    },
    Sources, boxes, cancellation, requirements,
};
use crate::{
    areas::{digital::Codes, tariff::volume_weight_hundredths},
    error::Result,
};

impl Sources {
    /// The posting as both lists show it.
    pub fn listed_today(&mut self, mut posting: Posting, terms: Terms) -> Result<PostingFbsV4> {
        let items = self.take_items(&posting);
        let is_unpacked = posting.status == "awaiting_packaging";
        Ok(PostingFbsV4 {
            addressee: self.addressee(&posting).map(|addressee| PostingAddresseeV4 { name: addressee.name }),
            analytics_data: self.analytics_today(&posting),
            available_actions: action::available(&posting, &items, terms)?,
            barcodes: self.barcodes(&posting),
            customer: self.customer(&posting),
            delivery_schema: "FBS".to_owned(),
            financial_data: self.money_today(&posting, &items),
            integration_type_flow: flow(&posting.tpl_integration_type).to_owned(),
            is_multibox: boxes(&posting) > 1,
            legal_info: self.legal_info(&posting),
            multi_box_qty: boxes(&posting),
            requirements: today(requirements(&posting, &items), if is_unpacked { &items } else { &[] }),
            volume_weight: Decimal2(items.iter().map(volume_weight).fold(0, i64::saturating_add)),
            products: items.into_iter().map(|item| self.product_today(item, &posting.currency_code)).collect(),
            cancellation: cancellation(&mut posting),
            delivery_method: self.delivery_method(&mut posting),
            delivering_date: posting.delivering_date,
            in_process_at: posting.in_process_at,
            order_id: posting.order_id,
            order_number: posting.order_number,
            parent_posting_number: posting.parent_posting_number.into(),
            posting_number: posting.posting_number,
            shipment_date: posting.shipment_date,
            shipment_date_without_delay: Some(posting.shipment_date),
            status: posting.status,
            substatus: posting.substatus,
            tpl_integration_type: posting.tpl_integration_type,
            tracking_number: posting.tracking_number,
            ..PostingFbsV4::default()
        })
    }

    fn product_today(&self, item: Item, currency_code: &str) -> PostingFbsProductV4 {
        PostingFbsProductV4 {
            imei: item.needs.units.iter().flat_map(|unit| unit.imei.clone()).collect(),
            name: self.text(item.name),
            offer_id: item.offer_id,
            price: money(item.price.fixed(4), currency_code),
            quantity: units(item.quantity),
            sku: item.sku,
            weight: Kilograms(item.weight_grams),
            ..PostingFbsProductV4::default()
        }
    }

    fn analytics_today(&self, posting: &Posting) -> Option<PostingAnalyticsDataV4> {
        self.analytics_data(posting).map(|data| PostingAnalyticsDataV4 {
            city: data.city,
            client_delivery_date_begin: data.delivery_date_begin,
            client_delivery_date_end: data.delivery_date_end,
            delivery_date_begin: data.delivery_date_begin,
            delivery_date_end: data.delivery_date_end,
            delivery_type: data.delivery_type,
            is_legal: data.is_legal,
            is_premium: data.is_premium,
            payment_type_group_name: data.payment_type_group_name,
            region: data.region,
            tpl_provider: data.tpl_provider,
            tpl_provider_id: data.tpl_provider_id,
            warehouse: data.warehouse,
            warehouse_id: data.warehouse_id,
        })
    }

    fn money_today(&self, posting: &Posting, items: &[Item]) -> Option<PostingFinancialDataV4> {
        let product = |(product, item): (FinancialProduct, &Item)| PostingFinancialProductV4 {
            commission: commission(&product),
            customer_price: money(item.price.fixed(4), &posting.currency_code),
            actions: product.actions,
            old_price: product.old_price,
            payout: product.payout,
            price: product.price,
            product_id: product.product_id,
            quantity: units(product.quantity),
            total_discount_percent: product.total_discount_percent,
            total_discount_value: product.total_discount_value,
        };
        self.financial_data(posting, items).map(|data| PostingFinancialDataV4 {
            cluster_from: data.cluster_from,
            cluster_to: data.cluster_to,
            products: data.products.into_iter().zip(items).map(product).collect(),
        })
    }

    /// The company that buys, by the name that the order bears.
    fn legal_info(&self, posting: &Posting) -> Option<PostingLegalInfo> {
        let order = self.with.legal_info.then(|| self.orders.get(&posting.order_id)).flatten()?;
        let named =
            || PostingLegalInfo { company_name: self.text(order.buyer.name.clone()), ..PostingLegalInfo::default() };
        order.is_legal.then(named)
    }

    /// An FBO posting with the codes that it holds.
    pub fn listed_fbo(&mut self, codes: &mut Codes, mut posting: Posting) -> PostingFboV3 {
        let mut codes = codes.remove(&posting.posting_number).unwrap_or_default();
        let items = self.take_items(&posting);
        let (analytics_data, financial_data) = (self.analytics_fbo(&posting), self.money_fbo(&posting, &items));
        let product = |item: Item| PostingFboProductV3 {
            digital_codes: codes.remove(&item.product_id).unwrap_or_default(),
            name: self.text(item.name),
            offer_id: item.offer_id,
            price: money(item.price.fixed(2), &posting.currency_code),
            quantity: units(item.quantity),
            sku: item.sku,
            ..Default::default()
        };
        let products = items.into_iter().map(product).collect();
        let legal_info = self.legal_info(&posting);
        let cancelled = cancellation(&mut posting);
        PostingFboV3 {
            analytics_data,
            financial_data,
            legal_info,
            products,
            cancel_reason_id: CancelReasonId(posting.cancel_reason_id),
            cancellation: PostingFboCancellation {
                cancel_reason: cancelled.cancel_reason,
                cancellation_initiator: cancelled.cancellation_initiator,
                cancellation_type: cancelled.cancellation_type,
            },
            created_at: posting.created_at,
            in_process_at: posting.in_process_at,
            order_id: posting.order_id,
            order_number: posting.order_number,
            posting_number: posting.posting_number,
            status: posting.status,
            substatus: posting.substatus,
            ..PostingFboV3::default()
        }
    }

    fn analytics_fbo(&self, posting: &Posting) -> Option<PostingFboAnalyticsDataV3> {
        self.analytics_data(posting).map(|data| PostingFboAnalyticsDataV3 {
            city: data.city,
            client_delivery_date_begin: data.delivery_date_begin,
            client_delivery_date_end: data.delivery_date_end,
            delivery_type: data.delivery_type,
            is_legal: data.is_legal,
            is_premium: data.is_premium,
            payment_type_group_name: data.payment_type_group_name,
            warehouse_id: data.warehouse_id,
            warehouse_name: data.warehouse,
        })
    }

    fn money_fbo(&self, posting: &Posting, items: &[Item]) -> Option<PostingFboFinancialDataV3> {
        let product = |product: FinancialProduct| PostingFboFinancialProductV3 {
            commission: commission(&product),
            actions: product.actions,
            old_price: product.old_price,
            payout: product.payout,
            price: product.price,
            product_id: product.product_id,
            total_discount_percent: product.total_discount_percent,
            total_discount_value: product.total_discount_value,
        };
        self.financial_data(posting, items).map(|data| PostingFboFinancialDataV3 {
            cluster_from: data.cluster_from,
            cluster_to: data.cluster_to,
            products: data.products.into_iter().map(product).collect(),
        })
    }
}

fn units(quantity: i64) -> i32 {
    i32::try_from(quantity).unwrap_or(i32::MAX)
}

fn commission(product: &FinancialProduct) -> PostingCommission {
    PostingCommission {
        amount: product.commission_amount,
        currency: product.commissions_currency_code.clone(),
        percent: i32::try_from(product.commission_percent).unwrap_or(i32::MAX),
    }
}

fn money(amount: String, currency: &str) -> PostingMoney {
    PostingMoney { amount, currency: currency.to_owned() }
}

/// Of all units, hundredths of a kilogram.
fn volume_weight(item: &Item) -> i64 {
    volume_weight_hundredths(item.volume_ml()).saturating_mul(item.quantity)
}

/// The newer spelling of an integration.
fn flow(tpl_integration_type: &str) -> &str {
    if tpl_integration_type == "hybryd" { "hybrid" } else { tpl_integration_type }
}

/// What is missing, with the goods that are to be weighed.
fn today(all: Requirements, items: &[Item]) -> PostingRequirementsV4 {
    let unweighed = items.iter().filter(|item| needs::lacks_weight(item));
    PostingRequirementsV4 {
        products_requiring_country: all.products_requiring_country,
        products_requiring_gtd: all.products_requiring_gtd,
        products_requiring_jw_uin: all.products_requiring_jw_uin,
        products_requiring_mandatory_mark: all.products_requiring_mandatory_mark,
        products_requiring_rnpt: all.products_requiring_rnpt,
        products_requiring_weight: unweighed.map(|item| Digits(item.sku.0)).collect(),
        ..PostingRequirementsV4::default()
    }
}
