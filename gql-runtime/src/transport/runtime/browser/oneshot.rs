//! A channel for one value.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

struct OneshotChannel<T>(Mutex<Slot<T>>);

struct Slot<T> {
    value: Option<T>,
    /// Whether one half was dropped, or the value was sent.
    closed: bool,
    receiver: Option<Waker>,
}

impl<T> OneshotChannel<T> {
    fn lock(&self) -> MutexGuard<'_, Slot<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Creates a channel.
pub(in crate::transport) fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let channel = Arc::new(OneshotChannel(Mutex::new(Slot {
        value: None,
        closed: false,
        receiver: None,
    })));
    (Sender(channel.clone()), Receiver(channel))
}

/// The sending half.
pub(in crate::transport) struct Sender<T>(Arc<OneshotChannel<T>>);

/// The receiving half, a future.
pub(in crate::transport) struct Receiver<T>(Arc<OneshotChannel<T>>);

/// The error of a receiver whose sender was dropped.
#[derive(Debug)]
pub(in crate::transport) struct RecvError;

impl<T> Sender<T> {
    /// Sends the value.
    ///
    /// # Errors
    /// Returns the value if the receiver was dropped.
    pub(in crate::transport) fn send(self, value: T) -> Result<(), T> {
        let mut slot = self.0.lock();
        if slot.closed {
            return Err(value);
        }
        slot.value = Some(value);
        Ok(())
    }

    /// Returns whether the receiver was dropped.
    pub(in crate::transport) fn is_closed(&self) -> bool {
        self.0.lock().closed
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut slot = self.0.lock();
        slot.closed = true;
        let receiver = slot.receiver.take();
        drop(slot);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Result<T, RecvError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = self.0.lock();
        match slot.value.take() {
            Some(value) => Poll::Ready(Ok(value)),
            None if slot.closed => Poll::Ready(Err(RecvError)),
            None => {
                slot.receiver = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut slot = self.0.lock();
        slot.closed = true;
        let value = slot.value.take();
        drop(slot);
        drop(value);
    }
}
