//! A channel for one value: that of `futures-channel`, with the names of tokio's.

use futures_channel::oneshot;

pub(in crate::transport) use futures_channel::oneshot::Receiver;

/// Creates a channel.
pub(in crate::transport) fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = oneshot::channel();
    (Sender(sender), receiver)
}

/// The sending half.
pub(in crate::transport) struct Sender<T>(oneshot::Sender<T>);

impl<T> Sender<T> {
    /// Sends the value.
    ///
    /// # Errors
    /// Returns the value if the receiver was dropped.
    pub(in crate::transport) fn send(self, value: T) -> Result<(), T> {
        self.0.send(value)
    }

    /// Returns whether the receiver was dropped.
    pub(in crate::transport) fn is_closed(&self) -> bool {
        self.0.is_canceled()
    }
}
