//! A single HTTP/1.1 request on a byte stream that may carry another protocol afterwards, such as an upgrade or `CONNECT`.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::response::Parts as Head;
use http::{Method, Request, Response, StatusCode};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::io::Io;
use crate::transport::runtime::timeout;

/// The maximum size of the head of a response, in bytes.
const MAX_HEAD: usize = 32 * 1024;
/// The maximum number of headers.
const MAX_HEADERS: usize = 128;
/// The maximum size of the body of a refusal that is read, in bytes.
const MAX_BODY: usize = 16 * 1024;
/// The timeout for the body of a refusal.
const BODY_TIMEOUT: Duration = Duration::from_secs(2);

/// The response to a request to switch protocols.
pub(in crate::transport) enum SwitchOutcome {
    /// The stream carries another protocol from here on.
    Switched {
        head: Head,
        io: Box<dyn Io>,
        /// The bytes that arrived after the head.
        first: Vec<u8>,
    },
    /// The server refused, with this beginning of the body.
    Refused { head: Head, body: Vec<u8> },
}

/// Sends a request and waits for the response.
///
/// # Errors
/// Returns the errors of the stream, and an error if the response is not HTTP/1.1, or if its head is too large.
pub(in crate::transport) async fn exchange(
    io: Box<dyn Io>,
    request: Request<String>,
) -> hyper::Result<SwitchOutcome> {
    let is_connect = request.method() == Method::CONNECT;
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        // Some servers and proxies only accept header names in title case.
        .title_case_headers(true)
        .handshake(Stream(io))
        .await?;
    let mut connection = pin!(connection.without_shutdown());
    let mut over = None;
    let mut asking = pin!(async {
        let response: Response<Incoming> = sender.send_request(request).await?;
        let (head, mut body) = response.into_parts();
        let switches = head.status == StatusCode::SWITCHING_PROTOCOLS;
        let connects = is_connect && head.status.is_success();
        let mut read = Vec::new();
        if !switches && !connects {
            // The status is what matters, so the body may be incomplete.
            let _ = timeout(BODY_TIMEOUT, read_body(&mut body, &mut read)).await;
        }
        Ok::<_, hyper::Error>((head, switches || connects, read))
    });
    // The connection is driven while waiting for the response.
    let (head, is_switched, body) = std::future::poll_fn(|context| {
        if over.is_none()
            && let Poll::Ready(ended) = connection.as_mut().poll(context)
        {
            over = Some(ended);
        }
        asking.as_mut().poll(context)
    })
    .await?;
    if !is_switched {
        return Ok(SwitchOutcome::Refused { head, body });
    }
    let parts = match over {
        Some(over) => over?,
        None => connection.await?,
    };
    Ok(SwitchOutcome::Switched {
        head,
        io: parts.io.0,
        first: parts.read_buf.into(),
    })
}

/// Reads a body to its end, or up to the maximum size.
async fn read_body(body: &mut Incoming, read: &mut Vec<u8>) -> hyper::Result<()> {
    while read.len() < MAX_BODY
        && let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await
    {
        if let Ok(data) = frame?.into_data() {
            let room = MAX_BODY - read.len();
            read.extend_from_slice(data.get(..room).unwrap_or(&data));
        }
    }
    Ok(())
}

/// A byte stream as hyper's I/O traits.
struct Stream(Box<dyn Io>);

/// The size of the reads for hyper, in bytes. They are heads and the beginnings of bodies.
const PIECE_SIZE: usize = 2048;

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut bytes = [0; PIECE_SIZE];
        let room = cursor.remaining().min(PIECE_SIZE);
        let mut buffer = ReadBuf::new(bytes.get_mut(..room).unwrap_or_default());
        ready!(Pin::new(&mut self.0).poll_read(context, &mut buffer))?;
        cursor.put_slice(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
