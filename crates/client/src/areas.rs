//! The calls of the seller API, area by area: `client.postings().ship_v4(&request)`. One line for each method of the
//! wire crate's tables, held complete by a test. The version stands in the name, as it does on the wire: a later one is
//! added beside it.

use gostiny_wire::{
    act::*,
    action::*,
    analytics::*,
    cancellation::*,
    category::*,
    certificate::*,
    chat::*,
    digital::*,
    finance::*,
    method::{Empty, Pdf, Png},
    polygon::*,
    posting::*,
    price::*,
    product::*,
    push::{
        NotificationCheckV1, NotificationCheckV1Request, NotificationCheckV1Response, NotificationDeleteV1,
        NotificationDeleteV1Request, NotificationEnableV1, NotificationEnableV1Request, NotificationListV1,
        NotificationListV1Request, NotificationListV1Response, NotificationPushTypeListV1,
        NotificationPushTypeListV1Response, NotificationSetV1, NotificationSetV1Request, NotificationUpdateV1,
        NotificationUpdateV1Request,
    },
    report::*,
    returns::*,
    seller::*,
    stock::*,
    supply::*,
    warehouse::*,
};

use crate::{Client, ClientError};

macro_rules! areas {
    ($(
        $(#[$about:meta])+
        $area:ident $accessor:ident { $( $(#[$doc:meta])+ $call:ident: $method:ident($request:ty) -> $answer:ty; )+ }
    )+) => {
        impl Client {
            $($(#[$about])+
            pub fn $accessor(&self) -> $area<'_> {
                $area(self)
            })+
        }
        $(
            $(#[$about])+
            ///
            /// Each call ends in [`Client::call`] and fails as it does.
            #[derive(Clone, Copy, Debug)]
            pub struct $area<'c>(&'c Client);
            impl<'c> $area<'c> {
                $(
                    $(#[$doc])+
                    // A plain function that is inlined: callers compile the calls they make, and no others.
                    #[inline]
                    pub fn $call(
                        self,
                        request: &'c $request,
                    ) -> impl Future<Output = Result<$answer, ClientError>> + Send + 'c {
                        self.0.call($method, request)
                    }
                )+
            }
        )+
        /// Area, call and method of each line, with a reader of its answers.
        #[cfg(test)]
        pub(crate) const CALLS: &[(&str, &str, gostiny_wire::method::Info, crate::tests::Read)] = &[$($((
            stringify!($accessor),
            stringify!($call),
            <$method as gostiny_wire::method::Method>::INFO,
            |body| <$answer as gostiny_wire::method::Answer>::from_body(body).map(drop),
        )),+),+];
    };
}

areas! {
    /// The tree of categories, their attributes and dictionaries.
    Categories categories {
        /// The category tree: whole, or the branch below one category. Older form of the v2 method.
        tree_v1: CategoriesTreeV1(CategoriesTreeV1Request) -> CategoryTreeResponse;
        /// The category tree: whole, or the branch below one category. Only leaves take products.
        tree_v2: CategoryTreeV2(CategoryTreeV2Request) -> CategoryTreeResponse;
        /// The attributes that products of the given categories may or must carry.
        attribute_v3: CategoryAttributeV3(CategoryAttributeV3Request) -> CategoryAttributeV3Response;
        /// One page of the dictionary behind an attribute, by ascending value id.
        attribute_values_v2:
            CategoryAttributeValuesV2(CategoryAttributeValuesV2Request) -> CategoryAttributeValuesV2Response;
        /// Today's tree: description categories with product types as leaves.
        description_tree_v1:
            DescriptionCategoryTreeV1(DescriptionCategoryTreeV1Request) -> DescriptionCategoryTreeV1Response;
        /// The attributes that products of one type may or must carry.
        description_attribute_v1:
            DescriptionCategoryAttributeV1(DescriptionCategoryAttributeV1Request)
                -> DescriptionCategoryAttributeV1Response;
        /// One page of the dictionary behind an attribute of a product type, by ascending value id.
        description_attribute_values_v1:
            DescriptionCategoryAttributeValuesV1(DescriptionCategoryAttributeValuesV1Request)
                -> CategoryAttributeValuesV2Response;
        /// The values of a dictionary whose text holds what was typed.
        description_attribute_values_search_v1:
            DescriptionCategoryAttributeValuesSearchV1(DescriptionCategoryAttributeValuesSearchV1Request)
                -> DescriptionCategoryAttributeValuesSearchV1Response;
    }
    /// Cards of goods: import, lists, archive, pictures, quotas.
    Products products {
        /// Creates products or rewrites them whole, up to 100 a call. Checks the envelope; the rest happens in a task.
        import_v2: ProductImportV2(ProductImportV2Request) -> ProductImportV2Response;
        /// How far an import has come and what was wrong with each product.
        import_info_v1: ProductImportInfoV1(ProductImportInfoV1Request) -> ProductImportInfoV1Response;
        /// Ids and articles of the products that a filter selects, page by page.
        list_v2: ProductListV2(ProductListV2Request) -> ProductListV2Response;
        /// One product: prices, stocks, state and pictures.
        info_v2: ProductInfoV2(ProductInfoV2Request) -> ProductInfoV2Response;
        /// Several products by ids of one kind.
        info_list_v2: ProductInfoListV2(ProductInfoListV2Request) -> ProductInfoListV2Response;
        /// The description of one product.
        description_v1: ProductInfoDescriptionV1(ProductInfoDescriptionV1Request) -> ProductInfoDescriptionV1Response;
        /// Attributes, sizes and files of the products that a filter selects, page by page.
        attributes_v3: ProductsInfoAttributesV3(ProductsInfoAttributesV3Request) -> ProductsInfoAttributesV3Response;
        /// Puts products without stock into the archive: all of them or none.
        archive_v1: ProductArchiveV1(ProductArchiveV1Request) -> ProductArchiveV1Response;
        /// Takes products out of the archive: all of them or none.
        unarchive_v1: ProductUnarchiveV1(ProductUnarchiveV1Request) -> ProductUnarchiveV1Response;
        /// Deletes archived products that never came on sale; each is answered for on its own.
        delete_v2: ProductsDeleteV2(ProductsDeleteV2Request) -> ProductsDeleteV2Response;
        /// Makes offers of one's own from cards that are on the site, whosever they are.
        import_by_sku_v1: ProductImportBySkuV1(ProductImportBySkuV1Request) -> ProductImportBySkuV1Response;
        /// Replaces all pictures of a product; they are looked at a little later.
        pictures_import_v1: ProductPicturesImportV1(ProductPicturesImportV1Request) -> ProductPicturesImportV1Response;
        /// What became of products' pictures.
        pictures_info_v1: ProductPicturesInfoV1(ProductPicturesInfoV1Request) -> ProductPicturesInfoV1Response;
        /// How many products can still be imported today.
        limit_v2: ProductInfoLimitV2(Empty) -> ProductInfoLimitV2Response;
        /// Pages through the places where services can be offered.
        geo_restrictions_v1:
            ProductsGeoRestrictionsV1(ProductsGeoRestrictionsV1Request) -> ProductsGeoRestrictionsV1Response;
        /// As the v2 method, placed by today's tree.
        import_v3: ProductImportV3(ProductImportV3Request) -> ProductImportV2Response;
        /// The products that a filter selects, page by page, with archive and stock flags.
        list_v3: ProductListV3(ProductListV3Request) -> ProductListV3Response;
        /// Several products with their states, stocks, prices and commissions.
        info_list_v3: ProductInfoListV3(ProductInfoListV3Request) -> ProductInfoListV3Response;
        /// Attributes, sizes and files of the products that a filter selects, page by page.
        attributes_v4: ProductInfoAttributesV4(ProductInfoAttributesV4Request) -> ProductInfoAttributesV4Response;
        /// Replaces all pictures of many products in a task.
        pictures_import_v2: ProductPicturesImportV2(ProductPicturesImportV2Request) -> ProductPicturesImportV2Response;
        /// What became of products' pictures, by their use.
        pictures_info_v2: ProductPicturesInfoV2(ProductPicturesInfoV1Request) -> ProductPicturesInfoV2Response;
        /// Changes attributes of products that exist and leaves the rest of their cards as it is.
        attributes_update_v1:
            ProductAttributesUpdateV1(ProductAttributesUpdateV1Request) -> ProductAttributesUpdateV1Response;
        /// Gives products other articles; each is answered for on its own.
        update_offer_id_v1: ProductUpdateOfferIdV1(ProductUpdateOfferIdV1Request) -> ProductUpdateOfferIdV1Response;
        /// How many products can still be imported today, and how many a shop can have.
        limit_v3: ProductInfoLimitV3(Empty) -> ProductInfoLimitV3Response;
        /// How many products a shop created and updated today and has, against its limits.
        limit_v4: ProductInfoLimitV4(Empty) -> ProductInfoLimitV4Response;
        /// Adds bar codes to products.
        barcode_add_v1: BarcodeAddV1(BarcodeAddV1Request) -> BarcodeAddV1Response;
        /// Makes bar codes for products.
        barcode_generate_v1: BarcodeGenerateV1(BarcodeGenerateV1Request) -> BarcodeGenerateV1Response;
    }
    /// Prices. [`Client::batch`] sets any number of them.
    Prices prices {
        /// Changes the prices of up to 1000 products; each product is answered for on its own.
        set_v1: ProductImportPricesV1(ProductImportPricesV1Request) -> ProductImportPricesV1Response;
        /// Pages through the products of a filter with prices, commissions, promotions and price indexes.
        list_v4: ProductInfoPricesV4(ProductInfoPricesV4Request) -> ProductInfoPricesV4Response;
        /// Prices of the products that a filter selects, as numbers, with commissions and promotions, page by page.
        list_v5: ProductInfoPricesV5(ProductInfoPricesV5Request) -> ProductInfoPricesV5Response;
    }
    /// Stock in the seller's own warehouses. [`Client::batch`] sets any number of them.
    Stocks stocks {
        /// Sets the stock of up to 100 products of a shop that has one warehouse.
        set_v1: ProductImportStocksV1(ProductImportStocksV1Request) -> ProductImportStocksV1Response;
        /// Sets the stock of up to 100 pairs of product and warehouse.
        set_v2: ProductsStocksV2(ProductsStocksV2Request) -> ProductsStocksV2Response;
        /// Pages through the products of a filter with present and reserved units per scheme.
        list_v3: ProductInfoStocksV3(ProductInfoStocksV3Request) -> ProductInfoStocksV3Response;
        /// Shows the stock of given SKU warehouse by warehouse.
        by_warehouse_v1:
            ProductInfoStocksByWarehouseFbsV1(ProductInfoStocksByWarehouseFbsV1Request)
                -> ProductInfoStocksByWarehouseFbsV1Response;
        /// Stocks of the products that a filter selects, scheme by scheme, page by page.
        list_v4: ProductInfoStocksV4(ProductInfoStocksV4Request) -> ProductInfoStocksV4Response;
        /// Stock of given products on each of the seller's warehouses, page by page.
        by_warehouse_v2:
            ProductInfoStocksByWarehouseFbsV2(ProductInfoStocksByWarehouseFbsV2Request)
                -> ProductInfoStocksByWarehouseFbsV2Response;
        /// All stock on one of the seller's warehouses, page by page.
        of_warehouse_v1:
            ProductInfoWarehouseStocksV1(ProductInfoWarehouseStocksV1Request) -> ProductInfoWarehouseStocksV1Response;
    }
    /// Promotions and the goods in them.
    Actions actions {
        /// Lists the promotions a shop can take part in.
        list_v1: ActionsV1(Empty) -> ActionsV1Response;
        /// Pages through the products that may take part in a promotion.
        candidates_v1: ActionsCandidatesV1(ActionsCandidatesV1Request) -> ActionsCandidatesV1Response;
        /// Pages through the products that take part in a promotion.
        products_v1: ActionsProductsV1(ActionsProductsV1Request) -> ActionsProductsV1Response;
        /// Puts products into a promotion, or changes their prices in it.
        products_activate_v1:
            ActionsProductsActivateV1(ActionsProductsActivateV1Request) -> ActionsProductsActivateV1Response;
        /// Takes products out of a promotion.
        products_deactivate_v1:
            ActionsProductsDeactivateV1(ActionsProductsDeactivateV1Request) -> ActionsProductsDeactivateV1Response;
        /// Products that may take part in a promotion, page by page by the last product, with money and its currency.
        candidates_v2: ActionsCandidatesV2(ActionsCandidatesV2Request) -> ActionsCandidatesV2Response;
        /// Products that take part in a promotion, page by page by the last product, with money and its currency.
        products_v2: ActionsProductsV2(ActionsProductsV2Request) -> ActionsProductsV2Response;
        /// Puts products into a promotion or changes their prices in it, and takes out those that have become too dear.
        products_update_v1: ActionsProductsUpdateV1(ActionsProductsUpdateV1Request) -> ActionsProductsUpdateV1Response;
        /// Buyers' requests for a lower price, page by page.
        discounts_task_list_v1:
            ActionsDiscountsTaskListV1(ActionsDiscountsTaskListV1Request) -> ActionsDiscountsTaskListV1Response;
        /// Grants buyers' requests for a lower price.
        discounts_task_approve_v1:
            ActionsDiscountsTaskApproveV1(ActionsDiscountsTaskApproveV1Request)
                -> ActionsDiscountsTaskDecidedV1Response;
        /// Declines buyers' requests for a lower price.
        discounts_task_decline_v1:
            ActionsDiscountsTaskDeclineV1(ActionsDiscountsTaskDeclineV1Request)
                -> ActionsDiscountsTaskDecidedV1Response;
        /// Buyers' requests for a lower price, page by page by the last one.
        discounts_task_list_v2:
            ActionsDiscountsTaskListV2(ActionsDiscountsTaskListV2Request) -> ActionsDiscountsTaskListV2Response;
        /// Takes products out of a promotion; answers those that left.
        products_deactivate_v2:
            ActionsProductsDeactivateV2(ActionsProductsDeactivateV2Request) -> ActionsProductsDeactivateV2Response;
    }
    /// Codes of digital goods.
    Digital digital {
        /// Takes activation codes of a digital product; the outcome is told by the task.
        upload_codes_v1:
            ProductUploadDigitalCodesV1(ProductUploadDigitalCodesV1Request) -> ProductUploadDigitalCodesV1Response;
        /// Tells what became of an upload of codes.
        upload_codes_info_v1:
            ProductUploadDigitalCodesInfoV1(ProductUploadDigitalCodesInfoV1Request)
                -> ProductUploadDigitalCodesInfoV1Response;
        /// Says how much of digital goods can be sold; codes for units without one are given after the sale.
        stocks_import_v1:
            ProductDigitalStocksImportV1(ProductDigitalStocksImportV1Request) -> ProductDigitalStocksImportV1Response;
        /// Gives codes to the units of a posting that were sold without one.
        posting_codes_upload_v1:
            PostingDigitalCodesUploadV1(PostingDigitalCodesUploadV1Request) -> PostingDigitalCodesUploadV1Response;
    }
    /// Certificates of goods and brands.
    Certificates certificates {
        /// Lists the kinds of requirements that a certificate can attest.
        accordance_types_v1:
            ProductCertificateAccordanceTypesV1(Empty) -> ProductCertificateAccordanceTypesV1Response;
        /// Lists the kinds of certificates.
        types_v1: ProductCertificateTypesV1(Empty) -> ProductCertificateTypesV1Response;
        /// Takes a certificate with its scans, as a form.
        create_v1:
            ProductCertificateCreateV1(ProductCertificateCreateV1Request) -> ProductCertificateCreateV1Response;
        /// Says which products a certificate stands for.
        bind_v1:
            ProductCertificateBindV1(ProductCertificateBindV1Request) -> ProductCertificateBindV1Response;
        /// Pages through the categories whose products may have or must have a certificate.
        certification_list_v1:
            ProductCertificationListV1(ProductCertificationListV1Request) -> ProductCertificationListV1Response;
        /// Pages through the brands of the shop's products.
        brand_company_certification_list_v1:
            BrandCompanyCertificationListV1(BrandCompanyCertificationListV1Request)
                -> BrandCompanyCertificationListV1Response;
        /// Takes a certificate with its scans and its goods; tells what is missing, or keeps it.
        create_v2: ProductCertificateCreateV2(ProductCertificateCreateV2Request) -> ProductCertificateCreateV2Response;
        /// Lists the kinds of requirements that a certificate can attest, those of dangerous goods apart.
        accordance_types_v2:
            ProductCertificateAccordanceTypesListV2(Empty) -> ProductCertificateAccordanceTypesListV2Response;
        /// Pages through the types of goods that may have or must have a certificate.
        certification_list_v2:
            ProductCertificationListV2(ProductCertificationListV2Request) -> ProductCertificationListV2Response;
    }
    /// Warehouses and delivery methods.
    Warehouses warehouses {
        /// Lists the shop's warehouses.
        list_v1: WarehouseListV1(Empty) -> WarehouseListV1Response;
        /// Pages through the delivery methods of the shop's warehouses.
        delivery_method_list_v1: DeliveryMethodListV1(DeliveryMethodListV1Request) -> DeliveryMethodListV1Response;
        /// The warehouses of the shop with their address, first mile and timetable, page by page.
        list_v2: WarehouseListV2(WarehouseListV2Request) -> WarehouseListV2Response;
        /// The delivery methods of the shop that a filter selects, page by page.
        delivery_method_list_v2: DeliveryMethodListV2(DeliveryMethodListV2Request) -> DeliveryMethodListV2Response;
    }
    /// Buyers' requests to call off what is on its way.
    Cancellations cancellations {
        /// Shows a request to call a posting off.
        get_v1:
            ConditionalCancellationGetV1(ConditionalCancellationGetV1Request) -> ConditionalCancellationGetV1Response;
        /// Pages through requests to call postings off.
        list_v1:
            ConditionalCancellationListV1(ConditionalCancellationListV1Request)
                -> ConditionalCancellationListV1Response;
        /// Grants a request: the posting is called off.
        approve_v1: ConditionalCancellationApproveV1(ConditionalCancellationMoveRequest) -> Empty;
        /// Refuses a request: the posting goes on.
        reject_v1: ConditionalCancellationRejectV1(ConditionalCancellationMoveRequest) -> Empty;
        /// Requests to call postings off, page by page by the last one.
        list_v2:
            ConditionalCancellationListV2(ConditionalCancellationListV2Request)
                -> ConditionalCancellationListV2Response;
        /// Grants a request: the posting is called off.
        approve_v2: ConditionalCancellationApproveV2(ConditionalCancellationMoveRequest) -> Empty;
        /// Refuses a request: the posting goes on.
        reject_v2: ConditionalCancellationRejectV2(ConditionalCancellationMoveRequest) -> Empty;
    }
    /// The shop, and the rights of its key.
    Shop shop {
        /// Tells the roles of the key that is used, and which methods each opens.
        roles_v1: RolesV1(Empty) -> RolesV1Response;
        /// Tells about the shop: its company, its level and how well it works.
        info_v1: SellerInfoV1(Empty) -> SellerInfoV1Response;
    }
    /// Areas on the map that a delivery method serves.
    Polygons polygons {
        /// Keeps the outline of an area of delivery.
        create_v1: PolygonCreateV1(PolygonCreateV1Request) -> PolygonCreateV1Response;
        /// Says which areas a delivery method serves, and within how many minutes each.
        bind_v1: PolygonBindV1(PolygonBindV1Request) -> Empty;
        /// Forgets areas; no method serves them any more.
        delete_v1: PolygonDeleteV1(PolygonDeleteV1Request) -> Empty;
        /// Says that a delivery method serves one more area, or serves it within another time.
        bind_v2: PolygonBindV2(PolygonBindV2Request) -> Empty;
    }
    /// Parcels: FBS and rFBS without a word for it, FBO by `fbo_`.
    Postings postings {
        /// Pages through the postings that are not finished yet, by cut-off or by hand-over date.
        unfulfilled_list_v3:
            PostingFbsUnfulfilledListV3(PostingFbsUnfulfilledListV3Request) -> PostingFbsUnfulfilledListV3Response;
        /// Pages through all postings whose processing began in a period.
        list_v3: PostingFbsListV3(PostingFbsListV3Request) -> PostingFbsListV3Response;
        /// Shows one posting in full.
        get_v3: PostingFbsGetV3(PostingFbsGetV3Request) -> PostingFbsGetV3Response;
        /// Finds a posting by a barcode of its label.
        get_by_barcode_v2:
            PostingFbsGetByBarcodeV2(PostingFbsGetByBarcodeV2Request) -> PostingFbsGetByBarcodeV2Response;
        /// Packs a posting; each package becomes a posting of its own. Oldest form, goods by SKU.
        ship_v2: PostingFbsShipV2(PostingFbsShipV2Request) -> PostingFbsShipV2Response;
        /// Packs a posting and hands in the marking data of its units in the same call.
        ship_v3: PostingFbsShipV3(PostingFbsShipV3Request) -> PostingFbsShipResponse;
        /// Packs a part of a posting into a new posting; the rest stays unpacked.
        ship_package_v3: PostingFbsShipPackageV3(PostingFbsShipPackageV3Request) -> PostingFbsShipResponse;
        /// Packs a posting whose marking data, where required, was set beforehand.
        ship_v4: PostingFbsShipV4(PostingFbsShipV4Request) -> PostingFbsShipResponse;
        /// Draws the labels of up to 20 packed postings, one page each, or of none if one is not ready.
        package_label_v2: PostingFbsPackageLabelV2(PostingFbsPackageLabelV2Request) -> Pdf;
        /// Lists every reason a posting can be cancelled for.
        cancel_reason_list_v2: PostingFbsCancelReasonListV2(Empty) -> PostingFbsCancelReasonListV2Response;
        /// Cancels a whole posting on the seller's side.
        cancel_v2: PostingFbsCancelV2(PostingFbsCancelV2Request) -> PostingFbsCancelV2Response;
        /// Calls some units of a posting off; all of them call the posting off.
        product_cancel_v2:
            PostingFbsProductCancelV2(PostingFbsProductCancelV2Request) -> PostingFbsProductCancelV2Response;
        /// Tells what the units of weighed goods weigh, before they are packed.
        product_change_v2:
            PostingFbsProductChangeV2(PostingFbsProductChangeV2Request) -> PostingFbsProductChangeV2Response;
        /// Lists countries by a part of their names.
        product_country_list_v2:
            PostingFbsProductCountryListV2(PostingFbsProductCountryListV2Request)
                -> PostingFbsProductCountryListV2Response;
        /// Tells where goods of a posting were made.
        product_country_set_v2:
            PostingFbsProductCountrySetV2(PostingFbsProductCountrySetV2Request)
                -> PostingFbsProductCountrySetV2Response;
        /// Opens a dispute over postings that were handed over and not accepted.
        arbitration_v2: PostingFbsArbitrationV2(PostingFbsMoveV2Request) -> PostingFbsMoveV2Response;
        /// Takes disputed postings back, to be handed over again.
        awaiting_delivery_v2: PostingFbsAwaitingDeliveryV2(PostingFbsMoveV2Request) -> PostingFbsMoveV2Response;
        /// Names the tracking numbers of the seller's carrier.
        set_tracking_number_v2:
            FbsPostingTrackingNumberSetV2(FbsPostingTrackingNumberSetV2Request) -> FbsPostingStepV2Response;
        /// Tells that postings left the seller abroad.
        sent_by_seller_v2: FbsPostingSentBySellerV2(FbsPostingStepV2Request) -> FbsPostingSentBySellerV2Response;
        /// Tells that the seller's delivery took postings.
        delivering_v2: FbsPostingDeliveringV2(FbsPostingStepV2Request) -> FbsPostingStepV2Response;
        /// Tells that the seller's courier is on the way to the buyer.
        last_mile_v2: FbsPostingLastMileV2(FbsPostingStepV2Request) -> FbsPostingStepV2Response;
        /// Tells that the seller's delivery handed postings to the buyer.
        delivered_v2: FbsPostingDeliveredV2(FbsPostingStepV2Request) -> FbsPostingStepV2Response;
        /// Hands in the marks and papers of a posting's units, to be checked.
        product_exemplar_set_v4:
            FbsPostingProductExemplarSetV4(FbsPostingProductExemplarSetV4Request)
                -> FbsPostingProductExemplarSetV4Response;
        /// Tells how far the check of a posting's units is.
        product_exemplar_status_v4:
            FbsPostingProductExemplarStatusV4(FbsPostingProductExemplarStatusV4Request)
                -> FbsPostingProductExemplarStatusV4Response;
        /// Tells whether marks and papers are well formed.
        product_exemplar_validate_v4:
            FbsPostingProductExemplarValidateV4(FbsPostingProductExemplarValidateV4Request)
                -> FbsPostingProductExemplarValidateV4Response;
        /// Lists FBO postings of a period.
        fbo_list_v2: PostingFboListV2(PostingFboListV2Request) -> PostingFboListV2Response;
        /// Shows one FBO posting.
        fbo_get_v2: PostingFboGetV2(PostingFboGetV2Request) -> PostingFboGetV2Response;
        /// Pages through the postings of a period by cursor.
        list_v4: PostingFbsListV4(PostingFbsListV4Request) -> PostingFbsListV4Response;
        /// Pages through the postings that are not finished yet by cursor and counts them.
        unfulfilled_list_v4:
            PostingFbsUnfulfilledListV4(PostingFbsUnfulfilledListV4Request) -> PostingFbsUnfulfilledListV4Response;
        /// Pages through FBO postings by cursor.
        fbo_list_v3: PostingFboListV3(PostingFboListV3Request) -> PostingFboListV3Response;
        /// Packs a part of a posting, unit by unit where they are named; answers the posting that holds the package.
        ship_package_v4: PostingFbsShipPackageV4(PostingFbsShipPackageV4Request) -> PostingFbsShipPackageV4Response;
        /// Hands in the typed marks and papers of a posting's units by their numbers, to be checked.
        product_exemplar_set_v6: FbsPostingProductExemplarSetV6(FbsPostingProductExemplarSetV6Request) -> Empty;
        /// Hands in the marks and papers of a posting's units by their numbers, to be checked.
        product_exemplar_set_v5:
            FbsPostingProductExemplarSetV5(FbsPostingProductExemplarSetV5Request)
                -> FbsPostingProductExemplarSetV5Response;
        /// Tells of each typed mark and paper whether it is well formed.
        product_exemplar_validate_v5:
            FbsPostingProductExemplarValidateV5(FbsPostingProductExemplarValidateV5Request)
                -> FbsPostingProductExemplarValidateV5Response;
        /// Tells of each typed mark and paper how far its check is.
        product_exemplar_status_v5:
            FbsPostingProductExemplarStatusV5(FbsPostingProductExemplarStatusV5Request)
                -> FbsPostingProductExemplarStatusV5Response;
        /// Numbers the units of a posting and shows what was handed in for each, one mark each.
        product_exemplar_create_or_get_v5:
            FbsPostingProductExemplarCreateOrGetV5(FbsPostingProductExemplarCreateOrGetRequest)
                -> FbsPostingProductExemplarCreateOrGetV5Response;
        /// Numbers the units of a posting and shows what was handed in for each.
        product_exemplar_create_or_get_v6:
            FbsPostingProductExemplarCreateOrGetV6(FbsPostingProductExemplarCreateOrGetRequest)
                -> FbsPostingProductExemplarCreateOrGetV6Response;
        /// Lists for each posting what it can be cancelled for now.
        cancel_reason_v1: PostingFbsCancelReasonV1(PostingFbsCancelReasonV1Request) -> PostingFbsCancelReasonV1Response;
        /// Tells which weights, sizes and prices the drop-off of a posting takes.
        restrictions_v1: PostingFbsRestrictionsV1(PostingFbsRestrictionsV1Request) -> PostingFbsRestrictionsV1Response;
        /// Tells where to and how often the delivery of a posting can be moved.
        timeslot_change_restrictions_v1:
            PostingFbsTimeslotChangeRestrictionsV1(PostingFbsTimeslotChangeRestrictionsV1Request)
                -> PostingFbsTimeslotChangeRestrictionsV1Response;
        /// Moves the delivery of a posting, twice at most.
        timeslot_set_v1: PostingFbsTimeslotSetV1(PostingFbsTimeslotSetV1Request) -> PostingFbsTimeslotSetV1Response;
        /// Tells how many boxes a posting is packed in.
        multi_box_qty_set_v3:
            PostingMultiBoxQtySetV3(PostingMultiBoxQtySetV3Request) -> PostingMultiBoxQtySetV3Response;
        /// Starts the drawing of large labels as one task.
        package_label_create_v1:
            PostingFbsPackageLabelCreateV1(PostingFbsPackageLabelCreateRequest)
                -> PostingFbsPackageLabelCreateV1Response;
        /// Starts the drawing of labels as a task for each size.
        package_label_create_v2:
            PostingFbsPackageLabelCreateV2(PostingFbsPackageLabelCreateRequest)
                -> PostingFbsPackageLabelCreateV2Response;
        /// Starts the drawing of labels as a task for each size; the answer has no wrapper.
        package_label_create_v3:
            PostingFbsPackageLabelCreateV3(PostingFbsPackageLabelCreateV3Request)
                -> PostingFbsPackageLabelCreateV3Response;
        /// Tells what became of a task of labels, all in one object.
        package_label_get_v1:
            PostingFbsPackageLabelGetV1(PostingFbsPackageLabelGetRequest) -> PostingFbsPackageLabelGetV1Response;
        /// Tells what became of a task of labels, with an object for its state.
        package_label_get_v2:
            PostingFbsPackageLabelGetV2(PostingFbsPackageLabelGetRequest) -> PostingFbsPackageLabelGetV2Response;
    }
    /// What became of goods brought to the marketplace's warehouses.
    Supplies supplies {
        /// Lists the waybills of a supply, with how far their acceptance is.
        orders_waybill_acceptance_results_v1:
            SupplierOrdersWaybillAcceptanceResultsV1(SupplierOrdersWaybillAcceptanceResultsV1Request)
                -> SupplierOrdersWaybillAcceptanceResultsV1Response;
        /// Shows what was counted of one waybill, line by line.
        waybill_acceptance_results_v1:
            SupplierWaybillAcceptanceResultsV1(SupplierWaybillAcceptanceResultsV1Request)
                -> SupplierWaybillAcceptanceResultsV1Response;
    }
    /// Goods on their way back.
    Returns returns {
        /// Pages through returns of goods that lay with the marketplace.
        fbo_v2: ReturnsCompanyFboV2(ReturnsCompanyFboV2Request) -> ReturnsCompanyFboV2Response;
        /// Pages through returns of goods that lay with the seller.
        fbs_v2: ReturnsCompanyFbsV2(ReturnsCompanyFbsV2Request) -> ReturnsCompanyFbsV2Response;
        /// Returns of every scheme that a filter selects, page by page.
        list_v1: ReturnsListV1(ReturnsListV1Request) -> ReturnsListV1Response;
        /// Returns of goods that lay with the seller, page by page by the last return.
        fbs_v3: ReturnsCompanyFbsV3(ReturnsCompanyFbsV3Request) -> ReturnsCompanyFbsV3Response;
        /// Returns of goods that lay with the marketplace, page by page by the last return.
        fbo_v3: ReturnsCompanyFboV3(ReturnsCompanyFboV3Request) -> ReturnsCompanyFboV3Response;
    }
    /// Chats with buyers.
    Chats chats {
        /// Pages through chats, with what is unread in them.
        list_v1: ChatListV1(ChatListV1Request) -> ChatListV1Response;
        /// Shows messages of a chat, old to new.
        history_v1: ChatHistoryV1(ChatHistoryV1Request) -> ChatHistoryV1Response;
        /// Shows messages of a chat, new to old.
        updates_v1: ChatUpdatesV1(ChatUpdatesV1Request) -> ChatUpdatesV1Response;
        /// Opens the chat about a posting, or answers the one there is.
        start_v1: ChatStartV1(ChatStartV1Request) -> ChatStartV1Response;
        /// Writes to the buyer.
        send_message_v1: ChatSendMessageV1(ChatSendMessageV1Request) -> ChatSendMessageV1Response;
        /// Sends the buyer a file.
        send_file_v1: ChatSendFileV1(ChatSendFileV1Request) -> ChatSendFileV1Response;
        /// Chats that a filter selects, page by page, with what is unread in them.
        list_v2: ChatListV2(ChatListV2Request) -> ChatListV2Response;
        /// Chats that a filter selects, page by page by cursor, with what is unread in them.
        list_v3: ChatListV3(ChatListV3Request) -> ChatListV3Response;
        /// Messages of a chat in either direction.
        history_v2: ChatHistoryV2(ChatHistoryV2Request) -> ChatHistoryV2Response;
        /// Messages of a chat in either direction, or given ones.
        history_v3: ChatHistoryV3(ChatHistoryV3Request) -> ChatHistoryV3Response;
        /// Marks messages of a chat as read, up to one of them.
        read_v2: ChatReadV2(ChatReadV2Request) -> ChatReadV2Response;
    }
    /// Carriages and their papers.
    Acts acts {
        /// Forms a carriage of the packed postings of a delivery method and day and starts its papers.
        create_v2: PostingFbsActCreateV2(PostingFbsActCreateV2Request) -> PostingFbsActCreateV2Response;
        /// Tells whether the papers of a carriage are ready and which postings it took.
        check_status_v2:
            PostingFbsActCheckStatusV2(PostingFbsActCheckStatusV2Request) -> PostingFbsActCheckStatusV2Response;
        /// Hands out the acceptance act and waybill of a carriage.
        get_pdf_v2: PostingFbsActGetPdfV2(PostingFbsActGetPdfV2Request) -> Pdf;
        /// Hands out the labels of a carriage's containers.
        get_container_labels_v2: PostingFbsActGetContainerLabelsV2(PostingFbsActGetContainerLabelsV2Request) -> Pdf;
        /// Shows the carriage of a delivery method and day, and what still keeps it from being formed.
        carriage_available_list_v1:
            PostingCarriageAvailableListV1(PostingCarriageAvailableListV1Request)
                -> PostingCarriageAvailableListV1Response;
        /// Creates a carriage of the packed postings of a delivery method and day; it leaves once it is approved.
        carriage_create_v1: CarriageCreateV1(CarriageCreateV1Request) -> CarriageCreateV1Response;
        /// Approves a carriage: its papers are started.
        carriage_approve_v1: CarriageApproveV1(CarriageApproveV1Request) -> Empty;
        /// Calls off a carriage whose papers are not made yet.
        carriage_cancel_v1: CarriageCancelV1(CarriageCancelV1Request) -> CarriageCancelV1Response;
        /// Shows a carriage.
        carriage_get_v1: CarriageGetV1(CarriageGetV1Request) -> CarriageGetV1Response;
        /// Lists delivery methods with their carriages of a day.
        carriage_delivery_list_v1:
            CarriageDeliveryListV1(CarriageDeliveryListV1Request) -> CarriageDeliveryListV1Response;
        /// Lists delivery methods with their carriages of a day, page by page.
        carriage_delivery_list_v2:
            CarriageDeliveryListV2(CarriageDeliveryListV2Request) -> CarriageDeliveryListV2Response;
        /// Lists acts.
        list_v2: PostingFbsActListV2(PostingFbsActListV2Request) -> PostingFbsActListV2Response;
        /// Lists the postings of an act.
        get_postings_v2:
            PostingFbsActGetPostingsV2(PostingFbsActGetPostingsV2Request) -> PostingFbsActGetPostingsV2Response;
        /// Draws the bar code by which a carriage is accepted.
        get_barcode_v2: PostingFbsActGetBarcodeV2(PostingFbsActGetBarcodeV2Request) -> Png;
        /// Tells the bar code by which a carriage is accepted.
        get_barcode_text_v2:
            PostingFbsActGetBarcodeTextV2(PostingFbsActGetBarcodeV2Request) -> PostingFbsActGetBarcodeTextV2Response;
        /// Tells how far the electronic papers of a carriage are.
        digital_check_status_v2:
            PostingFbsDigitalActCheckStatusV2(PostingFbsDigitalActCheckStatusV2Request) -> PostingFbsDigitalActCheckStatusV2Response;
        /// Hands out an electronic paper of a carriage.
        digital_get_pdf_v2: PostingFbsDigitalActGetPdfV2(PostingFbsDigitalActGetPdfV2Request) -> Pdf;
    }
    /// Operations and their totals.
    Finance finance {
        /// Pages through the operations of a period or of one posting.
        transaction_list_v3:
            FinanceTransactionListV3(FinanceTransactionListV3Request) -> FinanceTransactionListV3Response;
        /// Adds up the operations of a period or of one posting by kind.
        transaction_totals_v3:
            FinanceTransactionTotalsV3(FinanceTransactionTotalsV3Request) -> FinanceTransactionTotalsV3Response;
        /// Accruals of one day with goods, fees and their types, page by page.
        accrual_by_day_v1: FinanceAccrualByDayV1(FinanceAccrualByDayV1Request) -> FinanceAccrualByDayV1Response;
        /// Accruals of postings by SKU and type.
        accrual_postings_v1:
            FinanceAccrualPostingsV1(FinanceAccrualPostingsV1Request) -> FinanceAccrualPostingsV1Response;
        /// The types of accruals.
        accrual_types_v1: FinanceAccrualTypesV1(Empty) -> FinanceAccrualTypesV1Response;
        /// Goods delivered and sent back in a month, by SKU and price.
        realization_v2: FinanceRealizationV2(FinanceRealizationV2Request) -> FinanceRealizationV2Response;
        /// Money by half months, page by page.
        cash_flow_statement_list_v1:
            FinanceCashFlowStatementListV1(FinanceCashFlowStatementListV1Request)
                -> FinanceCashFlowStatementListV1Response;
    }
    /// Sums by day and SKU, turnover, stock at the marketplace.
    Analytics analytics {
        /// Counts metrics over a period, grouped by dimensions.
        data_v1: AnalyticsDataV1(AnalyticsDataV1Request) -> AnalyticsDataV1Response;
        /// Tells how fast the goods at the marketplace turned over in half a month, by category.
        item_turnover_v1: AnalyticsItemTurnoverV1(AnalyticsItemTurnoverV1Request) -> AnalyticsItemTurnoverV1Response;
        /// Stock at the marketplace: in all, and by warehouse.
        stock_on_warehouses_v1:
            AnalyticsStockOnWarehousesV1(AnalyticsStockOnWarehousesV1Request) -> AnalyticsStockOnWarehousesV1Response;
        /// Stock at the marketplace, one row for each product and warehouse.
        stock_on_warehouses_v2:
            AnalyticsStockOnWarehousesV2(AnalyticsStockOnWarehousesV2Request) -> AnalyticsStockOnWarehousesV2Response;
        /// Stock of given goods at the marketplace, with how fast they sell.
        stocks_v1: AnalyticsStocksV1(AnalyticsStocksV1Request) -> AnalyticsStocksV1Response;
        /// Stock at the marketplace, page by page.
        manage_stocks_v1: AnalyticsManageStocksV1(AnalyticsManageStocksV1Request) -> AnalyticsManageStocksV1Response;
        /// How well the shop works, by its postings of the last weeks.
        rating_summary_v1: RatingSummaryV1(Empty) -> RatingSummaryV1Response;
    }
    /// Files that are ordered now and made later.
    Reports reports {
        /// Pages through the reports of the shop, newest first.
        list_v1: ReportListV1(ReportListV1Request) -> ReportListV1Response;
        /// Tells how far a report is, and where its file is.
        info_v1: ReportInfoV1(ReportInfoV1Request) -> ReportInfoV1Response;
        /// Orders the report on goods.
        products_create_v1: ReportProductsCreateV1(ReportProductsCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on parcels: one row for each product of a parcel.
        postings_create_v1: ReportPostingsCreateV1(ReportPostingsCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on goods that buyers sent back.
        returns_create_v1: ReportReturnsCreateV1(ReportReturnsCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on stock at the marketplace.
        stock_create_v1: ReportStockCreateV1(ReportStockCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on where the goods at the marketplace are.
        products_movement_create_v1:
            ReportProductsMovementCreateV1(ReportProductsMovementCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on prices and what a sale costs.
        products_prices_create_v1:
            ReportProductsPricesCreateV1(ReportProductsPricesCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on accruals.
        transactions_create_v1: ReportTransactionsCreateV1(ReportTransactionsCreateV1Request) -> ReportCreateV1Response;
        /// Orders the report on money day by day, with the balance before and after.
        finance_create_v1: ReportFinanceCreateV1(ReportFinanceCreateV1Request) -> ReportCreateV1Response;
        /// Orders a report on the returns of a period.
        returns_create_v2: ReportReturnsCreateV2(ReportReturnsCreateV2Request) -> ReportCreateV1Response;
        /// Orders a report on stock on the shop's own warehouses.
        warehouse_stock_v1: ReportWarehouseStockV1(ReportWarehouseStockV1Request) -> ReportWarehouseStockV1Response;
    }
    /// Where the shop's pushes go.
    Notifications notifications {
        /// Pings a receiver.
        check_v1: NotificationCheckV1(NotificationCheckV1Request) -> NotificationCheckV1Response;
        /// Ends a subscription.
        delete_v1: NotificationDeleteV1(NotificationDeleteV1Request) -> Empty;
        /// Switches a subscription on or off.
        enable_v1: NotificationEnableV1(NotificationEnableV1Request) -> Empty;
        /// Lists subscriptions and how their receivers do.
        list_v1: NotificationListV1(NotificationListV1Request) -> NotificationListV1Response;
        /// Lists the kinds of pushes and where each goes.
        push_type_list_v1: NotificationPushTypeListV1(Empty) -> NotificationPushTypeListV1Response;
        /// Says where pushes go.
        set_v1: NotificationSetV1(NotificationSetV1Request) -> Empty;
        /// Changes a subscription.
        update_v1: NotificationUpdateV1(NotificationUpdateV1Request) -> Empty;
    }
}
