//! Redirects: followed within the origin, with the request as it is.
//!
//! An HTTP client that follows 301 and 302 by itself sends a GET without a body, as browsers do
//! (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.2>): the operation is lost on the way.

use http::StatusCode;
use http::header::LOCATION;
use reqwest::Url;

use crate::Error;

/// The URL that a response asks to send the request to instead; `None` where it does not, or where that is not done: 303 asks for
/// another resource by GET (<https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4>), and headers stay with their origin.
pub(super) fn target(response: &reqwest::Response, from: &Url, is_post: bool) -> Option<Url> {
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
    if to.username().is_empty() && to.password().is_none() {
        // Neither fails for a URL with a host.
        let _ = to.set_username(from.username());
        let _ = to.set_password(from.password());
    }
    Some(to)
}

/// Refuses a response to which a client of the program's own was redirected, as its policy may have dropped the body, or gone to another
/// origin.
///
/// # Errors
/// If the response is not that of the request ([`Error::is_builder`]).
pub(super) fn check_not_followed(
    response: &reqwest::Response,
    sent_to: &Url,
    is_post: bool,
) -> Result<(), Error> {
    let from = response.url();
    let is_same = from.path() == sent_to.path() && from.query() == sent_to.query();
    if from.origin() == sent_to.origin() && (is_same || !is_post) {
        return Ok(());
    }
    Err(Error::builder(format!(
        "the HTTP client given to the endpoint followed a redirect to {}, so the response may not be that of the operation: build the \
         client with `redirect::Policy::none()`, and the endpoint follows redirects within the origin",
        from.origin().ascii_serialization()
    )))
}
