//! The timer for a server that is silent for too long.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::transport::runtime::{Instant, Sleep, sleep};

/// A timer that fires when the server has been silent for too long.
pub(super) struct Silence {
    pub(super) limit: Duration,
    sleep: Option<Sleep>,
}

impl Silence {
    pub(super) fn new(limit: Duration) -> Self {
        Self { limit, sleep: None }
    }

    pub(super) fn reset(&mut self) {
        let limit = self.limit;
        if let Some(sleep) = &mut self.sleep {
            sleep.reset(Instant::now() + limit);
        }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let limit = self.limit;
        let sleep = self.sleep.get_or_insert_with(|| sleep(limit));
        Pin::new(sleep).poll(context)
    }
}
