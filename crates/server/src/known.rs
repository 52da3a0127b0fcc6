//! What nearly every call looks up and hardly anyone changes (categories, tariffs), in memory. Whoever changes it raises
//! the revision in the same transaction; a seller's call brings the revision along from the look at its key. So no
//! process has to be told what another one changed, and a call never works with older data than its key.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::future::BoxFuture;

use crate::{call::Call, error::Result};

/// The revision, as a column of a statement; null at the beginning.
macro_rules! revision {
    () => {
        "(select cast(value as bigint) from world where name = 'revision')"
    };
}
pub(crate) use revision;

const RAISE: &str = "insert into world (name, value) values ('revision', '1') on conflict (name) do update \
    set value = cast(cast(world.value as bigint) + 1 as text)";

/// To be called in each transaction that changes what is kept in memory.
pub async fn changed(call: &mut Call) -> Result<()> {
    call.known = None;
    (call.basis.is_own, call.basis.known) = (true, None);
    call.tx.run(RAISE, &[]).await?;
    Ok(())
}

/// What is known of one revision, one value for each type.
#[derive(Default)]
pub struct Known {
    revision: i64,
    values: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Known {
    /// Of which revision it is known.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// What is kept of this type.
    pub(crate) fn value<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(&TypeId::of::<T>())?.clone().downcast().ok()
    }

    fn keep<T: Send + Sync + 'static>(&self, value: Arc<T>) {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.insert(TypeId::of::<T>(), value);
    }
}

/// What is known of the newest revision that a call brought.
#[derive(Default)]
pub struct Newest(Mutex<Arc<Known>>);

impl Newest {
    /// What is known of this revision or a later one.
    pub fn at(&self, revision: i64) -> Arc<Known> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.revision < revision {
            *known = Arc::new(Known { revision, ..Known::default() });
        }
        known.clone()
    }
}

/// What a call knows that writes.
#[derive(Default)]
pub struct Basis {
    newest: Arc<Newest>,
    /// Came along with a look at a key, or with a statement of the call itself.
    revision: Option<i64>,
    /// The call changes what is kept in memory: nobody else may see what it reads.
    is_own: bool,
    known: Option<Arc<Known>>,
}

impl Basis {
    /// At the beginning of a call.
    pub fn new(newest: Arc<Newest>, revision: Option<i64>) -> Self {
        Self { newest, revision, is_own: false, known: None }
    }

    /// A statement brought the revision along.
    pub fn came(&mut self, revision: Option<i64>) {
        self.revision.get_or_insert(revision.unwrap_or_default());
    }
}

const REVISION: &str = concat!("select ", revision!());

impl Call {
    /// What is kept in memory under the type `T`, for a call that writes: as of a moment of this call. It costs a
    /// statement only when no other one of the call has brought the revision along ([`Basis::came`]).
    pub async fn known_here<T, F>(&mut self, load: F) -> Result<Arc<T>>
    where
        T: Send + Sync + 'static,
        F: for<'a> FnOnce(&'a mut Self) -> BoxFuture<'a, Result<T>>,
    {
        let known = match &self.basis.known {
            Some(known) => known.clone(),
            None => self.known_basis().await?,
        };
        if let Some(value) = known.value() {
            return Ok(value);
        }
        let value = Arc::new(load(self).await?);
        known.keep(value.clone());
        Ok(value)
    }

    async fn known_basis(&mut self) -> Result<Arc<Known>> {
        let known = if self.basis.is_own {
            Arc::default()
        } else {
            if self.basis.revision.is_none() {
                let revision = self.tx.value::<Option<i64>>(REVISION, &[]).await?;
                self.basis.came(revision);
            }
            self.basis.newest.at(self.basis.revision.unwrap_or_default())
        };
        self.basis.known = Some(known.clone());
        Ok(known)
    }

    /// What is kept in memory under the type `T`, read by `load` the first time. Nothing in a call that may change it
    /// or came without a revision: it reads what it needs from the database.
    pub async fn known<T, F>(&mut self, load: F) -> Result<Option<Arc<T>>>
    where
        T: Send + Sync + 'static,
        F: for<'a> FnOnce(&'a mut Self) -> BoxFuture<'a, Result<T>>,
    {
        let Some(known) = self.known.clone() else { return Ok(None) };
        if let Some(value) = known.value() {
            return Ok(Some(value));
        }
        let value = Arc::new(load(self).await?);
        known.keep(value.clone());
        Ok(Some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_revision_forgets_and_an_earlier_one_does_not() {
        let newest = Newest::default();
        newest.at(3).keep(Arc::new(7_i64));
        assert_eq!(newest.at(3).value::<i64>().as_deref(), Some(&7));
        assert_eq!(newest.at(2).value::<i64>().as_deref(), Some(&7));
        assert_eq!((newest.at(3).value::<String>(), newest.at(4).value::<i64>()), (None, None));
        assert_eq!(newest.at(3).value::<i64>(), None);
    }
}
