//! Converts the errors of HTTP libraries.

use std::error::Error as StdError;

use crate::Error;

type Source = Box<dyn StdError + Send + Sync>;

/// Converts the error of any service.
#[cfg(feature = "tower")]
pub(super) fn call_error(source: Source) -> Error {
    let source = match source.downcast::<Error>() {
        Ok(error) => return *error,
        Err(source) => source,
    };
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    let source = match source.downcast::<reqwest::Error>() {
        Ok(source) => {
            let server = source.url().map(|url| url.origin().ascii_serialization());
            return explain(*source, server.as_deref().unwrap_or("the server"));
        }
        Err(source) => source,
    };
    let reason = reason(&*source);
    let error = if let Some(tls) = tls_failure(&*source) {
        Error::tls(format!("TLS failed: {tls}"))
    } else if chain(&*source).any(is_unreachable) {
        Error::connect(format!("no connection{reason}"))
    } else {
        Error::closed(format!("the HTTP service failed{reason}"))
    };
    with_source(error, source)
}

/// Converts the error of any body.
pub(super) fn body_error(source: Source) -> Error {
    let source = match source.downcast::<Error>() {
        Ok(error) => return *error,
        Err(source) => source,
    };
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    let source = match source.downcast::<reqwest::Error>() {
        Ok(source) => source.without_url().into(),
        Err(source) => source,
    };
    let reason = reason(&*source);
    let error = Error::closed(format!("the body ended before it was complete{reason}"));
    with_source(error, source)
}

/// Keeps the cause of an error, unless it shows a URL, which may be confidential. Libraries include the URL of the
/// request.
fn with_source(error: Error, source: Source) -> Error {
    let shows_url =
        has_url(&format!("{source:?}")) || chain(&*source).any(|error| has_url(&error.to_string()));
    match shows_url {
        true => error,
        false => error.with_source(source),
    }
}

fn has_url(text: &str) -> bool {
    text.contains("://")
}

/// Converts an error of reqwest. `server` is the origin.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
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
#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
const ALERT: &str = "received fatal alert: ";

/// Returns the message of the rustls error in the chain.
#[cfg(any(feature = "tower", not(all(target_family = "wasm", target_os = "unknown"))))]
fn tls_failure(source: &(dyn StdError + 'static)) -> Option<String> {
    #[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
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

fn chain<'a>(source: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(source);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

fn innermost<'a>(source: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    chain(source).last().unwrap_or(source)
}

/// Returns the innermost error as the end of a message, or an empty text if it contains a URL, which may be confidential.
fn reason(source: &(dyn StdError + 'static)) -> String {
    let text = innermost(source).to_string();
    match has_url(&text) {
        true => String::new(),
        false => format!(": {text}"),
    }
}

/// Returns whether the operating system could not connect.
#[cfg(feature = "tower")]
fn is_unreachable(error: &(dyn StdError + 'static)) -> bool {
    use std::io::ErrorKind;
    error.downcast_ref::<std::io::Error>().is_some_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable
        )
    })
}

#[cfg(all(test, feature = "__tls"))]
mod tests {
    #[test]
    fn rustls_reports_an_alert_in_these_words() {
        let alert = rustls::Error::AlertReceived(rustls::AlertDescription::CertificateRequired);
        assert!(alert.to_string().starts_with(super::ALERT), "{alert}");
    }
}
