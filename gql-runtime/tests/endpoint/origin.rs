//! A GraphQL server that answers every operation in the same way, over HTTP, multipart and a WebSocket.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

/// Any byte stream.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// Decides about a request: returns header lines to add to the response, or a whole response instead.
pub(crate) type Decide = Arc<dyn Fn(&Head) -> Result<String, String> + Send + Sync>;

/// The head of a request.
#[derive(Debug, Clone)]
pub(crate) struct Head(pub(crate) String);

impl Head {
    /// Reads a head, or returns `None` if the client has disconnected.
    pub(crate) async fn read(io: &mut (impl Io + ?Sized)) -> Option<Self> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(io.read_u8().await.ok()?);
        }
        Some(Self(String::from_utf8(head).unwrap()))
    }

    pub(crate) fn line(&self) -> &str {
        self.0.lines().next().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.0.lines().filter_map(|line| line.split_once(':'));
        lines
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// Reads the body.
    pub(crate) async fn body(&self, io: &mut (impl Io + ?Sized)) -> Option<Vec<u8>> {
        let length = self.header("content-length").map_or(0, |it| it.parse().unwrap());
        let mut body = vec![0; length];
        io.read_exact(&mut body).await.ok()?;
        Some(body)
    }
}

/// The server.
#[derive(Clone)]
pub(crate) struct Origin {
    heads: Arc<Mutex<Vec<Head>>>,
    decide: Decide,
}

impl Origin {
    pub(crate) fn new() -> Self {
        Self::deciding(|_| Ok(String::new()))
    }

    pub(crate) fn deciding(decide: impl Fn(&Head) -> Result<String, String> + Send + Sync + 'static) -> Self {
        Self {
            heads: Arc::default(),
            decide: Arc::new(decide),
        }
    }

    /// Listens on a loopback port, which it returns.
    pub(crate) async fn listen(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let origin = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(origin.clone().serve(stream));
            }
        });
        port
    }

    /// Returns the heads of the requests so far.
    pub(crate) fn heads(&self) -> Vec<Head> {
        self.heads.lock().unwrap().clone()
    }

    /// Serves one connection.
    pub(crate) async fn serve(self, mut io: impl Io) {
        while let Some(head) = Head::read(&mut io).await {
            self.heads.lock().unwrap().push(head.clone());
            if head.body(&mut io).await.is_none() {
                return;
            }
            let answer = match (self.decide)(&head) {
                Err(answer) => answer,
                Ok(headers) => match (head.header("sec-websocket-key"), head.header("accept")) {
                    (Some(key), _) => {
                        let answer = format!(
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                             Sec-WebSocket-Accept: {}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n{headers}\r\n",
                            derive_accept_key(key.as_bytes())
                        );
                        io.write_all(answer.as_bytes()).await.unwrap();
                        return serve_socket(io).await;
                    }
                    (None, Some(accept)) if accept.contains("subscriptionSpec") => {
                        let part =
                            "\r\n--graphql\r\n\r\n{\"payload\":{\"data\":{\"n\":1}}}\r\n--graphql--\r\n";
                        let kind = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0";
                        response("200 OK", &format!("content-type: {kind}\r\n{headers}"), part)
                    }
                    _ => {
                        let headers = format!("content-type: application/json\r\n{headers}");
                        response("200 OK", &headers, r#"{"data":{"n":1}}"#)
                    }
                },
            };
            if io.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

/// Formats a response.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Acknowledges the connection, and sends one event for each subscription.
async fn serve_socket(io: impl Io) {
    let mut socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        let message: serde_json::Value = serde_json::from_str(&text).unwrap();
        let answers = match message["type"].as_str() {
            Some("connection_init") => vec![r#"{"type":"connection_ack"}"#.to_owned()],
            Some("subscribe") => {
                let id = &message["id"];
                vec![
                    format!(r#"{{"id":{id},"type":"next","payload":{{"data":{{"n":1}}}}}}"#),
                    format!(r#"{{"id":{id},"type":"complete"}}"#),
                ]
            }
            _ => continue,
        };
        for answer in answers {
            if socket.send(Message::text(answer)).await.is_err() {
                return;
            }
        }
    }
}
