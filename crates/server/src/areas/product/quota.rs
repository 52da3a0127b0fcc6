//! How many products a shop may create and update in a day and have at all: `/v2/product/info/limit`. A day is one
//! of UTC.

use gostiny_wire::{
    method::Empty,
    product::{
        ProductDailyLimit, ProductDailyQuota, ProductInfoLimitV2Response, ProductInfoLimitV2Result,
        ProductInfoLimitV3Response, ProductInfoLimitV3Result, ProductInfoLimitV4Response, ProductOperationLimit,
        ProductTotalLimit, ProductTotalQuota, Visibility,
    },
    scalar::Time,
};

use super::page::total;
use crate::{
    areas::setting::{self, InForce},
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// What a shop has used up, against what it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quota {
    created: Count,
    updated: Count,
    total: Count,
}

/// A number and its limit; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    used: i64,
    limit: i64,
}

impl Count {
    fn has_room(self, more: i64) -> bool {
        self.limit == 0 || self.used + more <= self.limit
    }

    /// Both together; no limit when one of them has none.
    fn and(self, other: Self) -> Self {
        let limit = if self.limit == 0 || other.limit == 0 { 0 } else { self.limit + other.limit };
        Self { used: self.used + other.used, limit }
    }

    /// The limit as the wire tells it: -1 for none.
    fn value(self) -> i64 {
        if self.limit == 0 { -1 } else { self.limit }
    }

    /// What is left, -1 without a limit.
    fn remaining(self) -> i64 {
        if self.limit == 0 { -1 } else { (self.limit - self.used).max(0) }
    }
}

impl Quota {
    /// Counts a new product, if there is room for it.
    pub fn create(&mut self) -> bool {
        let fits = self.created.has_room(1) && self.total.has_room(1);
        if fits {
            self.created.used += 1;
            self.total.used += 1;
        }
        fits
    }

    /// Counts an update, if there is room for it.
    pub fn update(&mut self) -> bool {
        let fits = self.updated.has_room(1);
        self.updated.used += i64::from(fits);
        fits
    }
}

/// The quota of the call's shop, kept from other imports of the shop until the transaction ends.
pub(super) async fn open(call: &mut Call, setting: &InForce) -> Result<Quota> {
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    let used = call.tx.row(OPEN, args![call.seller, today(call.now)], read).await?;
    let (created, updated) = used.ok_or_else(|| Error::internal("the day's quota has no row"))?;
    let total = total(call, Visibility::All).await?;
    Ok(Quota {
        created: Count { used: created, limit: setting.daily_create_limit },
        updated: Count { used: updated, limit: setting.daily_update_limit },
        total: Count { used: total, limit: setting.total_products_limit },
    })
}

const OPEN: &str = "insert into product_quota (seller_id, day, created, updated, restored) values ($1, $2, 0, 0, 0) \
    on conflict (seller_id, day) do update set created = product_quota.created returning created, updated";

/// Writes down what was used of an open quota.
pub(super) async fn close(call: &mut Call, quota: &Quota) -> Result<()> {
    let args = args![call.seller, today(call.now), quota.created.used, quota.updated.used];
    call.tx.run(CLOSE, args).await?;
    Ok(())
}

const CLOSE: &str = "update product_quota set created = $3, updated = $4 where seller_id = $1 and day = $2";

/// Counts products that leave the archive, or says why they may not.
pub(super) async fn restore(call: &mut Call, products: usize) -> Result<()> {
    let setting = setting::of(call).await?;
    let more = i64::try_from(products).unwrap_or(i64::MAX);
    let restored: i64 = call.tx.value(RESTORE, args![call.seller, today(call.now), more]).await?;
    if !(Count { used: restored, limit: setting.daily_restore_limit }).has_room(0) {
        return Err(Error::WrongState("restore limit exceeded".to_owned()));
    }
    let total = Count { used: total(call, Visibility::All).await?, limit: setting.total_products_limit };
    if more > 0 && !total.has_room(more) {
        return Err(Error::WrongState("total limit exceeded".to_owned()));
    }
    Ok(())
}

const RESTORE: &str = "insert into product_quota (seller_id, day, created, updated, restored) \
    values ($1, $2, 0, 0, $3) on conflict (seller_id, day) do update \
    set restored = product_quota.restored + excluded.restored returning restored";

/// Creating and updating share the one number of this method.
pub async fn v2(call: &mut Call, _: &Empty) -> Result<ProductInfoLimitV2Response> {
    let Quota { created, updated, .. } = used(call).await?;
    let all = created.and(updated);
    let result =
        ProductInfoLimitV2Result { remaining: all.remaining(), reset_at: midnight(call.now), value: all.value() };
    Ok(ProductInfoLimitV2Response { result })
}

/// The day and the total apart.
pub async fn v3(call: &mut Call, _: &Empty) -> Result<ProductInfoLimitV3Response> {
    let Quota { created, updated, total } = used(call).await?;
    let all = created.and(updated);
    let daily_quota = ProductDailyQuota {
        all_quota_value: all.value(),
        all_remaining_value: all.remaining(),
        create_quota_value: created.value(),
        create_remaining_value: created.remaining(),
        reset_at: midnight(call.now),
    };
    let total_quota = ProductTotalQuota { item_quota_value: total.value(), remaining_value: total.remaining() };
    Ok(ProductInfoLimitV3Response { result: ProductInfoLimitV3Result { daily_quota, total_quota } })
}

/// Creating, updating and the total, each with its limit and its use.
pub async fn v4(call: &mut Call, _: &Empty) -> Result<ProductInfoLimitV4Response> {
    let Quota { created, updated, total } = used(call).await?;
    let daily =
        |count: Count| ProductDailyLimit { limit: count.value(), reset_at: midnight(call.now), usage: count.used };
    Ok(ProductInfoLimitV4Response {
        daily_create: daily(created),
        daily_update: daily(updated),
        operation_limits: ProductOperationLimit { limit: 0, limit_type: "UNSPECIFIED".to_owned() },
        total: ProductTotalLimit { limit: total.value(), usage: total.used },
    })
}

/// What the shop has used up today.
async fn used(call: &mut Call) -> Result<Quota> {
    let setting = setting::of(call).await?;
    let read = |row: &Row<'_>| Ok((row.next()?, row.next()?));
    let used = call.tx.row(USED, args![call.seller, today(call.now)], read).await?;
    let (created, updated) = used.unwrap_or((0, 0));
    Ok(Quota {
        created: Count { used: created, limit: setting.daily_create_limit },
        updated: Count { used: updated, limit: setting.daily_update_limit },
        total: Count { used: total(call, Visibility::All).await?, limit: setting.total_products_limit },
    })
}

const USED: &str = "select created, updated from product_quota where seller_id = $1 and day = $2";

fn today(now: Time) -> String {
    now.day().to_string()
}

/// The next one.
fn midnight(now: Time) -> Time {
    let day = 86_400_000_000;
    Time((now.0.div_euclid(day) + 1) * day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quota(create: i64, update: i64, total: i64, there: i64) -> Quota {
        let of = |used, limit| Count { used, limit };
        Quota { created: of(0, create), updated: of(0, update), total: of(there, total) }
    }

    #[test]
    fn the_day_ends_at_midnight() {
        let at = |text: &str| text.parse::<Time>().unwrap();
        assert_eq!(midnight(at("2026-01-12T23:59:59.5Z")), at("2026-01-13T00:00:00Z"));
        assert_eq!(midnight(at("2026-01-12T00:00:00Z")), at("2026-01-13T00:00:00Z"));
        assert_eq!(today(at("2026-01-12T23:59:59Z")), "2026-01-12");
    }

    #[test]
    fn zero_is_no_limit() {
        let mut quota = quota(0, 0, 0, 5);
        assert!((0..100).all(|_| quota.create() && quota.update()));
        assert_eq!((quota.created.value(), quota.created.remaining()), (-1, -1));
    }

    proptest! {
        #[test]
        fn no_limit_is_ever_passed_and_none_is_wasted(
            limits in (1..20_i64, 1..20_i64, 1..20_i64), there in 0..20_i64, steps in prop::collection::vec(any::<bool>(), 0..60),
        ) {
            let (create, update, total) = limits;
            let mut quota = quota(create, update, total, there);
            let (mut created, mut updated) = (0, 0);
            for is_new in steps {
                if is_new {
                    let fits = created < create && there + created < total;
                    prop_assert_eq!(quota.create(), fits);
                    created += i64::from(fits);
                } else {
                    prop_assert_eq!(quota.update(), updated < update);
                    updated = (updated + 1).min(update);
                }
                prop_assert_eq!((quota.created.used, quota.updated.used), (created, updated));
                prop_assert_eq!(quota.created.remaining(), create - created);
                prop_assert_eq!(quota.created.and(quota.updated).remaining(), create + update - created - updated);
            }
        }
    }
}
