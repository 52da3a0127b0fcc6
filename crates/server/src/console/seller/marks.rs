//! What the units of a posting must carry before it is packed: typed in or scanned, and what the check says of it.

use std::collections::BTreeMap;

use axum::extract::Path;
use gostiny_wire::{
    posting::{
        ExemplarMark, FbsPostingExemplarV6, FbsPostingProductExemplarCreateOrGetRequest,
        FbsPostingProductExemplarCreateOrGetV6, FbsPostingProductExemplarSetV6, FbsPostingProductExemplarSetV6Product,
        FbsPostingProductExemplarSetV6Request, FbsPostingProductExemplarsV6, Kilograms,
    },
    scalar::{PostingNumber, Sku},
};
use maud::{Markup, html};

use super::postings::draw;
use crate::{
    areas::posting::{self, Unit, Wanted},
    console::{
        fields::{Fields, segment},
        page::{Refusal, field, heads, tick},
        visit::{Cabinet, Sent, Shown},
    },
    error::Result,
};

/// The lines of a posting whose units must carry something.
pub(super) async fn wanted(cabinet: &Cabinet, number: &PostingNumber) -> Result<Vec<Wanted>> {
    let number = number.clone();
    let wanted = cabinet.read(move |call| {
        let number = number.clone();
        Box::pin(async move { posting::wanted(call, &number).await })
    });
    wanted.await
}

/// How the check went, and the form; nothing where no unit needs anything.
pub(super) fn section(
    cabinet: &Cabinet,
    number: &PostingNumber,
    wanted: &[Wanted],
    refusal: Option<&Refusal>,
) -> Markup {
    html! {
        @if wanted.is_empty() { (cabinet.alert(refusal, "marks")) } @else {
            section.card {
                h2 #marking { (cabinet.say("marks.title")) }
                p.quiet { (cabinet.say("marks.about")) }
                div #marks data-part { @if wanted.iter().any(has_some) { (outcome(cabinet, wanted)) } }
                (cabinet.alert(refusal, "marks"))
                (cabinet.form(&format!("/console/postings/{}/marks", segment(number.as_str())), html! {
                    @for line in wanted { @for at in 0..line.quantity { (inputs(cabinet, line, at)) } }
                    button { (cabinet.say("marks.hand_in")) }
                }))
            }
        }
    }
}

fn has_some(line: &Wanted) -> bool {
    line.units.iter().any(|unit| !unit.is_blank() || !unit.errors().is_empty())
}

fn outcome(cabinet: &Cabinet, wanted: &[Wanted]) -> Markup {
    let titles = [cabinet.say("goods.product"), cabinet.say("marks.unit"), cabinet.say("marks.check")];
    html! {
        div.scroll tabindex="0" { table {
            (heads(titles))
            tbody { @for line in wanted { @for (at, unit) in line.units.iter().enumerate() { tr {
                th scope="row" { (line.name) } td { (at + 1) }
                td {
                    @if !unit.checked { (cabinet.badge("marks", "processing")) }
                    @else if unit.errors().is_empty() { (cabinet.badge("marks", if unit.is_blank() { "nothing" } else { "passed" })) }
                    @else { @for code in unit.errors() { div { (cabinet.lang.word("mark", code)) " " code { (code) } } } }
                }
            } } } }
        } }
    }
}

fn inputs(cabinet: &Cabinet, line: &Wanted, at: i64) -> Markup {
    let nothing = Unit::default();
    let unit = usize::try_from(at).ok().and_then(|at| line.units.get(at)).unwrap_or(&nothing);
    let name = |what: &str| name(what, line.sku, at);
    let text = |what: &str, value: &str| {
        html! { input name=(name(what)) value=(value) autocomplete="off" spellcheck="false" maxlength="300"; }
    };
    html! {
        fieldset {
            legend { (line.name) " \u{b7} " (cabinet.say("marks.unit")) " " (at + 1) }
            @if line.mark { (field(cabinet.say("marks.mark"), text("mark", &unit.mark))) }
            @if line.uin { (field(cabinet.say("marks.uin"), text("uin", unit.uin.first().map_or("", String::as_str)))) }
            @if line.gtd {
                (field(cabinet.say("marks.gtd"), text("gtd", &unit.gtd)))
                (tick(&name("no_gtd"), cabinet.say("marks.no_gtd"), unit.no_gtd))
            }
            @if line.rnpt {
                (field(cabinet.say("marks.rnpt"), text("rnpt", &unit.rnpt)))
                (tick(&name("no_rnpt"), cabinet.say("marks.no_rnpt"), unit.no_rnpt))
            }
            @if let Some((least, most)) = line.weight {
                (field(cabinet.say("marks.weight"), html! {
                    input type="number" name=(name("weight")) min=(least) max=(most) value=[(unit.weight > 0).then_some(unit.weight)];
                }))
            }
        }
    }
}

/// How a field of one unit is called.
fn name(what: &str, sku: Sku, at: i64) -> String {
    format!("{what}.{sku}.{at}")
}

/// Hands in what stands in the form, in place of what was handed in before; the check follows.
pub async fn hand_in(Path(number): Path<String>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let number = PostingNumber::from(number);
    match set(&cabinet, &number, &form).await {
        Ok(()) => Ok(cabinet.to(&format!("/console/postings/{}?done=marked#marking", segment(number.as_str())))),
        Err(error) => {
            let refusal = Refusal::about("marks", error)?;
            Ok(draw(&cabinet, &number, Some(&refusal)).await?)
        }
    }
}

async fn set(cabinet: &Cabinet, number: &PostingNumber, form: &Fields) -> Result<()> {
    let lines: BTreeMap<Sku, Wanted> =
        wanted(cabinet, number).await?.into_iter().map(|line| (line.sku, line)).collect();
    let request = FbsPostingProductExemplarCreateOrGetRequest { posting_number: number.clone() };
    let numbered = cabinet.call(FbsPostingProductExemplarCreateOrGetV6, &request).await?.products;
    let mut products = Vec::with_capacity(lines.len());
    for product in numbered.iter().filter(|product| lines.contains_key(&product.product_id)) {
        let exemplars = product.exemplars.iter().zip(0..).map(|(unit, at)| typed(product, unit, at, form));
        let exemplars = exemplars.collect::<Result<_>>()?;
        products.push(FbsPostingProductExemplarSetV6Product { exemplars, product_id: product.product_id });
    }
    let request = FbsPostingProductExemplarSetV6Request { multi_box_qty: 0, posting_number: number.clone(), products };
    cabinet.call(FbsPostingProductExemplarSetV6, &request).await.map(drop)
}

/// What the form says of one unit; what it does not ask for stays.
fn typed(
    product: &FbsPostingProductExemplarsV6,
    unit: &FbsPostingExemplarV6,
    at: i64,
    form: &Fields,
) -> Result<FbsPostingExemplarV6> {
    let name = |what: &str| name(what, product.product_id, at);
    let get = |what: &str| form.get(&name(what)).to_owned();
    let mark = |what: &str, mark_type: &str| ExemplarMark { mark: get(what), mark_type: mark_type.to_owned() };
    let mut marks = vec![mark("mark", "mandatory_mark"), mark("uin", "jw_uin")];
    marks.retain(|mark| !mark.mark.is_empty());
    marks.extend(unit.marks.iter().filter(|mark| mark.mark_type == "imei").cloned());
    Ok(FbsPostingExemplarV6 {
        exemplar_id: unit.exemplar_id,
        gtd: get("gtd"),
        is_gtd_absent: form.has(&name("no_gtd")),
        is_rnpt_absent: form.has(&name("no_rnpt")),
        marks,
        rnpt: get("rnpt"),
        weight: Kilograms(form.whole(&name("weight"))?),
    })
}
