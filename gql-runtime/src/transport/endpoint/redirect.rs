//! Redirects: followed within the origin, with the request as it is.
//!
//! An HTTP client that follows 301 and 302 by itself sends a GET without a body, as browsers do
//! (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.2>): the operation is lost on the way.

use http::header::LOCATION;
use http::{Response, StatusCode};
use reqwest::Url;

use super::credentials;

/// The URL that a response asks to send the request to instead; `None` where it does not, or where that is not done: 303 asks for
/// another resource by GET (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4>), and headers stay with their origin.
pub(super) fn target<B>(response: &Response<B>, from: &Url, is_post: bool) -> Option<Url> {
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
    // Those of the endpoint are in `Authorization`, and stay. <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
    credentials::take(&mut to);
    Some(to)
}
