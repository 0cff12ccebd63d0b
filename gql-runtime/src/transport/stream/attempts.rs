//! Whether and when a subscription is started anew.

use std::time::Duration;

use crate::Error;
use crate::transport::Reconnect;
use crate::transport::reconnect::LASTING;
use crate::transport::runtime::Instant;

/// Counts the attempts of one subscription.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    /// Those that failed since the last result, or since a response lasted. A heartbeat is not enough: some servers send one, and fail
    /// right afterwards, again and again.
    failed: u32,
    /// When the present response began.
    opened: Option<Instant>,
}

impl Attempts {
    /// Notes that a response began.
    pub(super) fn opened(&mut self) {
        self.opened = Some(Instant::now());
    }

    /// Notes that a result came.
    #[inline]
    pub(super) fn succeeded(&mut self) {
        self.failed = 0;
    }

    /// Returns the number of the next attempt and the delay before it; `None` to end with the error.
    pub(super) fn next(&mut self, policy: &Reconnect, error: &Error) -> Option<(u32, Duration)> {
        if self.opened.take().is_some_and(|at| at.elapsed() >= LASTING) {
            self.failed = 0;
        }
        let asked = is_asked(error);
        if !(asked || error.is_transient()) {
            return None;
        }
        let delay = policy.pause(self.failed, error)?;
        let at_once = asked && self.failed == 0;
        self.failed = self.failed.saturating_add(1);
        Some((self.failed, if at_once { Duration::ZERO } else { delay }))
    }
}

/// Whether the server only wants to be asked again: Apollo Router says so with these codes.
/// <https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/overview>
fn is_asked(error: &Error) -> bool {
    error.graphql_errors().iter().any(|error| {
        matches!(
            error.code(),
            Some("SUBSCRIPTION_SCHEMA_RELOAD" | "SUBSCRIPTION_CONFIG_RELOAD" | "SUBSCRIPTION_JWT_EXPIRED")
        )
    })
}
