//! A buyer's order: holds the stock of every line or of none, and falls into postings by shop, scheme and warehouse.

use std::collections::HashMap;

use gostiny_wire::{
    operator::{OrderPlaceAddress, OrderPlaceBuyer, OrderPlacePosting, OrderPlaceRequest, OrderPlaceResponse},
    scalar::{CarriageId, CategoryId, ClientId, DeliveryMethodId, Money, OrderId, ProductId, Sku, Time},
};
use rand::Rng;

use super::{
    announce, deliver,
    expire::EXPIRE,
    machine::Status,
    needs::Needs,
    notify,
    order::{self, Buyer, Order},
    people, reach,
    row::{Item, Posting},
    sold,
    source::{self, Need, Source},
    status::{self, Step},
    write,
};
use crate::{
    areas::{
        action::{self, Deal, Wanted},
        category, digital,
        product::{self, Product},
        stock::{self, FBO_WAREHOUSE, FBO_WAREHOUSE_NAME},
        tariff::{Commission, Scheme},
    },
    call::Call,
    check,
    error::{Error, Result},
    job,
};

/// The request's name in refusals.
const REQUEST: &str = "OrderPlaceRequest";
/// The marketplace as a carrier.
const MARKETPLACE: (i64, &str) = (24, "Доставка Гостиный");

/// Places an order.
pub async fn place(call: &mut Call, req: &OrderPlaceRequest) -> Result<OrderPlaceResponse> {
    let wanted = wanted(req)?;
    let lines = on_sale(call, req, wanted).await?;
    let invented = invented(call, req).await?;
    let address = req.address.clone().unwrap_or_else(|| invented.address.clone());
    let parcels = parcels(call, req, &address, lines).await?;
    let order = order(call, req, invented, address, &parcels).await?;
    let categories: Vec<CategoryId> =
        parcels.iter().flat_map(|parcel| &parcel.lines).map(|line| line.product.category_id).collect();
    let commissions = category::commissions(call, &categories).await?;
    let first_parcel = call.ids("parcel", count(parcels.len())?).await?;
    let known_buyer = req.buyer.as_ref().and_then(|buyer| buyer.customer_id);
    let mut postings = Vec::with_capacity(parcels.len());
    for (parcel, at) in parcels.iter().zip(0..) {
        call.seller = parcel.seller;
        let posting = posting(call, &order, parcel, (at + 1, first_parcel + at))?;
        let deals = deals(call, parcel, req.premium, known_buyer).await?;
        let mut items = items(&posting, parcel, req.premium, &deals, &commissions);
        let categories = parcel.lines.iter().map(|line| line.product.category_id);
        announce::ordered(call, &posting, &items, categories, req.premium).await?;
        let categories = parcel.lines.iter().map(|line| (line.product.product_id, line.product.category_id)).collect();
        sold::set_needs(call, &posting, order.is_legal, &categories, &mut items).await?;
        keep(call, &posting, items).await?;
        if posting.scheme == Scheme::Fbo {
            hand_out_codes(call, &posting, parcel).await?;
        }
        postings.push(OrderPlacePosting {
            posting_number: posting.posting_number,
            client_id: parcel.seller,
            scheme: posting.scheme.as_str().to_owned(),
            status: posting.status,
        });
    }
    Ok(OrderPlaceResponse { order_id: order.order_id, order_number: order.order_number, postings })
}

/// Units by SKU in the order of the request; a SKU that stands there twice is bought once.
fn wanted(req: &OrderPlaceRequest) -> Result<Vec<(Sku, i64)>> {
    check::items(REQUEST, "Items", req.items.len(), 1, 100)?;
    let mut wanted: Vec<(Sku, i64)> = Vec::with_capacity(req.items.len());
    for (at, item) in req.items.iter().enumerate() {
        if !(1..=1_000).contains(&item.quantity) {
            return Err(Error::invalid(
                format!("{REQUEST}.Items[{at}].Quantity"),
                "value must be inside range [1, 1000]",
            ));
        }
        match wanted.iter_mut().find(|(sku, _)| *sku == item.sku) {
            Some((_, quantity)) => *quantity += item.quantity,
            None => wanted.push((item.sku, item.quantity)),
        }
    }
    Ok(wanted)
}

/// A line of the order with its product.
struct Line {
    product: Product,
    need: Need,
}

/// The products behind the SKU; each must be on sale.
async fn on_sale(call: &mut Call, req: &OrderPlaceRequest, wanted: Vec<(Sku, i64)>) -> Result<Vec<Line>> {
    let mut lines = Vec::with_capacity(wanted.len());
    for (sku, quantity) in wanted {
        let found = product::of_any_seller(call, sku).await?;
        let product = found.ok_or_else(|| Error::NotFound(format!("there is no sku {sku}")))?;
        let kept_back = product.is_archived || product.is_banned || product.is_hidden || product.in_quarantine;
        if product.state != "price_sent" || product.price.is_none() || kept_back {
            return Err(Error::Conflict(format!("sku {sku} is not on sale")));
        }
        let schemes = schemes(req, &product, sku)?;
        let need = Need { product_id: product.product_id, sku, quantity, schemes };
        lines.push(Line { product, need });
    }
    Ok(lines)
}

/// Schemes that will do: as asked; else those that the SKU belongs to. A named delivery method decides by itself.
fn schemes(req: &OrderPlaceRequest, product: &Product, sku: Sku) -> Result<&'static [Scheme]> {
    use Scheme::{Fbo, Fbs, Rfbs};
    Ok(match req.scheme.as_str() {
        "fbs" => &[Fbs],
        "rfbs" => &[Rfbs],
        "fbo" => &[Fbo],
        "" if req.delivery_method_id.is_some() => &[Fbs, Rfbs],
        "" if product.sku == product.fbo_sku => &[Fbs, Rfbs, Fbo],
        "" if product.fbo_sku == sku => &[Fbo],
        "" => &[Fbs, Rfbs],
        _ => return Err(Error::invalid(format!("{REQUEST}.Scheme"), "value must be fbs, rfbs, fbo or empty")),
    })
}

/// Goods of one shop that travel together.
struct Parcel {
    seller: ClientId,
    source: Source,
    /// From hand-over to the buyer's door, where the area of the address says so.
    minutes: Option<i64>,
    lines: Vec<Line>,
}

/// Divides the lines by shop and source, and holds the stock of all.
async fn parcels(
    call: &mut Call,
    req: &OrderPlaceRequest,
    address: &OrderPlaceAddress,
    lines: Vec<Line>,
) -> Result<Vec<Parcel>> {
    let mut shops: Vec<(ClientId, Vec<Line>)> = Vec::new();
    for line in lines {
        match shops.iter_mut().find(|(seller, _)| *seller == line.product.seller) {
            Some((_, lines)) => lines.push(line),
            None => shops.push((line.product.seller, vec![line])),
        }
    }
    let named = req.delivery_method_id.filter(|named| *named != DeliveryMethodId(0));
    let mut parcels: Vec<Parcel> = Vec::new();
    for (seller, lines) in shops {
        call.seller = seller;
        let sources = source::sources(call, named).await?;
        let reached = reach::within(call, sources, named, address, req.address.is_some()).await?;
        let needs: Vec<Need> = lines.iter().map(|line| line.need).collect();
        let products: Vec<ProductId> = needs.iter().map(|need| need.product_id).collect();
        let sellable = source::sellable(call, &products).await?;
        for (line, (source, minutes)) in lines.into_iter().zip(reached.choose(&needs, sellable)?) {
            let fits =
                |parcel: &&mut Parcel| parcel.seller == seller && parcel.source.warehouse_id == source.warehouse_id;
            match parcels.iter_mut().find(fits) {
                Some(parcel) => parcel.lines.push(line),
                None => parcels.push(Parcel { seller, source, minutes, lines: vec![line] }),
            }
        }
    }
    reserve(call, &parcels).await?;
    Ok(parcels)
}

/// Holds the units in the order of their keys, so that two orders never wait for each other.
async fn reserve(call: &mut Call, parcels: &[Parcel]) -> Result<()> {
    let mut held: Vec<(ClientId, &Parcel, Need)> = parcels
        .iter()
        .flat_map(|parcel| parcel.lines.iter().map(move |line| (parcel.seller, parcel, line.need)))
        .collect();
    held.sort_by_key(|(seller, parcel, need)| (*seller, need.product_id, parcel.source.warehouse_id));
    for (seller, parcel, need) in held {
        call.seller = seller;
        if !stock::reserve(call, need.product_id, parcel.source.warehouse_id, need.quantity).await? {
            return Err(source::not_enough(need.sku));
        }
    }
    Ok(())
}

/// The buyer with all that the request may leave out.
async fn invented(call: &mut Call, req: &OrderPlaceRequest) -> Result<people::Invented> {
    let customer_id = match req.buyer.as_ref().and_then(|buyer| buyer.customer_id) {
        Some(known) => {
            check::positive(REQUEST, "Buyer.CustomerId", known)?;
            known
        }
        None => call.id("buyer").await?,
    };
    people::invent(&call.chance, customer_id)
}

/// The order with its buyer; what the request leaves out is invented.
async fn order(
    call: &mut Call,
    req: &OrderPlaceRequest,
    invented: people::Invented,
    address: OrderPlaceAddress,
    parcels: &[Parcel],
) -> Result<Order> {
    let asked = req.buyer.clone().unwrap_or_default();
    let customer_id = invented.buyer.customer_id;
    let orders = order::count_of(call, customer_id).await?;
    let order = Order {
        order_id: OrderId(call.id("order").await?),
        order_number: format!("{customer_id:08}-{:04}", orders + 1).into(),
        buyer: buyer(asked, invented.buyer),
        address,
        is_legal: req.legal_entity,
        is_premium: req.premium,
        payment_type: invented.payment_type.to_owned(),
        created_at: call.now,
    };
    order::keep(call, &order, count(parcels.len())?).await?;
    Ok(order)
}

fn buyer(asked: OrderPlaceBuyer, invented: Buyer) -> Buyer {
    let or = |asked: String, invented: String| if asked.trim().is_empty() { invented } else { asked };
    Buyer {
        customer_id: invented.customer_id,
        name: or(asked.name, invented.name),
        phone: or(asked.phone, invented.phone),
        email: or(asked.email, invented.email),
    }
}

fn count(length: usize) -> Result<i64> {
    i64::try_from(length).map_err(|error| Error::Internal(error.into()))
}

/// A new posting: its place in the order and the number of its parcel make its codes.
fn posting(call: &Call, order: &Order, parcel: &Parcel, (place, code): (i64, i64)) -> Result<Posting> {
    let first = parcel.lines.first().ok_or_else(|| Error::internal("a parcel without goods"))?;
    let (status, substatus) = Status::Unpacked.words();
    let (upper_barcode, lower_barcode) = write::barcodes(code);
    let shipment_date = match &parcel.source.own {
        Some((warehouse, method)) => method.shipment_date(warehouse, call.now),
        None => whole_minute(call.now.plus_days(1)),
    };
    let usual = shipment_date.plus_days(call.chance.of("delivery window", code).random_range(2..=4));
    let (begin, end) = match parcel.minutes {
        Some(minutes) => (shipment_date, shipment_date.plus_seconds(minutes * 60)),
        None => (usual, usual.plus_days(1)),
    };
    let own = parcel.source.own.as_ref();
    let method = own.map(|(_, method)| method);
    Ok(Posting {
        seller: parcel.seller,
        posting_number: write::number(order.order_number.as_str(), place),
        order_id: order.order_id,
        order_number: order.order_number.clone(),
        scheme: parcel.source.scheme,
        status: status.to_owned(),
        substatus: substatus.to_owned(),
        tpl_integration_type: method.map_or("ozon", |method| &method.tpl_integration_type).to_owned(),
        provider_id: method.map_or(MARKETPLACE.0, |method| method.provider_id),
        provider: method.map_or(MARKETPLACE.1, |method| &method.provider).to_owned(),
        provider_status: String::new(),
        warehouse_id: own.map_or(FBO_WAREHOUSE, |(warehouse, _)| warehouse.warehouse_id),
        warehouse: own.map_or(FBO_WAREHOUSE_NAME, |(warehouse, _)| &warehouse.name).to_owned(),
        delivery_method_id: method.map_or(DeliveryMethodId(0), |method| method.delivery_method_id),
        delivery_method: method.map_or("", |method| &method.name).to_owned(),
        currency_code: first.product.currency_code.clone(),
        created_at: call.now,
        in_process_at: call.now,
        shipment_date,
        shipped_at: None,
        delivering_date: None,
        delivered_at: None,
        delivery_date_begin: begin,
        delivery_date_end: end,
        tracking_number: String::new(),
        upper_barcode,
        lower_barcode,
        parent_posting_number: String::new(),
        carriage_id: CarriageId(0),
        cancel_reason_id: 0,
        cancel_reason: String::new(),
        cancellation_type: String::new(),
        cancelled_after_ship: false,
        affect_cancellation_rating: false,
        multi_box_qty: 0,
        timeslot_changes: 0,
    })
}

fn whole_minute(at: Time) -> Time {
    const MINUTE: i64 = 60_000_000;
    Time(at.0.saturating_sub(at.0.rem_euclid(MINUTE)))
}

/// What a buyer pays for one unit without promotions.
fn usual_price(product: &Product, premium: bool) -> Money {
    let price = product.premium_price.filter(|price| premium && price.0 > 0).or(product.price);
    price.unwrap_or_default()
}

/// What promotions make of the lines' prices.
/// A buyer who is named may have been granted a price of its own.
async fn deals(
    call: &mut Call,
    parcel: &Parcel,
    premium: bool,
    known_buyer: Option<i64>,
) -> Result<HashMap<ProductId, Deal>> {
    let wanted = |line: &Line| Wanted {
        product_id: line.product.product_id,
        quantity: line.need.quantity,
        price: usual_price(&line.product, premium),
    };
    let wanted: Vec<Wanted> = parcel.lines.iter().map(wanted).collect();
    let mut deals = action::deals(call, &wanted).await?;
    if let Some(customer_id) = known_buyer {
        action::granted(call, customer_id, &wanted, &mut deals).await?;
    }
    Ok(deals)
}

/// Each unit of digital goods takes a code of its own.
async fn hand_out_codes(call: &mut Call, posting: &Posting, parcel: &Parcel) -> Result<()> {
    let units = parcel.lines.iter().map(|line| (line.product.product_id, line.need.quantity));
    digital::sell(call, &posting.posting_number, &units.collect::<Vec<_>>()).await
}

/// The lines as they are sold now; later changes of the product do not reach them.
fn items(
    posting: &Posting,
    parcel: &Parcel,
    premium: bool,
    deals: &HashMap<ProductId, Deal>,
    commissions: &HashMap<CategoryId, Commission>,
) -> Vec<Item> {
    let line = |(line, position): (&Line, i64)| {
        let product = &line.product;
        let (price, old_price) = (usual_price(product, premium), product.old_price.unwrap_or(Money(0)));
        let deal = deals.get(&product.product_id);
        let commission = commissions.get(&product.category_id).copied().unwrap_or_default();
        Item {
            posting_number: posting.posting_number.clone(),
            position,
            product_id: product.product_id,
            sku: if posting.scheme == Scheme::Fbo { product.fbo_sku } else { product.sku },
            offer_id: product.offer_id.clone(),
            name: product.name.clone(),
            quantity: line.need.quantity,
            price: deal.map_or(price, |deal| deal.price),
            // What a promotion takes off is crossed out, like any other discount.
            old_price: if deal.is_some() { old_price.max(price) } else { old_price },
            mandatory_marks: Vec::new(),
            commission_basis_points: commission.of(posting.scheme),
            depth_mm: millimetres(product.depth, &product.dimension_unit),
            width_mm: millimetres(product.width, &product.dimension_unit),
            height_mm: millimetres(product.height, &product.dimension_unit),
            weight_grams: product.weight_grams,
            actions: deal.map(|deal| deal.title.clone()).into_iter().collect(),
            needs: Needs::default(),
        }
    };
    parcel.lines.iter().zip(1..).map(line).collect()
}

/// A length in millimetres, rounded to the nearest.
fn millimetres(length: i64, unit: &str) -> i64 {
    match unit {
        "cm" => length.saturating_mul(10),
        "in" => (length.saturating_mul(254) + 5) / 10,
        _ => length,
    }
}

/// Keeps a posting of the call's seller with all that it sets going.
async fn keep(call: &mut Call, posting: &Posting, items: Vec<Item>) -> Result<()> {
    write::postings(call, std::slice::from_ref(posting)).await?;
    write::items(call, &items).await?;
    let number = posting.posting_number.clone();
    let step = Step { posting_number: number.clone(), event: "placed", status: Status::Unpacked, note: String::new() };
    status::remember(call, &[step]).await?;
    notify::made(call, posting, &items).await?;
    stock::changed(call, items.iter().map(|item| (item.product_id, posting.warehouse_id))).await?;
    if posting.scheme == Scheme::Fbo {
        return deliver::begin(call, &[number]).await;
    }
    job::schedule(call, EXPIRE, posting.shipment_date, number.as_str(), "").await
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{operator::OrderPlaceItem, scalar::Time};

    use super::*;

    fn request(items: &[(i64, i64)]) -> OrderPlaceRequest {
        let items = items.iter().map(|&(sku, quantity)| OrderPlaceItem { sku: Sku(sku), quantity }).collect();
        OrderPlaceRequest { items, ..Default::default() }
    }

    #[test]
    fn lines_are_counted_once_per_sku_and_within_bounds() {
        assert_eq!(wanted(&request(&[(5, 2), (6, 1), (5, 3)])).unwrap(), [(Sku(5), 5), (Sku(6), 1)]);
        for wrong in [vec![], vec![(5, 0)], vec![(5, -1)], vec![(5, 1_001)], vec![(5, 1); 101]] {
            assert!(wanted(&request(&wrong)).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn lengths_become_millimetres() {
        assert_eq!(
            [("mm", 290), ("cm", 29), ("in", 10)].map(|(unit, length)| millimetres(length, unit)),
            [290, 290, 254]
        );
        assert_eq!(whole_minute(Time(61_000_001)), Time(60_000_000));
    }
}
