//! An unbounded channel from several senders to one receiver: that of `futures-channel`, with the names of tokio's.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_channel::mpsc;
use futures_core::Stream;

/// Creates a channel.
pub(in crate::transport) fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let (sender, receiver) = mpsc::unbounded();
    (UnboundedSender(sender), UnboundedReceiver(receiver))
}

/// The sending half.
pub(in crate::transport) struct UnboundedSender<T>(mpsc::UnboundedSender<T>);

/// The receiving half.
pub(in crate::transport) struct UnboundedReceiver<T>(mpsc::UnboundedReceiver<T>);

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
        self.0
            .unbounded_send(item)
            .map_err(|error| error::SendError(error.into_inner()))
    }
}

impl<T> Clone for UnboundedSender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> UnboundedReceiver<T> {
    /// Polls for the next item, or `None` at the end.
    pub(in crate::transport) fn poll_recv(&mut self, context: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut self.0).poll_next(context)
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
        match self.poll_recv(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(item)) => Ok(item),
            Poll::Ready(None) | Poll::Pending => Err(error::TryRecvError),
        }
    }

    /// Closes the channel to its senders.
    pub(in crate::transport) fn close(&mut self) {
        self.0.close();
    }
}
