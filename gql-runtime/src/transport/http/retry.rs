//! When a query is sent again, and how soon.

use std::time::Duration;

use http::header::RETRY_AFTER;

use crate::Error;
use crate::transport::backoff::Backoff;
use crate::transport::endpoint::may_pass;

/// How often a query is sent again after a failure that may pass: no connection, a lost one, or a status of 408, 429, 502,
/// 503 or 504.
///
/// The wait before it doubles each time. Up to half of it is added at random, so that clients do not come back all at once; no wait
/// is below [`first_wait`](Self::first_wait) or above [`longest_wait`](Self::longest_wait). A `Retry-After` header in seconds is
/// obeyed, up to the longest wait.
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
        if self.left == 0 || !may_pass(error) {
            return None;
        }
        self.left -= 1;
        let failed = self.failed;
        self.failed = failed.saturating_add(1);
        let asked = error
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok());
        Some(match asked {
            Some(seconds) => Duration::from_secs(seconds).min(self.backoff.longest),
            None => self.backoff.delay(failed),
        })
    }
}
