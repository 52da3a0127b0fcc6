//! The word on certificates: the operator's, and the clock's.

use gostiny_wire::{
    operator::{
        Certificate, CertificateDecideRequest, CertificateDecision, CertificateListRequest, CertificateListResponse,
    },
    scalar::CertificateId,
};

use crate::{
    api::LastId,
    args,
    call::Call,
    check,
    error::{Error, Result},
    job::Due,
    store::Row,
};

/// A page of certificates, of one shop or of all.
pub async fn list(call: &mut Call, req: &CertificateListRequest) -> Result<CertificateListResponse> {
    let limit = if req.limit == 0 { 100 } else { req.limit };
    check::limit("CertificateListRequest", limit, 1000)?;
    let after = LastId::parse(&req.last_id)?;
    let page = match req.client_id {
        Some(seller) => call.tx.rows(OF_SHOP, args![seller, after.0, limit], certificate).await?,
        None => call.tx.rows(OF_ALL, args![after.0, limit], certificate).await?,
    };
    let last_id = page.last().map(|last| LastId(last.certificate_id.0).to_string()).unwrap_or_default();
    let certificates = page.into_iter().map(|one| linked(call, one)).collect();
    Ok(CertificateListResponse { certificates, last_id })
}

macro_rules! certificates {
    ($rest:literal) => {
        concat!(
            "select certificate_id, seller_id, name, number, type_code, accordance_type_code, status, reason, \
             issue_date, expire_date, products, files, details from certificate where ",
            $rest
        )
    };
}

const OF_SHOP: &str = certificates!("seller_id = $1 and certificate_id > $2 order by certificate_id limit $3");
const OF_ALL: &str = certificates!("certificate_id > $1 order by certificate_id limit $2");
const FIND: &str = certificates!("certificate_id = $1");

fn certificate(row: &Row<'_>) -> Result<Certificate> {
    Ok(Certificate {
        certificate_id: row.next()?,
        client_id: row.next()?,
        name: row.next()?,
        number: row.next()?,
        type_code: row.next()?,
        accordance_type_code: row.next()?,
        status: row.next()?,
        reason: row.next()?,
        issue_date: row.next()?,
        expire_date: row.next()?,
        products: row.next()?,
        files: row.next_json()?,
        details: row.next_json()?,
    })
}

/// Names of files become addresses, good for an hour.
fn linked(call: &Call, one: Certificate) -> Certificate {
    let files = one.files.iter().map(|name| call.files.link(name, call.now.plus_hours(1))).collect();
    Certificate { files, ..one }
}

/// Approves what waits, rejects what waits or held so far.
pub async fn decide(call: &mut Call, req: &CertificateDecideRequest) -> Result<Certificate> {
    let decision =
        req.decision.ok_or_else(|| Error::invalid("CertificateDecideRequest.Decision", "value is required"))?;
    let found = call.tx.row(FIND, args![req.id], certificate).await?;
    let before = found.ok_or_else(|| Error::NotFound(format!("there is no certificate {}", req.id)))?;
    let (status, reason) = match (before.status.as_str(), decision) {
        ("moderation", CertificateDecision::Approve) => ("approved", ""),
        ("moderation" | "approved", CertificateDecision::Reject) => ("rejected", req.reason.as_str()),
        (status, _) => return Err(Error::WrongState(format!("the certificate is {status}"))),
    };
    let args = args![before.client_id, req.id, status, reason, &before.status];
    if call.tx.run(DECIDE, args).await? != 1 {
        return Err(Error::Raced);
    }
    let after = Certificate { status: status.to_owned(), reason: reason.to_owned(), ..before };
    Ok(linked(call, after))
}

const DECIDE: &str = "update certificate set status = $3, reason = $4 \
    where seller_id = $1 and certificate_id = $2 and status = $5";

/// Its last day is over.
pub async fn expire(call: &mut Call, due: &Due) -> Result<()> {
    call.tx.run(EXPIRED, args![call.seller, CertificateId(due.subject_number()?)]).await?;
    Ok(())
}

const EXPIRED: &str = "update certificate set status = 'expired' \
    where seller_id = $1 and certificate_id = $2 and status in ('moderation', 'approved')";
