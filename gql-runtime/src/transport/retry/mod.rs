//! Runs queries again after failures that are transient, over any transport.

#[cfg(any(feature = "__stream", feature = "websocket"))]
mod parts;

use std::fmt;
use std::time::Duration;

use super::backoff::Backoff;
use super::{runtime, trace};
use crate::{Error, OperationKind, Request};

/// The backoff of retries with the function that applies it. Only a setter names that function, so that a program without retries
/// does not contain it.
#[derive(Clone)]
pub(super) struct RetryPolicy {
    backoff: Backoff,
    delay: fn(&Backoff, u32, &Error) -> Option<Duration>,
}

impl From<Backoff> for RetryPolicy {
    fn from(backoff: Backoff) -> Self {
        Self {
            backoff,
            delay: |backoff, failed, error| match error.is_transient() {
                true => backoff.delay(failed, error),
                false => None,
            },
        }
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.backoff.fmt(f)
    }
}

/// The attempts to run one operation.
pub(super) struct Retries {
    /// `None` for an operation that is run once.
    policy: Option<RetryPolicy>,
    failed: u32,
}

impl Retries {
    /// Returns the attempts of a request. Only a query has several: it changes nothing.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
    pub(super) fn new(policy: Option<&RetryPolicy>, request: &Request) -> Self {
        let is_query = request.kind == Some(OperationKind::Query);
        Self {
            policy: policy.filter(|_| is_query).cloned(),
            failed: 0,
        }
    }

    /// Waits until the next attempt.
    ///
    /// # Errors
    /// Returns the error of the attempt that failed, if it was the last.
    pub(super) async fn wait(&mut self, error: Error) -> Result<(), Error> {
        let policy = self.policy.as_ref();
        let Some(delay) = policy.and_then(|policy| (policy.delay)(&policy.backoff, self.failed, &error))
        else {
            return Err(error);
        };
        self.failed = self.failed.saturating_add(1);
        trace::retrying(&error, delay);
        runtime::sleep(delay).await;
        Ok(())
    }
}
