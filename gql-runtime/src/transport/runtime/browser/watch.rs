//! A channel with a value that one sender sets and several receivers watch.

use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

struct WatchChannel<T>(Mutex<WatchValue<T>>);

struct WatchValue<T> {
    value: T,
    /// The number of changes.
    version: u64,
    closed: bool,
    receivers: Vec<Waker>,
}

impl<T> WatchChannel<T> {
    fn lock(&self) -> MutexGuard<'_, WatchValue<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self, mut state: MutexGuard<'_, WatchValue<T>>) {
        let receivers = std::mem::take(&mut state.receivers);
        drop(state);
        for receiver in receivers {
            receiver.wake();
        }
    }
}

/// Creates a channel.
pub(in crate::transport) fn channel<T>(value: T) -> (Sender<T>, Receiver<T>) {
    let channel = Arc::new(WatchChannel(Mutex::new(WatchValue {
        value,
        version: 0,
        closed: false,
        receivers: Vec::new(),
    })));
    let receiver = Receiver {
        channel: channel.clone(),
        seen: 0,
    };
    (Sender(channel), receiver)
}

/// The sending half.
pub(in crate::transport) struct Sender<T>(Arc<WatchChannel<T>>);

/// A receiving half.
pub(in crate::transport) struct Receiver<T> {
    channel: Arc<WatchChannel<T>>,
    /// The version that was read last.
    seen: u64,
}

/// The error of a receiver whose sender was dropped.
#[derive(Debug)]
pub(in crate::transport) struct RecvError;

/// A reference to the value.
pub(in crate::transport) struct Ref<'a, T>(MutexGuard<'a, WatchValue<T>>);

impl<T> Deref for Ref<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> Sender<T> {
    /// Sets the value and returns the one before.
    pub(in crate::transport) fn send_replace(&self, value: T) -> T {
        let mut state = self.0.lock();
        let before = std::mem::replace(&mut state.value, value);
        state.version += 1;
        self.0.wake(state);
        before
    }

    /// Changes the value, and notifies the receivers if the function returns true.
    pub(in crate::transport) fn send_if_modified(&self, change: impl FnOnce(&mut T) -> bool) -> bool {
        let mut state = self.0.lock();
        let modified = change(&mut state.value);
        if modified {
            state.version += 1;
            self.0.wake(state);
        }
        modified
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.closed = true;
        self.0.wake(state);
    }
}

impl<T> Receiver<T> {
    /// Returns the current value.
    pub(in crate::transport) fn borrow(&self) -> Ref<'_, T> {
        Ref(self.channel.lock())
    }

    /// Returns the current value and marks it as read.
    pub(in crate::transport) fn borrow_and_update(&mut self) -> Ref<'_, T> {
        let state = self.channel.lock();
        self.seen = state.version;
        Ref(state)
    }

    /// Waits for a value that was not read.
    ///
    /// # Errors
    /// Returns an error if the sender was dropped.
    pub(in crate::transport) async fn changed(&mut self) -> Result<(), RecvError> {
        poll_fn(|context| {
            let mut state = self.channel.lock();
            if state.version != self.seen {
                self.seen = state.version;
                return Poll::Ready(Ok(()));
            }
            if state.closed {
                return Poll::Ready(Err(RecvError));
            }
            if !state.receivers.iter().any(|one| one.will_wake(context.waker())) {
                state.receivers.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Self {
            channel: self.channel.clone(),
            seen: self.seen,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("value", &*self.borrow())
            .finish()
    }
}
