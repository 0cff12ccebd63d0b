//! Ends a subscription from elsewhere than where it is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Context;

use futures_util::task::AtomicWaker;

/// Ends a subscription that another task reads: see [`Subscription::into_parts`](super::Subscription::into_parts).
///
/// Dropping it does nothing.
#[derive(Debug, Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

impl Control {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Ends the subscription at the server and here: its stream gives `None` next.
    pub fn stop(&self) {
        self.shared.stopped.store(true, Ordering::Release);
        self.shared.reader.wake();
    }
}

#[derive(Debug, Default)]
pub(super) struct Shared {
    stopped: AtomicBool,
    reader: AtomicWaker,
}

impl Shared {
    /// Whether it was stopped; otherwise the reader is woken when it is.
    pub(super) fn is_stopped(&self, context: &Context<'_>) -> bool {
        self.reader.register(context.waker());
        self.stopped.load(Ordering::Acquire)
    }
}
