//! Products: import, lists, cards, descriptions and attributes, pictures, the archive. The folder holds the larger
//! types; every name is reached as `product::Name`.

mod attributes;
mod barcode;
mod geo;
mod import;
mod info;
mod info_list;
mod life;
mod list;
mod picture;
mod update;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::{
    attributes::*, barcode::*, geo::*, import::*, info::*, info_list::*, life::*, list::*, picture::*, update::*,
};
use crate::{
    method::Empty,
    methods,
    scalar::{Digits, OfferId, ProductId},
};

methods! {
    area "product";
    /// Creates products or rewrites them whole, up to 100 a call. Checks the envelope; the rest happens in a task.
    ProductImportV2: Post "/v2/product/import", ProductImportV2Request => ProductImportV2Response;
    /// How far an import has come and what was wrong with each product.
    ProductImportInfoV1: Post reads "/v1/product/import/info",
        ProductImportInfoV1Request => ProductImportInfoV1Response;
    /// Ids and articles of the products that a filter selects, page by page.
    ProductListV2: Post reads "/v2/product/list", ProductListV2Request => ProductListV2Response;
    /// One product: prices, stocks, state and pictures.
    ProductInfoV2: Post reads "/v2/product/info", ProductInfoV2Request => ProductInfoV2Response;
    /// Several products by ids of one kind.
    ProductInfoListV2: Post reads "/v2/product/info/list", ProductInfoListV2Request => ProductInfoListV2Response;
    /// The description of one product.
    ProductInfoDescriptionV1: Post reads "/v1/product/info/description",
        ProductInfoDescriptionV1Request => ProductInfoDescriptionV1Response;
    /// Attributes, sizes and files of the products that a filter selects, page by page.
    ProductsInfoAttributesV3: Post reads "/v3/products/info/attributes",
        ProductsInfoAttributesV3Request => ProductsInfoAttributesV3Response;
    /// Puts products without stock into the archive: all of them or none.
    ProductArchiveV1: Post "/v1/product/archive", ProductArchiveV1Request => ProductArchiveV1Response;
    /// Takes products out of the archive: all of them or none.
    ProductUnarchiveV1: Post "/v1/product/unarchive", ProductUnarchiveV1Request => ProductUnarchiveV1Response;
    /// Deletes archived products that never came on sale; each is answered for on its own.
    ProductsDeleteV2: Post "/v2/products/delete", ProductsDeleteV2Request => ProductsDeleteV2Response;
    /// Makes offers of one's own from cards that are on the site, whosever they are.
    ProductImportBySkuV1: Post "/v1/product/import-by-sku", ProductImportBySkuV1Request => ProductImportBySkuV1Response;
    /// Replaces all pictures of a product; they are looked at a little later.
    ProductPicturesImportV1: Post "/v1/product/pictures/import",
        ProductPicturesImportV1Request => ProductPicturesImportV1Response;
    /// What became of products' pictures.
    ProductPicturesInfoV1: Post reads "/v1/product/pictures/info",
        ProductPicturesInfoV1Request => ProductPicturesInfoV1Response;
    /// How many products can still be imported today.
    ProductInfoLimitV2: Post reads "/v2/product/info/limit", Empty => ProductInfoLimitV2Response;
    /// Pages through the places where services can be offered.
    ProductsGeoRestrictionsV1: Post reads "/v1/products/geo-restrictions-catalog-by-filter",
        ProductsGeoRestrictionsV1Request => ProductsGeoRestrictionsV1Response;
    /// As the v2 method, placed by today's tree.
    ProductImportV3: Post "/v3/product/import", ProductImportV3Request => ProductImportV2Response;
    /// The products that a filter selects, page by page, with archive and stock flags.
    ProductListV3: Post reads "/v3/product/list", ProductListV3Request => ProductListV3Response;
    /// Several products with their states, stocks, prices and commissions.
    ProductInfoListV3: Post reads "/v3/product/info/list", ProductInfoListV3Request => ProductInfoListV3Response;
    /// Attributes, sizes and files of the products that a filter selects, page by page.
    ProductInfoAttributesV4: Post reads "/v4/product/info/attributes",
        ProductInfoAttributesV4Request => ProductInfoAttributesV4Response;
    /// Replaces all pictures of many products in a task.
    ProductPicturesImportV2: Post "/v2/product/pictures/import",
        ProductPicturesImportV2Request => ProductPicturesImportV2Response;
    /// What became of products' pictures, by their use.
    ProductPicturesInfoV2: Post reads "/v2/product/pictures/info",
        ProductPicturesInfoV1Request => ProductPicturesInfoV2Response;
    /// Changes attributes of products that exist and leaves the rest of their cards as it is.
    ProductAttributesUpdateV1: Post "/v1/product/attributes/update",
        ProductAttributesUpdateV1Request => ProductAttributesUpdateV1Response;
    /// Gives products other articles; each is answered for on its own.
    ProductUpdateOfferIdV1: Post "/v1/product/update/offer-id",
        ProductUpdateOfferIdV1Request => ProductUpdateOfferIdV1Response;
    /// How many products can still be imported today, and how many a shop can have.
    ProductInfoLimitV3: Post reads "/v3/product/info/limit", Empty => ProductInfoLimitV3Response;
    /// How many products a shop created and updated today and has, against its limits.
    ProductInfoLimitV4: Post reads "/v4/product/info/limit", Empty => ProductInfoLimitV4Response;
    /// Adds bar codes to products.
    BarcodeAddV1: Post "/v1/barcode/add", BarcodeAddV1Request => BarcodeAddV1Response;
    /// Makes bar codes for products.
    BarcodeGenerateV1: Post "/v1/barcode/generate", BarcodeGenerateV1Request => BarcodeGenerateV1Response;
}

/// Selects products by their state. Lists of products, prices and stocks share it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    /// All but the archived ones.
    #[default]
    #[serde(alias = "")]
    All,
    /// Seen by buyers.
    Visible,
    /// Not seen by buyers.
    Invisible,
    /// Without stock.
    EmptyStock,
    /// Did not pass moderation.
    NotModerated,
    /// Passed moderation.
    Moderated,
    /// Seen by buyers, yet not for sale.
    Disabled,
    /// Could not be created.
    StateFailed,
    /// Can be supplied.
    ReadyToSupply,
    /// Waiting for the check before moderation.
    ValidationStatePending,
    /// Failed the check before moderation.
    ValidationStateFail,
    /// Passed the check before moderation.
    ValidationStateSuccess,
    /// Ready for sale as soon as there is stock.
    ToSupply,
    /// On sale.
    InSale,
    /// Hidden from buyers.
    RemovedFromSale,
    /// Blocked by the marketplace.
    Banned,
    /// Dearer than on the market.
    Overpriced,
    /// Far dearer than on the market.
    CriticallyOverpriced,
    /// Without a barcode.
    EmptyBarcode,
    /// With a barcode.
    BarcodeExists,
    /// Hidden after a price jump until the seller confirms it.
    Quarantine,
    /// In the archive.
    Archived,
    /// Dearer than on the market and in stock.
    OverpricedWithStock,
    /// On sale with a thin description.
    PartialApproved,
    /// Without pictures.
    ImageAbsent,
    /// Moderation is blocked.
    ModerationBlock,
}

/// Which products a list shows; the conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductFilter {
    /// Articles; empty for any.
    pub offer_id: Vec<OfferId>,
    /// Product ids as digits; empty for any.
    pub product_id: Vec<Digits>,
    /// By state.
    pub visibility: Visibility,
}

/// One page of the product list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV2Request {
    /// Which products.
    pub filter: ProductFilter,
    /// `last_id` of the page before; empty at first.
    pub last_id: String,
    /// Page size, 1 to 1000.
    pub limit: i64,
}

/// One product by either id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoDescriptionV1Request {
    /// The article; empty when the id is given.
    pub offer_id: OfferId,
    /// The id; 0 when the article is given.
    pub product_id: ProductId,
}

/// A page of the product list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV2Response {
    /// The page.
    pub result: ProductListV2Result,
}

/// Ids by ascending product id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV2Result {
    /// Products of this page.
    pub items: Vec<ProductListV2Item>,
    /// Where the next page starts; given on the last page too.
    pub last_id: String,
    /// Products on all pages.
    pub total: i32,
}

/// A product by both ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductListV2Item {
    /// The seller's article.
    pub offer_id: OfferId,
    /// The product.
    pub product_id: ProductId,
}

/// The description of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductInfoDescriptionV1Response {
    /// The product.
    pub result: ProductDescription,
}

/// A product and what its card says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProductDescription {
    /// Text of attribute 4191; may hold simple HTML.
    pub description: String,
    /// The product.
    pub id: ProductId,
    /// Its title.
    pub name: String,
    /// The seller's article.
    pub offer_id: OfferId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn requests_are_read() {
        let body = br#"{"filter":{"offer_id":["A-1"],"product_id":["41",42],"visibility":"VALIDATION_STATE_PENDING"},"limit":100}"#;
        let list: ProductListV2Request = json::from_slice(body).unwrap();
        assert_eq!(list.filter.product_id, [Digits(41), Digits(42)]);
        assert_eq!((list.filter.visibility, list.limit), (Visibility::ValidationStatePending, 100));
        let list: ProductListV2Request = json::from_slice(br#"{"filter":{"visibility":""},"last_id":null}"#).unwrap();
        assert_eq!(list, ProductListV2Request::default());

        let one: ProductInfoDescriptionV1Request = json::from_slice(br#"{"offer_id":"5","product_id":"41"}"#).unwrap();
        assert_eq!((one.offer_id, one.product_id), (OfferId::from("5"), ProductId(41)));
    }

    #[test]
    fn a_page_survives_the_wire() {
        let item = ProductListV2Item { offer_id: OfferId::from("A-1"), product_id: ProductId(41) };
        let result = ProductListV2Result { items: vec![item], last_id: "WzQxLDQxXQ==".into(), total: 7 };
        let answer = ProductListV2Response { result };
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(
            text,
            r#"{"result":{"items":[{"offer_id":"A-1","product_id":41}],"last_id":"WzQxLDQxXQ==","total":7}}"#
        );
        assert_eq!(serde_json::from_str::<ProductListV2Response>(&text).unwrap(), answer);
    }
}
