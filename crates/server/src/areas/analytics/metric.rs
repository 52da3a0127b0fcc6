//! The metrics: what each is called, who may ask for it, and how it comes out of the sums of `analytics_day`. All come
//! out in hundredths.

/// A metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Metric {
    /// On the wire.
    pub name: &'static str,
    /// Also without the premium level.
    pub is_basic: bool,
    /// Over the columns of [`SUMS`].
    pub expression: &'static str,
}

impl Metric {
    /// By its name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        METRICS.iter().find(|metric| metric.name == name).copied()
    }
}

const fn basic(name: &'static str, expression: &'static str) -> Metric {
    Metric { name, is_basic: true, expression }
}

const fn premium(name: &'static str, expression: &'static str) -> Metric {
    Metric { name, is_basic: false, expression }
}

/// `part` of `whole` in hundredths of a percent, rounded half up; of nothing it is 0.
macro_rules! share {
    ($part:literal, $whole:literal) => {
        concat!(
            "case when ",
            $whole,
            " = 0 then 0 else (2 * (",
            $part,
            ") * 10000 + ",
            $whole,
            ") / (2 * (",
            $whole,
            ")) end"
        )
    };
}

const METRICS: &[Metric] = &[
    // Kopecks are hundredths already.
    basic("revenue", "revenue"),
    basic("ordered_units", "ordered_units * 100"),
    premium("hits_view_search", "hits_view_search * 100"),
    premium("hits_view_pdp", "hits_view_pdp * 100"),
    premium("hits_view", "(hits_view_search + hits_view_pdp) * 100"),
    premium("hits_tocart_search", "hits_tocart_search * 100"),
    premium("hits_tocart_pdp", "hits_tocart_pdp * 100"),
    premium("hits_tocart", "(hits_tocart_search + hits_tocart_pdp) * 100"),
    premium("session_view_search", "session_view_search * 100"),
    premium("session_view_pdp", "session_view_pdp * 100"),
    premium("session_view", "session_view * 100"),
    premium("conv_tocart_search", share!("hits_tocart_search", "hits_view_search")),
    premium("conv_tocart_pdp", share!("hits_tocart_pdp", "hits_view_pdp")),
    premium("conv_tocart", share!("hits_tocart_search + hits_tocart_pdp", "(hits_view_search + hits_view_pdp)")),
    premium("returns", "returns * 100"),
    premium("cancellations", "cancellations * 100"),
    premium("delivered_units", "delivered_units * 100"),
    premium(
        "position_category",
        "case when position_count = 0 then 0 else (2 * position_sum + position_count) / (2 * position_count) end",
    ),
    premium("postings", "postings * 100"),
    premium("postings_premium", "postings_premium * 100"),
    premium("adv_view_pdp", "adv_view_pdp * 100"),
    premium("adv_view_search_category", "adv_view_search_category * 100"),
    premium("adv_view_all", "adv_view_all * 100"),
    premium("adv_sum_all", "adv_sum_all"),
];

/// Columns of `analytics_day` that metrics are made of.
pub(super) const SUMS: [&str; 20] = [
    "revenue",
    "ordered_units",
    "delivered_units",
    "cancellations",
    "returns",
    "postings",
    "postings_premium",
    "hits_view_search",
    "hits_view_pdp",
    "hits_tocart_search",
    "hits_tocart_pdp",
    "session_view_search",
    "session_view_pdp",
    "session_view",
    "position_sum",
    "position_count",
    "adv_view_pdp",
    "adv_view_search_category",
    "adv_view_all",
    "adv_sum_all",
];
