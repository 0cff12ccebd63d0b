//! Redirects in a browser: it shows none. `fetch` reports them as an error, so that headers stay with their origin.

use http::Response;

use super::Url;

/// Returns `None`: there is none to follow.
pub(super) fn target<B>(_: &Response<B>, _: &Url, _: bool) -> Option<Url> {
    None
}
