//! A shop that is read, never written to.

use gostiny_client::{Client, ClientError, Paged};
use gostiny_wire::method::Method;

use super::Failure;

/// A shop; methods that write, and those that are not listed here, are refused before anything is sent.
pub struct Shop {
    name: &'static str,
    client: Client,
}

/// All that a twin reads.
const READ: &[&str] = &[
    "SellerInfoV1",
    "WarehouseListV2",
    "DeliveryMethodListV2",
    "DescriptionCategoryTreeV1",
    "DescriptionCategoryAttributeV1",
    "DescriptionCategoryAttributeValuesV1",
    "ProductListV3",
    "ProductInfoListV3",
    "ProductInfoAttributesV4",
    "ProductInfoDescriptionV1",
    "ProductInfoStocksByWarehouseFbsV2",
    "PostingFbsListV4",
    "PostingFbsGetV3",
    "PostingFboListV3",
    "PostingFboGetV2",
    "ActionsV1",
    "ActionsCandidatesV2",
    "ActionsProductsV2",
];

impl Shop {
    /// A shop under a name for what is said of it.
    pub fn new(name: &'static str, client: Client) -> Self {
        Self { name, client }
    }

    /// Calls a method that reads, by the word of the method table.
    pub async fn read<M: Method>(&self, method: M, request: &M::Request) -> Result<M::Response, Failure> {
        if !M::INFO.reads || !READ.contains(&M::INFO.name) {
            return Err(format!("{} is not among what is read, and nothing is written here", M::INFO.name).into());
        }
        let failed = |error| Failed { what: format!("{} at {}", M::INFO.path, self.name), error };
        Ok(self.client.call(method, request).await.map_err(failed)?)
    }

    /// A page of a list; turns the request to the page after it, `false` after the last one.
    pub async fn page<M: Paged>(&self, method: M, request: &mut M::Request) -> Result<(Vec<M::Item>, bool), Failure> {
        let answer = self.read(method, request).await?;
        Ok(M::turn(request, answer))
    }

    /// All lines of a short list.
    pub async fn all<M: Paged>(&self, method: M, mut request: M::Request) -> Result<Vec<M::Item>, Failure> {
        let mut all = Vec::new();
        loop {
            let (mut page, goes_on) = self.page(method, &mut request).await?;
            all.append(&mut page);
            if !goes_on {
                return Ok(all);
            }
        }
    }
}

/// What failed, and why.
#[derive(Debug)]
pub struct Failed {
    pub what: String,
    pub error: ClientError,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.what, self.error)
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}

#[cfg(test)]
mod tests {
    use gostiny_wire::{
        price::{ProductInfoPricesV5, ProductInfoPricesV5Request},
        product::{ProductImportV3, ProductImportV3Request, ProductListV3, ProductListV3Request},
        scalar::ClientId,
    };

    use super::*;

    #[test]
    fn all_that_a_twin_reads_only_reads_by_the_method_table() {
        for name in READ {
            let info = gostiny_wire::seller_methods().find(|info| info.name == *name).unwrap();
            assert!(info.reads, "{name}");
        }
    }

    #[tokio::test]
    async fn a_method_that_writes_is_refused_before_it_is_sent() {
        // Nothing listens there: what is sent fails otherwise.
        let source = Shop::new("the source", Client::seller("http://127.0.0.1:1", ClientId(1), "key").unwrap());
        let refused = source.read(ProductImportV3, &ProductImportV3Request::default()).await.unwrap_err().to_string();
        assert_eq!(refused, "ProductImportV3 is not among what is read, and nothing is written here");
        let refused = source.read(ProductInfoPricesV5, &ProductInfoPricesV5Request::default()).await.unwrap_err();
        assert!(refused.to_string().starts_with("ProductInfoPricesV5 is not among"), "{refused}");
        let sent = source.read(ProductListV3, &ProductListV3Request::default()).await.unwrap_err();
        assert!(sent.to_string().starts_with("/v3/product/list at the source: "), "{sent}");
    }
}
