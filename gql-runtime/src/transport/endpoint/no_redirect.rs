//! Redirects in a browser, which does not show them. `fetch` reports them as an error, so that headers stay within their
//! origin.

use http::Response;

use super::Url;

/// Returns `None`, as there is no redirect to follow.
pub(super) fn target<B>(_: &Response<B>, _: &Url, _: bool) -> Option<Url> {
    None
}
