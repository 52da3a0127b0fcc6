//! `gostiny check` on the demo world: all holds; and each way of breaking it is found, and nothing else with it.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by panicking")]

mod program;

use std::sync::{Arc, Mutex};

use gostiny_client::Client;
use gostiny_server::{
    error::Error,
    invariant::{Asked, ask_all},
    invariants,
    store::Db,
};
use gostiny_wire::operator::{ClockAdvance, ClockAdvanceRequest};
use program::{Server, checked, database::Database};

/// What is done to a world, and the invariants that no longer hold then.
const BROKEN: &[(&str, &[&str])] = &[
    ("delete from product_card where product_id = (select min(product_id) from product_card)", &["product.parts"]),
    ("update product_stock set in_stock = 1 - in_stock", &["product.in_stock"]),
    ("update product_count set products = products + 1", &["product.count"]),
    ("update id_counter set next = first where kind = 'product'", &["product.id"]),
    ("update id_counter set next = first where kind = 'sku'", &["product.sku"]),
    ("update stock set present = present + 1 where warehouse_id <> 18044249781000", &["stock.sums"]),
    (
        "update stock set reserved = reserved + 1, present = present + 1 where warehouse_id = 18044249781000",
        &["stock.sums", "posting.held"],
    ),
    ("update posting set status = 'arbitration' where status = 'delivered'", &["posting.history"]),
    ("update posting_history set step = step + 100 where step >= 3", &["posting.steps"]),
    (
        "delete from posting_item where posting_number = (select min(posting_number) from posting \
         where status = 'delivered')",
        &["posting.items"],
    ),
    (
        "insert into mark_taken (code, seller_id, posting_number) values ('010460000000000821x', 100001, 'none')",
        &["posting.marks"],
    ),
    ("update posting set carriage_id = 7 where status = 'delivered'", &["act.postings"]),
    ("update ledger set amount = amount + 1 where line = 1", &["finance.balance"]),
    ("delete from ledger", &["finance.lines"]),
    ("update id_counter set next = first where kind = 'operation'", &["finance.id"]),
    ("update id_counter set next = first where kind = 'return'", &["returns.id"]),
    ("update agenda set last_error = 'why'", &["agenda.fails"]),
    ("update id_counter set next = first where kind = 'agenda'", &["agenda.id"]),
    (
        "insert into digital_code (seller_id, product_id, code_id, code, posting_number, sold_at) \
         values (100001, 1, 999999, 'A', 'none', 1)",
        &["digital.sold"],
    ),
    (
        "insert into digital_product (seller_id, product_id) select seller_id, min(product_id) from product_stock \
         where present_fbo > reserved_fbo group by seller_id",
        &["digital.stock"],
    ),
];

/// The names of what does not hold.
fn broken(asked: &[Asked]) -> Vec<&'static str> {
    asked.iter().filter(|one| !one.breaches.is_empty()).map(|one| one.name).collect()
}

/// What does not hold after a change that is taken back.
async fn broken_by(db: &Db, change: &'static str) -> Vec<&'static str> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = seen.clone();
    let taken_back = db.write(move |mut tx| {
        let see = see.clone();
        Box::pin(async move {
            let done = async {
                tx.run(change, &[]).await?;
                *see.lock().unwrap() = ask_all(&mut tx, &invariants()).await?;
                Err::<(), _>(Error::Conflict("taken back".to_owned()))
            };
            let done = done.await;
            (tx, done)
        })
    });
    let error = taken_back.await.unwrap_err();
    assert_eq!(error.to_string(), "taken back", "{change}: {error:?}");
    broken(&seen.lock().unwrap())
}

#[tokio::test]
async fn what_is_broken_is_found_and_nothing_else() {
    let database = Database::fresh().await;
    let server = Server::start(&database, &["--demo", "--seed", "1", "--files", ":memory:", "--clock", "manual"]);
    let operator = Client::operator(&server.address, "demo-operator-token").unwrap();
    operator.call(ClockAdvance, &ClockAdvanceRequest { seconds: 86_400 }).await.unwrap();
    let (text, content) = checked(&database);
    assert!(content && !text.contains("BROKEN"), "beside the server: {text}");
    drop(server);
    let db = Db::open(&database.url).await.unwrap();
    for (change, expected) in BROKEN {
        assert_eq!(broken_by(&db, change).await, *expected, "{change}");
    }
    let change = BROKEN.iter().find(|(_, names)| *names == ["product.in_stock"]).unwrap().0;
    let broken = db.write(move |mut tx| {
        Box::pin(async move {
            let done = tx.run(change, &[]).await;
            (tx, done)
        })
    });
    assert!(broken.await.unwrap() > 0);
    let (text, content) = checked(&database);
    assert!(!content && text.matches("BROKEN").count() == 1 && text.contains("and maybe more"), "{text}");
}
