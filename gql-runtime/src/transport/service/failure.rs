//! Converts the errors of HTTP libraries.

use std::error::Error as StdError;

use super::platform;
use crate::Error;

pub(super) type Source = Box<dyn StdError + Send + Sync>;

/// Converts the error of any service.
#[cfg(feature = "tower")]
pub(super) fn call_error(source: Source) -> Error {
    let source = match source.downcast::<Error>() {
        Ok(error) => return *error,
        Err(source) => source,
    };
    let source = match platform::explained(source) {
        Ok(error) => return error,
        Err(source) => source,
    };
    let reason = reason(&*source);
    let error = if let Some(tls) = platform::tls_failure(&*source) {
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
    let source = platform::without_url(source);
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

pub(super) fn chain<'a>(
    source: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(source);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

pub(super) fn innermost<'a>(source: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
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
