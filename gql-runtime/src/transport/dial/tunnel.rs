//! A tunnel through an HTTP proxy. <https://www.rfc-editor.org/rfc/rfc9110#name-connect>

use http::Request;
use http::header::{HOST, PROXY_AUTHORIZATION};

use super::{Io, SwitchOutcome, exchange, failure};
use crate::Error;
use crate::transport::endpoint::Address;
use crate::transport::proxy::ProxyServer;

/// Makes a proxy connect to the server.
///
/// # Errors
/// Returns an error if it does not connect ([`Error::is_connect`]), with the status of its response.
pub(super) async fn connect(
    io: Box<dyn Io>,
    proxy: &ProxyServer,
    address: &Address,
) -> Result<Box<dyn Io>, Error> {
    let server = address.host_and_port();
    let request = Request::connect(&*server)
        .header(HOST, &server)
        .body(String::new());
    let mut request = request.map_err(|source| {
        Error::builder("the host is not valid in a request to a proxy").with_source(source)
    })?;
    if let Some(value) = proxy.authorization() {
        request.headers_mut().insert(PROXY_AUTHORIZATION, value);
    }
    let answer = exchange(io, request)
        .await
        .map_err(|source| failure::http_error("the proxy failed", source))?;
    match answer {
        SwitchOutcome::Switched { head, io, first } if head.status.is_success() => {
            if first.is_empty() {
                return Ok(io);
            }
            Err(Error::protocol(
                "the proxy sent data before it connected to the server",
            ))
        }
        SwitchOutcome::Switched { head, .. } | SwitchOutcome::Refused { head, .. } => {
            let error = Error::connect(format!("the proxy answered {}", head.status));
            Err(error.with_head(head.status, head.headers).unsent())
        }
    }
}
