//! What a failed request was: told by the errors below it.

use std::error::Error as StdError;

use http::StatusCode;
use reqwest::Url;

use crate::Error;

/// Makes an error of the HTTP client one of ours.
pub(crate) fn explain(source: reqwest::Error, url: &Url) -> Error {
    // The URL may hold secrets: what the message needs of it is the origin.
    let source = source.without_url();
    let server = url.origin().ascii_serialization();
    let reason = innermost(&source);
    let error = if let Some(tls) = tls_failure(&source) {
        Error::tls(format!("TLS with {server} failed: {tls}"))
    } else if source.is_timeout() {
        Error::timed_out(format!("no connection to {server} was made in time")).unsent()
    } else if source.is_connect() {
        Error::connect(format!("no connection to {server}: {reason}"))
    } else if source.is_builder() {
        Error::builder(format!("the request could not be made: {reason}"))
    } else if source.is_decode() {
        Error::protocol(format!("the response of {server} does not decompress: {reason}"))
    } else {
        Error::closed(format!("the connection to {server} was lost: {reason}"))
    };
    error.with_source(source)
}

/// How rustls begins to report that the peer refused the connection, such as a client certificate that it does not take.
#[cfg(feature = "tls")]
const ALERT: &str = "received fatal alert: ";

/// The error of rustls in the chain.
fn tls_failure(source: &reqwest::Error) -> Option<String> {
    #[cfg(feature = "tls")]
    for error in chain(source) {
        let mut error = error;
        // An error of input and output does not name the one inside as its source; there may be several layers.
        while let Some(inner) = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            error = inner;
        }
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls.to_string());
        }
        // HTTP/2 keeps the text alone of an error below it.
        let text = error.to_string();
        if text.starts_with(ALERT) {
            return Some(text);
        }
    }
    let _ = source;
    None
}

fn chain<'a>(source: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(source);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

fn innermost(source: &(dyn StdError + 'static)) -> String {
    chain(source).last().map(ToString::to_string).unwrap_or_default()
}

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

#[cfg(all(test, feature = "tls"))]
mod tests {
    #[test]
    fn rustls_reports_an_alert_in_these_words() {
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired);
        assert!(alert.to_string().starts_with(super::ALERT), "{alert}");
    }
}
