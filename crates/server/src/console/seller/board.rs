//! What is on its way, side by side by how far it is.

use gostiny_wire::posting::{
    PostingDir, PostingFbsListV4, PostingFbsListV4Filter, PostingFbsListV4Request, PostingFbsV4,
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::{query, segment},
        visit::{Cabinet, Shown},
    },
    error::Result,
};

/// Columns, in the order of a parcel's way.
const COLUMNS: [&str; 4] = ["awaiting_packaging", "awaiting_deliver", "delivering", "delivered"];
/// Postings in a column; the list holds all of them.
const IN_COLUMN: i64 = 20;
/// Days that the board goes back.
const DAYS: i64 = 30;

/// The board.
pub async fn show(cabinet: Cabinet) -> Shown {
    let mut columns = Vec::with_capacity(COLUMNS.len());
    for status in COLUMNS {
        columns.push((status, column(&cabinet, status).await?));
    }
    let body = html! {
        p.quiet { (cabinet.say("board.about")) }
        div.board #board data-part tabindex="0" {
            @for (status, (postings, has_next)) in &columns {
                section {
                    h2 { (cabinet.lang.word("status", status)) " (" (postings.len()) @if *has_next { "+" } ")" }
                    @if postings.is_empty() { (cabinet.nothing()) }
                    @for posting in postings { (one(&cabinet, posting)) }
                    @if *has_next { p { a href={ "/console/postings" (query(&[("status", status)])) } { (cabinet.say("board.all")) } } }
                }
            }
        }
    };
    Ok(cabinet.page(cabinet.lang.word("nav", "board"), None, body))
}

async fn column(cabinet: &Cabinet, status: &str) -> Result<(Vec<PostingFbsV4>, bool)> {
    let now = cabinet.console.app.world.clock.now();
    let filter = PostingFbsListV4Filter {
        since: Some(now.plus_days(-DAYS)),
        to: Some(now),
        statuses: vec![status.to_owned()],
        ..Default::default()
    };
    // What waits is shown from its oldest, what is done from its newest.
    let sort_dir = if status == "delivered" { PostingDir::Desc } else { PostingDir::Asc };
    let request = PostingFbsListV4Request { filter: Some(filter), limit: IN_COLUMN, sort_dir, ..Default::default() };
    let page = cabinet.call(PostingFbsListV4, &request).await?;
    Ok((page.postings, page.has_next))
}

fn one(cabinet: &Cabinet, posting: &PostingFbsV4) -> Markup {
    html! {
        article.card {
            h3 { a href={ "/console/postings/" (segment(posting.posting_number.as_str())) } { (posting.posting_number) } }
            @for item in &posting.products { div { (item.quantity) " \u{d7} " (item.name) } }
            p.quiet { (cabinet.say("postings.cutoff")) " " (cabinet.moment(posting.shipment_date)) }
        }
    }
}
