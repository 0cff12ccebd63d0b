//! Ends a subscription from elsewhere than where it is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Context;

use futures_util::task::AtomicWaker;

/// Ends a subscription that another task reads: see [`Subscription::abort_handle`](super::Subscription::abort_handle).
///
/// Clones end the same subscription. Dropping a handle does nothing.
#[derive(Debug, Clone)]
pub struct AbortHandle {
    shared: Arc<Shared>,
}

impl AbortHandle {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Creates the handle of a subscription that has ended.
    #[cfg(feature = "blocking")]
    pub(crate) fn ended() -> Self {
        Self::new(Arc::default())
    }

    /// Ends the subscription at the server and here: its stream gives `None` next. Does nothing to one that has ended.
    pub fn abort(&self) {
        self.shared.aborted.store(true, Ordering::Release);
        self.shared.reader.wake();
    }

    /// Returns whether [`abort`](Self::abort) was called, on this handle or another of the same subscription.
    pub fn is_aborted(&self) -> bool {
        self.shared.aborted.load(Ordering::Acquire)
    }
}

#[derive(Debug, Default)]
pub(super) struct Shared {
    aborted: AtomicBool,
    reader: AtomicWaker,
}

impl Shared {
    /// Returns whether the subscription was aborted; otherwise the reader is woken when it is.
    pub(super) fn is_aborted(&self, context: &Context<'_>) -> bool {
        self.reader.register(context.waker());
        self.aborted.load(Ordering::Acquire)
    }
}
