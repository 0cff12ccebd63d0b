//! Servers that answer every request with the same bytes.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A server, which stops when it is dropped.
pub(crate) struct Server {
    pub(crate) address: String,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that sends these bytes after the head of a request, and closes the connection unless `hold` is set.
    pub(crate) async fn saying(bytes: impl Into<Vec<u8>>, hold: bool) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let task = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut tcp, _)) = listener.accept().await {
                let mut read = Vec::new();
                while !read.windows(4).any(|end| end == b"\r\n\r\n") {
                    if tcp.read_buf(&mut read).await.unwrap_or(0) == 0 {
                        break;
                    }
                }
                // The rest of the request is read, as a reset would hide the response.
                let mut rest = vec![0; 64 * 1024];
                let pause = std::time::Duration::from_millis(20);
                let _ = tokio::time::timeout(pause, tcp.read(&mut rest)).await;
                let _ = tcp.write_all(&bytes).await;
                if hold {
                    held.push(tcp);
                } else {
                    let _ = tcp.shutdown().await;
                }
            }
        });
        Self { address, task }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Formats an HTTP response.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}
