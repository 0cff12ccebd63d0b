//! A handle that ends a subscription from another task.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Context;

use futures_util::task::AtomicWaker;

/// A handle that ends a subscription. See [`Subscription::abort_handle`](super::Subscription::abort_handle).
///
/// Clones end the same subscription. Dropping a handle has no effect.
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

    /// Ends the subscription at the server. Its stream returns `None` next. This has no effect on a subscription that has
    /// ended.
    pub fn abort(&self) {
        self.shared.aborted.store(true, Ordering::Release);
        self.shared.reader.wake();
    }

    /// Returns whether [`abort`](Self::abort) was called on a handle of the subscription.
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
    /// Returns whether the subscription was aborted. If not, the reader is woken when it is.
    pub(super) fn is_aborted(&self, context: &Context<'_>) -> bool {
        self.reader.register(context.waker());
        self.aborted.load(Ordering::Acquire)
    }
}
