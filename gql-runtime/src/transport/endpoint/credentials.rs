//! The credentials in a URL.

use http::HeaderValue;
use percent_encoding::percent_decode_str;

use crate::transport::header;

/// The value of `Authorization` for a name and a password as a URL has them.
pub(super) fn header(user: &str, password: &str) -> Option<HeaderValue> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    HeaderValue::try_from(header::basic(decoded(user), decoded(password))).ok()
}

/// Takes the user's name and password out of a URL, as the value of `Authorization`: an HTTP request has none in its URI.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
#[cfg(feature = "__endpoint")]
pub(super) fn take(url: &mut reqwest::Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let value = header(url.username(), url.password().unwrap_or_default());
    // Neither fails for a URL with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    value
}
