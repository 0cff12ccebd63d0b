//! Redirects, which are followed within the origin, with an unchanged request.
//!
//! An HTTP client that follows 301 and 302 itself sends a GET without a body, as browsers do
//! (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.2>), which loses the operation.

use http::header::LOCATION;
use http::{Response, StatusCode};
use reqwest::Url;

use super::take_credentials;

/// Returns the URL of a redirect to follow. Returns `None` if there is none, for the status 303, which requests another
/// resource by GET (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4>), and for another origin.
pub(in crate::transport::endpoint) fn target<B>(
    response: &Response<B>,
    from: &Url,
    is_post: bool,
) -> Option<Url> {
    let asks = match response.status() {
        StatusCode::MOVED_PERMANENTLY
        | StatusCode::FOUND
        | StatusCode::TEMPORARY_REDIRECT
        | StatusCode::PERMANENT_REDIRECT => true,
        StatusCode::SEE_OTHER => !is_post,
        _ => false,
    };
    let location = response.headers().get(LOCATION).filter(|_| asks)?;
    let mut to = from.join(location.to_str().ok()?).ok()?;
    if to.origin() != from.origin() {
        return None;
    }
    // The endpoint's credentials are in `Authorization` and stay there.
    // <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
    take_credentials(&mut to);
    Some(to)
}
