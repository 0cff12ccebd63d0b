//! The credentials in a URL.

use http::HeaderValue;
use percent_encoding::percent_decode_str;

use crate::transport::header;

/// Returns the value of `Authorization` for the percent-encoded username and password of a URL.
pub(super) fn header(user: &str, password: &str) -> Option<HeaderValue> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    HeaderValue::try_from(header::basic(decoded(user), decoded(password))).ok()
}

/// Removes the username and the password from a URL, and returns them as the value of `Authorization`, as the URI of an
/// HTTP request does not have them. <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
#[cfg(all(
    feature = "__endpoint",
    not(all(target_family = "wasm", target_os = "unknown"))
))]
pub(super) fn take(url: &mut super::Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let value = header(url.username(), url.password().unwrap_or_default());
    // Neither call fails for a URL with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    value
}

/// Removes the username and the password from a URL, and returns them as the value of `Authorization`.
#[cfg(all(feature = "__endpoint", target_family = "wasm", target_os = "unknown"))]
pub(super) fn take(url: &mut super::Url) -> Option<HeaderValue> {
    url.take_credentials()
}
