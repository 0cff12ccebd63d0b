//! The bounds on targets with threads.

use std::pin::Pin;

use futures_core::Stream;

/// `Send`, except in a browser, where futures hold values of JavaScript and stay on their thread. Never implement it: every type
/// that can has it.
pub trait MaybeSend: Send {}

/// `Sync`, except in a browser. Never implement it: every type that can has it.
pub trait MaybeSync: Sync {}

impl<T: Send + ?Sized> MaybeSend for T {}
impl<T: Sync + ?Sized> MaybeSync for T {}

/// A future that a transport returns. It is `Send`, except in a browser.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// A stream that a transport returns. Dropping it ends the operation at the server. It is `Send`, except in a browser.
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send + 'static>>;

/// A trait object that is `Send` and `Sync`, except in a browser: `shareable!(dyn Fn() -> u8)`.
macro_rules! shareable {
    ($($object:tt)+) => { $($object)+ + Send + Sync };
}

/// A trait object that is `Send`, except in a browser.
macro_rules! sendable {
    ($($object:tt)+) => { $($object)+ + Send };
}

pub(crate) use {sendable, shareable};
