//! Where the goods of a posting were made: shown by line, and told by the seller until the posting is packed.

use axum::extract::Path;
use gostiny_wire::{
    posting::{PostingFbsProductCountrySetV2, PostingFbsProductCountrySetV2Request},
    scalar::{PostingNumber, Sku},
};
use maud::{Markup, html};

use super::postings::draw;
use crate::{
    areas::{
        mark::{Country, countries},
        posting::{self, Origin},
    },
    console::{
        fields::segment,
        page::{Refusal, field, heads},
        text::Lang,
        visit::{Cabinet, Sent, Shown},
    },
    error::Result,
};

/// By line, and whether they can still be told.
pub(super) type Origins = (Vec<Origin>, bool);

/// What is known of a posting of this shop.
pub(super) async fn origins(cabinet: &Cabinet, number: &PostingNumber) -> Result<Origins> {
    let number = number.clone();
    let found = cabinet.read(move |call| {
        let number = number.clone();
        Box::pin(async move { posting::origins(call, &number).await })
    });
    found.await
}

/// The countries, and the forms that tell them; folded where nobody asks for one.
pub(super) fn section(
    cabinet: &Cabinet,
    number: &PostingNumber,
    (lines, is_open): &Origins,
    refusal: Option<&Refusal>,
) -> Markup {
    let (is_asked, is_told) =
        (lines.iter().any(|line| line.is_needed), lines.iter().any(|line| line.country.is_some()));
    html! {
        @if is_asked || is_told || *is_open {
            section.card {
                h2 #origin { (cabinet.say("origin.title")) }
                div #countries data-part { @if is_asked || is_told { (known(cabinet, lines)) } }
                (cabinet.alert(refusal, "country"))
                @if *is_open {
                    details open[is_asked || refusal.is_some()] {
                        summary { (cabinet.say("origin.tell")) }
                        p.quiet { (cabinet.say("origin.about")) }
                        @for line in lines { (form(cabinet, number, line)) }
                    }
                }
            }
        }
    }
}

fn known(cabinet: &Cabinet, lines: &[Origin]) -> Markup {
    html! {
        div.scroll tabindex="0" { table {
            (heads([cabinet.say("goods.product"), cabinet.say("origin.country")]))
            tbody { @for line in lines { tr {
                th scope="row" { (line.name) }
                td {
                    @match line.country {
                        Some(country) => (name(cabinet.lang, country)),
                        None if line.is_needed => span.badge data-word="failed" { (cabinet.say("origin.needed")) },
                        None => "\u{2014}",
                    }
                }
            } } }
        } }
    }
}

fn form(cabinet: &Cabinet, number: &PostingNumber, line: &Origin) -> Markup {
    let chosen = line.country.map_or("", |country| country.code);
    let choice = html! { span.inline {
        select name="country" required {
            option value="" selected[chosen.is_empty()] { (cabinet.say("origin.choose")) }
            @for country in in_order(cabinet.lang) {
                option value=(country.code) selected[country.code == chosen] { (name(cabinet.lang, country)) }
            }
        }
        button.plain aria-label={ (cabinet.say("goods.set")) " \u{b7} " (line.name) } { (cabinet.say("goods.set")) }
    } };
    cabinet.form(
        &format!("/console/postings/{}/country", segment(number.as_str())),
        html! { input type="hidden" name="sku" value=(line.sku); (field(&line.name, choice)) },
    )
}

fn name(lang: Lang, country: Country) -> &'static str {
    match lang {
        Lang::Ru => country.name,
        Lang::En => country.name_en,
    }
}

/// All countries by their names in a language.
fn in_order(lang: Lang) -> Vec<Country> {
    let mut all = countries().to_vec();
    all.sort_by_key(|country| name(lang, *country));
    all
}

/// Tells where the goods of a line were made; what follows from it is asked for on the page.
pub async fn tell(Path(number): Path<String>, Sent { by: cabinet, form }: Sent<Cabinet>) -> Shown {
    let number = PostingNumber::from(number);
    let request = PostingFbsProductCountrySetV2Request {
        country_iso_code: form.get("country").to_owned(),
        posting_number: number.clone(),
        product_id: Sku(form.whole("sku")?),
    };
    match cabinet.call(PostingFbsProductCountrySetV2, &request).await {
        Ok(_) => Ok(cabinet.to(&format!("/console/postings/{}?done=saved#origin", segment(number.as_str())))),
        Err(error) => {
            let refusal = Refusal::about("country", error)?;
            Ok(draw(&cabinet, &number, Some(&refusal)).await?)
        }
    }
}
