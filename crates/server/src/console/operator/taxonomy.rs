//! The category tree: a document of one's own is tried first, then imported.

use axum::response::Response;
use base64::{Engine, engine::general_purpose::STANDARD};
use gostiny_wire::{
    json,
    operator::{TaxonomyImport, TaxonomyImportRequest, TaxonomyImportResponse},
};
use maud::{Markup, html};

use crate::{
    console::{
        fields::Fields,
        page::{Refusal, field, heads, tick},
        show,
        visit::{Operator, Sent, Shown},
    },
    error::{Error, Result},
};

const PATH: &str = "/console/operator/taxonomy";

/// The form.
pub async fn show(operator: Operator) -> Shown {
    Ok(draw(&operator, None, html! {}))
}

fn draw(operator: &Operator, refusal: Option<&Refusal>, news: Markup) -> Response {
    let body = html! {
        (news)
        section.card {
            h2 { (operator.say("taxonomy.import")) }
            p { (operator.say("taxonomy.about")) }
            (operator.alert(refusal, "import"))
            (operator.file_form(PATH, html! {
                (field(operator.say("taxonomy.file"), html! { input type="file" name="file" accept=".json,application/json"; }))
                (field(operator.say("taxonomy.text"), html! { textarea name="text" rows="8" spellcheck="false" {} }))
                (tick("dry_run", operator.say("taxonomy.dry_run"), true))
                button { (operator.say("taxonomy.import")) }
            }))
        }
    };
    operator.page(operator.lang.word("nav", "taxonomy"), refusal, body)
}

/// Tries a document, or imports it.
pub async fn import(Sent { by: operator, form }: Sent<Operator>) -> Shown {
    let imported = match request(&form) {
        Ok(request) => operator.call(TaxonomyImport, &request).await,
        Err(error) => Err(error),
    };
    match imported {
        Ok(counts) => {
            let news = counted(&operator, &counts);
            Ok(draw(&operator, None, news))
        }
        Err(error) => {
            let refusal = Refusal::of("import", error)?;
            Ok(draw(&operator, Some(&refusal), html! {}))
        }
    }
}

fn request(form: &Fields) -> Result<TaxonomyImportRequest> {
    let file = form.files().first().map(|file| STANDARD.decode(&file.base64_content)).transpose();
    let file = file.map_err(|error| Error::Internal(error.into()))?;
    let document = file.unwrap_or_else(|| form.get("text").as_bytes().to_vec());
    let read = json::from_slice::<TaxonomyImportRequest>(&document);
    let mut request = read.map_err(|error| Error::BadRequest(error.reason))?;
    request.dry_run = form.has("dry_run");
    Ok(request)
}

fn counted(operator: &Operator, counts: &TaxonomyImportResponse) -> Markup {
    let lines = [
        (operator.say("taxonomy.categories"), &counts.categories),
        (operator.say("taxonomy.attributes"), &counts.attributes),
        (operator.say("taxonomy.asked"), &counts.asked),
        (operator.say("taxonomy.values"), &counts.values),
    ];
    let titles = [
        operator.say("taxonomy.what"),
        operator.say("taxonomy.added"),
        operator.say("taxonomy.changed"),
        operator.say("taxonomy.unchanged"),
    ];
    html! {
        section.card.news role="status" {
            h2 { (if counts.dry_run { operator.say("taxonomy.tried") } else { operator.say("taxonomy.imported") }) }
            div.scroll tabindex="0" { table {
                (heads(titles))
                tbody { @for (label, count) in lines { tr {
                    th scope="row" { (label) } td.num { (show::number(count.added)) } td.num { (show::number(count.changed)) } td.num { (show::number(count.unchanged)) }
                } } }
            } }
        }
    }
}
