//! The statuses of returns that today's list shows. The service knows more of them than goods go through here.

use super::machine::Status;
use crate::areas::tariff::Scheme;

/// A status as today's list shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visual {
    /// Its place in the list of words, from 1.
    pub id: i32,
    pub word: &'static str,
    pub name: &'static str,
}

/// What stands for where goods are.
pub(super) fn visual(scheme: Scheme, status: Status) -> Visual {
    let (word, name) = match (scheme, status) {
        (_, Status::Created) => ("ApprovedByOzon", "Одобрена Ozon"),
        (Scheme::Fbo, Status::Accepted) => ("MovingToOzon", "Едет в Ozon"),
        (_, Status::Accepted) => ("WaitingShipment", "Ожидает отправки"),
        (_, Status::Moving | Status::Ready) => ("MovingToSeller", "Едет к вам"),
        (_, Status::Waiting) => ("ArrivedAtReturnPlace", "В пункте выдачи"),
        (_, Status::WithSeller) => ("ReceivedBySeller", "Получен"),
        (_, Status::Compensated) => ("ReturnCompensated", "Возврат компенсирован"),
        (_, Status::Disposing) => ("Utilizing", "На утилизации"),
        (_, Status::Disposed) => ("Utilized", "Утилизирован"),
        (_, Status::WithMarketplace) => ("ReturnedToOzon", "Возвращён в Ozon"),
        (_, Status::Cancelled) => ("Cancelled", "Отменён"),
    };
    let place = WORDS.iter().position(|known| *known == word).and_then(|at| i32::try_from(at + 1).ok());
    Visual { id: place.unwrap_or_default(), word, name }
}

/// Whether the service knows the word.
pub fn is_visual_word(word: &str) -> bool {
    WORDS.contains(&word)
}

/// Where goods of a scheme are that a word stands for; nowhere when they never are there.
pub(super) fn statuses(scheme: Scheme, word: &str) -> Vec<Status> {
    Status::ALL.into_iter().filter(|status| visual(scheme, *status).word == word).collect()
}

const WORDS: [&str; 34] = [
    "DisputeOpened",
    "OnSellerApproval",
    "ArrivedAtReturnPlace",
    "OnSellerClarification",
    "OnSellerClarificationAfterPartialCompensation",
    "OfferedPartialCompensation",
    "ReturnMoneyApproved",
    "PartialCompensationReturned",
    "CancelledDisputeNotOpen",
    "Rejected",
    "CrmRejected",
    "Cancelled",
    "Approved",
    "ApprovedByOzon",
    "ReceivedBySeller",
    "MovingToSeller",
    "ReturnCompensated",
    "ReturningToSellerByCourier",
    "Utilizing",
    "Utilized",
    "MoneyReturned",
    "PartialCompensationInProcess",
    "DisputeYouOpened",
    "CompensationRejected",
    "DisputeOpening",
    "CompensationOffered",
    "WaitingCompensation",
    "SendingError",
    "CompensationRejectedBySla",
    "CompensationRejectedBySeller",
    "MovingToOzon",
    "ReturnedToOzon",
    "MoneyReturnedBySystem",
    "WaitingShipment",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_has_a_word_that_leads_back_to_it() {
        for scheme in [Scheme::Fbo, Scheme::Fbs, Scheme::Rfbs] {
            for status in Status::ALL {
                let told = visual(scheme, status);
                assert!(told.id > 0, "{told:?}");
                assert!(statuses(scheme, told.word).contains(&status));
            }
            assert!(statuses(scheme, "DisputeOpened").is_empty());
        }
        assert!(is_visual_word("DisputeOpened") && !is_visual_word("disputeopened"));
    }
}
