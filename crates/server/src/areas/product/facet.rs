//! Which visibility filters a product falls under, as a bit set: one bit per filter. Pure; every write of a
//! product computes it anew, so that lists and totals ask one number.

use gostiny_wire::product::Visibility;

use super::row::Product;

/// All filters, in the order of their bits. Only ever append: the numbers are stored.
const FILTERS: [Visibility; 26] = [
    Visibility::All,
    Visibility::Visible,
    Visibility::Invisible,
    Visibility::EmptyStock,
    Visibility::NotModerated,
    Visibility::Moderated,
    Visibility::Disabled,
    Visibility::StateFailed,
    Visibility::ReadyToSupply,
    Visibility::ValidationStatePending,
    Visibility::ValidationStateFail,
    Visibility::ValidationStateSuccess,
    Visibility::ToSupply,
    Visibility::InSale,
    Visibility::RemovedFromSale,
    Visibility::Banned,
    Visibility::Overpriced,
    Visibility::CriticallyOverpriced,
    Visibility::EmptyBarcode,
    Visibility::BarcodeExists,
    Visibility::Quarantine,
    Visibility::Archived,
    Visibility::OverpricedWithStock,
    Visibility::PartialApproved,
    Visibility::ImageAbsent,
    Visibility::ModerationBlock,
];

/// The state of a product that is moderated and priced.
pub(super) const READY: &str = "price_sent";

/// The bit of a filter.
pub(super) fn bit(filter: Visibility) -> i64 {
    FILTERS.iter().position(|&known| known == filter).map_or(0, |place| 1 << place)
}

/// The filters that select the product.
pub(super) fn facets(product: &Product) -> i64 {
    FILTERS.iter().filter(|&&filter| selects(filter, product)).fold(0, |set, &filter| set | bit(filter))
}

impl Product {
    /// Units are left that no order holds, under any scheme.
    pub fn has_stock(&self) -> bool {
        self.sellable_fbs() > 0 || self.sellable_fbo() > 0
    }

    /// Moderated and priced by the state machine: stock may be set, orders may come.
    pub fn is_ready(&self) -> bool {
        self.state == READY
    }

    /// The way to sale is broken off: creation failed, or a check said no.
    pub fn is_failed(&self) -> bool {
        !self.state_failed.is_empty() || matches!(self.state.as_str(), "failed_validation" | "failed_moderation")
    }

    /// Buyers see it and can buy it.
    pub fn is_visible(&self) -> bool {
        let kept_back = self.is_archived || self.is_banned || self.is_hidden || self.in_quarantine;
        self.is_ready() && self.price.is_some() && self.has_stock() && !kept_back
    }
}

/// The archive is a place of its own: what lies there shows under `ARCHIVED` and nowhere else.
fn selects(filter: Visibility, product: &Product) -> bool {
    if product.is_archived || filter == Visibility::Archived {
        return product.is_archived && filter == Visibility::Archived;
    }
    match filter {
        Visibility::All => true,
        Visibility::Archived => false,
        Visibility::Visible | Visibility::InSale => product.is_visible(),
        Visibility::Invisible => !product.is_visible(),
        Visibility::EmptyStock => product.is_created && !product.has_stock(),
        Visibility::NotModerated => product.moderate_status != "approved",
        Visibility::Moderated => product.moderate_status == "approved",
        Visibility::Disabled => product.is_created && product.is_hidden,
        Visibility::StateFailed => product.is_failed(),
        Visibility::ReadyToSupply => product.is_ready(),
        Visibility::ValidationStatePending => product.validation_state == "pending",
        Visibility::ValidationStateFail => product.validation_state == "fail",
        Visibility::ValidationStateSuccess => product.validation_state == "success",
        Visibility::ToSupply => product.is_ready() && !product.has_stock(),
        Visibility::RemovedFromSale => product.is_hidden,
        Visibility::Banned => product.is_banned,
        // There is no market to compare with: no product has a price index.
        Visibility::Overpriced | Visibility::CriticallyOverpriced | Visibility::OverpricedWithStock => false,
        Visibility::EmptyBarcode => product.barcodes.is_empty(),
        Visibility::BarcodeExists => !product.barcodes.is_empty(),
        Visibility::Quarantine => product.in_quarantine,
        // A description is thin when the import had something to remark on it.
        Visibility::PartialApproved => product.is_visible() && !product.item_errors.is_empty(),
        Visibility::ImageAbsent => product.images.is_empty() && product.primary_image.is_empty(),
        Visibility::ModerationBlock => product.moderate_status == "declined",
    }
}

#[cfg(test)]
pub(super) mod tests {
    use gostiny_wire::{
        product::ItemError,
        scalar::{CategoryId, ClientId, Money, OfferId, ProductId, Sku, Time},
    };

    use super::*;

    /// On sale, with nothing to remark.
    pub(in super::super) fn product() -> Product {
        Product {
            seller: ClientId(1),
            product_id: ProductId(10),
            offer_id: OfferId::from("A-1"),
            sku: Sku(100),
            fbo_sku: Sku(101),
            name: "Чайник".to_owned(),
            category_id: CategoryId(17_036_076),
            currency_code: "RUB".to_owned(),
            vat: "0.2".to_owned(),
            depth: 100,
            width: 200,
            height: 300,
            dimension_unit: "mm".to_owned(),
            weight: 900,
            weight_unit: "g".to_owned(),
            volume_ml: 6_000,
            weight_grams: 900,
            is_kgt: false,
            barcodes: vec!["4600000000008".to_owned()],
            images: vec!["https://example.test/1.jpg".to_owned()],
            images360: Vec::new(),
            primary_image: String::new(),
            color_image: String::new(),
            state: "price_sent".to_owned(),
            state_failed: String::new(),
            moderate_status: "approved".to_owned(),
            validation_state: "success".to_owned(),
            decline_reasons: Vec::new(),
            item_errors: Vec::new(),
            is_created: true,
            is_archived: false,
            is_banned: false,
            is_hidden: false,
            in_quarantine: false,
            price: Some(Money(59_000)),
            old_price: None,
            premium_price: None,
            min_price: None,
            auto_action: false,
            price_strategy: false,
            present_fbs: 5,
            reserved_fbs: 1,
            present_fbo: 0,
            reserved_fbo: 0,
            facets: 0,
            price_index: 0,
            created_at: Time(0),
            updated_at: Time(0),
            state_updated_at: Time(0),
        }
    }

    /// The filters of a product, but for those that say the opposite of another.
    fn under(product: &Product) -> Vec<Visibility> {
        let set = facets(product);
        FILTERS.into_iter().filter(|&filter| set & bit(filter) != 0).collect()
    }

    #[test]
    fn every_filter_has_a_bit_of_its_own() {
        let all = FILTERS.iter().fold(0_i64, |set, &filter| set | bit(filter));
        assert_eq!(all.count_ones(), 26);
        assert_eq!(bit(Visibility::All), 1);
        assert_eq!(bit(Visibility::ModerationBlock), 1 << 25);
    }

    #[test]
    fn goods_on_sale_are_visible() {
        use Visibility::*;
        let on_sale = [All, Visible, Moderated, ReadyToSupply, ValidationStateSuccess, InSale, BarcodeExists];
        assert_eq!(under(&product()), on_sale);
        let remarked = Product { item_errors: vec![ItemError::default()], ..product() };
        assert!(under(&remarked).contains(&PartialApproved));
    }

    #[test]
    fn goods_without_free_units_wait_for_supply() {
        use Visibility::*;
        let held = Product { reserved_fbs: 5, ..product() };
        let waiting =
            [All, Invisible, EmptyStock, Moderated, ReadyToSupply, ValidationStateSuccess, ToSupply, BarcodeExists];
        assert_eq!(under(&held), waiting);
        assert!(under(&Product { present_fbo: 1, ..held }).contains(&InSale));
    }

    #[test]
    fn a_failed_import_shows_as_such() {
        use Visibility::*;
        let failed = Product {
            state: "imported".to_owned(),
            state_failed: "imported".to_owned(),
            moderate_status: String::new(),
            validation_state: "pending".to_owned(),
            is_created: false,
            present_fbs: 0,
            reserved_fbs: 0,
            images: Vec::new(),
            barcodes: Vec::new(),
            ..product()
        };
        let shown = [All, Invisible, NotModerated, StateFailed, ValidationStatePending, EmptyBarcode, ImageAbsent];
        assert_eq!(under(&failed), shown);
    }

    #[test]
    fn what_is_kept_back_is_invisible_under_its_own_name() {
        use Visibility::*;
        let cases = [
            (Product { is_hidden: true, ..product() }, vec![RemovedFromSale, Disabled]),
            (Product { is_banned: true, ..product() }, vec![Banned]),
            (Product { in_quarantine: true, ..product() }, vec![Quarantine]),
            (Product { price: None, ..product() }, vec![ReadyToSupply]),
            (
                Product { moderate_status: "declined".to_owned(), state: "failed_moderation".to_owned(), ..product() },
                vec![ModerationBlock, NotModerated, StateFailed],
            ),
            (
                Product { validation_state: "fail".to_owned(), state: "failed_validation".to_owned(), ..product() },
                vec![ValidationStateFail, StateFailed],
            ),
        ];
        for (product, names) in cases {
            let found = under(&product);
            assert!(names.iter().all(|name| found.contains(name)), "{names:?} in {found:?}");
            assert!(found.contains(&Invisible) && !found.contains(&Visible) && !found.contains(&InSale), "{found:?}");
        }
    }

    #[test]
    fn the_archive_is_apart() {
        assert_eq!(under(&Product { is_archived: true, ..product() }), [Visibility::Archived]);
    }
}
