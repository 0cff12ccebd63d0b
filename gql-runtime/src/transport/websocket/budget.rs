//! How many bytes of requests may wait to be sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Error;

/// The requests that wait for a connection, or for a server that does not read, and how large they may be together.
#[derive(Debug)]
pub(super) struct Budget {
    used: Arc<AtomicUsize>,
    limit: usize,
}

/// Room that a request takes until it is sent or given up.
#[derive(Debug)]
pub(super) struct Reserved {
    used: Arc<AtomicUsize>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            used: Arc::default(),
            limit,
        }
    }

    /// Makes room for a request.
    ///
    /// # Errors
    /// If there is too little.
    pub(super) fn reserve(&self, bytes: usize) -> Result<Reserved, Error> {
        let more = |used: usize| used.checked_add(bytes).filter(|sum| *sum <= self.limit);
        let (set, fetch) = (Ordering::AcqRel, Ordering::Acquire);
        if self.used.fetch_update(set, fetch, more).is_ok() {
            let used = self.used.clone();
            return Ok(Reserved { used, bytes });
        }
        let message = format!(
            "the request was not sent: with its {bytes} bytes, more than {} would wait for the server (`max_queue_size`)",
            self.limit
        );
        Err(Error::canceled(message).unsent())
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.used.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_back() {
        let budget = Budget::new(10);
        let (six, four) = (budget.reserve(6).unwrap(), budget.reserve(4).unwrap());
        let error = budget.reserve(1).unwrap_err();
        assert!(error.is_canceled() && !error.may_have_been_sent(), "{error:?}");
        drop(six);
        assert!(budget.reserve(7).is_err() && budget.reserve(usize::MAX).is_err());
        let _six = budget.reserve(6).unwrap();
        drop(four);
        assert!(budget.reserve(4).is_ok());
    }
}
