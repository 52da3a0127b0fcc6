//! The operations of the transaction list: their types, the kind each belongs to, and their Russian names.

use std::fmt;

use crate::error::{Error, Result};

pub(super) const DELIVERED: &str = "OperationAgentDeliveredToCustomer";
pub(super) const ACQUIRING: &str = "MarketplaceRedistributionOfAcquiringOperation";
pub(super) const RETURNED_BY_BUYER: &str = "ClientReturnAgentOperation";
pub(super) const KEPT: &str = "MarketplaceReturnStorageServiceAtThePickupPointFbsItem";
pub(super) const COMPENSATED: &str = "MarketplaceSellerCompensationOperation";
pub(super) const RETURN_HANDLED: &str = "OperationItemReturn";
pub(super) const CANCELLED: &str = "DefectRateCancellation";
pub(super) const STORED: &str = "OperationMarketplaceServiceStorage";

/// What an operation is about: `type` in answers, `transaction_type` in filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Orders,
    Returns,
    Services,
    Compensation,
    TransferDelivery,
    Other,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Orders, Self::Returns, Self::Services, Self::Compensation, Self::TransferDelivery, Self::Other];

    /// As the wire and the column spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Returns => "returns",
            Self::Services => "services",
            Self::Compensation => "compensation",
            Self::TransferDelivery => "transferDelivery",
            Self::Other => "other",
        }
    }

    /// Reads a word of the wire or a column.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The type as the table spells it.
pub(super) fn known(operation_type: &str) -> Result<&'static str> {
    let row = TYPES.iter().find(|row| row.0 == operation_type);
    row.map(|row| row.0).ok_or_else(|| Error::internal(format!("{operation_type} is no type of operation")))
}

/// The kind that an operation of a type belongs to.
pub(super) fn kind(operation_type: &str) -> Result<Kind> {
    let row = TYPES.iter().find(|row| row.0 == operation_type);
    row.map(|row| row.1).ok_or_else(|| Error::internal(format!("{operation_type} is no type of operation")))
}

/// Whether an operator may book a single operation of this type: any but sale and return, whose parts belong to goods.
/// What else is booked by itself can be corrected by hand.
pub(super) fn is_single(operation_type: &str) -> bool {
    const BY_ITSELF: [&str; 4] = [DELIVERED, ACQUIRING, RETURNED_BY_BUYER, RETURN_HANDLED];
    kind(operation_type).is_ok() && !BY_ITSELF.contains(&operation_type)
}

/// The part of the ledger that a single operation is booked as: the name of its service on the wire.
pub(super) fn single_part(operation_type: &str) -> &'static str {
    let row = SERVICES.iter().find(|row| row.0 == operation_type).map(|row| row.1);
    row.or_else(|| TYPES.iter().find(|row| row.0 == operation_type).map(|row| row.0)).unwrap_or_default()
}

/// The parts that single operations are booked as, each with its place in the list of types and a Russian name. The
/// list of types is only added to, so a place stays.
pub(super) fn single_parts() -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let single = |(at, row): (usize, &'static (&'static str, Kind, &'static str))| {
        is_single(row.0).then(|| (at, single_part(row.0), row.2))
    };
    TYPES.iter().enumerate().filter_map(single)
}

/// Types whose one service has a name of its own.
const SERVICES: &[(&str, &str)] = &[
    ("MarketplaceMarketingActionCostOperation", "MarketplaceMarketingActionCostItem"),
    ("MarketplaceSaleReviewsOperation", "MarketplaceSaleReviewsItem"),
    (STORED, super::part::STORAGE),
    ("OperationMarketplaceCrossDockServiceWriteOff", "ItemAdvertisementForSupplierLogistic"),
];

/// What sellers read; the type itself when it has no name.
pub(super) fn name(operation_type: &str) -> &str {
    TYPES.iter().find(|row| row.0 == operation_type).map_or(operation_type, |row| row.2)
}

/// The Russian name of a type that was booked.
pub(super) fn name_of(operation_type: &str) -> Result<&'static str> {
    known(operation_type).map(name)
}

const TYPES: &[(&str, Kind, &str)] = &[
    (DELIVERED, Kind::Orders, "Доставка покупателю"),
    ("OperationAgentDeliveredToCustomerCanceled", Kind::Orders, "Доставка покупателю — исправленное начисление"),
    ("OperationAgentStornoDeliveredToCustomer", Kind::Returns, "Доставка покупателю — отмена начисления"),
    (RETURNED_BY_BUYER, Kind::Returns, "Получение возврата, отмены, невыкупа от покупателя"),
    (RETURN_HANDLED, Kind::Returns, "Доставка и обработка возврата, отмены, невыкупа"),
    ("OperationReturnGoodsFBSofRMS", Kind::Returns, "Доставка и обработка возврата, отмены, невыкупа"),
    (ACQUIRING, Kind::Other, "Оплата эквайринга"),
    ("OperationCorrectionSeller", Kind::Other, "Инвентаризация взаиморасчетов"),
    ("OperationSetOff", Kind::Other, "Взаимозачёт с другими договорами контрагента"),
    ("OperationMarketplaceWithHoldingForUndeliverableGoods", Kind::Other, "Удержание за недовложение товара"),
    (
        "MarketplaceSellerReexposureDeliveryReturnOperation",
        Kind::TransferDelivery,
        "Перечисление за доставку от покупателя",
    ),
    ("ReturnAgentOperationRFBS", Kind::TransferDelivery, "Возврат перечисления за доставку покупателю"),
    (
        "MarketplaceSellerShippingCompensationReturnOperation",
        Kind::TransferDelivery,
        "Компенсация перечисления за доставку",
    ),
    (COMPENSATED, Kind::Compensation, "Прочие компенсации"),
    ("OperationClaim", Kind::Compensation, "Начисление по претензии"),
    ("OperationDefectiveWriteOff", Kind::Compensation, "Компенсация за повреждённый на складе товар"),
    ("OperationLackWriteOff", Kind::Compensation, "Компенсация за утерянный на складе товар"),
    ("MarketplaceMarketingActionCostOperation", Kind::Services, "Услуги продвижения товаров"),
    ("MarketplaceSaleReviewsOperation", Kind::Services, "Приобретение отзывов на платформе"),
    ("MarketplaceServiceBrandCommission", Kind::Services, "Продвижение бренда"),
    ("StarsMembership", Kind::Services, "Звёздные товары"),
    ("MarketplaceServicePremiumPromotion", Kind::Services, "Услуга продвижения Premium, фиксированная комиссия"),
    ("OperationMarketplaceServicePremiumCashback", Kind::Services, "Услуга продвижения Premium"),
    ("MarketplaceServicePremiumCashbackIndividualPoints", Kind::Services, "Услуга продвижения «Бонусы продавца»"),
    ("OperationElectronicServiceStencil", Kind::Services, "Трафареты"),
    (STORED, Kind::Services, "Услуга размещения товаров на складе"),
    (CANCELLED, Kind::Services, "Обработка отмены по вине продавца"),
    (KEPT, Kind::Services, "Краткосрочное размещение возврата FBS"),
    ("MarketplaceReturnStorageServiceInTheWarehouseFbsItem", Kind::Services, "Долгосрочное размещение возврата FBS"),
    ("OperationMarketplaceCrossDockServiceWriteOff", Kind::Services, "Доставка товаров на склад (кросс-докинг)"),
    ("MarketplaceServiceItemCrossdocking", Kind::Services, "Кросс-докинг"),
    ("MarketplaceServiceItemDeliveryKGT", Kind::Services, "Доставка КГТ"),
    ("MarketplaceServiceItemDirectFlowLogistic", Kind::Services, "Логистика"),
    ("MarketplaceServiceItemReturnFlowLogistic", Kind::Services, "Обратная логистика"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_stands_once_and_has_its_kind_and_name() {
        for (at, row) in TYPES.iter().enumerate() {
            assert!(TYPES[at + 1..].iter().all(|other| other.0 != row.0), "{} stands twice", row.0);
        }
        assert_eq!(kind(DELIVERED).unwrap(), Kind::Orders);
        assert_eq!(name(ACQUIRING), "Оплата эквайринга");
        assert_eq!(name("SomethingNew"), "SomethingNew");
        assert!(kind("SomethingNew").is_err());
    }

    #[test]
    fn words_of_kinds_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!((Kind::parse("all"), Kind::parse("Orders")), (None, None));
    }
}
