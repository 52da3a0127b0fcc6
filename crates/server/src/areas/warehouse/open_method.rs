//! Opens a way of delivery from a warehouse.

use gostiny_wire::{
    operator::{
        DeliveryMethodCreateIntegration as Integration, DeliveryMethodCreateRequest, DeliveryMethodCreateResponse,
    },
    scalar::DeliveryMethodId,
};

use super::{Warehouse, day, row};
use crate::{
    areas::seller,
    args,
    call::Call,
    check,
    error::{Error, Result},
};

const REQUEST: &str = "DeliveryMethodCreateRequest";
const CUTOFF: &str = "13:00";

/// Carriers that are known by number. 24 is the marketplace's own.
const CARRIERS: &[(i64, &str)] =
    &[(24, "Доставка Гостиный"), (27, "Ямщик"), (45, "Верста Экспресс"), (66, "Свой курьер")];

/// Opens a delivery method that works at once.
pub async fn open_method(call: &mut Call, req: &DeliveryMethodCreateRequest) -> Result<DeliveryMethodCreateResponse> {
    check::positive(REQUEST, "WarehouseId", req.warehouse_id.0)?;
    check::length(REQUEST, "Name", &req.name, 0, 200)?;
    check::length(REQUEST, "Provider", &req.provider, 0, 200)?;
    let cutoff = if req.cutoff.is_empty() { CUTOFF } else { req.cutoff.as_str() };
    if day::cutoff(cutoff).is_none() {
        return Err(Error::invalid(format!("{REQUEST}.Cutoff"), "value must be a time such as 13:00"));
    }
    let integration = req.tpl_integration_type;
    let (provider_id, provider) = carrier(req.provider_id, &req.provider, integration)?;
    seller::find(call, req.client_id).await?;
    call.seller = req.client_id;
    let Some(warehouse) = row::find(call, req.warehouse_id).await? else {
        return Err(Error::NotFound(format!("the shop has no warehouse {}", req.warehouse_id)));
    };
    fits(integration, &warehouse)?;
    let name = if req.name.is_empty() { described(&provider, integration, &warehouse) } else { req.name.clone() };
    let delivery_method_id = number(call, integration, &warehouse).await?;
    let args = args![
        call.seller,
        delivery_method_id,
        warehouse.warehouse_id,
        name,
        "ACTIVE",
        word(integration),
        provider_id,
        provider,
        cutoff,
        call.now
    ];
    if call.tx.run(OPEN, args).await? != 1 {
        return Err(Error::Raced);
    }
    Ok(DeliveryMethodCreateResponse { delivery_method_id })
}

const OPEN: &str = "insert into delivery_method (seller_id, delivery_method_id, warehouse_id, name, status, \
    tpl_integration_type, provider_id, provider, template_id, cutoff, created_at, updated_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $10) on conflict (seller_id, delivery_method_id) do nothing";

/// The marketplace's own first method of a warehouse carries the warehouse's number.
async fn number(call: &mut Call, integration: Integration, warehouse: &Warehouse) -> Result<DeliveryMethodId> {
    let same = DeliveryMethodId(warehouse.warehouse_id.0);
    if integration == Integration::Ozon && row::method(call, same).await?.is_none() {
        return Ok(same);
    }
    Ok(DeliveryMethodId(call.id("delivery_method").await? * 1_000))
}

/// Number and name of the carrier; what is left out follows from the other, or from the integration.
fn carrier(provider_id: i64, provider: &str, integration: Integration) -> Result<(i64, String)> {
    let usual = match integration {
        Integration::Ozon => 24,
        Integration::Aggregator => 27,
        Integration::ThirdPartyTracking => 45,
        Integration::NonIntegrated => 66,
    };
    let provider_id = if provider_id == 0 { usual } else { provider_id };
    check::positive(REQUEST, "ProviderId", provider_id)?;
    if (integration == Integration::Ozon) != (provider_id == 24) {
        return Err(Error::invalid(
            format!("{REQUEST}.ProviderId"),
            "24 goes with the integration ozon and with no other",
        ));
    }
    let known = CARRIERS.iter().find(|(id, _)| *id == provider_id).map(|(_, name)| *name);
    match (provider, known) {
        ("", None) => Err(Error::invalid(format!("{REQUEST}.Provider"), "a carrier of this number has to be named")),
        ("", Some(known)) => Ok((provider_id, known.to_owned())),
        (named, _) => Ok((provider_id, named.to_owned())),
    }
}

/// From an rFBS warehouse the marketplace does not deliver; from an FBS warehouse nobody but it registers.
fn fits(integration: Integration, warehouse: &Warehouse) -> Result<()> {
    let fits = match integration {
        Integration::Ozon => !warehouse.is_rfbs,
        Integration::Aggregator => true,
        Integration::ThirdPartyTracking | Integration::NonIntegrated => warehouse.is_rfbs,
    };
    if fits {
        return Ok(());
    }
    let rule = if warehouse.is_rfbs {
        "an rFBS warehouse takes aggregator, 3pl_tracking or non_integrated"
    } else {
        "an FBS warehouse takes ozon or aggregator"
    };
    Err(Error::invalid(format!("{REQUEST}.TplIntegrationType"), rule))
}

fn word(integration: Integration) -> &'static str {
    match integration {
        Integration::Ozon => "ozon",
        Integration::Aggregator => "aggregator",
        Integration::ThirdPartyTracking => "3pl_tracking",
        Integration::NonIntegrated => "non_integrated",
    }
}

/// `<carrier> <mode>, <town>`.
fn described(provider: &str, integration: Integration, warehouse: &Warehouse) -> String {
    let mode = match (integration, warehouse.first_mile_type.as_str()) {
        (Integration::Ozon, "Pickup") => "курьером",
        (Integration::Ozon, _) => "самостоятельно",
        (Integration::Aggregator, _) => "партнёрская доставка",
        (Integration::ThirdPartyTracking, _) => "с отслеживанием",
        (Integration::NonIntegrated, _) => "до двери",
    };
    format!("{provider} {mode}, {}", warehouse.city)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_follows_from_what_is_given() {
        let name = |id, name, integration| carrier(id, name, integration).ok().map(|(id, name)| format!("{id} {name}"));
        assert_eq!(name(0, "", Integration::Ozon).as_deref(), Some("24 Доставка Гостиный"));
        assert_eq!(name(0, "", Integration::Aggregator).as_deref(), Some("27 Ямщик"));
        assert_eq!(name(900, "Обоз", Integration::NonIntegrated).as_deref(), Some("900 Обоз"));
        assert_eq!(name(900, "", Integration::NonIntegrated), None);
        assert_eq!(name(24, "", Integration::Aggregator), None);
        assert_eq!(name(27, "", Integration::Ozon), None);
        assert_eq!(name(-1, "Обоз", Integration::Aggregator), None);
    }
}
