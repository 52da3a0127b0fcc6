//! The seller's word on requests, each judged by itself; the clock's on those that nobody answered.

use std::collections::{BTreeMap, HashMap};

use gostiny_wire::{
    action::{
        ActionsDiscountsTaskApproveV1Request, ActionsDiscountsTaskDecidedV1Response,
        ActionsDiscountsTaskDeclineV1Request, DiscountTaskFailure, DiscountTasksDecided,
    },
    scalar::{DiscountTaskId, Money, Time},
};

use super::until;
use crate::{
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::Due,
    store::{Arg, Row},
};

/// Requests of one call.
const MOST: usize = 50;
/// Characters of a comment.
const LONGEST: usize = 1_000;

/// Grants requests.
pub async fn approve(
    call: &mut Call,
    req: &ActionsDiscountsTaskApproveV1Request,
) -> Result<ActionsDiscountsTaskDecidedV1Response> {
    let mut asked = Vec::with_capacity(req.tasks.len());
    for task in &req.tasks {
        check::length("ApproveDiscountTasksRequest", "SellerComment", &task.seller_comment, 0, LONGEST)?;
        let word = Word::Yes {
            price: Money(task.approved_price.0),
            least: task.approved_quantity_min,
            most: task.approved_quantity_max,
        };
        asked.push((task.id, word, task.seller_comment.as_str()));
    }
    decide(call, "ApproveDiscountTasksRequest", &asked).await
}

/// Declines requests.
pub async fn decline(
    call: &mut Call,
    req: &ActionsDiscountsTaskDeclineV1Request,
) -> Result<ActionsDiscountsTaskDecidedV1Response> {
    let mut asked = Vec::with_capacity(req.tasks.len());
    for task in &req.tasks {
        check::length("DeclineDiscountTasksRequest", "SellerComment", &task.seller_comment, 0, LONGEST)?;
        asked.push((task.id, Word::No, task.seller_comment.as_str()));
    }
    decide(call, "DeclineDiscountTasksRequest", &asked).await
}

/// What the seller says.
#[derive(Clone, Copy, Debug)]
enum Word {
    /// This price, for so many units; 0 is as asked.
    Yes {
        price: Money,
        least: i64,
        most: i64,
    },
    No,
}

/// A request as it stands.
#[derive(Clone, Debug)]
struct Task {
    status: String,
    original_price: Money,
    requested_price: Money,
    requested_quantity: i64,
    end_at: Time,
}

/// How it stands after a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct After {
    status: &'static str,
    price: Money,
    least: i64,
    most: i64,
}

/// Pure: the request after the word, or why it stays as it is.
fn judged(task: &Task, word: Word, now: Time) -> Result<After, String> {
    if task.status != "NEW" {
        return Err(format!("TASK_IS_{}", task.status));
    }
    if task.end_at <= now {
        return Err("TASK_IS_AUTO_DECLINED".to_owned());
    }
    let Word::Yes { price, least, most } = word else {
        return Ok(After { status: "DECLINED", price: Money(0), least: 0, most: 0 });
    };
    if price <= Money(0) || price > task.original_price {
        return Err("APPROVED_PRICE_IS_WRONG".to_owned());
    }
    let least = if least == 0 { 1 } else { least };
    let most = if most == 0 { task.requested_quantity } else { most };
    if least < 1 || most < least {
        return Err("APPROVED_QUANTITY_IS_WRONG".to_owned());
    }
    let in_full = price <= task.requested_price && least == 1 && most >= task.requested_quantity;
    Ok(After { status: if in_full { "APPROVED" } else { "PARTLY_APPROVED" }, price, least, most })
}

async fn decide(
    call: &mut Call,
    request: &str,
    asked: &[(DiscountTaskId, Word, &str)],
) -> Result<ActionsDiscountsTaskDecidedV1Response> {
    check::items(request, "Tasks", asked.len(), 1, MOST)?;
    let list: Vec<Arg> = asked.iter().map(|(id, ..)| Arg::from(*id)).collect();
    let read = |row: &Row<'_>| {
        let task = Task {
            status: row.next()?,
            original_price: row.next()?,
            requested_price: row.next()?,
            requested_quantity: row.next()?,
            end_at: row.next()?,
        };
        Ok((row.next()?, task))
    };
    let mut known: HashMap<DiscountTaskId, Task> =
        call.tx.rows_in(FIND, args![call.seller], &list, read).await?.into_iter().collect();
    let mut rows: BTreeMap<DiscountTaskId, Vec<Arg>> = BTreeMap::new();
    let mut fail_details = Vec::new();
    for &(id, word, comment) in asked {
        let judged = match known.get(&id) {
            Some(task) => judged(task, word, call.now),
            None => Err("TASK_NOT_FOUND".to_owned()),
        };
        match judged {
            Ok(after) => {
                let until = if after.price > Money(0) { until(call.now) } else { call.now };
                let row = args![
                    call.seller,
                    id,
                    after.status,
                    after.price,
                    after.least,
                    after.most,
                    comment.trim(),
                    call.now,
                    until
                ];
                rows.insert(id, row.to_vec());
                // A second word on it is judged on the first.
                if let Some(task) = known.get_mut(&id) {
                    task.status = after.status.to_owned();
                }
            }
            Err(error_for_user) => fail_details.push(DiscountTaskFailure { task_id: id, error_for_user }),
        }
    }
    let rows: Vec<Vec<Arg>> = rows.into_values().collect();
    if usize::try_from(call.tx.run_bulk(DECIDE, &rows).await?).ok() != Some(rows.len()) {
        return Err(Error::Raced);
    }
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let (success_count, fail_count) = (count(rows.len()), count(fail_details.len()));
    let result = DiscountTasksDecided { fail_details, success_count, fail_count };
    Ok(ActionsDiscountsTaskDecidedV1Response { result })
}

const FIND: &str = "select status, original_price, requested_price, requested_quantity, end_at, task_id \
    from discount_task where seller_id = $1 and task_id {in}";
const DECIDE: &str = "update discount_task set status = v.status, approved_price = v.approved_price, \
    approved_quantity_min = v.approved_quantity_min, approved_quantity_max = v.approved_quantity_max, \
    seller_comment = v.seller_comment, decided_at = v.decided_at, end_at = v.end_at \
    from {rows(seller_id, task_id, status, approved_price, approved_quantity_min, approved_quantity_max, \
    seller_comment, decided_at, end_at)} where discount_task.seller_id = v.seller_id \
    and discount_task.task_id = v.task_id and discount_task.status = 'NEW'";

/// Executes [`super::FORGOTTEN`]: nobody answered.
pub async fn forgotten(call: &mut Call, due: &Due) -> Result<()> {
    let id = DiscountTaskId(due.subject_number()?);
    call.tx.run(FORGET, args![call.seller, id, call.now]).await?;
    Ok(())
}

const FORGET: &str = "update discount_task set status = 'AUTO_DECLINED', decided_at = $3 \
    where seller_id = $1 and task_id = $2 and status = 'NEW'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_judged_by_the_request() {
        let task = Task {
            status: "NEW".to_owned(),
            original_price: Money(100),
            requested_price: Money(80),
            requested_quantity: 5,
            end_at: Time(10),
        };
        let say = |price, least, most| judged(&task, Word::Yes { price: Money(price), least, most }, Time(5));
        assert_eq!(say(80, 0, 0).map(|after| (after.status, after.least, after.most)), Ok(("APPROVED", 1, 5)));
        let part = [say(81, 0, 0), say(80, 2, 0), say(80, 0, 4)];
        assert!(part.iter().all(|after| after.as_ref().is_ok_and(|after| after.status == "PARTLY_APPROVED")));
        for wrong in [say(0, 0, 0), say(101, 0, 0)] {
            assert_eq!(wrong, Err("APPROVED_PRICE_IS_WRONG".to_owned()));
        }
        for wrong in [say(80, 6, 0), say(80, -1, 0), say(80, 3, 2)] {
            assert_eq!(wrong, Err("APPROVED_QUANTITY_IS_WRONG".to_owned()));
        }
        assert_eq!(judged(&task, Word::No, Time(5)).map(|after| after.status), Ok("DECLINED"));
        assert_eq!(judged(&task, Word::No, Time(10)), Err("TASK_IS_AUTO_DECLINED".to_owned()));
        let done = Task { status: "DECLINED".to_owned(), ..task };
        assert_eq!(judged(&done, Word::No, Time(5)), Err("TASK_IS_DECLINED".to_owned()));
    }
}
