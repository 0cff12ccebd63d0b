//! Runs queries again after failures that are transient, over any transport.

#[cfg(any(feature = "__stream", feature = "websocket"))]
mod parts;

use super::backoff::Backoff;
use super::{runtime, trace};
use crate::{Error, OperationKind, Request};

/// The attempts to run one operation.
pub(super) struct Retries {
    /// `None` for an operation that is run once.
    backoff: Option<Backoff>,
    failed: u32,
}

impl Retries {
    /// Returns the attempts of a request. Only a query has several: it changes nothing.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
    pub(super) fn new(backoff: Option<&Backoff>, request: &Request) -> Self {
        let is_query = request.kind == Some(OperationKind::Query);
        Self {
            backoff: backoff.filter(|_| is_query).cloned(),
            failed: 0,
        }
    }

    /// Waits until the next attempt.
    ///
    /// # Errors
    /// Returns the error of the attempt that failed, if it was the last.
    pub(super) async fn wait(&mut self, error: Error) -> Result<(), Error> {
        let delay = match &self.backoff {
            Some(backoff) if error.is_transient() => backoff.delay(self.failed, &error),
            _ => None,
        };
        let Some(delay) = delay else {
            return Err(error);
        };
        self.failed = self.failed.saturating_add(1);
        trace::retrying(&error, delay);
        runtime::sleep(delay).await;
        Ok(())
    }
}
