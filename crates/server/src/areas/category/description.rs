//! Today's tree over the same categories: an inner node is a description category, a leaf is a product type of the same
//! number. A leaf at the top of the tree stands in a description category of its own number.

use std::collections::{BTreeSet, HashMap};

use gostiny_wire::{
    category::{
        CategoryAttributeType, CategoryAttributeValuesV2Response, DescriptionCategoryAttribute,
        DescriptionCategoryAttributeV1Request, DescriptionCategoryAttributeV1Response,
        DescriptionCategoryAttributeValuesSearchV1Request, DescriptionCategoryAttributeValuesSearchV1Response,
        DescriptionCategoryAttributeValuesV1Request, DescriptionCategoryNode, DescriptionCategoryTreeV1Request,
        DescriptionCategoryTreeV1Response,
    },
    scalar::{CategoryId, TypeId},
};

use super::{
    attribute,
    tree::{Category, Node, find, find_all, nodes, not_found},
    value::{self, Dictionary},
};
use crate::{call::Call, check, error::Result};

/// The whole tree.
pub async fn tree_v1(
    call: &mut Call,
    req: &DescriptionCategoryTreeV1Request,
) -> Result<DescriptionCategoryTreeV1Response> {
    let nodes = nodes(call, req.language).await?;
    let mut below: HashMap<CategoryId, Vec<&Node>> = HashMap::new();
    for node in &nodes {
        below.entry(node.parent_id).or_default().push(node);
    }
    let top = below.get(&CategoryId(0)).into_iter().flatten();
    let result = top.map(|node| {
        let shown = branch(&below, node);
        if node.is_leaf { category(node, vec![shown]) } else { shown }
    });
    let result = result.collect();
    Ok(DescriptionCategoryTreeV1Response { result })
}

fn branch(below: &HashMap<CategoryId, Vec<&Node>>, node: &Node) -> DescriptionCategoryNode {
    if node.is_leaf {
        let (type_id, type_name) = (TypeId(node.category_id.0), node.title.clone());
        return DescriptionCategoryNode { type_id, type_name, ..DescriptionCategoryNode::default() };
    }
    let children = below.get(&node.category_id).into_iter().flatten().map(|child| branch(below, child));
    category(node, children.collect())
}

fn category(node: &Node, children: Vec<DescriptionCategoryNode>) -> DescriptionCategoryNode {
    DescriptionCategoryNode {
        description_category_id: node.category_id,
        category_name: node.title.clone(),
        children,
        ..DescriptionCategoryNode::default()
    }
}

/// A place in today's tree: the description category and the product type.
pub type Described = (CategoryId, TypeId);

impl Category {
    /// Where today's tree has it.
    pub fn description(&self) -> Described {
        let above = if self.parent_id == CategoryId(0) { self.category_id } else { self.parent_id };
        (above, TypeId(self.category_id.0))
    }
}

/// The leaf of a pair of today's tree; nothing when there is no such pair.
fn leaf_of(category: &Category, description_category_id: CategoryId) -> Option<CategoryId> {
    (category.is_leaf && category.description().0 == description_category_id).then_some(category.category_id)
}

/// The leaves of pairs of today's tree, by pair; pairs that do not exist are left out.
pub async fn leaves_of(
    call: &mut Call,
    pairs: impl Iterator<Item = Described>,
) -> Result<HashMap<Described, CategoryId>> {
    let pairs: BTreeSet<Described> = pairs.collect();
    let ids: Vec<CategoryId> = pairs.iter().map(|(_, type_id)| CategoryId(type_id.0)).collect();
    let found = find_all(call, &ids).await?;
    let leaf = |(above, type_id): Described| {
        let leaf = leaf_of(found.get(&CategoryId(type_id.0))?, above)?;
        Some(((above, type_id), leaf))
    };
    Ok(pairs.into_iter().filter_map(leaf).collect())
}

async fn leaf(call: &mut Call, request: &str, above: CategoryId, type_id: TypeId) -> Result<CategoryId> {
    check::positive(request, "DescriptionCategoryId", above.0)?;
    check::positive(request, "TypeId", type_id.0)?;
    let category = find(call, CategoryId(type_id.0)).await?.ok_or_else(not_found)?;
    leaf_of(&category, above).ok_or_else(not_found)
}

/// What products of a type are asked for.
pub async fn attribute_v1(
    call: &mut Call,
    req: &DescriptionCategoryAttributeV1Request,
) -> Result<DescriptionCategoryAttributeV1Response> {
    let leaf = leaf(call, "DescriptionCategoryAttributeV1Request", req.description_category_id, req.type_id).await?;
    let mut shown = attribute::shown_of(call, &[leaf], CategoryAttributeType::All, req.language).await?;
    let result = shown.remove(&leaf).unwrap_or_default().into_iter().map(|one| DescriptionCategoryAttribute {
        max_value_count: i64::from(!one.is_collection),
        attribute: one,
        ..DescriptionCategoryAttribute::default()
    });
    Ok(DescriptionCategoryAttributeV1Response { result: result.collect() })
}

/// A page of a dictionary.
pub async fn values_v1(
    call: &mut Call,
    req: &DescriptionCategoryAttributeValuesV1Request,
) -> Result<CategoryAttributeValuesV2Response> {
    let request = "DescriptionCategoryAttributeValuesV1Request";
    check::limit(request, req.limit, 2000)?;
    check::positive(request, "AttributeId", req.attribute_id.0)?;
    let leaf = leaf(call, request, req.description_category_id, req.type_id).await?;
    let dictionary = Dictionary::of(call, leaf, req.attribute_id).await?;
    value::page(call, &dictionary, req.language, req.last_value_id, req.limit).await
}

/// The values that hold a text.
pub async fn search_v1(
    call: &mut Call,
    req: &DescriptionCategoryAttributeValuesSearchV1Request,
) -> Result<DescriptionCategoryAttributeValuesSearchV1Response> {
    let request = "DescriptionCategoryAttributeValuesSearchV1Request";
    check::limit(request, req.limit, 100)?;
    check::positive(request, "AttributeId", req.attribute_id.0)?;
    check::length(request, "Value", req.value.trim(), 2, 200)?;
    let leaf = leaf(call, request, req.description_category_id, req.type_id).await?;
    let dictionary = Dictionary::of(call, leaf, req.attribute_id).await?;
    let result = value::search(call, &dictionary, &req.value, req.limit).await?;
    Ok(DescriptionCategoryAttributeValuesSearchV1Response { result })
}
