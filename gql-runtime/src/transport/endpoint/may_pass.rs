//! Which failures may pass.

use http::StatusCode;

use crate::Error;

/// Whether the next try may do better.
pub(crate) fn may_pass(error: &Error) -> bool {
    const PASSING: [StatusCode; 5] = [
        StatusCode::REQUEST_TIMEOUT,
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::BAD_GATEWAY,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ];
    error.is_connect() || error.is_closed() || error.status().is_some_and(|status| PASSING.contains(&status))
}
