//! The status block of a product: its state in the service's words, and in Russian for people.

use gostiny_wire::product::ProductStatus;

use super::row::Product;

/// The block as both product answers show it.
pub fn status(product: &Product) -> ProductStatus {
    let (name, description, tooltip) = words(product);
    ProductStatus {
        state: product.state.clone(),
        state_failed: product.state_failed.clone(),
        moderate_status: product.moderate_status.clone(),
        decline_reasons: product.decline_reasons.clone(),
        validation_state: product.validation_state.clone(),
        state_name: name.to_owned(),
        state_description: description.to_owned(),
        is_failed: product.is_failed(),
        is_created: product.is_created,
        state_tooltip: tooltip.to_owned(),
        item_errors: product.item_errors.clone(),
        state_updated_at: product.state_updated_at,
    }
}

const NOT_SOLD: &str = "Не продается";

/// Name, description and hint. What stops the sale first is told first.
fn words(product: &Product) -> (&'static str, &'static str, &'static str) {
    if product.is_archived {
        return (NOT_SOLD, "В архиве", "Верните товар из архива, чтобы продавать его");
    }
    if product.is_banned {
        return (NOT_SOLD, "Заблокирован", "Товар заблокирован площадкой");
    }
    match product.state.as_str() {
        "price_sent" => on_the_shelf(product),
        "failed_validation" => (NOT_SOLD, "Не прошел проверку", "Исправьте ошибки и загрузите товар снова"),
        "failed_moderation" => (NOT_SOLD, "Не прошел модерацию", "Исправьте замечания и загрузите товар снова"),
        _ if product.is_failed() => (NOT_SOLD, "Не создан", "Исправьте ошибки и загрузите товар снова"),
        "moderating" => (NOT_SOLD, "На модерации", ""),
        _ => (NOT_SOLD, "Создается", ""),
    }
}

fn on_the_shelf(product: &Product) -> (&'static str, &'static str, &'static str) {
    if product.is_hidden {
        (NOT_SOLD, "Снят с продажи", "Товар скрыт продавцом")
    } else if product.in_quarantine {
        (NOT_SOLD, "Цена на проверке", "Цена изменилась более чем на 50 %. Отправьте ее еще раз, чтобы подтвердить")
    } else if product.price.is_none() {
        (NOT_SOLD, "Нет цены", "Укажите цену товара")
    } else if !product.has_stock() {
        ("Готов к продаже", "Нет на складе", "Поставьте товар на склад или укажите остаток на своем складе")
    } else {
        ("Продается", "", "")
    }
}

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

    fn told(product: &Product) -> (String, String) {
        let status = status(product);
        (status.state_name, status.state_description)
    }

    #[test]
    fn the_way_to_sale_is_told_in_russian() {
        let on_way = |state: &str, failed: &str| Product {
            state: state.to_owned(),
            state_failed: failed.to_owned(),
            ..product()
        };
        let cases = [
            (product(), "Продается", ""),
            (Product { present_fbs: 1, ..product() }, "Готов к продаже", "Нет на складе"),
            (on_way("imported", ""), NOT_SOLD, "Создается"),
            (on_way("imported", "imported"), NOT_SOLD, "Не создан"),
            (on_way("moderating", ""), NOT_SOLD, "На модерации"),
            (Product { in_quarantine: true, ..product() }, NOT_SOLD, "Цена на проверке"),
            (Product { is_archived: true, is_banned: true, ..product() }, NOT_SOLD, "В архиве"),
        ];
        for (product, name, description) in cases {
            assert_eq!(told(&product), (name.to_owned(), description.to_owned()));
        }
    }
}
