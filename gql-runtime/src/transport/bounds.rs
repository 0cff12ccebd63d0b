//! The bounds of types that run operations: `Send` and `Sync` on targets with threads, and the boxed types with these
//! bounds.

#[cfg_attr(
    all(target_family = "wasm", target_os = "unknown"),
    path = "bounds/one_thread.rs"
)]
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    path = "bounds/threads.rs"
)]
mod bound;

pub(crate) use bound::sendable;
pub(super) use bound::shareable;
pub use bound::{BoxFuture, BoxStream, MaybeSend, MaybeSync};
