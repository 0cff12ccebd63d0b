//! The seam for time and tasks, which is the only source of clock, timers and tasks for the transports.
//!
//! Each platform implements these items:
//!
//! * `Instant`, a point in time: `Copy`, `Ord`, `now()`, `elapsed()`, and `+ Duration`.
//! * `Sleep`, an `Unpin` future that completes at its `deadline()`, which `reset(Instant)` moves.
//! * `sleep(Duration)` and `sleep_until(Instant)`, which return a `Sleep`.
//! * `timeout(Duration, future)` and `timeout_at(Instant, future)`, which return the output of the future, or [`Elapsed`].
//! * `spawn(future)`, which runs a future that is `Send` where the target has threads.
//! * `mpsc`, `oneshot` and `watch`, channels with the names and methods of tokio's, as far as they are used.
//! * `require()`, which returns an error where the others would panic.
//!
//! Without a network transport there is no clock, and `require()` always returns an error (`none.rs`).
//!
//! A timer whose duration is too long for the clock never fires.

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
