//! Writes what follows from the verdicts about a task's items: products, cards, turns of the moderator.

use gostiny_wire::{
    product::ProductImportPdf,
    push::ItemChanged,
    scalar::{AttributeId, CategoryId, ClientId, OfferId, ProductId, Sku, Time},
};

use super::{Outcome, Step, Verdict, facts::Known};
use crate::{
    areas::{
        product::{
            barcode,
            moderate::{MODERATE, own_barcode},
            picture::{self, Picture},
            promotable::remember_brands,
            row::Product,
            write,
        },
        push,
    },
    args,
    call::Call,
    error::Result,
    job,
    store::Arg,
};

/// The attribute whose text is the description.
const DESCRIPTION: AttributeId = AttributeId(4191);

/// Carries out the verdicts in their order.
pub(super) async fn apply(call: &mut Call, known: &Known, verdicts: &[Verdict]) -> Result<Vec<Outcome>> {
    let mut numbers = numbers(call, known, verdicts).await?;
    let mut outcomes = Vec::with_capacity(verdicts.len());
    let (mut new, mut cards, mut dressed) = (Vec::new(), Vec::new(), Vec::new());
    for verdict in verdicts {
        let (status, product_id) = match &verdict.step {
            Step::Refuse(product_id) => ("failed", *product_id),
            Step::Skip(product_id) => ("skipped", *product_id),
            Step::Remark(before) => {
                let errors = verdict.errors.clone();
                let after = Product { item_errors: errors, updated_at: call.now, ..(**before).clone() };
                write::save(call, before, &after).await?;
                ("imported", before.product_id)
            }
            Step::Create => {
                let mut product = blank(numbers.next(call));
                fill(&mut product, verdict, call.now);
                let pictures = pictures(&mut product, verdict, known);
                cards.push(card(call, &product, verdict)?);
                dressed.push((product.product_id, pictures));
                moderate_later(call, known, &product, None).await?;
                let product_id = product.product_id;
                new.push(product);
                ("imported", product_id)
            }
            Step::Rewrite(before) => {
                let mut after = (**before).clone();
                fill(&mut after, verdict, call.now);
                let pictures = pictures(&mut after, verdict, known);
                let earlier = known.pictures.get(&after.product_id).map(Vec::as_slice).unwrap_or_default();
                let (had, has) = (picture::files(before, earlier), picture::files(&after, &pictures));
                picture::clear_later(call, after.product_id, had, &has).await?;
                write::save(call, before, &after).await?;
                cards.push(card(call, &after, verdict)?);
                dressed.push((after.product_id, pictures));
                moderate_later(call, known, &after, Some(before)).await?;
                ("imported", after.product_id)
            }
        };
        outcomes.push(Outcome { position: verdict.position, product_id, status, errors: verdict.errors.clone() });
    }
    write::insert(call, &new).await?;
    cards.sort_by_key(|(product_id, _)| *product_id);
    let rows: Vec<Vec<Arg>> = cards.into_iter().map(|(_, row)| row).collect();
    call.tx.run_bulk(WRITE_CARDS, &rows).await?;
    keep_pictures(call, known, dressed).await?;
    tell_failed(call, verdicts, &outcomes).await?;
    let sound = verdicts.iter().filter(|verdict| !verdict.checked.findings.has_errors());
    remember_brands(call, sound.map(|verdict| &verdict.checked.item).collect()).await?;
    Ok(outcomes)
}

/// What could not be made or changed is known now; what could is for the moderator to say.
async fn tell_failed(call: &mut Call, verdicts: &[Verdict], outcomes: &[Outcome]) -> Result<()> {
    for (verdict, outcome) in verdicts.iter().zip(outcomes) {
        let has_errors = verdict.checked.findings.has_errors();
        let is_new = match &verdict.step {
            Step::Refuse(known) => *known == ProductId(0),
            Step::Remark(_) => false,
            Step::Create if has_errors => true,
            Step::Rewrite(before) if has_errors => !before.is_created,
            Step::Skip(_) | Step::Create | Step::Rewrite(_) => continue,
        };
        let told = ItemChanged {
            seller_id: call.seller,
            offer_id: verdict.checked.item.offer_id.clone(),
            product_id: outcome.product_id,
            is_error: true,
            changed_at: call.now.into(),
        };
        push::item_changed(call, is_new, told).await?;
    }
    Ok(())
}

/// The pictures of an item; those that are files already are shown as such.
fn pictures(product: &mut Product, verdict: &Verdict, known: &Known) -> Vec<Picture> {
    let mut pictures = picture::of_item(&verdict.checked.item);
    if let Some(before) = known.pictures.get(&product.product_id) {
        picture::recognize(&mut pictures, before);
        picture::dress(product, pictures.iter());
    }
    pictures
}

/// Sets are kept of pictures that are fetched, or once were. Others are what the product's row says.
async fn keep_pictures(call: &mut Call, known: &Known, dressed: Vec<(ProductId, Vec<Picture>)>) -> Result<()> {
    let mut plain = Vec::new();
    for (product_id, pictures) in dressed {
        let has_files = pictures.iter().any(|picture| !picture.file.is_empty());
        match known.fetch_delay_seconds {
            Some(delay) if !pictures.is_empty() => {
                picture::keep(call, product_id, &pictures, picture::FETCH, delay).await?;
            }
            None if has_files => picture::keep(call, product_id, &pictures, picture::PICTURES, 0).await?,
            _ if known.pictures.contains_key(&product_id) => plain.push(product_id),
            _ => {}
        }
    }
    picture::drop_sets(call, &plain).await
}

const WRITE_CARDS: &str = "insert into product_card (seller_id, product_id, description, attributes, \
    complex_attributes, pdf_list, geo_names, service_type, request_hash) \
    select seller_id, product_id, description, attributes, complex_attributes, pdf_list, geo_names, service_type, \
    request_hash from {rows(seller_id, product_id, description, attributes, complex_attributes, pdf_list, geo_names, \
    service_type, request_hash)} where true \
    on conflict (seller_id, product_id) do update set description = excluded.description, \
    attributes = excluded.attributes, complex_attributes = excluded.complex_attributes, \
    pdf_list = excluded.pdf_list, geo_names = excluded.geo_names, service_type = excluded.service_type, \
    request_hash = excluded.request_hash";

/// Numbers for the new products of a task, taken at once.
struct Numbers {
    product: i64,
    sku: i64,
    unified: bool,
}

/// What a product is called from its first moment.
struct Names {
    seller: ClientId,
    product_id: ProductId,
    sku: Sku,
    fbo_sku: Sku,
    at: Time,
}

async fn numbers(call: &mut Call, known: &Known, verdicts: &[Verdict]) -> Result<Numbers> {
    let new = verdicts.iter().filter(|verdict| matches!(verdict.step, Step::Create)).count();
    let new = i64::try_from(new).unwrap_or_default();
    let unified = known.unified_sku;
    if new == 0 {
        return Ok(Numbers { product: 0, sku: 0, unified });
    }
    let product = call.ids("product", new).await?;
    let sku = call.ids("sku", if unified { new } else { 2 * new }).await?;
    Ok(Numbers { product, sku, unified })
}

impl Numbers {
    /// The SKU of the marketplace's own scheme comes first, its neighbour belongs to the seller's.
    fn next(&mut self, call: &Call) -> Names {
        let step = i64::from(!self.unified);
        let names = Names {
            seller: call.seller,
            product_id: ProductId(self.product),
            sku: Sku(self.sku + step),
            fbo_sku: Sku(self.sku),
            at: call.now,
        };
        self.product += 1;
        self.sku += 1 + step;
        names
    }
}

/// A product before its first import.
fn blank(names: Names) -> Product {
    Product {
        seller: names.seller,
        product_id: names.product_id,
        offer_id: OfferId::default(),
        sku: names.sku,
        fbo_sku: names.fbo_sku,
        name: String::new(),
        category_id: CategoryId(0),
        currency_code: String::new(),
        vat: String::new(),
        depth: 0,
        width: 0,
        height: 0,
        dimension_unit: String::new(),
        weight: 0,
        weight_unit: String::new(),
        volume_ml: 0,
        weight_grams: 0,
        is_kgt: false,
        barcodes: Vec::new(),
        images: Vec::new(),
        images360: Vec::new(),
        primary_image: String::new(),
        color_image: String::new(),
        state: String::new(),
        state_failed: String::new(),
        moderate_status: String::new(),
        validation_state: String::new(),
        decline_reasons: Vec::new(),
        item_errors: Vec::new(),
        is_created: false,
        is_archived: false,
        is_banned: false,
        is_hidden: false,
        in_quarantine: false,
        price: None,
        old_price: None,
        premium_price: None,
        min_price: None,
        auto_action: false,
        price_strategy: false,
        present_fbs: 0,
        reserved_fbs: 0,
        present_fbo: 0,
        reserved_fbo: 0,
        facets: 0,
        price_index: 0,
        created_at: names.at,
        updated_at: names.at,
        state_updated_at: names.at,
    }
}

/// Replaces all that an import says. Prices are set until the product is created; afterwards they have methods of
/// their own.
fn fill(product: &mut Product, verdict: &Verdict, now: Time) {
    let (checked, item) = (&verdict.checked, &verdict.checked.item);
    product.offer_id = item.offer_id.clone();
    product.name = item.name.clone();
    product.category_id = item.category_id;
    product.vat = item.vat.clone();
    (product.depth, product.width, product.height) = (item.depth.into(), item.width.into(), item.height.into());
    product.dimension_unit = item.dimension_unit.clone();
    (product.weight, product.weight_unit) = (item.weight.into(), item.weight_unit.clone());
    (product.volume_ml, product.weight_grams) = (checked.size.volume_ml, checked.size.weight_grams);
    product.is_kgt = checked.size.is_kgt;
    product.barcodes = barcode::renamed(product, &item.barcode);
    (product.images, product.images360) = (item.images.clone(), item.images360.clone());
    (product.primary_image, product.color_image) = (item.primary_image.clone(), item.color_image.clone());
    product.item_errors = verdict.errors.clone();
    if product.is_created {
        own_barcode(product);
    } else {
        product.currency_code = item.currency_code.clone();
        product.price = Some(checked.price);
        (product.old_price, product.premium_price) = (checked.old_price, checked.premium_price);
    }
    product.updated_at = now;
    imported(product, checked.findings.has_errors(), now);
}

/// The state after an import. A product on sale stays on sale, with the new card, until a moderator declines it.
fn imported(product: &mut Product, has_errors: bool, now: Time) {
    if product.is_ready() {
        product.moderate_status = "in-moderating".to_owned();
        return;
    }
    product.state = "imported".to_owned();
    product.state_failed = if has_errors { "imported".to_owned() } else { String::new() };
    product.moderate_status = String::new();
    product.validation_state = "pending".to_owned();
    product.decline_reasons = Vec::new();
    product.state_updated_at = now;
}

fn card(call: &Call, product: &Product, verdict: &Verdict) -> Result<(ProductId, Vec<Arg>)> {
    let item = &verdict.checked.item;
    let description = item.attributes.iter().find(|attribute| attribute.id == DESCRIPTION);
    let description = description.and_then(|attribute| attribute.values.first()).map(|value| value.value.clone());
    let mut documents: Vec<ProductImportPdf> = item.pdf_list.clone();
    documents.sort_by_key(|document| document.index);
    let row = args![
        call.seller,
        product.product_id,
        description.unwrap_or_default(),
        serde_json::to_string(&item.attributes)?,
        serde_json::to_string(&item.complex_attributes)?,
        serde_json::to_string(&documents)?,
        serde_json::to_string(&item.geo_names)?,
        &item.service_type,
        &verdict.request_hash
    ];
    Ok((product.product_id, row.to_vec()))
}

/// Puts a product before the moderator; a turn it waited for since an earlier import is void.
async fn moderate_later(call: &mut Call, known: &Known, product: &Product, before: Option<&Product>) -> Result<()> {
    let subject = product.product_id.to_string();
    if before.is_some() {
        job::cancel(call, MODERATE, &subject).await?;
    }
    if product.state_failed.is_empty() {
        let due_at = call.now.plus_seconds(known.moderation_delay_seconds);
        job::schedule(call, MODERATE, due_at, &subject, "").await?;
    }
    Ok(())
}
