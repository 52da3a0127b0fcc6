//! Says which products a certificate stands for.

use std::collections::BTreeSet;

use gostiny_wire::{
    certificate::{ProductCertificateBindV1Request, ProductCertificateBindV1Response},
    scalar::{CertificateId, ProductId},
};

use crate::{
    areas::product,
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::Due,
    store::{Arg, Row},
};

const REQUEST: &str = "ProductCertificateBindRequest";

/// Binds all of the products or, when one is unknown, none. What was bound before stays bound.
pub async fn v1(call: &mut Call, req: &ProductCertificateBindV1Request) -> Result<ProductCertificateBindV1Response> {
    check::positive(REQUEST, "CertificateId", req.certificate_id.0)?;
    check::items(REQUEST, "ProductId", req.product_id.len(), 1, 1_000)?;
    // Held, so that the count stays true and the word on it does not change meanwhile.
    let status: Option<String> = call.tx.row(HOLD, args![call.seller, req.certificate_id], |row| row.next()).await?;
    let status = status.ok_or_else(|| Error::NotFound("Certificate not found".to_owned()))?;
    if matches!(status.as_str(), "rejected" | "expired") {
        return Err(Error::WrongState(format!("CERTIFICATE_IS_{}", status.to_uppercase())));
    }
    let mut ids: Vec<ProductId> = req.product_id.clone();
    ids.sort_unstable();
    ids.dedup();
    // Held too, so that none of them is deleted before it is bound.
    product::hold(call, &ids).await?;
    if product::promotable(call, &ids).await?.len() != ids.len() {
        return Err(Error::NotFound("Product not found".to_owned()));
    }
    let rows: Vec<Vec<Arg>> = ids.iter().map(|id| args![call.seller, req.certificate_id, *id].to_vec()).collect();
    let bound = i64::try_from(call.tx.run_bulk(BIND, &rows).await?).unwrap_or_default();
    call.tx.run(COUNT, args![call.seller, req.certificate_id, bound]).await?;
    Ok(ProductCertificateBindV1Response { result: true })
}

const HOLD: &str = "select status from certificate where seller_id = $1 and certificate_id = $2 {held}";
const BIND: &str = "insert into certificate_product (seller_id, certificate_id, product_id) \
    select seller_id, certificate_id, product_id from {rows(seller_id, certificate_id, product_id)} where true \
    on conflict (seller_id, certificate_id, product_id) do nothing";
const COUNT: &str = "update certificate set products = products + $3 where seller_id = $1 and certificate_id = $2";

/// Products are gone: no certificate stands for them any more. Certificates are held first, as when they are bound.
pub(super) async fn gone(call: &mut Call, due: &Due) -> Result<()> {
    let ids: Vec<ProductId> = serde_json::from_str(&due.payload)?;
    let list: Vec<Arg> = ids.into_iter().map(Arg::from).collect();
    let read = |row: &Row<'_>| row.next::<CertificateId>();
    let bound: BTreeSet<CertificateId> =
        call.tx.rows_in(BOUND_TO, args![call.seller], &list, read).await?.into_iter().collect();
    for certificate_id in bound {
        call.tx.row(HOLD, args![call.seller, certificate_id], |row| row.next::<String>()).await?;
        let fewer = call.tx.run_in(UNBIND, args![call.seller, certificate_id], &list).await?;
        let fewer = i64::try_from(fewer).unwrap_or_default();
        call.tx.run(COUNT, args![call.seller, certificate_id, -fewer]).await?;
    }
    Ok(())
}

const BOUND_TO: &str = "select certificate_id from certificate_product where seller_id = $1 and product_id {in}";
const UNBIND: &str = "delete from certificate_product \
    where seller_id = $1 and certificate_id = $2 and product_id {in}";
