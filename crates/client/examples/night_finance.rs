//! The accruals of a day in a spreadsheet: `night_finance 2026-01-11 FILE.xlsx`. One sheet lists the operations, one holds
//! the totals as the service counts them; a failure when the two do not agree to the kopeck.

mod shop;

use futures_util::TryStreamExt;
use gostiny_client::wire::{
    finance::{
        FinanceOperation, FinancePeriod, FinanceTransactionListV3, FinanceTransactionListV3Filter,
        FinanceTransactionListV3Request, FinanceTransactionTotalsV3Request,
    },
    scalar::{Decimal2, Money, Time},
};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use shop::{Outcome, given, shop};

const HEADINGS: [&str; 8] = ["Дата", "Операция", "Отправление", "Товары", "За продажу", "Комиссия", "Услуги", "Итого"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (day, file) = (given(1, "DAY")?, given(2, "FILE.xlsx")?);
    let from: Time = format!("{day}T00:00:00Z").parse()?;
    let date = FinancePeriod { from: Some(from), to: Some(Time(from.plus_days(1).0 - 1)) };
    let shop = shop("GOSTINY")?;

    let filter = FinanceTransactionListV3Filter { date: date.clone(), ..Default::default() };
    let request = FinanceTransactionListV3Request { filter, page: 1, page_size: 1_000 };
    let mut operations = shop.items(FinanceTransactionListV3, request);
    let (mut book, mut rows, mut sum) = (Workbook::new(), 0, Money(0));
    // Rows go to the disk as they come, so a night of any size fits.
    let sheet = book.add_worksheet_with_constant_memory()?.set_name("Операции")?;
    let bold = Format::new().set_bold();
    sheet.write_row_with_format(0, 0, HEADINGS, &bold)?;
    while let Some(operation) = operations.try_next().await? {
        rows += 1;
        sum = sum + Money(operation.amount.0);
        write(sheet, rows, &operation)?;
    }

    let request = FinanceTransactionTotalsV3Request { date, ..Default::default() };
    let total = shop.finance().transaction_totals_v3(&request).await?.result;
    let lines = [
        ("Продажи и возвраты", total.accruals_for_sale),
        ("Комиссия", total.sale_commission),
        ("Обработка и доставка", total.processing_and_delivery),
        ("Возвраты и отмены", total.refunds_and_cancellations),
        ("Услуги", total.services_amount),
        ("Компенсации", total.compensation_amount),
        ("Доставка силами продавца", total.money_transfer),
        ("Прочее", total.others_amount),
    ];
    let sheet = book.add_worksheet_with_constant_memory()?.set_name("Итоги")?;
    for (row, (name, amount)) in (0..).zip(lines) {
        sheet.write(row, 0, name)?.write(row, 1, number(amount)?)?;
    }
    book.save(&file)?;
    let told: Money = lines.iter().map(|(_, amount)| Money(amount.0)).sum();
    println!("{rows} operations, {} in all", sum.fixed(2));
    if told == sum { Ok(()) } else { Err(format!("the totals are {}", told.fixed(2)).into()) }
}

fn write(sheet: &mut Worksheet, row: u32, operation: &FinanceOperation) -> Outcome {
    let goods: Vec<_> = operation.items.iter().map(|item| item.name.as_str()).collect();
    let services: Money = operation.services.iter().map(|service| Money(service.price.0)).sum();
    let texts = [
        operation.operation_date.as_str(),
        &operation.operation_type_name,
        operation.posting.posting_number.as_str(),
        &goods.join(", "),
    ];
    sheet.write_row(row, 0, texts)?;
    let amounts = [operation.accruals_for_sale, operation.sale_commission, services.into(), operation.amount];
    for (column, amount) in (4..).zip(amounts) {
        sheet.write(row, column, number(amount)?)?;
    }
    Ok(())
}

/// A spreadsheet knows floats only; this one reads back as the same amount.
fn number(amount: Decimal2) -> Outcome<f64> {
    Ok(Money(amount.0).fixed(2).parse()?)
}
