//! Files: pictures, reports, what people send each other. Kept in a folder beside the database, in a bucket that speaks
//! S3 (feature `s3`), or in memory with a throw-away world; handed out by links that are signed and run out.

mod aside;

use std::{
    path::PathBuf,
    str::FromStr,
    sync::{Arc, OnceLock},
};

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use gostiny_wire::scalar::Time;
use hmac::{Hmac, KeyInit, Mac, digest::Key};
use object_store::{
    ObjectStore, ObjectStoreExt, buffered::BufWriter, local::LocalFileSystem, memory::InMemory, path::Path,
};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::error::{Error, Result};

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilesUrl {
    /// A folder; created when absent.
    Folder(PathBuf),
    /// `s3://BUCKET/PREFIX`. Keys, region and endpoint come from the environment (`AWS_ACCESS_KEY_ID`, ...).
    Bucket(String),
    /// Gone with the process.
    Memory,
}

impl FromStr for FilesUrl {
    type Err = Error;
    fn from_str(url: &str) -> Result<Self> {
        match url {
            "" => Err(Error::BadRequest("files are kept in a folder; its name is empty".to_owned())),
            ":memory:" => Ok(Self::Memory),
            _ if url.starts_with("s3://") => Ok(Self::Bucket(url.to_owned())),
            folder => Ok(Self::Folder(folder.into())),
        }
    }
}

#[cfg(feature = "s3")]
fn bucket(url: &str) -> Result<Arc<dyn ObjectStore>> {
    let prefix = url.trim_start_matches("s3://").split_once('/').map_or("", |(_, prefix)| prefix);
    let store = object_store::aws::AmazonS3Builder::from_env().with_url(url).with_retry(object_store::RetryConfig {
        max_retries: 3,
        retry_timeout: std::time::Duration::from_secs(5),
        ..Default::default()
    });
    let store = store.build()?;
    Ok(Arc::new(object_store::prefix::PrefixStore::new(store, Path::from(prefix.trim_matches('/')))))
}

#[cfg(not(feature = "s3"))]
fn bucket(url: &str) -> Result<Arc<dyn ObjectStore>> {
    Err(Error::BadRequest(format!("{url}: this program was built without the feature s3")))
}

/// The file store. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Shelf>);

struct Shelf {
    store: Arc<dyn ObjectStore>,
    /// What links are signed with.
    key: OnceLock<[u8; 32]>,
    /// What links begin with: `https://market.example`.
    base: OnceLock<String>,
}

impl Files {
    /// Opens the store. What it acknowledges is on the disk.
    pub fn open(url: &FilesUrl) -> Result<Self> {
        Self::open_it(url).map_err(|error| match url {
            FilesUrl::Folder(folder) => error.of(format!("the folder {}", folder.display())),
            FilesUrl::Memory | FilesUrl::Bucket(_) => error.of("the store of files"),
        })
    }

    fn open_it(url: &FilesUrl) -> Result<Self> {
        match url {
            FilesUrl::Memory => Ok(Self::in_memory()),
            FilesUrl::Bucket(url) => Ok(Self::over(bucket(url)?)),
            FilesUrl::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| Error::Internal(error.into()))?;
                Ok(Self::over(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
            }
        }
    }

    /// Files of a throw-away world.
    pub fn in_memory() -> Self {
        Self::over(Arc::new(InMemory::new()))
    }

    fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self(Arc::new(Shelf { store, key: OnceLock::new(), base: OnceLock::new() }))
    }

    /// Names the key of the links. The first one counts.
    pub(crate) fn sign_with(&self, key: [u8; 32]) {
        let _ = self.0.key.set(key);
    }

    /// Names the address at which this process is reached. The first one counts; without it links begin with `/`.
    pub fn reached_at(&self, base: &str) {
        let _ = self.0.base.set(base.trim_end_matches('/').to_owned());
    }

    /// Keeps a file, in place of one of that name.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.0.store.put(&path(name)?, bytes.into()).await?;
        Ok(())
    }

    /// Begins a file of any length.
    pub fn writer(&self, name: &str) -> Result<Writer> {
        Ok(Writer(BufWriter::new(self.0.store.clone(), path(name)?)))
    }

    /// A whole file, if there is one.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>> {
        match self.0.store.get(&path(name)?).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A file piece by piece, if there is one.
    pub(crate) async fn stream(&self, name: &str) -> Result<Option<Body>> {
        match self.0.store.get(&path(name)?).await {
            Ok(found) => Ok(Some(Body::from_stream(found.into_stream()))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets a file; one that is not there is forgotten already.
    pub async fn delete(&self, name: &str) -> Result<()> {
        match self.0.store.delete(&path(name)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Forgets all files of the running world.
    pub async fn clear(&self) -> Result<()> {
        let names = self.0.store.list(None).map_ok(|file| file.location);
        let names = names.try_filter(|path| std::future::ready(!aside::is_aside(path))).boxed();
        self.0.store.delete_stream(names).try_for_each(|_| std::future::ready(Ok(()))).await?;
        Ok(())
    }

    /// An address under which anyone who knows it gets the file until a moment of the world's clock.
    pub fn link(&self, name: &str, until: Time) -> String {
        let base = self.0.base.get().map(String::as_str).unwrap_or_default();
        format!(
            "{base}/files/{name}?until={}&signature={}",
            until.0,
            hex(&self.mac(name, until).finalize().into_bytes())
        )
    }

    /// Whether a link was made by this world. In constant time.
    pub(crate) fn is_signed(&self, name: &str, until: Time, signature: &str) -> bool {
        let given: Option<Vec<u8>> =
            (0..signature.len()).step_by(2).map(|at| u8::from_str_radix(signature.get(at..at + 2)?, 16).ok()).collect();
        given.is_some_and(|given| self.mac(name, until).verify_slice(&given).is_ok())
    }

    fn mac(&self, name: &str, until: Time) -> Hmac<Sha256> {
        let mut block = Key::<Hmac<Sha256>>::default();
        block.iter_mut().zip(self.0.key.get().into_iter().flatten()).for_each(|(to, from)| *to = *from);
        let mut mac = Hmac::<Sha256>::new(&block);
        mac.update(&until.0.to_be_bytes());
        mac.update(name.as_bytes());
        mac
    }
}

/// A file that is being written; it is there for others once it is finished.
pub struct Writer(BufWriter);

impl Writer {
    /// Appends.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.write_all(bytes).await.map_err(|error| Error::Internal(error.into()))
    }

    /// Ends the file and shows it to others.
    pub async fn finish(mut self) -> Result<()> {
        self.0.shutdown().await.map_err(|error| Error::Internal(error.into()))
    }
}

fn path(name: &str) -> Result<Path> {
    Path::parse(name).map_err(|error| Error::Internal(error.into()))
}

/// A name for what a file is `about`, always the same, that tells none of it: a link is shown around.
pub fn anonymous(folder: &str, about: &str, extension: &str) -> String {
    let name: String = hex(&Sha256::digest(about.as_bytes())).chars().take(16).collect();
    let (first, second) = (name.get(..2).unwrap_or_default(), name.get(2..4).unwrap_or_default());
    format!("{folder}/{first}/{second}/{name}.{extension}")
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The type under which a file is handed out, by the end of its name. What is not known is bytes to be saved.
pub(crate) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("csv") => "text/csv; charset=utf-8",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("pdf") => "application/pdf",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_there_once_it_is_finished() {
        let folder = std::env::temp_dir().join(format!("gostiny-files-{}", std::process::id()));
        for files in [Files::in_memory(), Files::open(&FilesUrl::Folder(folder.clone())).unwrap()] {
            let mut writer = files.writer("report/1/a.csv").unwrap();
            writer.write("Артикул".as_bytes()).await.unwrap();
            assert_eq!(files.get("report/1/a.csv").await.unwrap(), None);
            writer.finish().await.unwrap();
            assert_eq!(files.get("report/1/a.csv").await.unwrap().unwrap(), "Артикул".as_bytes());
            files.put("chat/1/b.png", Bytes::from_static(b"x")).await.unwrap();
            files.delete("chat/1/b.png").await.unwrap();
            files.delete("chat/1/b.png").await.unwrap();
            assert_eq!(files.get("chat/1/b.png").await.unwrap(), None);
            files.clear().await.unwrap();
            assert_eq!(files.get("report/1/a.csv").await.unwrap(), None);
            assert!(files.put("../outside", Bytes::new()).await.is_err());
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_link_holds_for_its_file_and_its_time() {
        let files = Files::in_memory();
        files.sign_with([7; 32]);
        files.reached_at("https://market.example/");
        let link = files.link("report/1/a.csv", Time(5));
        let (front, signature) = link.split_once("&signature=").unwrap();
        assert_eq!(front, "https://market.example/files/report/1/a.csv?until=5");
        assert!(files.is_signed("report/1/a.csv", Time(5), signature));
        assert!(!files.is_signed("report/1/b.csv", Time(5), signature));
        assert!(!files.is_signed("report/1/a.csv", Time(6), signature));
        let other = Files::in_memory();
        other.sign_with([8; 32]);
        assert!(!other.is_signed("report/1/a.csv", Time(5), signature));
        assert!(!files.is_signed("report/1/a.csv", Time(5), "") && !files.is_signed("report/1/a.csv", Time(5), "жж"));
    }
}
