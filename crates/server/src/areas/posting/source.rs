//! Where the goods of an order are taken from: a warehouse with a working delivery method, or the marketplace's own.

use std::collections::HashMap;

use gostiny_wire::scalar::{DeliveryMethodId, ProductId, Sku, WarehouseId};

use crate::{
    areas::{
        stock::{self, FBO_WAREHOUSE},
        tariff::Scheme,
        warehouse::{self, DeliveryMethod, Warehouse},
    },
    call::Call,
    error::{Error, Result},
};

/// A warehouse that sells.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Who stores and delivers from it.
    pub scheme: Scheme,
    /// The warehouse.
    pub warehouse_id: WarehouseId,
    /// The seller's warehouse and the way its parcels go; none for the marketplace's own.
    pub own: Option<(Warehouse, DeliveryMethod)>,
}

/// Units of one product that an order needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    /// The product.
    pub product_id: ProductId,
    /// What the buyer asked for.
    pub sku: Sku,
    /// Units.
    pub quantity: i64,
    /// Schemes that will do.
    pub schemes: &'static [Scheme],
}

/// Sellable units by product and warehouse.
pub(super) type Sellable = HashMap<(ProductId, WarehouseId), i64>;

/// The sources of the call's seller, FBS before rFBS before FBO. A method that was named leaves only its own.
pub(super) async fn sources(call: &mut Call, named: Option<DeliveryMethodId>) -> Result<Vec<Source>> {
    let mut warehouses = warehouse::all(call).await?;
    warehouses.retain(|warehouse| warehouse.status == "created");
    let mut methods = warehouse::methods(call, None).await?;
    if let Some(named) = named {
        methods.retain(|method| method.delivery_method_id == named);
        if methods.is_empty() {
            return Err(Error::NotFound(format!("shop {} has no working delivery method {named}", call.seller)));
        }
    }
    methods.sort_by_key(|method| method.delivery_method_id);
    let source = |warehouse: Warehouse| {
        let method = methods.iter().find(|method| method.warehouse_id == warehouse.warehouse_id)?.clone();
        let scheme = if warehouse.is_rfbs { Scheme::Rfbs } else { Scheme::Fbs };
        Some(Source { scheme, warehouse_id: warehouse.warehouse_id, own: Some((warehouse, method)) })
    };
    let mut sources: Vec<Source> = warehouses.into_iter().filter_map(source).collect();
    sources.sort_by_key(|source| (source.scheme, source.warehouse_id));
    if named.is_none() {
        sources.push(Source { scheme: Scheme::Fbo, warehouse_id: FBO_WAREHOUSE, own: None });
    }
    Ok(sources)
}

/// What the call's seller can sell of these products.
pub(super) async fn sellable(call: &mut Call, products: &[ProductId]) -> Result<Sellable> {
    let rows = stock::of_products(call, products).await?;
    Ok(rows.into_iter().map(|row| ((row.product_id, row.warehouse_id), row.present - row.reserved)).collect())
}

/// Which source each need is met from, by place in `sources`. Needs of one kind go together where one warehouse
/// holds them all; a line itself is never divided.
pub(super) fn choose(needs: &[Need], sources: &[Source], mut sellable: Sellable) -> Result<Vec<usize>> {
    let mut chosen: Vec<Option<usize>> = vec![None; needs.len()];
    for (at, need) in needs.iter().enumerate() {
        if chosen.get(at).is_some_and(Option::is_some) {
            continue;
        }
        let alike: Vec<(usize, &Need)> =
            needs.iter().enumerate().skip(at).filter(|(_, other)| other.schemes == need.schemes).collect();
        let whole = sources.iter().position(|source| {
            let mut left = sellable.clone();
            alike.iter().all(|(_, need)| draw(need, source, &mut left))
        });
        for (place, need) in alike {
            let found = match whole {
                Some(whole) => Some(whole),
                None => sources.iter().position(|source| draw(need, source, &mut sellable.clone())),
            };
            let source = found.and_then(|found| sources.get(found)).ok_or_else(|| not_enough(need.sku))?;
            draw(need, source, &mut sellable);
            if let Some(slot) = chosen.get_mut(place) {
                *slot = found;
            }
        }
    }
    Ok(chosen.into_iter().flatten().collect())
}

/// Takes the units out of what a source holds, if it fits and holds enough.
fn draw(need: &Need, source: &Source, sellable: &mut Sellable) -> bool {
    let Some(left) = sellable.get_mut(&(need.product_id, source.warehouse_id)) else { return false };
    if !need.schemes.contains(&source.scheme) || *left < need.quantity {
        return false;
    }
    *left -= need.quantity;
    true
}

/// The refusal of an order that cannot be met.
pub(super) fn not_enough(sku: Sku) -> Error {
    Error::Conflict(format!("not enough stock of sku {sku}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &[Scheme] = &[Scheme::Fbs, Scheme::Rfbs];

    fn source(scheme: Scheme, id: i64) -> Source {
        Source { scheme, warehouse_id: WarehouseId(id), own: None }
    }

    fn need(product: i64, quantity: i64, schemes: &'static [Scheme]) -> Need {
        Need { product_id: ProductId(product), sku: Sku(product), quantity, schemes }
    }

    fn stock(rows: &[(i64, i64, i64)]) -> Sellable {
        rows.iter().map(|&(product, warehouse, left)| ((ProductId(product), WarehouseId(warehouse)), left)).collect()
    }

    #[test]
    fn one_warehouse_for_all_lines_is_preferred() {
        let sources = [source(Scheme::Fbs, 1), source(Scheme::Fbs, 2), source(Scheme::Fbo, 9)];
        let needs = [need(1, 2, OWN), need(2, 1, OWN)];
        let both = stock(&[(1, 1, 5), (1, 2, 5), (2, 2, 5)]);
        assert_eq!(choose(&needs, &sources, both).unwrap(), [1, 1]);
        let apart = stock(&[(1, 1, 5), (2, 2, 5)]);
        assert_eq!(choose(&needs, &sources, apart).unwrap(), [0, 1]);
    }

    #[test]
    fn schemes_keep_apart_and_a_line_is_not_divided() {
        let sources = [source(Scheme::Fbs, 1), source(Scheme::Fbs, 2), source(Scheme::Fbo, 9)];
        let held = stock(&[(1, 1, 2), (1, 2, 2), (1, 9, 7)]);
        let needs = [need(1, 2, OWN), need(1, 3, &[Scheme::Fbo])];
        assert_eq!(choose(&needs, &sources, held.clone()).unwrap(), [0, 2]);
        let refused = choose(&[need(1, 3, OWN)], &sources, held.clone()).unwrap_err();
        assert_eq!(refused.to_string(), "not enough stock of sku 1");
        assert!(choose(&[need(1, 7, &[Scheme::Fbo]), need(1, 1, &[Scheme::Fbo])], &sources, held).is_err());
    }
}
