//! The head of an HTTP/1.1 response, read from a socket. <https://www.rfc-editor.org/rfc/rfc9112>

use std::io;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncRead, AsyncReadExt};

/// How long a head may be, in bytes.
const MAX_HEAD: usize = 32 * 1024;
/// How many headers it may have.
const MAX_HEADERS: usize = 128;

/// A response's head, and what came right behind it.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) rest: Vec<u8>,
}

/// Reads one head.
///
/// # Errors
/// What reading gives; `InvalidData` if it is not HTTP or too long; `UnexpectedEof` if it ends early.
pub(super) async fn read(io: &mut (impl AsyncRead + Unpin)) -> io::Result<Head> {
    let mut buffer = Vec::with_capacity(1024);
    loop {
        if let Some(head) = parse(&buffer)? {
            return Ok(head);
        }
        if buffer.len() >= MAX_HEAD {
            return Err(invalid("the head of the response is too long"));
        }
        if io.read_buf(&mut buffer).await? == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the connection ended before a response",
            ));
        }
    }
}

fn parse(buffer: &[u8]) -> io::Result<Option<Head>> {
    let mut slots = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut slots);
    let length = match response.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(error) => return Err(invalid(format!("not an HTTP/1.1 response: {error}"))),
    };
    let status = response.code.and_then(|code| StatusCode::from_u16(code).ok());
    let mut headers = HeaderMap::new();
    for header in response.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(invalid)?;
        headers.append(name, HeaderValue::from_bytes(header.value).map_err(invalid)?);
    }
    Ok(Some(Head {
        status: status.ok_or_else(|| invalid("a response without a status"))?,
        headers,
        rest: buffer.get(length..).unwrap_or_default().to_vec(),
    }))
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
