//! Opens a demo shop: its key, its three warehouses, a delivery method of each kind of integration.

use gostiny_wire::{
    operator::{DeliveryMethodCreateIntegration as Integration, DeliveryMethodCreateRequest, WarehouseCreateRequest},
    scalar::{ClientId, DeliveryMethodId, WarehouseId},
};

use super::{DemoShop, goods::Shelves};
use crate::{
    areas::{seller, warehouse},
    call::Call,
    error::{Error, Result},
};

/// Opens the shop and leaves it as the call's seller.
pub(super) async fn open(call: &mut Call, shop: &DemoShop) -> Result<Shelves> {
    let client_id = seller::open_shop(call, shop.name, "RUB", true).await?;
    if client_id != ClientId(shop.client_id) {
        return Err(Error::internal(format!("the demo shop became {client_id}: the world was not empty")));
    }
    seller::add_key(call, client_id, "demo", shop.api_key, &seller::Limits::default()).await?;
    let base = WarehouseCreateRequest {
        client_id,
        city: shop.city.to_owned(),
        region: shop.region.to_owned(),
        packing_hours: 1,
        can_print_act_in_advance: true,
        ..WarehouseCreateRequest::default()
    };
    let main = WarehouseCreateRequest {
        name: format!("{}, основной", shop.city),
        has_entrusted_acceptance: true,
        ..base.clone()
    };
    let (fbs, _) = open_warehouse(call, &main, &[Integration::Ozon]).await?;
    let own = WarehouseCreateRequest {
        name: format!("{}, своя доставка", shop.city), is_rfbs: true, ..base.clone()
    };
    let ways = [Integration::NonIntegrated, Integration::ThirdPartyTracking, Integration::Aggregator];
    let (rfbs, carrier) = open_warehouse(call, &own, &ways).await?;
    let name = format!("{}, крупногабарит", shop.city);
    let large = WarehouseCreateRequest { name, is_kgt: true, is_rfbs: true, ..base };
    let (bulky, _) = open_warehouse(call, &large, &[Integration::NonIntegrated]).await?;
    call.seller = client_id;
    Ok(Shelves { fbs, rfbs, bulky, carrier })
}

/// A warehouse, and the last of its ways of delivery.
async fn open_warehouse(
    call: &mut Call,
    request: &WarehouseCreateRequest,
    ways: &[Integration],
) -> Result<(WarehouseId, DeliveryMethodId)> {
    let mut last = DeliveryMethodId::default();
    let warehouse_id = warehouse::open(call, request).await?.warehouse_id;
    for way in ways {
        let method = DeliveryMethodCreateRequest {
            client_id: request.client_id,
            warehouse_id,
            tpl_integration_type: *way,
            cutoff: "23:30".to_owned(),
            ..DeliveryMethodCreateRequest::default()
        };
        last = warehouse::open_method(call, &method).await?.delivery_method_id;
    }
    Ok((warehouse_id, last))
}
