//! The bounds of types that run operations: `Send` and `Sync` on targets with threads, and the boxed types with these
//! bounds.

use std::pin::Pin;

use futures_core::Stream;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod bound {
    /// `Send`, except in a browser, where futures hold values of JavaScript and stay on their thread. Never implement it: every type
    /// that can has it.
    pub trait MaybeSend: Send {}

    /// `Sync`, except in a browser. Never implement it: every type that can has it.
    pub trait MaybeSync: Sync {}

    impl<T: Send + ?Sized> MaybeSend for T {}
    impl<T: Sync + ?Sized> MaybeSync for T {}

    /// A future that a transport returns. It is `Send`, except in a browser.
    pub type BoxFuture<T> = super::Pin<Box<dyn Future<Output = T> + Send + 'static>>;

    /// A stream that a transport returns. Dropping it ends the operation at the server. It is `Send`, except in a browser.
    pub type BoxStream<T> = super::Pin<Box<dyn super::Stream<Item = T> + Send + 'static>>;
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod bound {
    /// Every type: in a browser futures hold values of JavaScript and stay on their thread.
    pub trait MaybeSend {}

    /// Every type.
    pub trait MaybeSync {}

    impl<T: ?Sized> MaybeSend for T {}
    impl<T: ?Sized> MaybeSync for T {}

    /// A future that a transport returns. It is `Send`, except in a browser.
    pub type BoxFuture<T> = super::Pin<Box<dyn Future<Output = T> + 'static>>;

    /// A stream that a transport returns. Dropping it ends the operation at the server. It is `Send`, except in a browser.
    pub type BoxStream<T> = super::Pin<Box<dyn super::Stream<Item = T> + 'static>>;
}

pub use bound::{BoxFuture, BoxStream, MaybeSend, MaybeSync};

/// A trait object that is `Send` and `Sync`, except in a browser: `shareable!(dyn Fn() -> u8)`.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
macro_rules! shareable {
    ($($object:tt)+) => { $($object)+ + Send + Sync };
}

/// A trait object that is `Send`, except in a browser.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
macro_rules! sendable {
    ($($object:tt)+) => { $($object)+ + Send };
}

/// A trait object that is `Send` and `Sync`, except in a browser: `shareable!(dyn Fn() -> u8)`.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
macro_rules! shareable {
    ($($object:tt)+) => { $($object)+ };
}

/// A trait object that is `Send`, except in a browser.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
macro_rules! sendable {
    ($($object:tt)+) => { $($object)+ };
}

pub(crate) use sendable;
pub(super) use shareable;
