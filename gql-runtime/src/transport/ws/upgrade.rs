//! The opening handshake. <https://www.rfc-editor.org/rfc/rfc6455#section-4>
//!
//! It is made here, not by the WebSocket library, because that one refuses servers that leave `Sec-WebSocket-Protocol` out.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use gql_protocol::websocket::Dialect;
use gql_protocol::websocket::close::Meaning;
use http::header::{
    CONNECTION, CONTENT_LENGTH, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::chunked;
use super::endpoint::Endpoint;
use super::failure::Failure;
use super::head::{self, Head};
use super::io::Io;
use crate::Error;
use crate::response::errors_in;

/// How much of the body of a refusal is read, in bytes.
const MAX_BODY: usize = 16 * 1024;
/// How long a refusal's body is waited for.
const BODY_PATIENCE: Duration = Duration::from_secs(2);

/// Asks the server to speak WebSocket. Returns the subprotocol that it named, and the bytes that came behind the answer.
pub(super) async fn upgrade(
    io: &mut Box<dyn Io>,
    endpoint: &Endpoint,
    headers: &HeaderMap,
    offered: &[&'static dyn Dialect],
) -> Result<(Option<String>, Vec<u8>), Failure> {
    let key = generate_key();
    let lost = |source| Failure::of_io("the WebSocket handshake failed", source);
    io.write_all(&request(endpoint, headers, offered, &key))
        .await
        .map_err(lost)?;
    io.flush().await.map_err(lost)?;
    let head = head::read(io).await.map_err(lost)?;
    if head.status != StatusCode::SWITCHING_PROTOCOLS {
        return Err(refused(io, head).await);
    }
    let subprotocol = accepted(&head, &key).map_err(|message| Failure::fatal(Error::protocol(message)))?;
    Ok((subprotocol, head.rest))
}

fn request(endpoint: &Endpoint, headers: &HeaderMap, offered: &[&'static dyn Dialect], key: &str) -> Vec<u8> {
    let offered: Vec<_> = offered.iter().map(|dialect| dialect.subprotocol()).collect();
    let mut text = format!("GET {} HTTP/1.1\r\n", endpoint.path);
    if !headers.contains_key(HOST) {
        let _ = write!(text, "Host: {}\r\n", endpoint.authority);
    }
    let _ = write!(
        text,
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\
         Sec-WebSocket-Protocol: {}\r\n",
        offered.join(", ")
    );
    let mut bytes = text.into_bytes();
    for (name, value) in headers.iter().filter(|(name, _)| !is_ours(name)) {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

fn is_ours(name: &HeaderName) -> bool {
    let ours = [
        CONNECTION,
        CONTENT_LENGTH,
        UPGRADE,
        SEC_WEBSOCKET_KEY,
        SEC_WEBSOCKET_VERSION,
        SEC_WEBSOCKET_PROTOCOL,
        SEC_WEBSOCKET_EXTENSIONS,
    ];
    ours.contains(name)
}

fn accepted(head: &Head, key: &str) -> Result<Option<String>, String> {
    let has = |name: HeaderName, wanted: &str| {
        let values = head
            .headers
            .get_all(name)
            .into_iter()
            .filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .any(|value| value.trim().eq_ignore_ascii_case(wanted))
    };
    if !has(UPGRADE, "websocket") || !has(CONNECTION, "upgrade") {
        return Err("the server switched to something that is not WebSocket".into());
    }
    let accept = head
        .headers
        .get(SEC_WEBSOCKET_ACCEPT)
        .map(|value| value.as_bytes().trim_ascii());
    if accept != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
        return Err("the server's `Sec-WebSocket-Accept` is not the answer to our key".into());
    }
    if head.headers.contains_key(SEC_WEBSOCKET_EXTENSIONS) {
        return Err("the server uses a WebSocket extension that was not offered".into());
    }
    let chosen = head
        .headers
        .get(SEC_WEBSOCKET_PROTOCOL)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    Ok(chosen.map(|name| name.trim().to_owned()))
}

/// Reads the body of a refusal to its end, or as much as is kept of it.
async fn read_body(io: &mut Box<dyn Io>, headers: &HeaderMap, body: &mut Vec<u8>) -> io::Result<()> {
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let chunked = is_chunked(headers);
    let most = length.filter(|_| !chunked).unwrap_or(MAX_BODY).min(MAX_BODY);
    while body.len() < most && !(chunked && chunked::decode(body).over) {
        let missing = most - body.len();
        if io.take(missing as u64).read_buf(body).await? == 0 {
            break;
        }
    }
    Ok(())
}

fn is_chunked(headers: &HeaderMap) -> bool {
    let coding = headers.get(TRANSFER_ENCODING).map(HeaderValue::as_bytes);
    coding.is_some_and(|coding| coding.trim_ascii().eq_ignore_ascii_case(b"chunked"))
}

/// An answer that is not 101: an error with its status, headers and the beginning of its body.
async fn refused(io: &mut Box<dyn Io>, head: Head) -> Failure {
    let Head {
        status,
        headers,
        mut rest,
    } = head;
    // The body is told as far as it came: the status is the news.
    let _ = tokio::time::timeout(BODY_PATIENCE, read_body(io, &headers, &mut rest)).await;
    if is_chunked(&headers) {
        rest = chunked::decode(&rest).content;
    }
    let meaning = match status.as_u16() {
        401 | 403 => Meaning::Unauthorized,
        408 | 425 | 429 | 500.. => Meaning::Retryable,
        _ => Meaning::Fatal,
    };
    let errors = errors_in(&rest);
    Failure {
        error: Error::status_error(status, headers, &rest, errors),
        meaning,
    }
}
