//! What accruals are for: each part of the ledger under a number, for those who are told money by type.

use gostiny_wire::{
    finance::{FinanceAccrualType, FinanceAccrualTypesV1Response},
    method::Empty,
};

use super::{operation_type, part};
use crate::{
    call::Call,
    error::{Error, Result},
};

/// The directory.
pub(super) async fn types_v1(_: &mut Call, _: &Empty) -> Result<FinanceAccrualTypesV1Response> {
    Ok(FinanceAccrualTypesV1Response { accrual_types: all() })
}

/// The number of a part.
pub(super) fn id(part: &str) -> Result<i64> {
    let known = PARTS.iter().position(|(name, _)| *name == part).map(|at| FIRST + at);
    let single = || operation_type::single_parts().find(|(_, name, _)| *name == part).map(|(at, ..)| FIRST_SINGLE + at);
    let id = known.or_else(single).and_then(|id| i64::try_from(id).ok());
    id.ok_or_else(|| Error::internal(format!("{part} is no part of the ledger")))
}

const FIRST: usize = 1;
/// What operators book by hand is numbered from here on.
const FIRST_SINGLE: usize = 101;

/// Only added to: a number stays.
const PARTS: &[(&str, &str)] = &[
    (part::SALE, "Выручка за товар"),
    (part::COMMISSION, "Вознаграждение за продажу"),
    (part::FULFILLMENT, "Сборка заказа"),
    (part::DROPOFF, "Обработка отправления"),
    (part::DIRECT_FLOW, "Логистика"),
    (part::LAST_MILE, "Доставка до места выдачи"),
    (part::RETURN_FLOW, "Обратная логистика"),
    (part::RETURN_NOT_DELIVERED, "Обработка отменённого и невостребованного товара"),
    (part::RETURN_AFTER_DELIVERY, "Обработка возврата"),
    (part::ACQUIRING, "Эквайринг"),
];

fn all() -> Vec<FinanceAccrualType> {
    let one = |id: usize, name: &str, description: &str| FinanceAccrualType {
        description: description.to_owned(),
        id: i64::try_from(id).unwrap_or(i64::MAX),
        name: name.to_owned(),
    };
    let parts = PARTS.iter().enumerate().map(|(at, (name, told))| one(FIRST + at, name, told));
    let is_new = |name: &str| PARTS.iter().all(|(known, _)| *known != name);
    let singles = operation_type::single_parts().filter(|(_, name, _)| is_new(name));
    parts.chain(singles.map(|(at, name, told)| one(FIRST_SINGLE + at, name, told))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_type_has_a_number_of_its_own() {
        let all = all();
        for one in &all {
            assert_eq!(id(&one.name).unwrap(), one.id, "{}", one.name);
        }
        let (ids, names): (HashSet<_>, HashSet<_>) = all.iter().map(|one| (one.id, one.name.as_str())).unzip();
        assert_eq!((ids.len(), names.len()), (all.len(), all.len()));
        for booked in [part::STORAGE, part::KEEPING, part::CANCEL_FEE, part::COMPENSATION, part::ACQUIRING] {
            assert!(names.contains(booked), "{booked}");
        }
        assert!(id("nothing").is_err());
    }
}
