//! Time and tasks in a browser, in a page or a worker.
//!
//! Timers are coarse in a background page, and do not fire in a frozen page.
//! <https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers>

pub(in crate::transport) mod mpsc;
pub(in crate::transport) mod oneshot;
mod timer;
pub(in crate::transport) mod watch;

use std::future::poll_fn;
use std::ops::Add;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use super::Elapsed;
use crate::transport::MaybeSend;
use crate::{Error, browser};

pub(in crate::transport) use self::timer::Sleep;

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::transport) struct Instant(Duration);

impl Instant {
    /// Returns the current time.
    pub(in crate::transport) fn now() -> Self {
        Self(browser::now())
    }

    /// Returns the time that has passed since then.
    pub(in crate::transport) fn elapsed(self) -> Duration {
        self.until(Self::now())
    }

    /// Returns the time until another point, or zero if that is earlier.
    fn until(self, other: Self) -> Duration {
        other.0.saturating_sub(self.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }
}

/// Waits for a duration.
pub(in crate::transport) fn sleep(duration: Duration) -> Sleep {
    sleep_until(Instant::now() + duration)
}

/// Waits until a point in time.
pub(in crate::transport) fn sleep_until(deadline: Instant) -> Sleep {
    Sleep::new(deadline)
}

/// Runs a future for at most `limit`.
///
/// # Errors
/// Returns [`Elapsed`] if it did not complete.
pub(in crate::transport) async fn timeout<F: Future>(
    limit: Duration,
    future: F,
) -> Result<F::Output, Elapsed> {
    timeout_at(Instant::now() + limit, future).await
}

/// Runs a future until `deadline` at most.
///
/// # Errors
/// Returns [`Elapsed`] if it did not complete.
pub(in crate::transport) async fn timeout_at<F: Future>(
    deadline: Instant,
    future: F,
) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future);
    let mut sleep = sleep_until(deadline);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Ok(output)),
        Poll::Pending => Pin::new(&mut sleep).poll(context).map(|()| Err(Elapsed)),
    })
    .await
}

/// Spawns a future as a task.
pub(in crate::transport) fn spawn(task: impl Future<Output = ()> + MaybeSend + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}

/// Does nothing, as timers are always available in a browser.
///
/// # Errors
/// Never returns an error.
pub(in crate::transport) fn require() -> Result<(), Error> {
    Ok(())
}
