//! How well a shop works: shares of the postings that it packed in the last two weeks, beside the two weeks before.

use gostiny_wire::{
    analytics::{RatingChange, RatingGroup, RatingItem, RatingSummaryV1Response},
    method::Empty,
    scalar::{Decimal2, Time},
    seller::{
        SellerCompany, SellerInfoV1Response, SellerRating, SellerRatingStatus, SellerRatingValue, SellerSubscription,
    },
};

use crate::{
    areas::{
        posting::{self, Served},
        seller,
    },
    call::Call,
    error::Result,
};

/// Days of a rating.
const DAYS: i64 = 14;

/// A rating.
struct Rating {
    word: &'static str,
    name: &'static str,
    /// Hundredths of a percent; the lower the better.
    of: fn(&Served) -> i64,
    /// From here on it is getting bad.
    warning: i64,
    /// From here on it is bad.
    danger: i64,
}

const RATINGS: [Rating; 2] = [
    Rating {
        word: "rating_cancellation_percent",
        name: "Процент отмен по вине продавца",
        of: |served| share(served.called_off, served.postings),
        warning: 200,
        danger: 500,
    },
    Rating {
        word: "rating_shipment_delay",
        name: "Процент просроченных отгрузок",
        of: |served| share(served.late, served.handed_over),
        warning: 500,
        danger: 1_000,
    },
];

/// Hundredths of a percent, rounded half up; nothing of nothing.
fn share(part: i64, whole: i64) -> i64 {
    if whole > 0 { (part.saturating_mul(20_000) + whole) / (2 * whole) } else { 0 }
}

/// What became of the postings of the last two weeks, and of the two before.
struct Weeks {
    start: Time,
    middle: Time,
    end: Time,
    now: Served,
    past: Served,
}

async fn weeks(call: &mut Call) -> Result<Weeks> {
    let end = call.now;
    let (start, middle) = (end.plus_days(-2 * DAYS), end.plus_days(-DAYS));
    let past = posting::served(call, start, middle).await?;
    let now = posting::served(call, middle, end).await?;
    Ok(Weeks { start, middle, end, now, past })
}

/// All ratings.
pub(super) async fn summary_v1(call: &mut Call, _: &Empty) -> Result<RatingSummaryV1Response> {
    let weeks = weeks(call).await?;
    let items = RATINGS.iter().map(|rating| item(rating, &weeks)).collect();
    Ok(RatingSummaryV1Response {
        groups: vec![RatingGroup { group_name: "Обслуживание покупателей".to_owned(), items }],
        premium: seller::find(call, call.seller).await?.premium,
        ..RatingSummaryV1Response::default()
    })
}

fn item(rating: &Rating, weeks: &Weeks) -> RatingItem {
    let (now, past) = ((rating.of)(&weeks.now), (rating.of)(&weeks.past));
    let (direction, meaning) = match now.cmp(&past) {
        std::cmp::Ordering::Less => ("DIRECTION_FALL", "MEANING_GOOD"),
        std::cmp::Ordering::Equal => ("DIRECTION_NONE", "MEANING_NONE"),
        std::cmp::Ordering::Greater => ("DIRECTION_RISE", "MEANING_BAD"),
    };
    RatingItem {
        change: RatingChange { direction: direction.to_owned(), meaning: meaning.to_owned() },
        current_value: Decimal2(now),
        name: rating.name.to_owned(),
        past_value: Decimal2(past),
        rating: rating.word.to_owned(),
        rating_direction: "LOWER_IS_BETTER".to_owned(),
        status: status(rating, now).to_owned(),
        value_type: "PERCENT".to_owned(),
    }
}

fn status(rating: &Rating, value: i64) -> &'static str {
    if value >= rating.danger {
        "CRITICAL"
    } else if value >= rating.warning {
        "WARNING"
    } else {
        "OK"
    }
}

/// The shop with its ratings.
pub(super) async fn info_v1(call: &mut Call, _: &Empty) -> Result<SellerInfoV1Response> {
    let weeks = weeks(call).await?;
    let shop = seller::find(call, call.seller).await?;
    let level = if shop.premium { "PREMIUM" } else { "UNSPECIFIED" };
    Ok(SellerInfoV1Response {
        company: SellerCompany {
            country: "RU".to_owned(),
            currency: shop.currency_code,
            legal_name: shop.name.clone(),
            name: shop.name,
            tax_system: "UNKNOWN".to_owned(),
            ..SellerCompany::default()
        },
        ratings: RATINGS.iter().map(|rating| told(rating, &weeks)).collect(),
        subscription: SellerSubscription { is_premium: shop.premium, r#type: level.to_owned() },
    })
}

fn told(rating: &Rating, weeks: &Weeks) -> SellerRating {
    let value = |served: &Served, from: Time, to: Time| {
        let value = (rating.of)(served);
        SellerRatingValue {
            date_from: Some(from),
            date_to: Some(to),
            formatted: format!("{}.{:02} %", value / 100, value % 100),
            status: SellerRatingStatus {
                danger: value >= rating.danger,
                premium: value < rating.warning,
                warning: value >= rating.warning,
            },
            value: Decimal2(value),
        }
    };
    SellerRating {
        current_value: value(&weeks.now, weeks.middle, weeks.end),
        name: rating.name.to_owned(),
        past_value: value(&weeks.past, weeks.start, weeks.middle),
        rating: rating.word.to_owned(),
        status: status(rating, (rating.of)(&weeks.now)).to_owned(),
        value_type: "PERCENT".to_owned(),
    }
}
