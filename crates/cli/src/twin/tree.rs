//! The categories that goods stand in: a branch for each, what it asks for, and the values that are used.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, hash_map::Entry};

use gostiny_wire::{
    category::{
        DescriptionCategoryAttributeV1, DescriptionCategoryAttributeV1Request, DescriptionCategoryAttributeValuesV1,
        DescriptionCategoryAttributeValuesV1Request, DescriptionCategoryNode, DescriptionCategoryTreeV1,
        DescriptionCategoryTreeV1Request,
    },
    operator::{
        TaxonomyAsked, TaxonomyAttribute, TaxonomyCategory, TaxonomyDictionary, TaxonomyImport, TaxonomyImportRequest,
        TaxonomyRates, TaxonomyText, TaxonomyValue,
    },
    product::{ProductInfoV3, ProductWithAttributesV4},
    scalar::{AttributeId, CategoryId, DictionaryId, TypeId, ValueId},
};

use super::{Copying, Failure, source::Shop};

/// A description category and a type below it.
type Leaf = (CategoryId, TypeId);
/// The categories above each leaf, from the top, and the name of its type.
type Ways = HashMap<Leaf, (Vec<(CategoryId, String)>, String)>;

/// What is known of both trees.
pub struct Tree {
    /// Of the source.
    ways: Ways,
    /// At the target: types, and the category that each stands in there.
    known: HashMap<TypeId, CategoryId>,
    /// Looked at by this run: the dictionary of each attribute.
    asked: HashMap<Leaf, HashMap<AttributeId, DictionaryId>>,
    /// What goods of a type are asked for at the target with a dictionary.
    there: HashMap<TypeId, HashSet<AttributeId>>,
    /// Values that the target has.
    values: HashSet<(DictionaryId, ValueId)>,
}

impl Tree {
    /// Reads both trees.
    pub async fn read(copying: &Copying) -> Result<Self, Failure> {
        let known = ways(&copying.there).await?.into_keys().map(|(category_id, type_id)| (type_id, category_id));
        Ok(Self {
            ways: ways(&copying.source).await?,
            known: known.collect(),
            asked: HashMap::new(),
            there: HashMap::new(),
            values: HashSet::new(),
        })
    }

    /// The category that a type stands in at the target; what stands nowhere there is left where it was.
    pub fn category(&self, leaf: Leaf) -> CategoryId {
        self.known.get(&leaf.1).copied().unwrap_or(leaf.0)
    }

    /// Whether goods of a leaf are asked for an attribute.
    pub fn asks(&self, leaf: Leaf, attribute_id: AttributeId) -> bool {
        self.asked.get(&leaf).is_some_and(|asked| asked.contains_key(&attribute_id))
    }

    /// Brings what these goods need: leaves that the target lacks, and values of dictionaries.
    pub async fn bring(
        &mut self,
        copying: &mut Copying,
        goods: &[ProductWithAttributesV4],
        cards: &HashMap<i64, ProductInfoV3>,
    ) -> Result<(), Failure> {
        let leaves: BTreeSet<Leaf> = goods.iter().map(leaf_of).collect();
        for leaf in leaves {
            let of: Vec<_> = goods.iter().filter(|one| leaf_of(one) == leaf).collect();
            let rates = of.iter().find_map(|one| cards.get(&one.id.0)).map(rates).unwrap_or_default();
            let mut document = TaxonomyImportRequest::default();
            self.leaf(copying, leaf, rates, &mut document).await?;
            document.dictionaries = self.lacking(copying, leaf, &of).await?;
            if document != TaxonomyImportRequest::default() {
                let brought = copying.operator.call(TaxonomyImport, &document).await;
                let brought = copying.taken(format!("type {} of category {}", leaf.1, leaf.0), brought)?;
                if brought.is_some() && !document.categories.is_empty() {
                    self.known.insert(leaf.1, leaf.0);
                }
            }
        }
        Ok(())
    }

    /// Adds a leaf with the branch above it, unless the target has it.
    async fn leaf(
        &mut self,
        copying: &Copying,
        leaf: Leaf,
        rates: TaxonomyRates,
        document: &mut TaxonomyImportRequest,
    ) -> Result<(), Failure> {
        let (description_category_id, type_id) = leaf;
        if self.asked.contains_key(&leaf) && self.known.contains_key(&type_id) {
            return Ok(());
        }
        let request = DescriptionCategoryAttributeV1Request { description_category_id, type_id, ..Default::default() };
        let attributes = copying.source.read(DescriptionCategoryAttributeV1, &request).await?.result;
        self.asked.insert(leaf, attributes.iter().map(|one| (one.attribute.id, one.attribute.dictionary_id)).collect());
        if self.known.contains_key(&type_id) {
            return Ok(());
        }
        let Some((above, name)) = self.ways.get(&leaf) else { return Ok(()) };
        let asked = attributes.iter().map(|one| TaxonomyAsked {
            attribute_id: one.attribute.id,
            is_required: one.attribute.is_required,
            value_ids: Vec::new(),
        });
        let mut branch = TaxonomyCategory {
            category_id: CategoryId(type_id.0),
            title: text(name),
            commission_basis_points: rates,
            attributes: asked.collect(),
            ..Default::default()
        };
        // A type at the top of a tree is shown in a category of its own number.
        for (category_id, title) in above.iter().rev().filter(|(above, _)| above.0 != type_id.0) {
            let (category_id, title) = (*category_id, text(title));
            branch = TaxonomyCategory { category_id, title, children: vec![branch], ..Default::default() };
        }
        document.categories.push(branch);
        document.attributes = attributes.into_iter().map(|one| described(one.attribute)).collect();
        Ok(())
    }

    /// The values that goods of a leaf use and the target lacks.
    async fn lacking(
        &mut self,
        copying: &Copying,
        leaf: Leaf,
        goods: &[&ProductWithAttributesV4],
    ) -> Result<Vec<TaxonomyDictionary>, Failure> {
        let Some(asked) = self.asked.get(&leaf).cloned() else { return Ok(Vec::new()) };
        let mut lacking: BTreeMap<DictionaryId, Vec<TaxonomyValue>> = BTreeMap::new();
        for (attribute_id, value_id, value) in goods.iter().flat_map(|one| used(one)) {
            let dictionary = asked.get(&attribute_id).copied().unwrap_or_default();
            if dictionary.0 == 0 || value_id.0 == 0 || !self.values.insert((dictionary, value_id)) {
                continue;
            }
            if !self.has(&copying.there, leaf.1, attribute_id, value_id).await? {
                let value = TaxonomyValue { id: value_id, value: text(value), ..Default::default() };
                lacking.entry(dictionary).or_default().push(value);
            }
        }
        Ok(lacking.into_iter().map(|(id, values)| TaxonomyDictionary { id, values }).collect())
    }

    /// Whether the target has a value, asked where goods are asked for it.
    async fn has(
        &mut self,
        there: &Shop,
        type_id: TypeId,
        attribute_id: AttributeId,
        value_id: ValueId,
    ) -> Result<bool, Failure> {
        let Some(description_category_id) = self.known.get(&type_id).copied() else { return Ok(false) };
        let asked = match self.there.entry(type_id) {
            Entry::Occupied(asked) => asked.into_mut(),
            Entry::Vacant(unknown) => {
                let request =
                    DescriptionCategoryAttributeV1Request { description_category_id, type_id, ..Default::default() };
                let asked = there.read(DescriptionCategoryAttributeV1, &request).await?.result.into_iter();
                let asked = asked.map(|one| one.attribute).filter(|one| one.dictionary_id.0 != 0);
                unknown.insert(asked.map(|one| one.id).collect())
            }
        };
        if !asked.contains(&attribute_id) {
            return Ok(false);
        }
        let request = DescriptionCategoryAttributeValuesV1Request {
            description_category_id,
            type_id,
            attribute_id,
            last_value_id: ValueId(value_id.0 - 1),
            limit: 1,
            ..Default::default()
        };
        let found = there.read(DescriptionCategoryAttributeValuesV1, &request).await?.result;
        Ok(found.first().is_some_and(|value| value.id == value_id))
    }
}

fn leaf_of(one: &ProductWithAttributesV4) -> Leaf {
    (one.description_category_id, one.type_id)
}

/// Values of a card.
fn used(one: &ProductWithAttributesV4) -> impl Iterator<Item = (AttributeId, ValueId, &str)> {
    let simple = one.attributes.iter().flat_map(|attribute| {
        attribute.values.iter().map(|value| (attribute.id, value.dictionary_value_id, value.value.as_str()))
    });
    simple.chain(one.complex_attributes.iter().flat_map(|attribute| {
        attribute.values.iter().map(|value| (attribute.id, value.dictionary_value_id, value.value.as_str()))
    }))
}

async fn ways(shop: &Shop) -> Result<Ways, Failure> {
    let request = DescriptionCategoryTreeV1Request::default();
    let mut ways = Ways::new();
    for node in shop.read(DescriptionCategoryTreeV1, &request).await?.result {
        walk(node, &mut Vec::new(), &mut ways);
    }
    Ok(ways)
}

fn walk(node: DescriptionCategoryNode, above: &mut Vec<(CategoryId, String)>, ways: &mut Ways) {
    if node.type_id.0 != 0 {
        let category = above.last().map(|(category_id, _)| *category_id).unwrap_or_default();
        ways.insert((category, node.type_id), (above.clone(), node.type_name));
        return;
    }
    above.push((node.description_category_id, node.category_name));
    for child in node.children {
        walk(child, above, ways);
    }
    above.pop();
}

fn described(one: gostiny_wire::category::CategoryAttribute) -> TaxonomyAttribute {
    TaxonomyAttribute {
        id: one.id,
        name: text(&one.name),
        description: text(&one.description),
        r#type: one.r#type,
        is_collection: one.is_collection,
        is_aspect: one.is_aspect,
        dictionary_id: one.dictionary_id,
        group_id: one.group_id,
        group_name: text(&one.group_name),
        category_dependent: one.category_dependent,
    }
}

fn text(ru: &str) -> TaxonomyText {
    TaxonomyText { ru: ru.to_owned(), en: String::new() }
}

/// What a category takes is told of its goods only: percents, here in hundredths of one.
fn rates(card: &ProductInfoV3) -> TaxonomyRates {
    let of = |scheme: &str| {
        let found = card.commissions.iter().find(|one| one.sale_schema.eq_ignore_ascii_case(scheme));
        found.map(|one| one.percent.0.clamp(0, 10_000)).unwrap_or_default()
    };
    TaxonomyRates { fbo: of("fbo"), fbs: of("fbs"), rfbs: of("rfbs") }
}
