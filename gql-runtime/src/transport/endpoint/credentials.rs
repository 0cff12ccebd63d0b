//! The credentials in a URL.

use http::HeaderValue;
use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::transport::header;

/// Takes the user's name and password out of a URL, as the value of `Authorization`: an HTTP request has none in its URI.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
pub(super) fn take(url: &mut Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let value = header::basic(
        decoded(url.username()),
        url.password().map(decoded).unwrap_or_default(),
    );
    // Neither fails for a URL with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    HeaderValue::try_from(value).ok()
}
