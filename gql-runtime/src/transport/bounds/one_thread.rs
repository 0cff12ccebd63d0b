//! The bounds in a browser, where values of JavaScript stay on their thread.

use std::pin::Pin;

use futures_core::Stream;

/// Every type: in a browser futures hold values of JavaScript and stay on their thread.
pub trait MaybeSend {}

/// Every type.
pub trait MaybeSync {}

impl<T: ?Sized> MaybeSend for T {}
impl<T: ?Sized> MaybeSync for T {}

/// A future that a transport returns. It is `Send`, except in a browser.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + 'static>>;

/// A stream that a transport returns. Dropping it ends the operation at the server. It is `Send`, except in a browser.
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + 'static>>;

/// A trait object that is `Send` and `Sync`, except in a browser: `shareable!(dyn Fn() -> u8)`.
macro_rules! shareable {
    ($($object:tt)+) => { $($object)+ };
}

/// A trait object that is `Send`, except in a browser.
macro_rules! sendable {
    ($($object:tt)+) => { $($object)+ };
}

pub(crate) use {sendable, shareable};
