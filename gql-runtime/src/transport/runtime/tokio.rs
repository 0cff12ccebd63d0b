//! Time and tasks of the tokio runtime. A paused clock of tokio stops them, too.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time;

use super::Elapsed;
use crate::Error;
use crate::transport::MaybeSend;

#[allow(unused_imports, reason = "each combination of features needs others")]
pub(in crate::transport) use tokio::sync::{mpsc, oneshot, watch};
pub(in crate::transport) use tokio::time::Instant;

/// A future that completes at a point in time.
#[derive(Debug)]
pub(in crate::transport) struct Sleep(Pin<Box<time::Sleep>>);

impl Sleep {
    /// Returns the point in time.
    pub(in crate::transport) fn deadline(&self) -> Instant {
        self.0.deadline()
    }

    /// Moves the deadline.
    pub(in crate::transport) fn reset(&mut self, deadline: Instant) {
        self.0.as_mut().reset(deadline);
    }
}

impl Future for Sleep {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(context)
    }
}

/// Waits for a duration.
pub(in crate::transport) fn sleep(duration: Duration) -> Sleep {
    Sleep(Box::pin(time::sleep(duration)))
}

/// Waits until a point in time.
pub(in crate::transport) fn sleep_until(deadline: Instant) -> Sleep {
    Sleep(Box::pin(time::sleep_until(deadline)))
}

/// Runs a future for at most `limit`.
///
/// # Errors
/// Returns [`Elapsed`] if it did not complete.
pub(in crate::transport) async fn timeout<F: Future>(
    limit: Duration,
    future: F,
) -> Result<F::Output, Elapsed> {
    time::timeout(limit, future).await.map_err(|_| Elapsed)
}

/// Runs a future until `deadline` at most.
///
/// # Errors
/// Returns [`Elapsed`] if it did not complete.
pub(in crate::transport) async fn timeout_at<F: Future>(
    deadline: Instant,
    future: F,
) -> Result<F::Output, Elapsed> {
    time::timeout_at(deadline, future).await.map_err(|_| Elapsed)
}

/// Spawns a future as a task.
pub(in crate::transport) fn spawn(task: impl Future<Output = ()> + MaybeSend + 'static) {
    tokio::spawn(task);
}

/// Returns an error where there is no runtime.
///
/// # Errors
/// Returns [`Error::is_builder`] if the calling thread is in no tokio runtime.
pub(in crate::transport) fn require() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(source) => Err(Error::builder(
            "this transport needs a tokio runtime, and the thread that runs the operation is in none: take `#[tokio::main]`, \
             or `Runtime::enter` around another executor",
        )
        .with_source(source)),
    }
}
