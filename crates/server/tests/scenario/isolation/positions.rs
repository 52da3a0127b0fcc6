//! Where requests take ids: found in the description of the API, so that no place is forgotten.

use gostiny_server::{
    api::{Surface, description::document},
    seller_routes,
};
use serde_json::{Value, json};

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Product,
    Sku,
    Offer,
    Posting,
    Order,
    Task,
    Warehouse,
    DeliveryMethod,
    Carriage,
    Certificate,
    Chat,
    Polygon,
    Report,
    Cancellation,
    Barcode,
    Notification,
    DiscountTask,
}

impl Kind {
    fn of(path: &str, field: &str) -> Option<Self> {
        let field = field.to_lowercase().replace('_', "");
        Some(match field.as_str() {
            "id" if path.contains("/act/") || path.contains("/carriage/") => Self::Carriage,
            "id" if path.contains("/notification/") => Self::Notification,
            "id" if path.contains("discounts-task") => Self::DiscountTask,
            "code" if path.contains("/report/") => Self::Report,
            "barcode" | "barcodes" => Self::Barcode,
            "taskid" => Self::Task,
            "productid" | "productids" => Self::Product,
            "sku" | "skus" | "fbssku" | "fbosku" => Self::Sku,
            "offerid" | "offerids" | "updateofferid" => Self::Offer,
            "postingnumber" | "postingnumbers" | "relatedpostingnumbers" => Self::Posting,
            "orderid" | "ordernumber" => Self::Order,
            "warehouseid" | "warehouseids" => Self::Warehouse,
            "deliverymethodid" | "deliverymethodids" => Self::DeliveryMethod,
            "carriageid" => Self::Carriage,
            "certificateid" => Self::Certificate,
            "chatid" | "chatidlist" => Self::Chat,
            "polygonid" | "polygonids" => Self::Polygon,
            "cancellationid" => Self::Cancellation,
            _ => return None,
        })
    }
}

/// A step into a request.
#[derive(Clone, Debug)]
enum Step {
    Field(String),
    Item,
}

/// A place of a request that takes an id.
#[derive(Clone, Debug)]
pub struct Position {
    pub kind: Kind,
    steps: Vec<Step>,
    is_number: bool,
}

impl Position {
    /// The same request with something else in this place.
    pub fn with(&self, request: &Value, value: &Value) -> Value {
        let mut request = request.clone();
        put(&mut request, &self.steps, value.clone());
        request
    }

    /// An id as this place takes it.
    pub fn spelled(&self, id: &Value) -> Value {
        match id {
            Value::Number(number) if !self.is_number => json!(number.to_string()),
            Value::String(text) if self.is_number => text.parse::<i64>().map_or_else(|_| id.clone(), Value::from),
            _ => id.clone(),
        }
    }
}

fn put(place: &mut Value, steps: &[Step], value: Value) {
    let Some((step, rest)) = steps.split_first() else {
        *place = value;
        return;
    };
    match step {
        Step::Field(name) => {
            if !place.is_object() {
                *place = json!({});
            }
            put(&mut place[name.as_str()], rest, value);
        }
        Step::Item => {
            if place.as_array().is_none_or(Vec::is_empty) {
                *place = json!([null]);
            }
            put(&mut place[0], rest, value);
        }
    }
}

/// The description, to find places in.
pub struct Places(Value);

impl Places {
    pub fn new() -> Self {
        Self(document(Surface::Seller, seller_routes().infos()))
    }

    /// The places of a method that take ids.
    pub fn of(&self, path: &str) -> Vec<Position> {
        let schema = &self.0["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
        let mut found = Vec::new();
        self.walk(path, schema, &mut Vec::new(), None, &mut found);
        found
    }

    fn walk(&self, path: &str, schema: &Value, steps: &mut Vec<Step>, kind: Option<Kind>, found: &mut Vec<Position>) {
        if steps.len() > 8 {
            return;
        }
        if let Some(name) = schema["$ref"].as_str() {
            let target = self.0.pointer(name.trim_start_matches('#')).unwrap();
            return self.walk(path, target, steps, kind, found);
        }
        for choice in ["anyOf", "oneOf", "allOf"] {
            for one in schema[choice].as_array().into_iter().flatten() {
                self.walk(path, one, steps, kind, found);
            }
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            steps.push(Step::Field(name.clone()));
            self.walk(path, field, steps, Kind::of(path, name), found);
            steps.pop();
        }
        if schema["items"].is_object() {
            steps.push(Step::Item);
            self.walk(path, &schema["items"], steps, kind, found);
            steps.pop();
        }
        let is = |name: &str| {
            schema["type"] == name || schema["type"].as_array().is_some_and(|all| all.contains(&json!(name)))
        };
        if let Some(kind) = kind
            && (is("integer") || is("string"))
        {
            found.push(Position { kind, steps: steps.clone(), is_number: is("integer") });
        }
    }
}
