//! The seam for time and tasks: the transports take the clock, timers and tasks from here alone.
//!
//! Another platform needs one other implementation of these items:
//!
//! * `Instant`, a point in time: `Copy`, `Ord`, `now()`, `elapsed()`, and `+ Duration`.
//! * `Sleep`, an `Unpin` future that completes at its `deadline()`, which `reset(Instant)` moves.
//! * `sleep(Duration)` and `sleep_until(Instant)`, which return a `Sleep`.
//! * `timeout(Duration, future)` and `timeout_at(Instant, future)`, which return the output of the future, or [`Elapsed`].
//! * `spawn(future)`, which runs a future that is `Send` where the target has threads.
//! * `mpsc`, `oneshot` and `watch`, the channels of tokio by these names, with the methods that are used.
//! * `require()`, which returns an error where the others would panic.
//!
//! Without a transport over the network there is no clock, and `require()` is always an error: `none.rs`.
//!
//! A duration that is too long for the clock means that the timer never fires.

#[cfg(any(feature = "__endpoint", feature = "websocket"))]
mod in_runtime;
#[allow(dead_code, reason = "each combination of features needs another part of it")]
#[cfg_attr(
    all(
        any(feature = "__endpoint", feature = "websocket"),
        not(all(target_family = "wasm", target_os = "unknown"))
    ),
    path = "tokio.rs"
)]
#[cfg_attr(
    all(
        any(feature = "__endpoint", feature = "websocket"),
        target_family = "wasm",
        target_os = "unknown"
    ),
    path = "browser/mod.rs"
)]
#[cfg_attr(not(any(feature = "__endpoint", feature = "websocket")), path = "none.rs")]
mod platform;

#[cfg(any(feature = "__endpoint", feature = "websocket"))]
pub(super) use self::in_runtime::InRuntime;
pub(super) use self::platform::*;

/// The error of a future that did not complete in time.
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Elapsed;
