//! Converts the errors of reqwest and rustls.

use std::error::Error as StdError;

use crate::Error;
#[cfg(feature = "__tls")]
use crate::transport::service::failure::chain;
use crate::transport::service::failure::{Source, innermost};

/// Converts an error of reqwest, or returns the source unchanged.
#[cfg(feature = "tower")]
pub(in crate::transport::service) fn explained(source: Source) -> Result<Error, Source> {
    let source = source.downcast::<reqwest::Error>()?;
    let server = source.url().map(|url| url.origin().ascii_serialization());
    Ok(explain(*source, server.as_deref().unwrap_or("the server")))
}

/// Removes the URL of an error of reqwest, which may be confidential.
pub(in crate::transport::service) fn without_url(source: Source) -> Source {
    match source.downcast::<reqwest::Error>() {
        Ok(source) => source.without_url().into(),
        Err(source) => source,
    }
}

/// Converts an error of reqwest. `server` is the origin.
pub(super) fn explain(source: reqwest::Error, server: &str) -> Error {
    // The URL may be confidential; the message only includes the origin.
    let source = source.without_url();
    let reason = innermost(&source).to_string();
    let error = if let Some(tls) = tls_failure(&source) {
        Error::tls(format!("TLS with {server} failed: {tls}"))
    } else if source.is_timeout() {
        Error::timed_out(format!("no connection to {server} was made in time")).unsent()
    } else if source.is_connect() {
        Error::connect(format!("no connection to {server}: {reason}"))
    } else if source.is_builder() {
        Error::builder(format!("the request could not be made: {reason}"))
    } else if source.is_decode() {
        Error::protocol(format!(
            "the response of {server} cannot be decompressed: {reason}"
        ))
    } else {
        Error::closed(format!("the connection to {server} was lost: {reason}"))
    };
    error.with_source(source)
}

/// The beginning of rustls' messages for a connection that the peer refused, for example because of its client
/// certificate.
#[cfg(feature = "__tls")]
const ALERT: &str = "received fatal alert: ";

/// Returns the message of the rustls error in the chain.
pub(in crate::transport::service) fn tls_failure(source: &(dyn StdError + 'static)) -> Option<String> {
    #[cfg(feature = "__tls")]
    for error in chain(source) {
        let mut error = error;
        // An I/O error does not return its inner error as the source, and there may be several layers.
        while let Some(inner) = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            error = inner;
        }
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Some(tls.to_string());
        }
        // HTTP/2 only keeps the text of the error below it.
        let text = error.to_string();
        if text.starts_with(ALERT) {
            return Some(text);
        }
    }
    let _ = source;
    None
}

#[cfg(all(test, feature = "__tls"))]
mod tests {
    #[test]
    fn rustls_reports_an_alert_in_these_words() {
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired);
        assert!(alert.to_string().starts_with(super::ALERT), "{alert}");
    }
}
