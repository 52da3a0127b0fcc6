//! What goods of a category need before they can be packed. Follows what Russian law demands of such goods; kept here
//! and not in the tree, since it is no matter of the catalogue.

use gostiny_wire::scalar::CategoryId;

use super::code::Group;

/// What each unit of some goods needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// A mark of this group.
    pub mark: Option<Group>,
    /// The number of a traceable batch, when a company buys what came over the border.
    pub is_traceable: bool,
    /// The number of the assay office.
    pub is_jewellery: bool,
    /// Sold by weight: each unit is weighed before it is packed.
    pub is_weighed: bool,
}

const SHOES: [i64; 2] = [17_034_481, 17_034_518];
/// Dresses, T-shirts, shirts, bed linen, towels.
const CLOTHES: [i64; 5] = [17_034_370, 17_034_407, 17_034_444, 17_033_926, 17_034_000];
const CHEESE: i64 = 17_035_480;
/// Refrigerators, washing machines.
const TRACEABLE: [i64; 2] = [17_033_667, 17_033_704];
const RINGS: i64 = 17_035_517;
/// Nuts, and cheese that is cut.
const WEIGHED: [i64; 2] = [17_035_443, CHEESE];

/// What goods of a category need.
pub fn of_category(category: CategoryId) -> Demand {
    let mark = if SHOES.contains(&category.0) {
        Some(Group::Shoes)
    } else if CLOTHES.contains(&category.0) {
        Some(Group::Clothes)
    } else if category.0 == CHEESE {
        Some(Group::Dairy)
    } else {
        None
    };
    Demand {
        mark,
        is_traceable: TRACEABLE.contains(&category.0),
        is_jewellery: category.0 == RINGS,
        is_weighed: WEIGHED.contains(&category.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_goods_need_nothing() {
        assert_eq!(of_category(CategoryId(17_036_076)), Demand::default());
        assert_eq!(of_category(CategoryId(17_034_481)).mark, Some(Group::Shoes));
        let cheese = of_category(CategoryId(CHEESE));
        assert!(cheese.mark == Some(Group::Dairy) && cheese.is_weighed);
    }

    #[test]
    fn every_category_named_here_is_in_the_tree() {
        let taxonomy = include_str!("../../../assets/taxonomy.json");
        for id in SHOES.iter().chain(&CLOTHES).chain(&TRACEABLE).chain(&WEIGHED).chain(&[RINGS]) {
            assert!(taxonomy.contains(&format!("\"category_id\":{id},")), "{id}");
        }
    }
}
