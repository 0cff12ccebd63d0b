//! When a query is sent again, and how soon.

use std::time::Duration;

use crate::Error;
use crate::transport::backoff::Backoff;

/// How often a query is sent again after a failure that [is transient](Error::is_transient).
///
/// The wait before it doubles each time. Up to half of it is added at random, so that clients do not come back all at once; no wait
/// is below [`first_wait`](Self::first_wait) or above [`longest_wait`](Self::longest_wait). A `Retry-After` header is
/// obeyed ([`Error::retry_after`]), up to the longest wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    left: u32,
    failed: u32,
    backoff: Backoff,
}

impl Retry {
    /// At most `times` more; the first wait is 200 ms, the longest 10 s.
    pub fn new(times: u32) -> Self {
        Self {
            left: times,
            failed: 0,
            backoff: Backoff {
                first: Duration::from_millis(200),
                longest: Duration::from_secs(10),
            },
        }
    }

    /// The shortest wait before the first retry.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.backoff.first = wait;
        self
    }

    /// The longest wait.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.backoff.longest = wait;
        self
    }

    /// The wait before the next try; `None` when there is none.
    pub(super) fn delay(&mut self, error: &Error) -> Option<Duration> {
        if self.left == 0 || !error.is_transient() {
            return None;
        }
        self.left -= 1;
        let failed = self.failed;
        self.failed = failed.saturating_add(1);
        Some(match error.retry_after() {
            Some(wait) => wait.min(self.backoff.longest),
            None => self.backoff.delay(failed),
        })
    }
}
