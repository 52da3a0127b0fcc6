//! Files that are kept aside with a snapshot. Where the store can, a copy shares the bytes of its original: a file is never
//! changed, only replaced.

use std::collections::HashSet;

use futures_util::{StreamExt, TryStreamExt, future::BoxFuture};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};

use super::{Files, Writer, path};
use crate::error::Result;

/// The folder of all that belongs to no running world.
const ASIDE: &str = "aside";
/// Files copied or removed at once.
const AT_ONCE: usize = 16;

impl Files {
    /// The names of the running world's files, in order.
    pub async fn names(&self) -> Result<Vec<String>> {
        let all = self.0.store.list(None).map_ok(|file| file.location);
        let mut own: Vec<String> =
            all.try_filter(|path| std::future::ready(!is_aside(path))).map_ok(String::from).try_collect().await?;
        own.sort_unstable();
        Ok(own)
    }

    /// Copies all files into a folder aside.
    pub async fn set_aside(&self, folder: &str) -> Result<()> {
        let names = self.names().await?;
        self.copy(names.into_iter().map(|name| (name.clone(), aside(folder, &name)))).await
    }

    /// Begins a file in a folder aside.
    pub fn writer_aside(&self, folder: &str, name: &str) -> Result<Writer> {
        self.writer(&aside(folder, name))
    }

    /// Copies the files of a folder aside back in the place of all others.
    pub async fn bring_back(&self, folder: &str) -> Result<()> {
        let prefix = format!("{ASIDE}/{folder}/");
        let kept = self.0.store.list(Some(&path(&prefix)?)).map_ok(|file| String::from(file.location));
        let kept: Vec<String> = kept.try_collect().await?;
        let kept: HashSet<&str> = kept.iter().filter_map(|path| path.strip_prefix(&prefix)).collect();
        let gone: Vec<String> = self.names().await?.into_iter().filter(|name| !kept.contains(name.as_str())).collect();
        self.copy(kept.into_iter().map(|name| (aside(folder, name), name.to_owned()))).await?;
        self.remove(gone).await
    }

    /// Forgets folders aside: those whose names begin so, except one.
    pub async fn forget_aside(&self, beginning: &str, except: Option<&str>) -> Result<()> {
        let all = self.0.store.list(Some(&Path::from(ASIDE)));
        let all: Vec<String> = all.map_ok(|file| String::from(file.location)).try_collect().await?;
        let folder = |path: &String| path.split('/').nth(1).map(str::to_owned).unwrap_or_default();
        let goes = |path: &String| folder(path).starts_with(beginning) && Some(folder(path).as_str()) != except;
        self.remove(all.into_iter().filter(goes)).await
    }

    async fn copy(&self, pairs: impl IntoIterator<Item = (String, String)>) -> Result<()> {
        let copy = |(from, to): (String, String)| -> BoxFuture<'_, Result<()>> {
            Box::pin(async move { Ok(self.0.store.copy(&path(&from)?, &path(&to)?).await?) })
        };
        let copies: Vec<_> = pairs.into_iter().map(copy).collect();
        futures_util::stream::iter(copies).buffer_unordered(AT_ONCE).try_collect::<()>().await
    }

    async fn remove(&self, names: impl IntoIterator<Item = String>) -> Result<()> {
        let forget = |name: String| -> BoxFuture<'_, Result<()>> { Box::pin(async move { self.delete(&name).await }) };
        let gone: Vec<_> = names.into_iter().map(forget).collect();
        futures_util::stream::iter(gone).buffer_unordered(AT_ONCE).try_collect::<()>().await
    }
}

/// Whether a file belongs to no running world.
pub(super) fn is_aside(path: &Path) -> bool {
    path.parts().next().is_some_and(|first| first.as_ref() == ASIDE)
}

fn aside(folder: &str, name: &str) -> String {
    format!("{ASIDE}/{folder}/{name}")
}
