//! Adds up operations under eight headings. Each line of the ledger falls under exactly one of them, so the eight
//! together are the sum of all amounts.

use std::collections::BTreeMap;

use gostiny_wire::{
    finance::{
        FinanceTransactionListV3Filter, FinanceTransactionTotalsV3Request, FinanceTransactionTotalsV3Response,
        FinanceTransactionTotalsV3Result,
    },
    scalar::{Decimal2, Money, Time},
};

use super::{
    export::{PartSum, by_part},
    filter::{Filter, Text, text},
    operation_type::Kind,
    part::{self, Way},
};
use crate::{
    args,
    call::Call,
    error::{Error, Result},
    store::Row,
};

/// The sums of a period or of one posting.
pub(super) async fn v3(
    call: &mut Call,
    req: &FinanceTransactionTotalsV3Request,
) -> Result<FinanceTransactionTotalsV3Response> {
    let filter = FinanceTransactionListV3Filter {
        date: req.date.clone(),
        operation_type: Vec::new(),
        posting_number: req.posting_number.clone(),
        transaction_type: req.transaction_type.clone(),
    };
    let filter = Filter::of(call, "FinanceTransactionTotalsV3Request", &filter).await?;
    let args = filter.args(call, args![part::SELLER]);
    let sums = call.tx.rows_in(filter.pick(&SUMS), &args, &filter.operation_types(), sum).await?;
    let mut result = FinanceTransactionTotalsV3Result::default();
    sums.iter().for_each(|sum| add(&mut result, sum));
    Ok(FinanceTransactionTotalsV3Response { result })
}

const SUMS: Text = text!(
    "select matching.kind, ledger.part, cast(sum(ledger.amount) as bigint) \
     from (select seller_id as shop, operation_id as number, kind from operation",
    ") as matching join ledger on ledger.seller_id = matching.shop and ledger.operation_id = matching.number \
     where ledger.account = $7 group by matching.kind, ledger.part"
);

/// The sums of a period under the eight headings, and the money of each UTC day, counted from 1970, on which some moved:
/// one look at the ledger for both.
pub async fn summary(
    call: &mut Call,
    from: Time,
    to: Time,
) -> Result<(FinanceTransactionTotalsV3Result, Vec<(i64, Money)>)> {
    let (mut result, mut days) = (FinanceTransactionTotalsV3Result::default(), BTreeMap::new());
    for PartSum { day, kind, part, amount } in by_part(call, from, to).await? {
        let sum = Sum { kind: known(&kind)?, part, amount };
        add(&mut result, &sum);
        let day = days.entry(day).or_insert(Money(0));
        *day = *day + sum.amount;
    }
    Ok((result, days.into_iter().collect()))
}

/// What all operations of a kind brought for a part.
struct Sum {
    kind: Kind,
    part: String,
    amount: Money,
}

fn sum(row: &Row<'_>) -> Result<Sum> {
    Ok(Sum { kind: known(&row.next::<String>()?)?, part: row.next()?, amount: row.next()? })
}

fn known(kind: &str) -> Result<Kind> {
    Kind::parse(kind).ok_or_else(|| Error::internal(format!("{kind} is no kind of operation")))
}

fn add(totals: &mut FinanceTransactionTotalsV3Result, sum: &Sum) {
    let heading = heading(totals, sum.kind, &sum.part);
    *heading = Decimal2(heading.0.saturating_add(sum.amount.0));
}

/// Where a part counts. Compensations, delivery money and the rest are summed by kind, everything else by what the
/// money was for.
fn heading<'a>(totals: &'a mut FinanceTransactionTotalsV3Result, kind: Kind, part: &str) -> &'a mut Decimal2 {
    match (kind, part) {
        (Kind::Compensation, _) => &mut totals.compensation_amount,
        (Kind::TransferDelivery, _) => &mut totals.money_transfer,
        (Kind::Other, _) => &mut totals.others_amount,
        (_, part::SALE) => &mut totals.accruals_for_sale,
        (_, part::COMMISSION) => &mut totals.sale_commission,
        (_, service) => match part::way(service) {
            Way::There => &mut totals.processing_and_delivery,
            Way::Back => &mut totals.refunds_and_cancellations,
            Way::None => &mut totals.services_amount,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_counts_by_what_it_was_for_or_by_its_kind() {
        let lines = [
            (Kind::Orders, part::SALE, 1),
            (Kind::Returns, part::COMMISSION, 2),
            (Kind::Orders, part::LAST_MILE, 4),
            (Kind::Returns, part::RETURN_FLOW, 8),
            (Kind::Services, "MarketplaceMarketingActionCostItem", 16),
            (Kind::Compensation, part::SALE, 32),
            (Kind::TransferDelivery, part::SALE, 64),
            (Kind::Other, part::ACQUIRING, 128),
        ];
        let mut totals = FinanceTransactionTotalsV3Result::default();
        for (kind, part, amount) in lines {
            heading(&mut totals, kind, part).0 += amount;
        }
        let want = FinanceTransactionTotalsV3Result {
            accruals_for_sale: Decimal2(1),
            sale_commission: Decimal2(2),
            processing_and_delivery: Decimal2(4),
            refunds_and_cancellations: Decimal2(8),
            services_amount: Decimal2(16),
            compensation_amount: Decimal2(32),
            money_transfer: Decimal2(64),
            others_amount: Decimal2(128),
        };
        assert_eq!(totals, want);
    }
}
