//! A seller brings a certificate with its scans.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use gostiny_wire::{
    certificate::{FormFile, ProductCertificateCreateV1Request, ProductCertificateCreateV1Response},
    scalar::{CertificateId, ClientId, Time},
};
use sha2::{Digest, Sha256};

use super::{EXPIRE, file, kind};
use crate::{
    App, args,
    call::{By, Call},
    check,
    error::{Error, Result},
    job,
};

const REQUEST: &str = "ProductCertificateCreateRequest";
/// Scans of one certificate.
pub(super) const MOST_FILES: usize = 10;
/// Bytes of one scan.
const LARGEST: usize = 10 * 1024 * 1024;

/// A scan as it is kept.
#[derive(Clone)]
pub struct Scan {
    /// Its name in the file store.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// The scans are kept before the certificate is; one that is refused leaves nothing that anybody sees.
pub async fn v1(
    app: Arc<App>,
    by: By,
    req: ProductCertificateCreateV1Request,
) -> Result<ProductCertificateCreateV1Response> {
    fields(&req)?;
    check::items(REQUEST, "Files", req.files.len(), 1, MOST_FILES)?;
    let scans: Vec<Scan> = req.files.iter().map(|file| scan(by.seller, file)).collect::<Result<_>>()?;
    for scan in &scans {
        app.world.files.put(&scan.name, scan.bytes.clone()).await?;
    }
    let names: Arc<Vec<String>> = Arc::new(scans.into_iter().map(|scan| scan.name).collect());
    let req = Arc::new(ProductCertificateCreateV1Request { files: Vec::new(), ..req });
    app.write(by, move |call| {
        let (req, names) = (req.clone(), names.clone());
        Box::pin(async move { Ok(ProductCertificateCreateV1Response { id: keep(call, &req, &names).await? }) })
    })
    .await
}

/// What does not need the world: the clock speaks in [`keep`].
fn fields(req: &ProductCertificateCreateV1Request) -> Result<()> {
    let invalid = |field: &str, rule: &str| Err(Error::invalid(format!("{REQUEST}.{field}"), rule));
    check::length(REQUEST, "Name", &req.name, 1, 100)?;
    check::length(REQUEST, "Number", &req.number, 1, 100)?;
    if !kind::is_type(&req.type_code) {
        return invalid("TypeCode", "value must be one of the certificate types");
    }
    if !req.accordance_type_code.is_empty() && !kind::is_accordance_type(&req.accordance_type_code) {
        return invalid("AccordanceTypeCode", "value must be one of the accordance types");
    }
    let Some(issued) = req.issue_date else { return invalid("IssueDate", "value is required") };
    if req.expire_date.is_some_and(|expires| expires <= issued) {
        return invalid("ExpireDate", "value must be later than IssueDate");
    }
    Ok(())
}

/// The same content has the same name, so a call that is sent again keeps nothing twice.
pub(super) fn scan(seller: ClientId, file: &FormFile) -> Result<Scan> {
    let wrong = |rule: &str| Error::invalid(format!("{REQUEST}.Files"), rule);
    let bytes = STANDARD.decode(&file.base64_content).map_err(|_| wrong("value must be base64"))?;
    if bytes.len() > LARGEST {
        return Err(wrong("value must be no larger than 10 MB"));
    }
    let kind = file::kind(&bytes).ok_or_else(|| wrong("value must be a JPEG, PNG or PDF file"))?;
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Scan { name: format!("certificate/{seller}/{hash}.{kind}"), bytes: bytes.into() })
}

/// Keeps a certificate whose scans are in the file store. It waits for the operator's word.
pub async fn keep(call: &mut Call, req: &ProductCertificateCreateV1Request, scans: &[String]) -> Result<CertificateId> {
    let issued: Time = *check::required(REQUEST, "IssueDate", req.issue_date.as_ref())?;
    if issued > call.now {
        return Err(Error::invalid(format!("{REQUEST}.IssueDate"), "value must not be in the future"));
    }
    if req.expire_date.is_some_and(|expires| expires <= call.now) {
        return Err(Error::invalid(format!("{REQUEST}.ExpireDate"), "value must be in the future"));
    }
    let id = CertificateId(call.id("certificate").await?);
    let args = args![
        call.seller,
        id,
        &req.name,
        &req.number,
        &req.type_code,
        &req.accordance_type_code,
        issued,
        req.expire_date,
        serde_json::to_string(scans)?,
        call.now
    ];
    call.tx.run(KEEP, args).await?;
    if let Some(expires) = req.expire_date {
        job::schedule(call, EXPIRE, expires, &id.to_string(), "").await?;
    }
    Ok(id)
}

const KEEP: &str = "insert into certificate (seller_id, certificate_id, name, number, type_code, \
    accordance_type_code, issue_date, expire_date, status, reason, files, products, created_at) \
    values ($1, $2, $3, $4, $5, $6, $7, $8, 'moderation', '', $9, 0, $10)";

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> ProductCertificateCreateV1Request {
        ProductCertificateCreateV1Request {
            name: "Ж".repeat(100),
            number: "РОСС RU.0001".to_owned(),
            type_code: "declaration".to_owned(),
            issue_date: Some(Time(5)),
            ..Default::default()
        }
    }

    #[test]
    fn the_fields_have_rules() {
        assert!(fields(&good()).is_ok());
        let wrong: [fn(&mut ProductCertificateCreateV1Request); 6] = [
            |req| req.name.push('Ж'),
            |req| req.number.clear(),
            |req| req.type_code = "diploma".to_owned(),
            |req| req.accordance_type_code = "iso".to_owned(),
            |req| req.issue_date = None,
            |req| req.expire_date = Some(Time(5)),
        ];
        for change in wrong {
            let mut req = good();
            change(&mut req);
            assert!(matches!(fields(&req), Err(Error::Invalid { .. })), "{req:?}");
        }
    }
}
