//! The attempts to open a subscription again.

use std::time::Duration;

use crate::Error;
use crate::transport::backoff::{Backoff, RESET_AFTER};
use crate::transport::runtime::Instant;

/// Counts the attempts of one subscription.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    /// The failed attempts since the last result, or since a response lasted for long enough. A heartbeat does not reset
    /// it, as some servers send one and fail right afterwards, repeatedly.
    failed: u32,
    /// The time at which the current response began.
    opened: Option<Instant>,
}

impl Attempts {
    /// Records that a response began.
    pub(super) fn opened(&mut self) {
        self.opened = Some(Instant::now());
    }

    /// Records a result.
    #[inline]
    pub(super) fn succeeded(&mut self) {
        self.failed = 0;
    }

    /// Returns the number of the next attempt and the delay before it, or `None` to end with the error.
    pub(super) fn next(&mut self, reconnect: &Backoff, error: &Error) -> Option<(u32, Duration)> {
        if self.opened.take().is_some_and(|at| at.elapsed() >= RESET_AFTER) {
            self.failed = 0;
        }
        let is_requested = requests_reopening(error);
        if !(is_requested || error.is_transient()) {
            return None;
        }
        let delay = reconnect.delay(self.failed, error)?;
        let at_once = is_requested && self.failed == 0;
        self.failed = self.failed.saturating_add(1);
        Some((self.failed, if at_once { Duration::ZERO } else { delay }))
    }
}

/// Returns whether the server only requests that the subscription is opened again, which Apollo Router does with these codes.
/// <https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/overview>
fn requests_reopening(error: &Error) -> bool {
    error.graphql_errors().iter().any(|error| {
        matches!(
            error.code(),
            Some("SUBSCRIPTION_SCHEMA_RELOAD" | "SUBSCRIPTION_CONFIG_RELOAD" | "SUBSCRIPTION_JWT_EXPIRED")
        )
    })
}
