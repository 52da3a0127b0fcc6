//! Goods: cards with their attributes and pictures by address, prices, and what lies in each warehouse.

use std::collections::{BTreeMap, HashMap, HashSet};

use gostiny_wire::{
    operator::{SupplyStock, SupplyStockItem, SupplyStockRequest},
    price::{ProductImportPricesV1, ProductImportPricesV1Price, UpdateError},
    product::{
        ProductArchiveV1, ProductArchiveV1Request, ProductAttributeV4, ProductAttributeValue,
        ProductAttributesV4Filter, ProductImportAttribute, ProductImportComplexAttribute, ProductImportInfoItem,
        ProductImportPdf, ProductImportV3, ProductImportV3Item, ProductImportV3Request, ProductImportValue,
        ProductInfoAttributesV4, ProductInfoAttributesV4Request, ProductInfoDescriptionV1,
        ProductInfoDescriptionV1Request, ProductInfoListV3, ProductInfoListV3Request, ProductInfoV3, ProductListV3,
        ProductListV3Filter, ProductListV3Request, ProductUnarchiveV1, ProductUnarchiveV1Request,
        ProductWithAttributesV4, Visibility,
    },
    scalar::{AttributeId, CategoryId, Money, OfferId, ProductId, Sku, WarehouseId},
    stock::{
        ProductInfoStocksByWarehouseFbsV2, ProductInfoStocksByWarehouseFbsV2Request, ProductsStocksV2,
        ProductsStocksV2Stock,
    },
};

use super::{Copying, Failure, PATIENCE, pause, places::Places, source::Shop, tree::Tree};
use crate::progress::bar;

/// Goods of a page: as many as one import takes.
const PAGE: i32 = 100;
/// Articles that one question about cards or stocks may name.
const NAMED: usize = 500;
/// The description of a product among its attributes; the service tells it apart from the others.
const DESCRIPTION: AttributeId = AttributeId(4191);
/// Looks at cards that a target is still moderating; where people do that there is nothing to wait for.
const LOOKS: usize = 60;

/// Units by article and warehouse.
pub type Lying = BTreeMap<(OfferId, WarehouseId), i64>;

impl Copying {
    /// All cards. What the twin has is left alone.
    pub async fn cards(&mut self) -> Result<(), Failure> {
        let mut tree = Tree::read(self).await?;
        let mut brought = 0;
        for visibility in [Visibility::All, Visibility::Archived] {
            brought += self.cards_of(visibility, &mut tree).await?;
        }
        if brought > 0 { self.moderated().await } else { Ok(()) }
    }

    /// Answers how many the twin did not have.
    async fn cards_of(&mut self, visibility: Visibility, tree: &mut Tree) -> Result<usize, Failure> {
        let (mut page, mut done, mut brought) = (request(visibility), 0, 0);
        loop {
            let answer = self.source.read(ProductInfoAttributesV4, &page).await?;
            let found = i64::try_from(answer.result.len())?;
            let mut goods = answer.result;
            let there = infos(&self.there, goods.iter().map(|one| &one.offer_id)).await?;
            goods.retain(|one| !there.contains_key(&one.offer_id));
            if !goods.is_empty() {
                brought += goods.len();
                let cards = infos(&self.source, goods.iter().map(|one| &one.offer_id)).await?;
                let by_id = cards.into_values().map(|one| (one.id.0, one)).collect();
                tree.bring(self, &goods, &by_id).await?;
                self.import(goods, &by_id, tree).await?;
            }
            done += found;
            bar(done, answer.total.0);
            if found == 0 || answer.last_id.is_empty() || found < i64::from(PAGE) {
                return Ok(brought);
            }
            page.last_id = answer.last_id;
        }
    }

    async fn import(
        &mut self,
        goods: Vec<ProductWithAttributesV4>,
        cards: &HashMap<i64, ProductInfoV3>,
        tree: &Tree,
    ) -> Result<(), Failure> {
        let mut items = Vec::with_capacity(goods.len());
        for mut one in goods {
            let Some(card) = cards.get(&one.id.0) else {
                self.left(&one.offer_id, "the source lists it and tells nothing of it");
                continue;
            };
            let leaf = (one.description_category_id, one.type_id);
            if tree.asks(leaf, DESCRIPTION) && !one.attributes.iter().any(|known| known.id == DESCRIPTION) {
                let request = ProductInfoDescriptionV1Request { offer_id: one.offer_id.clone(), ..Default::default() };
                let value = self.source.read(ProductInfoDescriptionV1, &request).await?.result.description;
                if !value.is_empty() {
                    let values = vec![ProductAttributeValue { value, ..Default::default() }];
                    one.attributes.push(ProductAttributeV4 { id: DESCRIPTION, values, ..Default::default() });
                }
            }
            items.push(item(card, one, tree.category(leaf)));
        }
        let faultless: HashSet<_> =
            cards.values().filter(|one| one.errors.is_empty()).map(|one| &one.offer_id).collect();
        for one in self.imported(items).await? {
            // What is wrong with a card at the source may be wrong with its twin.
            if one.product_id.0 == 0 || !one.errors.is_empty() && faultless.contains(&one.offer_id) {
                let why: Vec<_> = one.errors.iter().map(|error| format!("{} {}", error.code, error.message)).collect();
                self.left(&one.offer_id, why.join("; "));
            }
        }
        Ok(())
    }

    /// Imports; where one of them lets the target refuse all, each by itself.
    async fn imported(&mut self, items: Vec<ProductImportV3Item>) -> Result<Vec<ProductImportInfoItem>, Failure> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let mut requests = vec![ProductImportV3Request { items }];
        let mut done = Vec::new();
        while let Some(request) = requests.pop() {
            let task = match self.twin.call(ProductImportV3, &request).await {
                Err(error) if error.status() == Some(400) && request.items.len() > 1 => {
                    let single = request.items.into_iter().rev().map(|one| ProductImportV3Request { items: vec![one] });
                    requests.extend(single);
                    continue;
                }
                task => task,
            };
            let what = request.items.first().map(|one| one.offer_id.to_string()).unwrap_or_default();
            let Some(task) = self.taken(what, task)? else { continue };
            self.pace.pass(&self.operator).await?;
            done.append(&mut self.twin.imported(task.result.task_id, PATIENCE).await?.items);
        }
        Ok(done)
    }

    /// Waits for goods to be looked over, so that they can be sold.
    async fn moderated(&self) -> Result<(), Failure> {
        for _ in 0..LOOKS {
            let filter = ProductListV3Filter { visibility: Visibility::NotModerated, ..Default::default() };
            let request = ProductListV3Request { filter, limit: 1, ..Default::default() };
            let waits = !self.there.read(ProductListV3, &request).await?.result.items.is_empty();
            if self.pace.stands_still || !waits {
                return Ok(());
            }
            pause().await;
        }
        Ok(())
    }

    /// Prices and stocks of the cards that the twin has, where they differ.
    pub async fn prices_and_stocks(&mut self, places: &Places) -> Result<(), Failure> {
        let (mut page, mut done) = (request(Visibility::All), 0);
        loop {
            let answer = self.source.read(ProductInfoAttributesV4, &page).await?;
            let found = i64::try_from(answer.result.len())?;
            let offers: Vec<_> = answer.result.into_iter().map(|one| one.offer_id).collect();
            let cards = infos(&self.source, &offers).await?;
            let mut there = infos(&self.there, &offers).await?;
            if self.unarchive(&there).await? {
                there = infos(&self.there, &offers).await?;
            }
            self.prices(&cards, &there).await?;
            self.stocks(&offers, &there, places).await?;
            self.supplies(&cards, &there).await?;
            done += found;
            bar(done, answer.total.0);
            if found == 0 || answer.last_id.is_empty() || found < i64::from(PAGE) {
                return Ok(());
            }
            page.last_id = answer.last_id;
        }
    }

    /// Takes goods out of the archive that are in use at the source; answers whether there were any.
    async fn unarchive(&mut self, there: &Infos) -> Result<bool, Failure> {
        let product_id = ids(there, |one| one.is_archived);
        if product_id.is_empty() {
            return Ok(false);
        }
        let done = self.twin.call(ProductUnarchiveV1, &ProductUnarchiveV1Request { product_id }).await;
        Ok(self.taken("goods out of the archive", done)?.is_some())
    }

    /// Puts goods into the archive that are there at the source.
    pub async fn archive(&mut self, places: &Places) -> Result<(), Failure> {
        let mut page = request(Visibility::Archived);
        loop {
            let (goods, goes_on) = self.source.page(ProductInfoAttributesV4, &mut page).await?;
            let offers: Vec<_> = goods.into_iter().map(|one| one.offer_id).collect();
            let there = infos(&self.there, &offers).await?;
            let product_id = ids(&there, |one| !one.is_archived);
            if !product_id.is_empty() {
                self.stocks(&offers, &there, places).await?;
                let done = self.twin.call(ProductArchiveV1, &ProductArchiveV1Request { product_id }).await;
                self.taken("goods into the archive", done)?;
            }
            if !goes_on {
                return Ok(());
            }
        }
    }

    async fn prices(&mut self, cards: &Infos, there: &Infos) -> Result<(), Failure> {
        let differs =
            |one: &&ProductInfoV3| there.get(&one.offer_id).is_some_and(|known| amounts(known) != amounts(one));
        let price = |one: &ProductInfoV3| ProductImportPricesV1Price {
            currency_code: one.currency_code.clone(),
            min_price: cleared(&one.min_price),
            offer_id: one.offer_id.clone(),
            old_price: cleared(&one.old_price),
            price: one.price.clone(),
            ..Default::default()
        };
        let mut prices: Vec<_> =
            cards.values().filter(differs).filter(|one| !one.price.is_empty()).map(price).collect();
        prices.sort_by(|a, b| a.offer_id.cmp(&b.offer_id));
        let names: Vec<_> = prices.iter().map(|one| one.offer_id.clone()).collect();
        for (offer, outcome) in names.iter().zip(self.twin.batch(ProductImportPricesV1, prices).await) {
            self.told(offer, outcome.map(|row| row.errors))?;
        }
        Ok(())
    }

    async fn stocks(&mut self, offers: &[OfferId], cards: &Infos, places: &Places) -> Result<(), Failure> {
        let mut wanted = Lying::new();
        for ((offer_id, warehouse), stock) in lying(&self.source, offers).await? {
            if let Some(warehouse_id) = places.warehouses.get(&warehouse) {
                wanted.insert((offer_id, *warehouse_id), stock);
            }
        }
        let there = lying(&self.there, offers).await?;
        // What the source no longer names lies nowhere there.
        for key in there.keys().filter(|(_, warehouse)| places.warehouses.values().any(|known| known == warehouse)) {
            wanted.entry(key.clone()).or_default();
        }
        wanted.retain(|key, stock| cards.contains_key(&key.0) && there.get(key).copied().unwrap_or_default() != *stock);
        self.set_stocks(wanted).await
    }

    /// Sets what is free to sell in the twin's warehouses.
    pub async fn set_stocks(&mut self, wanted: Lying) -> Result<(), Failure> {
        let stock = |((offer_id, warehouse_id), stock)| ProductsStocksV2Stock {
            offer_id,
            stock,
            warehouse_id,
            ..Default::default()
        };
        let stocks: Vec<_> = wanted.into_iter().map(stock).collect();
        let names: Vec<_> = stocks.iter().map(|one| one.offer_id.clone()).collect();
        for (offer, outcome) in names.iter().zip(self.twin.batch(ProductsStocksV2, stocks).await) {
            self.told(offer, outcome.map(|row| row.errors))?;
        }
        Ok(())
    }

    /// Brings to the marketplace's own warehouse what lacks there; nothing takes goods away from it.
    async fn supplies(&mut self, cards: &Infos, there: &Infos) -> Result<(), Failure> {
        let mut wanted: Vec<_> = cards.values().map(|one| (one.offer_id.clone(), fbo(one))).collect();
        wanted.sort();
        self.supply(&wanted, there).await
    }

    /// Lets so much of each article be free to sell in the marketplace's own warehouse, at the least.
    pub async fn supply(&mut self, wanted: &[(OfferId, i64)], there: &Infos) -> Result<(), Failure> {
        let mut items = Vec::new();
        for (offer_id, units) in wanted {
            let Some(known) = there.get(offer_id) else { continue };
            let lacking = units - fbo(known);
            if lacking > 0 {
                items.push(SupplyStockItem { sku: skus(known).1, quantity: lacking });
            }
        }
        if items.is_empty() {
            return Ok(());
        }
        let supply = SupplyStockRequest { client_id: self.client_id, items };
        match self.operator.call(SupplyStock, &supply).await {
            Err(error) if error.status() == Some(400) => {}
            done => return done.map(drop).map_err(Into::into),
        }
        // All lines or none: one that cannot lie there, since its stock are codes, must not hold up the others.
        for item in supply.items {
            let what = format!("goods of the marketplace's own warehouse, sku {}", item.sku);
            let supply = SupplyStockRequest { client_id: self.client_id, items: vec![item] };
            let done = self.operator.call(SupplyStock, &supply).await;
            self.taken(what, done)?;
        }
        Ok(())
    }

    /// A refusal is remembered, anything else ends the run.
    fn told(&mut self, offer: &OfferId, outcome: gostiny_client::Outcome<Vec<UpdateError>>) -> Result<(), Failure> {
        match outcome {
            Ok(errors) => errors.iter().for_each(|error| self.left(offer, format!("{} {}", error.code, error.message))),
            Err(error) if error.status() == Some(400) => self.left(offer, error),
            Err(error) => return Err(format!("{offer}: {error}").into()),
        }
        Ok(())
    }
}

fn request(visibility: Visibility) -> ProductInfoAttributesV4Request {
    let filter = Some(ProductAttributesV4Filter { visibility, ..Default::default() });
    ProductInfoAttributesV4Request { filter, limit: PAGE, ..Default::default() }
}

/// A price as it is set: an empty one would leave the old.
fn cleared(price: &str) -> String {
    if price.is_empty() { "0".to_owned() } else { price.to_owned() }
}

fn ids(cards: &Infos, are: impl Fn(&ProductInfoV3) -> bool) -> Vec<ProductId> {
    let mut ids: Vec<_> = cards.values().filter(|one| are(one)).map(|one| one.id).collect();
    ids.sort_unstable();
    ids
}

/// The three prices; services write the same number in several ways.
fn amounts(one: &ProductInfoV3) -> [Money; 3] {
    [&one.price, &one.old_price, &one.min_price].map(|text| Money::parse(text).unwrap_or_default())
}

/// What is free to sell of what lies with the marketplace.
fn fbo(one: &ProductInfoV3) -> i64 {
    let of = one.stocks.stocks.iter().filter(|stock| stock.source == "fbo");
    of.map(|stock| i64::from(stock.present) - i64::from(stock.reserved)).sum()
}

/// What a product is sold under from the seller's warehouses, and from the marketplace's own.
pub fn skus(one: &ProductInfoV3) -> (Sku, Sku) {
    let of = |scheme: &str| one.sources.iter().find(|source| source.source == scheme).map(|source| source.sku);
    (of("fbs").unwrap_or(one.sku), of("fbo").unwrap_or(one.sku))
}

/// Cards by their article.
pub type Infos = HashMap<OfferId, ProductInfoV3>;

/// Cards of articles, as many as there are.
pub async fn infos(shop: &Shop, offers: impl IntoIterator<Item = &OfferId>) -> Result<Infos, Failure> {
    let offers: Vec<_> = offers.into_iter().cloned().collect();
    let mut all = Infos::new();
    for some in offers.chunks(NAMED) {
        let request = ProductInfoListV3Request { offer_id: some.to_vec(), ..Default::default() };
        let found = shop.read(ProductInfoListV3, &request).await?.items;
        all.extend(found.into_iter().map(|one| (one.offer_id.clone(), one)));
    }
    Ok(all)
}

/// What is free of articles, warehouse by warehouse.
pub async fn lying(shop: &Shop, offers: &[OfferId]) -> Result<Lying, Failure> {
    let mut all = Lying::new();
    for some in offers.chunks(NAMED) {
        let request =
            ProductInfoStocksByWarehouseFbsV2Request { offer_id: some.to_vec(), limit: 1_000, ..Default::default() };
        let found = shop.all(ProductInfoStocksByWarehouseFbsV2, request).await?;
        all.extend(found.into_iter().map(|one| ((one.offer_id, one.warehouse_id), one.free_stock)));
    }
    Ok(all)
}

/// A card as it is imported.
fn item(card: &ProductInfoV3, one: ProductWithAttributesV4, category: CategoryId) -> ProductImportV3Item {
    let whole = |size: i64| i32::try_from(size).unwrap_or(i32::MAX);
    let value = |dictionary_value_id, value| ProductImportValue { dictionary_value_id, value };
    let attributes = one.attributes.into_iter().map(|attribute| ProductImportAttribute {
        complex_id: attribute.complex_id,
        id: attribute.id,
        values: attribute.values.into_iter().map(|one| value(one.dictionary_value_id, one.value)).collect(),
    });
    let mut complex: Vec<ProductImportComplexAttribute> = Vec::new();
    for attribute in one.complex_attributes {
        let member = ProductImportAttribute {
            complex_id: attribute.complex_id,
            id: attribute.id,
            values: attribute.values.into_iter().map(|one| value(one.dictionary_value_id, one.value)).collect(),
        };
        // Members of one group stand together; one that comes again begins the next.
        let is_next = |group: &&mut ProductImportComplexAttribute| {
            group.attributes.iter().all(|known| known.complex_id == member.complex_id && known.id != member.id)
        };
        match complex.last_mut().filter(is_next) {
            Some(group) => group.attributes.push(member),
            None => complex.push(ProductImportComplexAttribute { attributes: vec![member] }),
        }
    }
    let pdf = |(index, one): (i64, gostiny_wire::product::ProductPdfV4)| ProductImportPdf {
        index,
        name: one.name,
        src_url: one.file_name,
    };
    ProductImportV3Item {
        attributes: attributes.collect(),
        barcode: one.barcode,
        color_image: one.color_image,
        complex_attributes: complex,
        currency_code: card.currency_code.clone(),
        depth: whole(one.depth),
        description_category_id: category,
        dimension_unit: one.dimension_unit,
        height: whole(one.height),
        images: one.images,
        images360: card.images360.clone(),
        name: one.name,
        offer_id: one.offer_id,
        old_price: card.old_price.clone(),
        pdf_list: (0..).zip(one.pdf_list).map(pdf).collect(),
        price: card.price.clone(),
        primary_image: one.primary_image,
        type_id: one.type_id,
        vat: card.vat.clone(),
        weight: whole(one.weight),
        weight_unit: one.weight_unit,
        width: whole(one.width),
        ..Default::default()
    }
}
