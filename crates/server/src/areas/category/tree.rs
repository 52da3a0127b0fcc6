//! The category tree and its nodes. `/v1/categories/tree` and `/v2/category/tree` show the same tree.

use std::collections::HashMap;

use gostiny_wire::{
    category::{CategoriesTreeV1Request, CategoryNode, CategoryTreeResponse, CategoryTreeV2Request, Language},
    scalar::CategoryId,
};

use crate::{
    areas::tariff::{self, Commission},
    args,
    call::Call,
    error::{Error, Result},
    store::{Arg, Row},
};

/// A category.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its number.
    pub category_id: CategoryId,
    /// The node above; 0 at the top.
    pub parent_id: CategoryId,
    /// Russian title.
    pub title: String,
    /// Only leaves take products.
    pub is_leaf: bool,
    /// Commission.
    pub commission: Commission,
}

/// The older form of the tree.
pub async fn v1(call: &mut Call, req: &CategoriesTreeV1Request) -> Result<CategoryTreeResponse> {
    tree(call, req.category_id, req.language).await
}

/// The tree, or one branch of it.
pub async fn v2(call: &mut Call, req: &CategoryTreeV2Request) -> Result<CategoryTreeResponse> {
    tree(call, req.category_id, req.language).await
}

/// Category 0 is the whole tree; a branch begins with the category itself. One statement reads all nodes.
async fn tree(call: &mut Call, root: CategoryId, language: Language) -> Result<CategoryTreeResponse> {
    let nodes = nodes(call, language).await?;
    let mut below: HashMap<CategoryId, Vec<&Node>> = HashMap::new();
    for node in &nodes {
        below.entry(node.parent_id).or_default().push(node);
    }
    if root == CategoryId(0) {
        return Ok(CategoryTreeResponse { result: children(&below, root) });
    }
    let top = nodes.iter().find(|node| node.category_id == root).ok_or_else(not_found)?;
    Ok(CategoryTreeResponse { result: vec![branch(&below, top)] })
}

/// All nodes, each parent's children in their order.
pub(super) async fn nodes(call: &mut Call, language: Language) -> Result<Vec<Node>> {
    call.tx.rows(NODES, &[], |row| node(row, language)).await
}

const NODES: &str =
    "select category_id, parent_id, is_leaf, title_ru, title_en from category order by position, category_id";

pub(super) fn not_found() -> Error {
    Error::NotFound("Category is not found".to_owned())
}

/// A node of the tree.
pub(super) struct Node {
    pub category_id: CategoryId,
    pub parent_id: CategoryId,
    pub is_leaf: bool,
    pub title: String,
}

fn node(row: &Row<'_>, language: Language) -> Result<Node> {
    let (category_id, parent_id, is_leaf) = (row.next()?, row.next()?, row.next()?);
    let (ru, en): (String, String) = (row.next()?, row.next()?);
    Ok(Node { category_id, parent_id, is_leaf, title: in_language(language, ru, en) })
}

/// There are texts in two languages; whoever asks for another one reads Russian.
pub(super) fn in_language(language: Language, ru: String, en: String) -> String {
    if language == Language::En { en } else { ru }
}

fn children(below: &HashMap<CategoryId, Vec<&Node>>, parent: CategoryId) -> Vec<CategoryNode> {
    below.get(&parent).into_iter().flatten().map(|node| branch(below, node)).collect()
}

fn branch(below: &HashMap<CategoryId, Vec<&Node>>, node: &Node) -> CategoryNode {
    CategoryNode {
        category_id: node.category_id,
        children: children(below, node.category_id),
        title: node.title.clone(),
    }
}

/// Reads categories under a condition.
macro_rules! categories {
    ($condition:literal) => {
        concat!(
            "select category_id, parent_id, title_ru, is_leaf, commission_fbo, commission_fbs, commission_rfbs from category",
            $condition
        )
    };
}

/// The category, if it exists.
pub(super) async fn find(call: &mut Call, category_id: CategoryId) -> Result<Option<Category>> {
    call.tx.row(FIND, args![category_id], category).await
}

const FIND: &str = categories!(" where category_id = $1");

/// Those of the categories that exist.
pub async fn find_all(call: &mut Call, ids: &[CategoryId]) -> Result<HashMap<CategoryId, Category>> {
    if let Some(Tree(tree)) = call.known(|call| Box::pin(whole(call))).await?.as_deref() {
        return Ok(ids.iter().filter_map(|id| Some((*id, tree.get(id)?.clone()))).collect());
    }
    let list: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let found = call.tx.rows_in(FIND_ALL, &[], &list, category).await?;
    Ok(found.into_iter().map(|category| (category.category_id, category)).collect())
}

const FIND_ALL: &str = categories!(" where category_id {in}");

/// All categories.
struct Tree(HashMap<CategoryId, Category>);

async fn whole(call: &mut Call) -> Result<Tree> {
    let all = call.tx.rows(ALL, &[], category).await?;
    Ok(Tree(all.into_iter().map(|category| (category.category_id, category)).collect()))
}

const ALL: &str = categories!("");

fn category(row: &Row<'_>) -> Result<Category> {
    Ok(Category {
        category_id: row.next()?,
        parent_id: row.next()?,
        title: row.next()?,
        is_leaf: row.next()?,
        commission: Commission { fbo: row.next()?, fbs: row.next()?, rfbs: row.next()? },
    })
}

/// The leaves below these categories, themselves where they are leaves, by number; one that does not exist is not found.
pub async fn leaves(call: &mut Call, ids: &[CategoryId]) -> Result<Vec<CategoryId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?, row.next()?));
    let nodes: Vec<(CategoryId, CategoryId, bool)> = call.tx.rows(EDGES, &[], read).await?;
    let mut below: HashMap<CategoryId, Vec<(CategoryId, bool)>> = HashMap::new();
    for (id, parent, is_leaf) in &nodes {
        below.entry(*parent).or_default().push((*id, *is_leaf));
    }
    let mut open: Vec<(CategoryId, bool)> = Vec::new();
    for asked in ids {
        let node = nodes.iter().find(|(id, _, _)| id == asked).ok_or_else(not_found)?;
        open.push((node.0, node.2));
    }
    let mut leaves = Vec::new();
    while let Some((id, is_leaf)) = open.pop() {
        if is_leaf {
            leaves.push(id);
        }
        open.extend(below.remove(&id).unwrap_or_default());
    }
    leaves.sort_unstable();
    leaves.dedup();
    Ok(leaves)
}

const EDGES: &str = "select category_id, parent_id, is_leaf from category";

/// Commissions of several categories, as they are in force now.
pub async fn commissions(call: &mut Call, ids: &[CategoryId]) -> Result<HashMap<CategoryId, Commission>> {
    let found = find_all(call, ids).await?;
    let changed = tariff::changed(call, ids, call.now).await?;
    let in_force = |(id, category): (CategoryId, Category)| {
        (id, changed.get(&id).copied().unwrap_or_default().over(category.commission))
    };
    Ok(found.into_iter().map(in_force).collect())
}
