//! What a failed request was, from the errors below it.

use std::error::Error as StdError;

use crate::Error;

type Source = Box<dyn StdError + Send + Sync>;

/// Makes an error of any service one of ours.
#[cfg(feature = "tower")]
pub(super) fn of_call(source: Source) -> Error {
    let source = match source.downcast::<Error>() {
        Ok(error) => return *error,
        Err(source) => source,
    };
    match source.downcast::<reqwest::Error>() {
        Ok(source) => {
            let server = source.url().map(|url| url.origin().ascii_serialization());
            explain(*source, server.as_deref().unwrap_or("the server"))
        }
        Err(source) => {
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
    }
}

/// Makes an error of any body one of ours.
pub(super) fn of_body(source: Source) -> Error {
    let source = match source.downcast::<Error>() {
        Ok(error) => return *error,
        Err(source) => source,
    };
    let source = match source.downcast::<reqwest::Error>() {
        Ok(source) => source.without_url().into(),
        Err(source) => source,
    };
    let reason = reason(&*source);
    let error = Error::closed(format!("the body ended before it was complete{reason}"));
    with_source(error, source)
}

/// Keeps what caused an error, except where it shows a URL, which may hold secrets: libraries put that of the request into theirs.
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

/// Makes an error of reqwest one of ours. `server` is its origin.
pub(super) fn explain(source: reqwest::Error, server: &str) -> Error {
    // The URL may hold secrets: what the message needs of it is the origin.
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
        Error::protocol(format!("the response of {server} does not decompress: {reason}"))
    } else {
        Error::closed(format!("the connection to {server} was lost: {reason}"))
    };
    error.with_source(source)
}

/// How rustls begins to report that the peer refused the connection, such as a client certificate that it does not take.
#[cfg(feature = "__tls")]
const ALERT: &str = "received fatal alert: ";

/// The error of rustls in the chain.
fn tls_failure(source: &(dyn StdError + 'static)) -> Option<String> {
    #[cfg(feature = "__tls")]
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

fn innermost<'a>(source: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    chain(source).last().unwrap_or(source)
}

/// The innermost error as the end of a message; nothing where it has a URL in it, which may hold secrets.
fn reason(source: &(dyn StdError + 'static)) -> String {
    let text = innermost(source).to_string();
    match has_url(&text) {
        true => String::new(),
        false => format!(": {text}"),
    }
}

/// Whether the operating system made no connection.
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
