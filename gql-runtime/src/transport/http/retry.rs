//! When a query is sent again, and how soon.

use std::time::Duration;

use http::header::RETRY_AFTER;

use crate::Error;
use crate::transport::endpoint::may_pass;
use crate::transport::random::random;

/// How often a query is sent again after a failure that may pass: no connection, a lost one, or a status of 408, 429, 502,
/// 503 or 504.
///
/// The wait before it doubles each time, from the first wait up to the longest, and is cut at random to between half and
/// all of it, so that clients do not come back all at once. A `Retry-After` header in seconds is obeyed, up to the longest wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    left: u32,
    wait: Duration,
    longest: Duration,
}

impl Retry {
    /// At most `times` more; the first wait is 200 ms, the longest 10 s.
    pub fn new(times: u32) -> Self {
        Self {
            left: times,
            wait: Duration::from_millis(200),
            longest: Duration::from_secs(10),
        }
    }

    /// The wait before the first retry.
    #[must_use]
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The longest wait.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest = wait;
        self
    }

    /// The wait before the next try; `None` when there is none.
    pub(super) fn delay(&mut self, error: &Error) -> Option<Duration> {
        if self.left == 0 || !may_pass(error) {
            return None;
        }
        self.left -= 1;
        let wait = self.wait.min(self.longest);
        self.wait = wait.saturating_mul(2);
        let asked = error
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok());
        match asked {
            Some(seconds) => Some(Duration::from_secs(seconds).min(self.longest)),
            None => Some(wait / 2 + wait.mul_f64(random()) / 2),
        }
    }
}
