//! The shop, its warehouses and the ways of delivery from them.

use std::collections::{HashMap, VecDeque};

use gostiny_client::Client;
use gostiny_wire::{
    method::Empty,
    operator::{
        DeliveryMethodCreate, DeliveryMethodCreateIntegration, DeliveryMethodCreateRequest, KeyCreate,
        KeyCreateRequest, SellerCreate, SellerCreateRequest, SellerList, SellerListRequest, WarehouseCreate,
        WarehouseCreateFirstMile, WarehouseCreateRequest,
    },
    scalar::{ClientId, DeliveryMethodId, WarehouseId},
    seller::SellerInfoV1,
    warehouse::{
        DeliveryMethodListV2, DeliveryMethodListV2Method, DeliveryMethodListV2Request, WarehouseListV2,
        WarehouseListV2Request, WarehouseListV2Warehouse,
    },
};

use super::{Copying, Failure, source::Shop};

const DAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const PAGE: i64 = 100;

/// What of the twin stands for what of the source.
#[derive(Default)]
pub struct Places {
    pub warehouses: HashMap<WarehouseId, WarehouseId>,
    pub methods: HashMap<DeliveryMethodId, DeliveryMethodId>,
    /// The twin's warehouse that the twin of a method starts from.
    pub of_method: HashMap<DeliveryMethodId, WarehouseId>,
}

/// The twin's number and a key to it; it is found again by its name, which no shop has that is its own twin.
pub async fn shop(
    source: &Shop,
    operator: &Client,
    of: ClientId,
    keeps_name: bool,
) -> Result<(ClientId, String), Failure> {
    let info = source.read(SellerInfoV1, &Empty {}).await?;
    let (plain, named) = (format!("Twin of {of}"), format!("Twin of {of}: {}", info.company.name));
    let mut page = SellerListRequest { limit: PAGE, ..Default::default() };
    loop {
        let answer = operator.call(SellerList, &page).await?;
        if let Some(known) = answer.sellers.iter().find(|seller| seller.name == plain || seller.name == named) {
            let name = "gostiny twin".to_owned();
            let key = KeyCreateRequest { client_id: known.client_id, name, ..Default::default() };
            return Ok((known.client_id, operator.call(KeyCreate, &key).await?.api_key));
        }
        if answer.last_id.is_empty() {
            break;
        }
        page.last_id = answer.last_id;
    }
    let shop = SellerCreateRequest {
        name: if keeps_name { named } else { plain },
        currency_code: info.company.currency,
        premium: info.subscription.is_premium,
    };
    let shop = operator.call(SellerCreate, &shop).await?;
    Ok((shop.client_id, shop.api_key))
}

impl Copying {
    /// Opens what works at the source and the twin lacks, by name.
    pub async fn places(&mut self) -> Result<Places, Failure> {
        let mut places = Places::default();
        let all = |limit| WarehouseListV2Request { limit, ..Default::default() };
        // Both lists are by number: of several that have one name, the first stands for the first.
        let mut there: HashMap<_, VecDeque<_>> = HashMap::new();
        for one in self.there.all(WarehouseListV2, all(PAGE)).await? {
            there.entry(one.name).or_default().push_back(one.warehouse_id);
        }
        for one in self.source.all(WarehouseListV2, all(PAGE)).await? {
            if one.status != "created" {
                continue;
            }
            let opened = match there.get_mut(&one.name).and_then(VecDeque::pop_front) {
                Some(known) => Some(known),
                None => {
                    let request = warehouse(self.client_id, &one, self.keeps_people);
                    let opened = self.operator.call(WarehouseCreate, &request).await;
                    self.taken(format!("warehouse {}", one.name), opened)?.map(|opened| opened.warehouse_id)
                }
            };
            places.warehouses.extend(opened.map(|opened| (one.warehouse_id, opened)));
        }
        self.methods(&mut places).await?;
        Ok(places)
    }

    async fn methods(&mut self, places: &mut Places) -> Result<(), Failure> {
        let all = |limit| DeliveryMethodListV2Request { limit, ..Default::default() };
        let mut there: HashMap<_, VecDeque<_>> = HashMap::new();
        for one in self.there.all(DeliveryMethodListV2, all(PAGE)).await? {
            there.entry((one.warehouse_id, one.name)).or_default().push_back(one.id);
        }
        for one in self.source.all(DeliveryMethodListV2, all(PAGE)).await? {
            let Some(warehouse_id) = places.warehouses.get(&one.warehouse_id).copied() else { continue };
            if one.status == "DISABLED" {
                continue;
            }
            let (id, name) = (one.id, one.name.clone());
            let opened = match there.get_mut(&(warehouse_id, name.clone())).and_then(VecDeque::pop_front) {
                Some(known) => Some(known),
                None => {
                    let request = method(self.client_id, warehouse_id, one);
                    let opened = self.operator.call(DeliveryMethodCreate, &request).await;
                    self.taken(format!("delivery method {name}"), opened)?.map(|opened| opened.delivery_method_id)
                }
            };
            places.methods.extend(opened.map(|opened| (id, opened)));
            places.of_method.extend(opened.map(|_| (id, warehouse_id)));
        }
        Ok(())
    }
}

fn warehouse(client_id: ClientId, one: &WarehouseListV2Warehouse, keeps_address: bool) -> WarehouseCreateRequest {
    let is_drop_off = one.first_mile.r#type.eq_ignore_ascii_case("DROP_OFF");
    let days = (1..).zip(DAYS).filter(|(_, day)| one.working_days.iter().any(|works| works == day));
    let city = if keeps_address { one.address_info.address.as_str() } else { "" };
    WarehouseCreateRequest {
        client_id,
        name: one.name.clone(),
        is_rfbs: one.is_rfbs,
        is_kgt: one.is_kgt,
        city: if city.is_empty() { "адрес скрыт" } else { city }.to_owned(),
        timezone: one.address_info.utc.clone(),
        first_mile_type: if is_drop_off { WarehouseCreateFirstMile::DropOff } else { WarehouseCreateFirstMile::Pickup },
        has_entrusted_acceptance: one.has_entrusted_acceptance,
        can_print_act_in_advance: one.is_waybill_enabled,
        packing_hours: (one.sla_cut_in / 60).clamp(0, 168),
        working_days: days.map(|(number, _)| number).collect(),
        ..Default::default()
    }
}

fn method(
    client_id: ClientId,
    warehouse_id: WarehouseId,
    one: DeliveryMethodListV2Method,
) -> DeliveryMethodCreateRequest {
    let tpl_integration_type = match one.tpl_integration_type.as_str() {
        "aggregator" => DeliveryMethodCreateIntegration::Aggregator,
        "3pl_tracking" => DeliveryMethodCreateIntegration::ThirdPartyTracking,
        "non_integrated" => DeliveryMethodCreateIntegration::NonIntegrated,
        _ => DeliveryMethodCreateIntegration::Ozon,
    };
    // The list names no carrier but in the name of the method.
    let provider = if tpl_integration_type == DeliveryMethodCreateIntegration::Ozon { "" } else { one.name.as_str() };
    DeliveryMethodCreateRequest {
        client_id,
        warehouse_id,
        provider: provider.to_owned(),
        tpl_integration_type,
        provider_id: one.provider_id,
        cutoff: one.cutoff,
        name: one.name,
    }
}
