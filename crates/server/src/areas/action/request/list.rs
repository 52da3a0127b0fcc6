//! Shows requests, newest first. Only what is asked for stands in the statement, so that an index serves it.

use gostiny_wire::{
    action::{
        ActionsDiscountsTaskListV1Request, ActionsDiscountsTaskListV1Response, ActionsDiscountsTaskListV2Request,
        ActionsDiscountsTaskListV2Response, DiscountTaskV1, DiscountTaskV2,
    },
    scalar::{Decimal2, DiscountTaskId, Money, OfferId, Ratio, Sku, Time},
};

use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    store::Row,
};

const REQUEST: &str = "GetDiscountTaskListRequest";
const LARGEST_PAGE: i64 = 50;

/// A page by its number.
pub async fn v1(
    call: &mut Call,
    req: &ActionsDiscountsTaskListV1Request,
) -> Result<ActionsDiscountsTaskListV1Response> {
    const WORDS: [&str; 9] = [
        "NEW",
        "SEEN",
        "APPROVED",
        "PARTLY_APPROVED",
        "DECLINED",
        "AUTO_DECLINED",
        "DECLINED_BY_USER",
        "COUPON",
        "PURCHASED",
    ];
    check::limit(REQUEST, req.limit, LARGEST_PAGE)?;
    if req.page < 0 {
        return Err(Error::invalid(format!("{REQUEST}.Page"), "value must be greater than or equal to 0"));
    }
    let status = match req.status.as_str() {
        "" | "UNKNOWN" => None,
        word if WORDS.contains(&word) => Some(word),
        _ => return Err(unknown(&WORDS)),
    };
    let before = (req.page.max(1) - 1).saturating_mul(req.limit);
    let page = page(call, status, req.limit, Start::After(before)).await?;
    Ok(ActionsDiscountsTaskListV1Response { result: page.into_iter().map(Task::shown_v1).collect() })
}

/// A page behind a request, in three words.
pub async fn v2(
    call: &mut Call,
    req: &ActionsDiscountsTaskListV2Request,
) -> Result<ActionsDiscountsTaskListV2Response> {
    check::limit(REQUEST, req.limit.into(), LARGEST_PAGE)?;
    let statuses: &[&str] = match req.status.as_str() {
        "" | "ALL" => &[],
        "NEW" => &["NEW"],
        "APPROVED" => &GRANTED,
        "DECLINED" => &["AUTO_DECLINED", "DECLINED"],
        _ => return Err(unknown(&["ALL", "NEW", "APPROVED", "DECLINED"])),
    };
    let start = Start::Behind(req.last_id);
    let mut found = Vec::new();
    if statuses.is_empty() {
        found = page(call, None, req.limit.into(), start).await?;
    }
    // Each word is read by the index, then the newest of all are taken.
    for status in statuses {
        found.append(&mut page(call, Some(status), req.limit.into(), start).await?);
    }
    found.sort_by_key(|task| std::cmp::Reverse(task.task_id));
    found.truncate(usize::try_from(req.limit).unwrap_or_default());
    let tasks = found.into_iter().map(|task| task.shown_v2(call.now)).collect();
    Ok(ActionsDiscountsTaskListV2Response { tasks })
}

const GRANTED: [&str; 3] = ["APPROVED", "PARTLY_APPROVED", "PURCHASED"];

fn unknown(words: &[&str]) -> Error {
    Error::invalid(format!("{REQUEST}.Status"), format!("value must be in list [{}]", words.join(" ")))
}

/// Where a page begins.
#[derive(Clone, Copy, Debug)]
enum Start {
    /// After so many.
    After(i64),
    /// After this request; 0 is the newest.
    Behind(DiscountTaskId),
}

/// No status is all.
async fn page(call: &mut Call, status: Option<&str>, limit: i64, start: Start) -> Result<Vec<Task>> {
    let (behind, offset) = match start {
        Start::After(count) => (i64::MAX, count),
        Start::Behind(DiscountTaskId(0)) => (i64::MAX, 0),
        Start::Behind(last) => (last.0, 0),
    };
    match status {
        None => call.tx.rows(ALL, args![call.seller, behind, limit, offset], task).await,
        Some(status) => call.tx.rows(OF_STATUS, args![call.seller, behind, limit, offset, status], task).await,
    }
}

macro_rules! tasks {
    ($condition:literal) => {
        concat!(
            "select task_id, status, sku, offer_id, name, last_name, first_name, patronymic, email, original_price, \
             min_price, requested_price, requested_quantity, approved_price, approved_quantity_min, \
             approved_quantity_max, user_comment, seller_comment, previous_id, created_at, end_at, decided_at \
             from discount_task where seller_id = $1 and task_id < $2 ",
            $condition,
            " order by task_id desc limit $3 offset $4"
        )
    };
}

const ALL: &str = tasks!("");
const OF_STATUS: &str = tasks!("and status = $5");

/// A row of `tasks!`.
struct Task {
    task_id: DiscountTaskId,
    status: String,
    sku: Sku,
    offer_id: OfferId,
    name: String,
    last_name: String,
    first_name: String,
    patronymic: String,
    email: String,
    original_price: Money,
    min_price: Money,
    requested_price: Money,
    requested_quantity: i64,
    approved_price: Money,
    approved_quantity_min: i64,
    approved_quantity_max: i64,
    user_comment: String,
    seller_comment: String,
    previous_id: DiscountTaskId,
    created_at: Time,
    end_at: Time,
    decided_at: Option<Time>,
}

fn task(row: &Row<'_>) -> Result<Task> {
    Ok(Task {
        task_id: row.next()?,
        status: row.next()?,
        sku: row.next()?,
        offer_id: row.next()?,
        name: row.next()?,
        last_name: row.next()?,
        first_name: row.next()?,
        patronymic: row.next()?,
        email: row.next()?,
        original_price: row.next()?,
        min_price: row.next()?,
        requested_price: row.next()?,
        requested_quantity: row.next()?,
        approved_price: row.next()?,
        approved_quantity_min: row.next()?,
        approved_quantity_max: row.next()?,
        user_comment: row.next()?,
        seller_comment: row.next()?,
        previous_id: row.next()?,
        created_at: row.next()?,
        end_at: row.next()?,
        decided_at: row.next()?,
    })
}

impl Task {
    /// How much less than the price; nothing while no price is granted.
    fn below(&self, price: Money) -> (Money, Decimal2) {
        if price == Money(0) {
            return (Money(0), Decimal2(0));
        }
        let less = self.original_price - price;
        (less, Decimal2(Ratio::of(less, self.original_price).0))
    }

    fn is_granted(&self) -> bool {
        GRANTED.contains(&self.status.as_str())
    }

    fn shown_v1(self) -> DiscountTaskV1 {
        let (discount, discount_percent) = self.below(self.requested_price);
        let (approved_discount, approved_discount_percent) = self.below(self.approved_price);
        let names = [self.last_name.as_str(), &self.first_name, &self.patronymic];
        let customer_name: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        DiscountTaskV1 {
            customer_name: customer_name.join(" "),
            id: self.task_id,
            created_at: self.created_at,
            end_at: self.end_at,
            edited_till: self.end_at,
            sku: self.sku,
            requested_price: self.requested_price.into(),
            approved_price: self.approved_price.into(),
            original_price: self.original_price.into(),
            discount: discount.into(),
            discount_percent,
            base_price: self.original_price.into(),
            min_auto_price: self.min_price.into(),
            prev_task_id: self.previous_id,
            is_damaged: false,
            moderated_at: self.decided_at,
            approved_discount: approved_discount.into(),
            approved_discount_percent,
            is_purchased: self.status == "PURCHASED",
            is_auto_moderated: self.status == "AUTO_DECLINED",
            approved_quantity_min: self.approved_quantity_min,
            approved_quantity_max: self.approved_quantity_max,
            requested_quantity_min: 1,
            requested_quantity_max: self.requested_quantity,
            requested_price_with_fee: self.requested_price.into(),
            approved_price_with_fee: self.approved_price.into(),
            approved_price_fee_percent: Decimal2(0),
            status: self.status,
            user_comment: self.user_comment,
            seller_comment: self.seller_comment,
            offer_id: self.offer_id,
            email: self.email,
            last_name: self.last_name,
            first_name: self.first_name,
            patronymic: self.patronymic,
        }
    }

    fn shown_v2(self, now: Time) -> DiscountTaskV2 {
        let left = self.end_at.seconds_since(now).max(0);
        let (is_new, is_granted) = (self.status == "NEW", self.is_granted());
        DiscountTaskV2 {
            approved_discount: self.below(self.approved_price).0.into(),
            approved_price: self.approved_price.into(),
            approved_quantity_max: self.approved_quantity_max,
            created_at: self.created_at,
            edited_till: self.end_at.to_string(),
            edited_till_duration: if is_new { left } else { 0 },
            end_at: self.end_at.to_string(),
            end_at_duration: left,
            id: self.task_id,
            is_auto_moderated: self.status == "AUTO_DECLINED",
            min_auto_price: self.min_price.into(),
            moderated_at: self.decided_at.map(|at| at.to_string()).unwrap_or_default(),
            original_price: self.original_price.into(),
            requested_discount: self.below(self.requested_price).0.into(),
            requested_price: self.requested_price.into(),
            requested_quantity_max: self.requested_quantity,
            sku: self.sku,
            status: if is_new {
                "NEW"
            } else if is_granted {
                "APPROVED"
            } else {
                "DECLINED"
            }
            .to_owned(),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            name: self.name,
            patronymic: self.patronymic,
            ..DiscountTaskV2::default()
        }
    }
}
