//! Makes the demo's first shop as large as wanted: its rows copied over and over by the database itself, each copy under
//! numbers of its own. Postings and money reach over a year.

use super::load::micros;
use crate::Outcome;
use gostiny_server::store::{Arg, Db, DbUrl, Row};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::sync::Arc;
use std::time::Instant;

/// The shop.
const SHOP: i64 = 100_001;
/// From the numbers of one copy to those of the next.
const STRIDE: i64 = 10_000_000_000;
/// Copies written with one statement.
const PIECE: i64 = 100;
/// Every third copy of a posting is of the demo's own four months, the others of those before.
const AGE: &str = "(n.i % 3 * 10368000000000 + n.i * 1000000)";
/// Messages of one chat.
const MESSAGES: i64 = 100_000;
/// Operations of the ledger are of so many postings at most: a year of a thousand a day.
const BOOKED: i64 = 365_000;

/// How large.
#[derive(Clone, Copy)]
pub struct Size {
    /// Offers of the shop.
    pub goods: i64,
    /// Its postings.
    pub postings: i64,
}

/// A table that is copied: which of its rows, and what differs from copy to copy.
struct Table {
    name: &'static str,
    rows: &'static str,
    differs: &'static [(&'static str, &'static str)],
}

const GOODS: &[Table] = &[
    Table {
        name: "product",
        rows: "seller_id = $1",
        differs: &[
            ("product_id", "b.product_id + n.i * {stride}"),
            ("sku", "b.sku + n.i * {stride}"),
            ("fbo_sku", "b.fbo_sku + n.i * {stride}"),
            ("offer_id", "b.offer_id || '-' || n.i"),
            ("name", "b.name || ' ' || n.i"),
            ("name_lc", "b.name_lc || ' ' || n.i"),
            ("created_at", "b.created_at + n.i"),
        ],
    },
    Table { name: "product_card", rows: "seller_id = $1", differs: OF_PRODUCT },
    Table { name: "product_stock", rows: "seller_id = $1", differs: OF_PRODUCT },
    Table { name: "product_life", rows: "seller_id = $1", differs: OF_PRODUCT },
    Table { name: "stock", rows: "seller_id = $1", differs: OF_PRODUCT },
    Table { name: "promotion_product", rows: "seller_id = $1", differs: OF_PRODUCT },
    Table { name: "promoted_price", rows: "seller_id = $1", differs: OF_PRODUCT },
];
const OF_PRODUCT: &[(&str, &str)] = &[("product_id", "b.product_id + n.i * {stride}")];
const COUNTS: [&str; 2] = [
    "update product_count set products = products * $2 where seller_id = $1",
    "update promotion_shop set candidates = candidates * $2, participants = participants * $2, banned = banned * $2 \
     where seller_id = $1",
];

const POSTINGS: &[Table] = &[
    Table {
        name: "buyer_order",
        rows: "order_id in (select order_id from posting where seller_id = $1)",
        differs: &[("order_id", "b.order_id + n.i * {stride}"), ("order_number", "(1000 + n.i) || b.order_number")],
    },
    Table {
        name: "posting",
        rows: "seller_id = $1",
        differs: &[
            ("posting_number", NUMBER),
            ("order_id", "b.order_id + n.i * {stride}"),
            ("order_number", "(1000 + n.i) || b.order_number"),
            ("upper_barcode", "b.upper_barcode || n.i"),
            ("lower_barcode", "b.lower_barcode || n.i"),
            (
                "parent_posting_number",
                "case when b.parent_posting_number = '' then '' else (1000 + n.i) || b.parent_posting_number end",
            ),
            ("carriage_id", "0 * b.carriage_id"),
            ("created_at", "b.created_at - {age}"),
            ("in_process_at", "b.in_process_at - {age}"),
            ("shipment_date", "b.shipment_date - {age}"),
            ("shipped_at", "b.shipped_at - {age}"),
            ("delivering_date", "b.delivering_date - {age}"),
            ("delivered_at", "b.delivered_at - {age}"),
            ("delivery_date_begin", "b.delivery_date_begin - {age}"),
            ("delivery_date_end", "b.delivery_date_end - {age}"),
        ],
    },
    Table { name: "posting_item", rows: "seller_id = $1", differs: &[("posting_number", NUMBER)] },
    Table {
        name: "posting_history",
        rows: "seller_id = $1",
        differs: &[("posting_number", NUMBER), ("happened_at", "b.happened_at - {age}")],
    },
];
const NUMBER: &str = "(1000 + n.i) || b.posting_number";

const MONEY: &[Table] = &[
    Table {
        name: "operation",
        rows: "seller_id = $1",
        differs: &[
            ("operation_id", "b.operation_id + n.i * {stride}"),
            ("posting_number", "case when b.posting_number = '' then '' else (1000 + n.i) || b.posting_number end"),
            ("happened_at", "b.happened_at - {age}"),
            ("order_date", "b.order_date - {age}"),
            ("cause", "b.cause || ':' || n.i"),
        ],
    },
    Table { name: "ledger", rows: "seller_id = $1", differs: &[("operation_id", "b.operation_id + n.i * {stride}")] },
];

// Three copies are one shop's goods over a year.
const FIGURES: &[Table] = &[Table {
    name: "analytics_day",
    rows: "seller_id = $1 and sku > 0",
    differs: &[
        ("sku", "b.sku + n.i / 3 * {stride}"),
        ("day", "b.day - n.i % 3 * 124"),
        ("month", "(select m.month from bench_month m where m.day = b.day - n.i % 3 * 124)"),
    ],
}];
const COUNTED: &[Table] = &[Table {
    name: "analytics_sku",
    rows: "seller_id = $1 and sku > 0",
    differs: &[("sku", "b.sku + n.i * {stride}")],
}];

const TALK: &[Table] = &[Table {
    name: "chat_message",
    rows: "seller_id = $1 and message_id = (select min(message_id) from chat_message where seller_id = $1)",
    differs: &[("message_id", "b.message_id - n.i")],
}];

/// Fills the database of a server that does not run.
pub async fn fill(url: &str, size: Size) -> Outcome {
    let db = Arc::new(Db::open(&url.parse::<DbUrl>()?).await?);
    let fill = Fill { columns_of: columns_of(url), db };
    let goods = fill.number("select count(*) from product where seller_id = $1").await?;
    let copies = size.goods / goods.max(1);
    fill.copy(GOODS, copies).await?;
    for sql in COUNTS {
        fill.run(sql.to_owned(), &[SHOP, copies + 1]).await?;
    }
    let postings = fill.number("select count(*) from posting where seller_id = $1").await?;
    let copies = size.postings / postings.max(1);
    fill.copy(POSTINGS, copies).await?;
    let booked = size.postings.min(BOOKED) / postings.max(1);
    fill.copy(MONEY, booked).await?;
    fill.figures(size.postings.min(BOOKED)).await?;
    if size.postings >= MESSAGES {
        fill.copy(TALK, MESSAGES).await?;
    }
    fill.run("update seller set premium = 1 where seller_id = $1".to_owned(), &[SHOP]).await?;
    if url.starts_with("postgres") {
        fill.run("analyze".to_owned(), &[]).await?;
    }
    Ok(())
}

/// Microseconds that a query takes whose rows nobody reads: the median of five.
pub async fn plain(url: &str, sql: &'static str, bounds: &[i64; 2]) -> Outcome<u64> {
    let db = Db::open(&url.parse::<DbUrl>()?).await?;
    let args: Arc<Vec<Arg>> = Arc::new([SHOP, bounds[0], bounds[1]].map(Arg::from).to_vec());
    let mut times = Vec::new();
    for _ in 0..5 {
        let (args, begun) = (args.clone(), Instant::now());
        let read = db.read(move |mut tx| {
            let args = args.clone();
            Box::pin(async move {
                let result = tx.rows(sql, &args, |_| Ok(())).await.map(drop);
                (tx, result)
            })
        });
        read.await.map_err(|error| format!("{sql}: {error:?}"))?;
        times.push(micros(begun.elapsed()));
    }
    times.sort_unstable();
    Ok(times.get(2).copied().unwrap_or_default())
}

struct Fill {
    db: Arc<Db>,
    columns_of: &'static str,
}

impl Fill {
    /// About as many sums of a day and SKU as postings, over a year.
    async fn figures(&self, wanted: i64) -> Outcome {
        let figures = self.number("select count(*) from analytics_day where seller_id = $1 and sku > 0").await?;
        let copies = wanted / figures.max(1) / 3 * 3;
        self.run("create table bench_month (day bigint primary key, month bigint)".to_owned(), &[]).await?;
        let last = self.number("select max(day) from analytics_day where seller_id = $1").await?;
        for day in last.saturating_sub(400)..=last {
            let date: Date = date(1970, 1, 1).checked_add(day.days())?;
            let month = i64::from(date.year()) * 100 + i64::from(date.month());
            self.run("insert into bench_month (day, month) values ($1, $2)".to_owned(), &[day, month]).await?;
        }
        self.copy(FIGURES, copies).await?;
        self.copy(COUNTED, copies / 3).await?;
        self.run("drop table bench_month".to_owned(), &[]).await.map(drop)
    }

    /// So many copies of the tables, piece by piece; what is copied is set aside first.
    async fn copy(&self, tables: &[Table], copies: i64) -> Outcome {
        for table in tables {
            let aside = format!("create table bench_base as select * from {} where {}", table.name, table.rows);
            self.run(aside.replace("$1", &SHOP.to_string()), &[]).await?;
            let columns = self.columns(table.name).await?;
            let values: Vec<String> = columns.iter().map(|column| table.value(column)).collect();
            let sql = format!(
                "insert into {} ({}) select {} from (with recursive n(i) as (select cast($1 as bigint) union all \
                 select i + 1 from n where i < $2) select i from n) n cross join bench_base b",
                table.name,
                columns.join(", "),
                values.join(", ")
            );
            let mut from = 1;
            while from <= copies {
                let to = copies.min(from.saturating_add(PIECE - 1));
                self.run(sql.clone(), &[from, to]).await?;
                from = to.saturating_add(1);
                eprint!("\r{}: {to} of {copies} copies   ", table.name);
            }
            eprintln!();
            self.run("drop table bench_base".to_owned(), &[]).await?;
        }
        Ok(())
    }

    async fn run(&self, sql: String, numbers: &[i64]) -> Outcome<u64> {
        let args: Vec<Arg> = numbers.iter().map(|number| Arg::from(*number)).collect();
        let (sql, args) = (Arc::new(sql), Arc::new(args));
        let text = sql.clone();
        let run = self.db.write(move |mut tx| {
            let (sql, args) = (text.clone(), args.clone());
            Box::pin(async move {
                let result = tx.run(&sql, &args).await;
                (tx, result)
            })
        });
        run.await.map_err(|error| format!("{sql}: {error:?}").into())
    }

    async fn number(&self, sql: &'static str) -> Outcome<i64> {
        let read = self.db.read(move |mut tx| {
            Box::pin(async move {
                let result = tx.value(sql, &[Arg::from(SHOP)]).await;
                (tx, result)
            })
        });
        Ok(read.await?)
    }

    async fn columns(&self, table: &'static str) -> Outcome<Vec<String>> {
        let sql = self.columns_of;
        let read = self.db.read(move |mut tx| {
            Box::pin(async move {
                let result = tx.rows(sql, &[Arg::from(table)], |row: &Row<'_>| row.next::<String>()).await;
                (tx, result)
            })
        });
        Ok(read.await?)
    }
}

impl Table {
    fn value(&self, column: &str) -> String {
        let differs = self.differs.iter().find(|(name, _)| *name == column);
        differs.map_or_else(
            || format!("b.{column}"),
            |(_, value)| value.replace("{age}", AGE).replace("{stride}", &STRIDE.to_string()),
        )
    }
}

fn columns_of(url: &str) -> &'static str {
    if url.starts_with("postgres") {
        "select column_name::text from information_schema.columns where table_schema = current_schema() and table_name = $1 order by ordinal_position"
    } else {
        "select name from pragma_table_info($1)"
    }
}
