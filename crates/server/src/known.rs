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

impl Call {
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
