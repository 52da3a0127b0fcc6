//! What a line of the ledger is for: the goods, the commission, or a service under its name on the wire.

/// Price of the goods.
pub(super) const SALE: &str = "sale";
/// The platform's share of it.
pub(super) const COMMISSION: &str = "commission";

pub(super) const FULFILLMENT: &str = "MarketplaceServiceItemFulfillment";
pub(super) const DROPOFF: &str = "MarketplaceServiceItemDropoffSC";
pub(super) const DIRECT_FLOW: &str = "MarketplaceServiceItemDirectFlowLogistic";
pub(super) const LAST_MILE: &str = "MarketplaceServiceItemDelivToCustomer";
pub(super) const RETURN_FLOW: &str = "MarketplaceServiceItemReturnFlowLogistic";
pub(super) const RETURN_NOT_DELIVERED: &str = "MarketplaceServiceItemReturnNotDelivToCustomer";
pub(super) const RETURN_AFTER_DELIVERY: &str = "MarketplaceServiceItemReturnAfterDelivToCustomer";
pub(super) const COMPENSATION: &str = super::operation_type::COMPENSATED;
pub(super) const KEEPING: &str = super::operation_type::KEPT;
pub(super) const CANCEL_FEE: &str = super::operation_type::CANCELLED;
pub(super) const STORAGE: &str = "MarketplaceServiceStorageItem";
pub(super) const ACQUIRING: &str = "MarketplaceRedistributionOfAcquiringOperation";

/// The account of the shop; all others are the platform's.
pub(super) const SELLER: &str = "seller";

/// The account that a part of the seller's money comes from or goes to.
pub(super) fn counterpart(part: &str) -> &'static str {
    match part {
        SALE => "buyer",
        COMMISSION => "commission",
        ACQUIRING => "acquiring",
        COMPENSATION => "compensation",
        _ => "service",
    }
}

/// Which way a service moves goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Towards the buyer.
    There,
    /// Back from the buyer.
    Back,
    /// Neither.
    None,
}

/// By the name of the service.
pub(super) fn way(service: &str) -> Way {
    match service {
        FULFILLMENT
        | DROPOFF
        | DIRECT_FLOW
        | LAST_MILE
        | "MarketplaceServiceItemDropoffFF"
        | "MarketplaceServiceItemDropoffPVZ"
        | "MarketplaceServiceItemPickup"
        | "MarketplaceServiceItemDirectFlowTrans"
        | "MarketplaceServiceItemDeliveryKGT"
        | "MarketplaceDeliveryCostItem" => Way::There,
        RETURN_FLOW
        | RETURN_NOT_DELIVERED
        | RETURN_AFTER_DELIVERY
        | "MarketplaceServiceItemReturnFlowTrans"
        | "MarketplaceServiceItemReturnPartGoodsCustomer"
        | "MarketplaceNotDeliveredCostItem"
        | "MarketplaceReturnAfterDeliveryCostItem" => Way::Back,
        _ => Way::None,
    }
}
