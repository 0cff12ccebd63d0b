//! A server on a raw socket, which a test controls byte by byte.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use gql_runtime::transport::Endpoint;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A byte stream: TCP, or TLS over TCP.
pub(crate) trait Pipe: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Pipe for T {}

/// Converts a TCP connection into a byte stream, or returns `None` if its handshake fails.
pub(crate) type Accept = Arc<
    dyn Fn(tokio::net::TcpStream) -> Pin<Box<dyn Future<Output = Option<Box<dyn Pipe>>> + Send>>
        + Send
        + Sync,
>;

/// The server. Its tasks end with it.
pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

/// A request as it was received.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// The index of its connection, starting at 0.
    pub(crate) connection: usize,
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// The server's end of a connection.
pub(crate) struct Connection {
    pipe: Box<dyn Pipe>,
    buffer: Vec<u8>,
    number: usize,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server that handles every connection with a function.
    pub(crate) async fn start<F, R>(handle: F) -> Self
    where
        F: Fn(Connection) -> R + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let plain: Accept = Arc::new(|tcp| Box::pin(async { Some(Box::new(tcp) as Box<dyn Pipe>) }));
        Self::start_with(plain, handle).await
    }

    pub(crate) async fn start_with<F, R>(accept: Accept, handle: F) -> Self
    where
        F: Fn(Connection) -> R + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        let handle = Arc::new(handle);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            for number in 0.. {
                let Ok((tcp, _)) = listener.accept().await else {
                    return;
                };
                tcp.set_nodelay(true).unwrap();
                let (accept, handle, seen) = (accept.clone(), handle.clone(), log.clone());
                connections.spawn(async move {
                    if let Some(pipe) = accept(tcp).await {
                        handle(Connection {
                            pipe,
                            buffer: Vec::new(),
                            number,
                            seen,
                        })
                        .await;
                    }
                });
            }
        });
        Self { port, seen, task }
    }

    /// Starts a server that answers every request with the same head and body.
    pub(crate) async fn answering(
        status: &'static str,
        headers: &'static str,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let body: Arc<[u8]> = body.into().into();
        Self::start(move |mut connection| {
            let body = body.clone();
            async move {
                while connection.request().await.is_some() {
                    connection.respond(status, headers, &body).await;
                }
            }
        })
        .await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/graphql", self.port)
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::new(self.url()).unwrap()
    }

    /// Returns the requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Connection {
    /// Reads a request with its body. Returns `None` if the client has disconnected.
    pub(crate) async fn request(&mut self) -> Option<Seen> {
        let end = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            self.read().await?;
        };
        let head = String::from_utf8(self.buffer.drain(..end + 4).collect()).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let line = lines.next().unwrap_or_default().to_owned();
        let headers: Vec<_> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut seen = Seen {
            connection: self.number,
            line,
            headers,
            body: Vec::new(),
        };
        if seen.header("transfer-encoding") == Some("chunked") {
            seen.body = self.chunked().await?;
        } else {
            let length = seen
                .header("content-length")
                .map_or(0, |length| length.parse().unwrap());
            while self.buffer.len() < length {
                self.read().await?;
            }
            seen.body = self.buffer.drain(..length).collect();
        }
        self.seen.lock().unwrap().push(seen.clone());
        Some(seen)
    }

    async fn chunked(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                    break end;
                }
                self.read().await?;
            };
            let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
            let size = usize::from_str_radix(std::str::from_utf8(&line).unwrap().trim(), 16).unwrap();
            while self.buffer.len() < size + 2 {
                self.read().await?;
            }
            body.extend(self.buffer.drain(..size));
            self.buffer.drain(..2);
            if size == 0 {
                return Some(body);
            }
        }
    }

    async fn read(&mut self) -> Option<()> {
        match self.pipe.read_buf(&mut self.buffer).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(()),
        }
    }

    /// Sends bytes.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        // The client may have disconnected, which some tests intend.
        let _ = self.pipe.write_all(bytes.as_ref()).await;
        let _ = self.pipe.flush().await;
    }

    /// Sends a whole response. `headers` are lines that end with CR LF.
    pub(crate) async fn respond(&mut self, status: &str, headers: &str, body: &[u8]) {
        let head = format!(
            "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n",
            body.len()
        );
        self.send([head.as_bytes(), body].concat()).await;
    }

    pub(crate) async fn json(&mut self, status: &str, body: &str) {
        self.respond(status, "content-type: application/json\r\n", body.as_bytes())
            .await;
    }

    /// Sends the head of a response with a chunked body.
    pub(crate) async fn stream(&mut self, content_type: &str) {
        self.send(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n"
        ))
        .await;
    }

    /// Sends a chunk of a body.
    pub(crate) async fn chunk(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        self.send(chunk).await;
    }

    /// Ends a chunked body.
    pub(crate) async fn end(&mut self) {
        self.send("0\r\n\r\n").await;
    }

    /// Waits until the client disconnects.
    pub(crate) async fn gone(&mut self) {
        while self.read().await.is_some() {}
    }
}
