//! The opening handshake. <https://www.rfc-editor.org/rfc/rfc6455#section-4>
//!
//! hyper implements HTTP. The handshake is implemented here and not by the WebSocket library, as that rejects servers that
//! omit `Sec-WebSocket-Protocol`.

use gql_protocol::websocket::Dialect;
use gql_protocol::websocket::close::Disposition;
use http::header::{
    CONNECTION, CONTENT_LENGTH, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, TRANSFER_ENCODING, UPGRADE,
};
use http::response::Parts as Head;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::Error;
use crate::response::errors_in;
use crate::transport::dial::{Io, SwitchOutcome, exchange, http_error};
use crate::transport::endpoint::Address;
use crate::transport::websocket::failure::Failure;

/// A stream that carries WebSocket frames.
pub(super) struct Upgraded {
    pub(super) io: Box<dyn Io>,
    /// The bytes that arrived after the response.
    pub(super) first: Vec<u8>,
    /// The subprotocol that the server named.
    pub(super) subprotocol: Option<String>,
    /// The headers of the response.
    pub(super) headers: HeaderMap,
}

/// Requests an upgrade to WebSocket.
pub(super) async fn upgrade(
    io: Box<dyn Io>,
    address: &Address,
    headers: &HeaderMap,
    offered: &[&'static dyn Dialect],
) -> Result<Upgraded, Failure> {
    let key = generate_key();
    let request = request(address, headers, offered, &key).map_err(|source| {
        Failure::fatal(Error::builder("the upgrade request is not valid").with_source(source))
    })?;
    let answer = exchange(io, request)
        .await
        .map_err(|source| http_error("the WebSocket handshake failed", source))?;
    match answer {
        SwitchOutcome::Refused { head, body } => Err(refused(head, &body)),
        SwitchOutcome::Switched { head, io, first } => {
            let subprotocol =
                accepted(&head.headers, &key).map_err(|message| Failure::fatal(Error::protocol(message)))?;
            Ok(Upgraded {
                io,
                first,
                subprotocol,
                headers: head.headers,
            })
        }
    }
}

fn request(
    address: &Address,
    headers: &HeaderMap,
    offered: &[&'static dyn Dialect],
    key: &str,
) -> http::Result<Request<String>> {
    let offered: Vec<_> = offered.iter().map(|dialect| dialect.subprotocol()).collect();
    let mut request = Request::get(&*address.path).body(String::new())?;
    let all = request.headers_mut();
    all.insert(HOST, HeaderValue::try_from(&address.authority)?);
    all.insert(UPGRADE, HeaderValue::from_static("websocket"));
    all.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    all.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    all.insert(SEC_WEBSOCKET_KEY, HeaderValue::try_from(key)?);
    all.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::try_from(offered.join(", "))?);
    let mut theirs = headers.clone();
    for name in HANDSHAKE_HEADERS {
        theirs.remove(name);
    }
    all.extend(theirs);
    Ok(request)
}

/// The headers that the handshake sets itself.
const HANDSHAKE_HEADERS: [HeaderName; 8] = [
    CONNECTION,
    CONTENT_LENGTH,
    SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION,
    TRANSFER_ENCODING,
    UPGRADE,
];

fn accepted(headers: &HeaderMap, key: &str) -> Result<Option<String>, String> {
    let has = |name: HeaderName, wanted: &str| {
        let values = headers
            .get_all(name)
            .into_iter()
            .filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .any(|value| value.trim().eq_ignore_ascii_case(wanted))
    };
    if !has(UPGRADE, "websocket") || !has(CONNECTION, "upgrade") {
        return Err("the server switched to a protocol other than WebSocket".into());
    }
    let accept = headers
        .get(SEC_WEBSOCKET_ACCEPT)
        .map(|value| value.as_bytes().trim_ascii());
    if accept != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
        return Err("the server's `Sec-WebSocket-Accept` does not match the key".into());
    }
    if headers.contains_key(SEC_WEBSOCKET_EXTENSIONS) {
        return Err("the server uses a WebSocket extension that was not offered".into());
    }
    let chosen = headers
        .get(SEC_WEBSOCKET_PROTOCOL)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    Ok(chosen.map(|name| name.trim().to_owned()))
}

/// Creates the error for a response other than 101, with its status, headers and the beginning of its body.
fn refused(head: Head, body: &[u8]) -> Failure {
    let disposition = match head.status.as_u16() {
        401 | 403 => Disposition::Unauthorized,
        408 | 425 | 429 | 500.. => Disposition::Retryable,
        _ => Disposition::Fatal,
    };
    let errors = errors_in(body);
    Failure {
        error: Error::http_status(head.status, head.headers, body, errors),
        disposition,
    }
}
