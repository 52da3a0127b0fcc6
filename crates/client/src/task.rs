//! What the service does later: waiting for it with a deadline, and fetching the files it makes.

use std::time::Duration;

use gostiny_wire::{act::*, digital::*, method::Pdf, posting::*, product::*, report::*, scalar::*};
use reqwest::Response;
use tokio::time::Instant;

use crate::{Client, ClientError, Raw, rest};

/// A file may lie this many addresses away.
const REDIRECTS: usize = 5;

const LABELS: &str = "the task of labels";

/// How often to look, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between two looks.
    pub every: Duration,
    /// In all.
    pub most: Duration,
}

impl Default for Patience {
    /// Every two seconds for five minutes: reports and acts are mostly made within one.
    fn default() -> Self {
        Self { every: Duration::from_secs(2), most: Duration::from_secs(300) }
    }
}

impl Patience {
    /// Looks by `ask` until there is something to see; the last look is at the deadline.
    ///
    /// # Errors
    /// [`ClientError::Late`] after the deadline, and whatever `ask` fails with.
    pub async fn wait<T, F, A>(self, what: &str, mut ask: F) -> Result<T, ClientError>
    where
        F: FnMut() -> A,
        A: Future<Output = Result<Option<T>, ClientError>>,
    {
        let start = Instant::now();
        loop {
            if let Some(found) = ask().await? {
                return Ok(found);
            }
            let left = self.most.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(ClientError::Late { what: what.to_owned(), waited: start.elapsed() });
            }
            rest(self.every.min(left)).await;
        }
    }
}

/// Each waits until the deadline of its `patience` and then fails with [`ClientError::Late`]; what was waited for may
/// be asked for again.
impl Client {
    /// Waits until no product of an import is pending.
    ///
    /// # Errors
    /// Those of [`Client::call`]. Products that were refused are told by the items of the answer.
    pub async fn imported(&self, task_id: TaskId, patience: Patience) -> Result<ProductImportInfoResult, ClientError> {
        let request = ProductImportInfoV1Request { task_id };
        let ask = async || {
            let found = self.call(ProductImportInfoV1, &request).await?.result;
            let is_ready = !found.items.is_empty() && found.items.iter().all(|item| item.status != "pending");
            Ok(is_ready.then_some(found))
        };
        patience.wait("the import", ask).await
    }

    /// Waits until the codes of a digital product are taken.
    ///
    /// # Errors
    /// [`ClientError::Failed`] when none of them was, and those of [`Client::call`].
    pub async fn codes_taken(&self, task_id: TaskId, patience: Patience) -> Result<(), ClientError> {
        let request = ProductUploadDigitalCodesInfoV1Request { task_id };
        let ask = async || {
            let status = self.call(ProductUploadDigitalCodesInfoV1, &request).await?.result.status;
            match status.as_str() {
                "imported" => Ok(Some(())),
                "failed" => Err(failed("the upload of codes", status)),
                _ => Ok(None),
            }
        };
        patience.wait("the upload of codes", ask).await
    }

    /// Waits until a report is made. Its `file` is fetched by [`Client::download`] or [`Client::download_to`].
    ///
    /// # Errors
    /// [`ClientError::Failed`] when it cannot be made, and those of [`Client::call`].
    pub async fn report_made(&self, code: &str, patience: Patience) -> Result<Report, ClientError> {
        let request = ReportInfoV1Request { code: code.to_owned() };
        let ask = async || {
            let report = self.call(ReportInfoV1, &request).await?.result;
            match report.status.as_str() {
                "failed" => Err(failed("the report", report.error)),
                "success" if !report.file.is_empty() => Ok(Some(report)),
                _ => Ok(None),
            }
        };
        patience.wait("the report", ask).await
    }

    /// Waits until the papers of a carriage are ready, and tells which postings travel.
    ///
    /// # Errors
    /// [`ClientError::Failed`] when they cannot be made, and those of [`Client::call`].
    pub async fn act_ready(
        &self,
        id: CarriageId,
        patience: Patience,
    ) -> Result<PostingFbsActCheckStatusV2Result, ClientError> {
        let request = PostingFbsActCheckStatusV2Request { id };
        let ask = async || {
            let act = self.call(PostingFbsActCheckStatusV2, &request).await?.result;
            match act.status.as_str() {
                "ready" => Ok(Some(act)),
                "error" | "cancelled" => Err(failed("the act", act.status)),
                _ => Ok(None),
            }
        };
        patience.wait("the act", ask).await
    }

    /// Waits until the act of a carriage is ready, and fetches it.
    ///
    /// # Errors
    /// As [`Client::act_ready`].
    pub async fn act_document(&self, id: CarriageId, patience: Patience) -> Result<Pdf, ClientError> {
        self.act_ready(id, patience).await?;
        self.call(PostingFbsActGetPdfV2, &PostingFbsActGetPdfV2Request { id }).await
    }

    /// Waits until the labels of postings are drawn, about a minute after they were packed, and fetches them.
    ///
    /// # Errors
    /// Those of [`Client::call`].
    pub async fn labels(&self, posting_number: &[PostingNumber], patience: Patience) -> Result<Pdf, ClientError> {
        let request = PostingFbsPackageLabelV2Request { posting_number: posting_number.to_vec() };
        let ask = async || match self.call(PostingFbsPackageLabelV2, &request).await {
            Ok(labels) => Ok(Some(labels)),
            Err(ClientError::Refused { message, .. }) if message.contains("POSTINGS_NOT_READY") => Ok(None),
            Err(error) => Err(error),
        };
        patience.wait("the labels", ask).await
    }

    /// Waits until electronic papers of a carriage are formed, and tells how far they are: `FORMED`, or `CONFIRMED` and
    /// `CONFIRMED_WITH_MISMATCH` once the carrier has looked.
    ///
    /// # Errors
    /// [`ClientError::Failed`] when there are none and will be none, and those of [`Client::call`].
    pub async fn digital_act_formed(&self, id: CarriageId, patience: Patience) -> Result<String, ClientError> {
        let request = PostingFbsDigitalActCheckStatusV2Request { id };
        let ask = async || {
            let status = self.call(PostingFbsDigitalActCheckStatusV2, &request).await?.status;
            match status.as_str() {
                "FORMED" | "CONFIRMED" | "CONFIRMED_WITH_MISMATCH" => Ok(Some(status)),
                "NOT_FOUND" | "UNKNOWN_ERROR" => Err(failed("the electronic act", status)),
                _ => Ok(None),
            }
        };
        patience.wait("the electronic act", ask).await
    }

    /// Waits until a task of labels is done, asking by the first version. The file lies at `file_url` for a day and is
    /// fetched by [`Client::download`]; postings without a label are told beside it.
    ///
    /// # Errors
    /// [`ClientError::Failed`] when there is no label at all, and those of [`Client::call`].
    pub async fn labels_printed_v1(
        &self,
        task_id: TaskId,
        patience: Patience,
    ) -> Result<PostingFbsPackageLabelGetV1Result, ClientError> {
        let request = PostingFbsPackageLabelGetRequest { task_id };
        let ask = async || {
            let task = self.call(PostingFbsPackageLabelGetV1, &request).await?.result;
            match task.status.as_str() {
                "completed" => Ok(Some(task)),
                "error" => Err(failed(LABELS, task.error)),
                _ => Ok(None),
            }
        };
        patience.wait(LABELS, ask).await
    }

    /// The same by the second version, which asks about the tasks of each later one too.
    ///
    /// # Errors
    /// As [`Client::labels_printed_v1`].
    pub async fn labels_printed_v2(
        &self,
        task_id: TaskId,
        patience: Patience,
    ) -> Result<PostingFbsPackageLabelGetV2Response, ClientError> {
        let request = PostingFbsPackageLabelGetRequest { task_id };
        let ask = async || {
            let task = self.call(PostingFbsPackageLabelGetV2, &request).await?;
            match task.status.code.as_str() {
                "completed" => Ok(Some(task)),
                "error" => Err(failed(LABELS, task.error.map(|error| error.code).unwrap_or_default())),
                _ => Ok(None),
            }
        };
        patience.wait(LABELS, ask).await
    }

    /// Fetches a file that an answer names: a report, a file of a chat. No key goes with it. Tried again as a read is.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the link has run out, [`ClientError::Transport`] when the file broke off.
    pub async fn download(&self, url: &str) -> Result<Vec<u8>, ClientError> {
        let mut attempt = 1;
        loop {
            let outcome = match self.fetch(url).await {
                Ok(answer) => read(answer).await,
                Err(ClientError::Transport(error)) => Err(error),
                Err(error) => return Err(error),
            };
            match self.pool.retry.pause(attempt, true, &outcome) {
                Some(pause) => rest(pause).await,
                None => {
                    let raw = outcome?;
                    return if raw.status == 200 { Ok(raw.body) } else { Err(ClientError::refused(&raw)) };
                }
            }
            attempt += 1;
        }
    }

    /// As [`Client::download`], once, for files of any size: hands each piece on as it arrives, and tells how many
    /// bytes there were. The time-out of the client holds between two pieces.
    ///
    /// # Errors
    /// As [`Client::download`], and [`ClientError::Write`] with whatever `write` fails with.
    pub async fn download_to(
        &self,
        url: &str,
        mut write: impl FnMut(&[u8]) -> std::io::Result<()>,
    ) -> Result<u64, ClientError> {
        let mut answer = self.fetch(url).await?;
        if answer.status().as_u16() != 200 {
            return Err(ClientError::refused(&read(answer).await?));
        }
        let mut length = 0;
        while let Some(piece) = answer.chunk().await? {
            write(&piece).map_err(ClientError::Write)?;
            length += u64::try_from(piece.len()).unwrap_or_default();
        }
        Ok(length)
    }

    async fn fetch(&self, url: &str) -> Result<Response, ClientError> {
        let mut at = self.pool.address(url)?;
        for _ in 0..REDIRECTS {
            let answer = self.pool.http(&at)?.get(at.clone()).send().await?;
            let next = answer.headers().get("location").and_then(|next| next.to_str().ok());
            match next {
                Some(next) if answer.status().is_redirection() => {
                    at = at.join(next).map_err(|error| ClientError::decode(url, error))?;
                }
                _ => return Ok(answer),
            }
        }
        Err(failed("the file", format!("more than {REDIRECTS} addresses led to each other")))
    }
}

async fn read(answer: Response) -> Result<Raw, reqwest::Error> {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Ok(Raw { status, headers, body: answer.bytes().await?.into() })
}

fn failed(what: &str, reason: String) -> ClientError {
    ClientError::Failed { what: what.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn patience_looks_until_its_deadline_and_at_it() {
        let patience = Patience { every: Duration::from_secs(2), most: Duration::from_secs(5) };
        let (start, mut looks) = (Instant::now(), Vec::new());
        let error = patience
            .wait("the bus", || {
                looks.push(start.elapsed().as_secs());
                async { Ok(None::<()>) }
            })
            .await
            .unwrap_err();
        assert_eq!(looks, [0, 2, 4, 5]);
        assert!(matches!(error, ClientError::Late { what, .. } if what == "the bus"));

        let mut left = 3;
        let found = patience.wait("it", || {
            left -= 1;
            async move { Ok((left == 0).then_some(7)) }
        });
        assert_eq!(found.await.unwrap(), 7);
    }
}
