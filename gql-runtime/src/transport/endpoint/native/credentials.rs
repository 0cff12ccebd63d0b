//! The credentials in a URL.

use http::HeaderValue;
use percent_encoding::percent_decode_str;

use crate::transport::header;

/// Returns the value of `Authorization` for the percent-encoded username and password of a URL.
pub(in crate::transport::endpoint) fn header(user: &str, password: &str) -> Option<HeaderValue> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    HeaderValue::try_from(header::basic(decoded(user), decoded(password))).ok()
}
