//! Why a stock is not taken, item by item. Pure.

use gostiny_wire::{price::UpdateError, scalar::Time};

use crate::areas::{product::Brief, warehouse::Warehouse};

/// From this number on a stock is a slip of the pen.
const TOO_BIG: i64 = 1_000_000;

/// What the rules look at in a product.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goods {
    pub(super) is_created: bool,
    pub(super) is_ready: bool,
    pub(super) is_archived: bool,
    pub(super) is_kgt: bool,
}

impl From<&Brief> for Goods {
    fn from(product: &Brief) -> Self {
        Self {
            is_created: product.is_created,
            is_ready: product.is_ready,
            is_archived: product.is_archived,
            is_kgt: product.is_kgt,
        }
    }
}

/// What the rules look at in a warehouse that works.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) is_kgt: bool,
    pub(super) is_rfbs: bool,
}

impl From<&Warehouse> for Place {
    fn from(warehouse: &Warehouse) -> Self {
        Self { is_kgt: warehouse.is_kgt, is_rfbs: warehouse.is_rfbs }
    }
}

/// What is known of the stock before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    pub(super) sellable: i64,
    /// None: the next update may come at any time.
    pub(super) closed_until: Option<Time>,
}

/// The first rule that refuses a new stock.
pub(super) fn refusal(
    goods: Option<Goods>,
    place: Option<Place>,
    before: Option<Before>,
    stock: i64,
    now: Time,
) -> Option<UpdateError> {
    let Some(goods) = goods else { return because("NOT_FOUND_ERROR", "Product is not found") };
    if !goods.is_created {
        return because("product_is_not_created", "Product has not been created yet");
    }
    if goods.is_archived {
        return because("INVALID_STATE", "Product is in the archive");
    }
    if !goods.is_ready {
        return because("PRICE_IS_NOT_SENT", "Product is not in the state price_sent");
    }
    let Some(place) = place else { return because("WAREHOUSE_NOT_FOUND", "Warehouse is unknown or does not work") };
    // Size classes are about the marketplace's own logistics; from an rFBS warehouse the seller delivers.
    match (goods.is_kgt, place.is_kgt) {
        (false, true) if !place.is_rfbs => {
            return because("NON_KGT_ON_KGT_WAREHOUSE", "The warehouse takes bulky goods only");
        }
        (true, false) if !place.is_rfbs => {
            return because("OVER_MAX_OVH_NON_KGT", "Bulky goods need a warehouse for bulky goods");
        }
        _ => {}
    }
    if stock >= TOO_BIG {
        return because("STOCK_TOO_BIG", "Stock has to be below 1000000");
    }
    let before = before?;
    if before.sellable == stock {
        return because("SKU STOCK NOT CHANGED", "The stock is this number already");
    }
    if before.closed_until.is_some_and(|moment| now < moment) {
        return because("TOO_MANY_REQUESTS", "Stock is updated too frequently");
    }
    None
}

pub(super) fn because(code: &str, message: &str) -> Option<UpdateError> {
    Some(UpdateError { code: code.to_owned(), message: message.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOODS: Goods = Goods { is_created: true, is_ready: true, is_archived: false, is_kgt: false };
    const PLACE: Place = Place { is_kgt: false, is_rfbs: false };

    fn code(goods: Goods, place: Place, before: Option<Before>, stock: i64) -> String {
        let refused = refusal(Some(goods), Some(place), before, stock, Time(1_000));
        refused.map(|error| error.code).unwrap_or_default()
    }

    #[test]
    fn goods_have_to_be_ready() {
        assert_eq!(refusal(None, Some(PLACE), None, 1, Time(0)).unwrap().code, "NOT_FOUND_ERROR");
        assert_eq!(refusal(Some(GOODS), None, None, 1, Time(0)).unwrap().code, "WAREHOUSE_NOT_FOUND");
        assert_eq!(code(Goods { is_created: false, ..GOODS }, PLACE, None, 1), "product_is_not_created");
        assert_eq!(code(Goods { is_ready: false, ..GOODS }, PLACE, None, 1), "PRICE_IS_NOT_SENT");
        assert_eq!(code(Goods { is_archived: true, ..GOODS }, PLACE, None, 1), "INVALID_STATE");
        assert_eq!(code(GOODS, PLACE, None, 1), "");
    }

    #[test]
    fn goods_have_to_fit_the_warehouse() {
        let (bulky, for_bulky) = (Goods { is_kgt: true, ..GOODS }, Place { is_kgt: true, ..PLACE });
        assert_eq!(code(GOODS, for_bulky, None, 1), "NON_KGT_ON_KGT_WAREHOUSE");
        assert_eq!(code(bulky, PLACE, None, 1), "OVER_MAX_OVH_NON_KGT");
        assert_eq!(code(bulky, for_bulky, None, 1), "");
        assert_eq!(code(bulky, Place { is_rfbs: true, ..PLACE }, None, 1), "");
    }

    #[test]
    fn a_number_has_to_be_new_possible_and_in_time() {
        let before = |closed_until| Some(Before { sellable: 5, closed_until });
        assert_eq!(code(GOODS, PLACE, None, 999_999), "");
        assert_eq!(code(GOODS, PLACE, None, 1_000_000), "STOCK_TOO_BIG");
        assert_eq!(code(GOODS, PLACE, before(None), 5), "SKU STOCK NOT CHANGED");
        assert_eq!(code(GOODS, PLACE, before(Some(Time(1_001))), 6), "TOO_MANY_REQUESTS");
        assert_eq!(code(GOODS, PLACE, before(Some(Time(1_000))), 6), "");
        assert_eq!(code(GOODS, PLACE, None, 0), "");
    }
}
