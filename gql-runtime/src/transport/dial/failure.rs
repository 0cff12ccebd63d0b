//! The errors for connections that could not be made.

use std::{error, io};

use crate::Error;

/// Creates the error for a network or TLS failure while connecting.
pub(super) fn io_error(what: &str, source: io::Error) -> Error {
    if let Some(message) = tls_message(&source) {
        return Error::tls(format!("{what}: {message}")).with_source(source);
    }
    let malformed = source.kind() == io::ErrorKind::InvalidData;
    let message = format!("{what}: {source}");
    if malformed {
        Error::protocol(message).with_source(source)
    } else {
        Error::connect(message).with_source(source)
    }
}

/// Creates the error for a request on a new connection without an HTTP response.
pub(in crate::transport) fn http_error(what: &str, source: hyper::Error) -> Error {
    let first = error::Error::source(&source);
    let causes = || std::iter::successors(first, |cause| cause.source());
    let below = causes().find_map(|cause| cause.downcast_ref::<io::Error>());
    if let Some(message) = below.and_then(tls_message) {
        return Error::tls(format!("{what}: {message}")).with_source(source);
    }
    let mut message = format!("{what}: {source}");
    if let Some(cause) = causes().last() {
        message = format!("{message}: {cause}");
    }
    if source.is_parse() || below.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
        return Error::protocol(message).with_source(source);
    }
    Error::connect(message).with_source(source)
}

/// Returns the message of the TLS error, if TLS failed.
#[cfg(feature = "__tls")]
fn tls_message(error: &io::Error) -> Option<String> {
    let inner: &(dyn error::Error + 'static) = error.get_ref()?;
    inner.downcast_ref::<rustls::Error>().map(ToString::to_string)
}

#[cfg(not(feature = "__tls"))]
fn tls_message(_: &io::Error) -> Option<String> {
    None
}
