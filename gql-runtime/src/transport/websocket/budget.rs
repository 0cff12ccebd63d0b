//! The limit of the requests that wait to be sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Error;

/// The total size of the requests that wait for a connection, or for a server that does not read, and its limit.
#[derive(Debug)]
pub(super) struct Budget {
    used: Arc<AtomicUsize>,
    limit: usize,
}

/// The space of a request, which is released when it is sent or withdrawn.
#[derive(Debug)]
pub(super) struct Reservation {
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

    /// Reserves space for a request.
    ///
    /// # Errors
    /// Returns [canceled](Error::is_canceled) if there is too little.
    pub(super) fn reserve(&self, bytes: usize) -> Result<Reservation, Error> {
        let more = |used: usize| used.checked_add(bytes).filter(|sum| *sum <= self.limit);
        let (set, fetch) = (Ordering::AcqRel, Ordering::Acquire);
        if self.used.fetch_update(set, fetch, more).is_ok() {
            let used = self.used.clone();
            return Ok(Reservation { used, bytes });
        }
        let message = format!(
            "the request was not sent: with its {bytes} bytes, the queue would exceed {} bytes (`max_queue_size`)",
            self.limit
        );
        Err(Error::canceled(message).unsent())
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.used.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_reservation_releases_its_space() {
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
