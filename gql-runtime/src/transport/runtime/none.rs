//! The runtime without any transport over a network, which has no clock: every timer is an error.

use std::time::Duration;

use crate::Error;

/// A future that never completes.
pub(in crate::transport) type Sleep = std::future::Pending<()>;

pub(in crate::transport) fn sleep(_: Duration) -> Sleep {
    std::future::pending()
}

/// Returns an error in any case.
///
/// # Errors
/// Returns [`Error::is_builder`].
pub(in crate::transport) fn require() -> Result<(), Error> {
    Err(Error::builder(
        "a timeout requires a timer, which is only available with a network transport: enable the feature `http` or another one",
    ))
}
