//! An unbounded channel from several senders to one receiver.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

struct MpscChannel<T>(Mutex<MpscQueue<T>>);

struct MpscQueue<T> {
    items: VecDeque<T>,
    senders: usize,
    closed: bool,
    receiver: Option<Waker>,
}

impl<T> MpscChannel<T> {
    fn lock(&self) -> MutexGuard<'_, MpscQueue<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Creates a channel.
pub(in crate::transport) fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let channel = Arc::new(MpscChannel(Mutex::new(MpscQueue {
        items: VecDeque::new(),
        senders: 1,
        closed: false,
        receiver: None,
    })));
    (UnboundedSender(channel.clone()), UnboundedReceiver(channel))
}

/// The sending half.
pub(in crate::transport) struct UnboundedSender<T>(Arc<MpscChannel<T>>);

/// The receiving half.
pub(in crate::transport) struct UnboundedReceiver<T>(Arc<MpscChannel<T>>);

/// The errors of a channel.
pub(in crate::transport) mod error {
    /// The error of a closed channel, with the item that was not sent.
    pub(in crate::transport) struct SendError<T>(pub(in crate::transport) T);

    /// The error of an empty channel.
    #[derive(Debug)]
    pub(in crate::transport) struct TryRecvError;
}

impl<T> UnboundedSender<T> {
    /// Sends an item.
    ///
    /// # Errors
    /// Returns the item if the channel is closed.
    pub(in crate::transport) fn send(&self, item: T) -> Result<(), error::SendError<T>> {
        let mut queue = self.0.lock();
        if queue.closed {
            return Err(error::SendError(item));
        }
        queue.items.push_back(item);
        let receiver = queue.receiver.take();
        drop(queue);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
        Ok(())
    }
}

impl<T> Clone for UnboundedSender<T> {
    fn clone(&self) -> Self {
        self.0.lock().senders += 1;
        Self(self.0.clone())
    }
}

impl<T> Drop for UnboundedSender<T> {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.senders -= 1;
        let receiver = if queue.senders == 0 {
            queue.receiver.take()
        } else {
            None
        };
        drop(queue);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
    }
}

impl<T> UnboundedReceiver<T> {
    /// Polls for the next item, or `None` at the end.
    pub(in crate::transport) fn poll_recv(&mut self, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut queue = self.0.lock();
        match queue.items.pop_front() {
            Some(item) => Poll::Ready(Some(item)),
            None if queue.closed || queue.senders == 0 => Poll::Ready(None),
            None => {
                queue.receiver = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Waits for the next item, or `None` at the end.
    pub(in crate::transport) async fn recv(&mut self) -> Option<T> {
        poll_fn(|context| self.poll_recv(context)).await
    }

    /// Returns the next item, if there is one.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub(in crate::transport) fn try_recv(&mut self) -> Result<T, error::TryRecvError> {
        self.0.lock().items.pop_front().ok_or(error::TryRecvError)
    }

    /// Closes the channel to its senders.
    pub(in crate::transport) fn close(&mut self) {
        self.0.lock().closed = true;
    }
}

impl<T> Drop for UnboundedReceiver<T> {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.closed = true;
        let items = std::mem::take(&mut queue.items);
        drop(queue);
        drop(items);
    }
}
