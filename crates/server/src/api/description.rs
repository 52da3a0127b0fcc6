//! The OpenAPI 3.1 description, made from the method table and the types themselves.

use gostiny_wire::{
    error::{Problem, RpcStatus},
    method::{Info, Verb},
};
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::error::Surface;

/// Statuses of refusals that every method may answer.
const REFUSALS: &[(&str, &str)] = &[
    ("400", "The request breaks a rule, or the object is not in the state for it."),
    ("401", "No credentials."),
    ("403", "Bad credentials, or a key without this right."),
    ("404", "No such object."),
    ("409", "The world cannot give what is asked."),
    ("429", "Too many requests."),
    ("500", "The server failed."),
    ("503", "The server has too much to do; try again."),
];

/// The description of the given methods.
pub fn document(surface: Surface, methods: impl Iterator<Item = Info>) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = settings.into_generator();
    let refusal = match surface {
        Surface::Seller => schemas.subschema_for::<RpcStatus>(),
        Surface::Operator => schemas.subschema_for::<Problem>(),
    };
    let mut paths = Map::new();
    for info in methods {
        for (number, path) in std::iter::once(info.path).chain(info.aliases.iter().copied()).enumerate() {
            let operation = operation(&info, number, surface, &refusal, &mut schemas);
            let path = paths.entry(path).or_insert_with(|| json!({}));
            if let Some(path) = path.as_object_mut() {
                path.insert(info.verb.as_str().to_lowercase(), operation);
            }
        }
    }
    let (title, about, security) = match surface {
        Surface::Seller => (
            "Gostiny: seller API",
            "What a seller's software calls. Compatible with the Ozon Seller API; Gostiny is independent of Ozon.",
            json!({
                "ClientId": {"type": "apiKey", "in": "header", "name": "Client-Id"},
                "ApiKey": {"type": "apiKey", "in": "header", "name": "Api-Key"},
            }),
        ),
        Surface::Operator => (
            "Gostiny: operator API",
            "What the marketplace itself does: shops, orders, parcels, moderation, the clock.",
            json!({"Token": {"type": "http", "scheme": "bearer"}}),
        ),
    };
    let required: Map<String, Value> =
        security.as_object().into_iter().flat_map(Map::keys).map(|name| (name.clone(), json!([]))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": title, "description": about, "version": env!("CARGO_PKG_VERSION")},
        "security": [required],
        "paths": paths,
        "components": {"schemas": schemas.take_definitions(true), "securitySchemes": security},
    })
}

fn operation(info: &Info, number: usize, surface: Surface, refusal: &Schema, schemas: &mut SchemaGenerator) -> Value {
    let content = match (info.answer)(schemas) {
        Some(schema) => json!({"application/json": {"schema": schema}}),
        None => json!({info.content_type: {"schema": {"type": "string", "format": "binary"}}}),
    };
    let mut responses = Map::new();
    responses.insert("200".to_owned(), json!({"description": "Done.", "content": content}));
    let error_type = match surface {
        Surface::Seller => "application/json",
        Surface::Operator => "application/problem+json",
    };
    for (status, text) in REFUSALS {
        let answer = json!({"description": text, "content": {error_type: {"schema": refusal}}});
        responses.insert((*status).to_owned(), answer);
    }
    let suffix = if number == 0 { String::new() } else { format!("Alias{number}") };
    let mut operation = json!({
        "operationId": format!("{}{suffix}", info.name),
        "tags": [info.area],
        "summary": info.summary.trim(),
        "responses": responses,
    });
    let request = (info.request)(schemas);
    let parameters = parameters(info, &request, schemas);
    if let Some(operation) = operation.as_object_mut() {
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), parameters.into());
        }
        if matches!(info.verb, Verb::Post | Verb::Put) {
            let body = json!({"content": {"application/json": {"schema": request}}});
            operation.insert("requestBody".to_owned(), body);
        }
        if info.verb == Verb::Form {
            let body = json!({"required": true, "content": {"multipart/form-data": {"schema": request}}});
            operation.insert("requestBody".to_owned(), body);
        }
    }
    operation
}

/// Parameters of the path; of the query too where there is no body.
fn parameters(info: &Info, request: &Schema, schemas: &mut SchemaGenerator) -> Vec<Value> {
    let fields = fields(request, schemas);
    let mut parameters = Vec::new();
    for (name, schema) in fields {
        let in_path = info.path.contains(&format!("{{{name}}}"));
        if in_path || matches!(info.verb, Verb::Get | Verb::Delete) {
            let place = if in_path { "path" } else { "query" };
            parameters.push(json!({"name": name, "in": place, "required": in_path, "schema": schema}));
        }
    }
    parameters
}

fn fields(request: &Schema, schemas: &mut SchemaGenerator) -> Map<String, Value> {
    let resolved = request.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    let schema = match resolved {
        Some(name) => schemas.definitions().get(name).cloned().unwrap_or_default(),
        None => request.clone().to_value(),
    };
    schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default()
}
