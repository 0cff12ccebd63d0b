//! A scripted server, frame by frame, over TCP or within the process, so that the clock can be paused.

use std::io;
use std::time::Duration;

use gql_runtime::transport::websocket::Subprotocols;
use gql_runtime::transport::{Endpoint, EndpointBuilder, WebSocket};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// The subprotocol of a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Dialect {
    Modern,
    Legacy,
}

pub(crate) const BOTH: [Dialect; 2] = [Dialect::Modern, Dialect::Legacy];

impl Dialect {
    pub(crate) fn name(self) -> &'static str {
        self.pick("graphql-transport-ws", "graphql-ws")
    }

    /// The option for a client that only speaks this subprotocol.
    pub(crate) fn alone(self) -> Subprotocols {
        self.pick(Subprotocols::GraphqlTransportWs, Subprotocols::GraphqlWs)
    }

    pub(crate) fn subscribe(self) -> &'static str {
        self.pick("subscribe", "start")
    }

    pub(crate) fn stop(self) -> &'static str {
        self.pick("complete", "stop")
    }

    pub(crate) fn pick<T>(self, modern: T, legacy: T) -> T {
        match self {
            Self::Modern => modern,
            Self::Legacy => legacy,
        }
    }

    pub(crate) fn next(self, id: &str, payload: &str) -> String {
        format!(
            r#"{{"id":"{id}","type":"{}","payload":{payload}}}"#,
            self.pick("next", "data")
        )
    }
}

/// The server. `accept` returns its connections in the order in which they were made.
pub(crate) struct Server {
    incoming: mpsc::UnboundedReceiver<Box<dyn Io>>,
    url: String,
    /// The sender for the server's ends of connections within the process.
    sender: Option<mpsc::UnboundedSender<Box<dyn Io>>>,
    pub(crate) port: u16,
}

impl Server {
    /// Creates a server within the process.
    pub(crate) fn memory() -> Self {
        let (sender, incoming) = mpsc::unbounded_channel::<Box<dyn Io>>();
        Self {
            incoming,
            url: "ws://server/graphql".to_owned(),
            sender: Some(sender),
            port: 0,
        }
    }

    /// Creates a server over TCP.
    pub(crate) async fn tcp() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, incoming) = mpsc::unbounded_channel::<Box<dyn Io>>();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                if sender.send(Box::new(socket)).is_err() {
                    return;
                }
            }
        });
        Self {
            incoming,
            url: format!("ws://127.0.0.1:{port}/graphql"),
            sender: None,
            port,
        }
    }

    /// A client that does not ping a silent server, so that a script does not have to answer.
    pub(crate) fn client(&mut self) -> WebSocket {
        self.client_of(|endpoint| endpoint)
    }

    /// A client of an endpoint with these options, which does not ping.
    pub(crate) fn client_of(
        &mut self,
        options: impl FnOnce(EndpointBuilder) -> EndpointBuilder,
    ) -> WebSocket {
        self.default_client_of(options).read_timeout(None)
    }

    /// A client with the default options.
    pub(crate) fn default_client(&mut self) -> WebSocket {
        self.default_client_of(|endpoint| endpoint)
    }

    fn default_client_of(&mut self, options: impl FnOnce(EndpointBuilder) -> EndpointBuilder) -> WebSocket {
        let socket = WebSocket::new(&options(Endpoint::builder(&self.url)).build().unwrap());
        let Some(sender) = self.sender.take() else {
            return socket;
        };
        socket.connector(move |_, _| {
            let sender = sender.clone();
            async move {
                let (client, server): (DuplexStream, DuplexStream) = tokio::io::duplex(64 * 1024);
                sender
                    .send(Box::new(server))
                    .map_err(|_| io::Error::from(io::ErrorKind::ConnectionRefused))?;
                Ok(client)
            }
        })
    }

    /// Returns the next connection before its upgrade.
    pub(crate) async fn connection(&mut self) -> Box<dyn Io> {
        self.incoming.recv().await.unwrap()
    }

    /// Returns whether no client connects within this time.
    pub(crate) async fn has_no_connection_within(&mut self, time: Duration) -> bool {
        tokio::time::timeout(time, self.incoming.recv()).await.is_err()
    }

    /// Returns the next connection, upgraded to this subprotocol.
    pub(crate) async fn upgraded(&mut self, dialect: Dialect) -> Peer {
        let io = self.connection().await;
        Peer::upgraded(io, dialect).await
    }

    /// Returns the next connection, upgraded and acknowledged.
    pub(crate) async fn acknowledged(&mut self, dialect: Dialect) -> Peer {
        let mut peer = self.upgraded(dialect).await;
        peer.expect_type("connection_init").await;
        peer.send(r#"{"type":"connection_ack"}"#).await;
        peer
    }
}

/// An upgrade request.
pub(crate) struct Request {
    pub(crate) head: String,
}

impl Request {
    pub(crate) async fn read(io: &mut Box<dyn Io>) -> Self {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(io.read_u8().await.unwrap());
        }
        Self {
            head: String::from_utf8(head).unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn accept_key(&self) -> String {
        derive_accept_key(self.header("sec-websocket-key").unwrap().as_bytes())
    }

    /// Answers with 101 and these additional header lines.
    pub(crate) async fn accept(self, io: Box<dyn Io>, headers: &str, dialect: Dialect) -> Peer {
        let answer = format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {}\r\n{headers}\r\n",
            self.accept_key()
        );
        self.answer(io, answer.as_bytes(), dialect).await
    }

    /// Sends this response, followed by the bytes in it.
    pub(crate) async fn answer(self, mut io: Box<dyn Io>, answer: &[u8], dialect: Dialect) -> Peer {
        io.write_all(answer).await.unwrap();
        Peer {
            io,
            dialect,
            request: self,
        }
    }
}

/// An item that a client sent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Received {
    Text(String),
    Ping(Vec<u8>),
    Pong(Vec<u8>),
    Close(Option<u16>, String),
    End,
}

/// The server's end of a WebSocket.
pub(crate) struct Peer {
    pub(crate) io: Box<dyn Io>,
    pub(crate) dialect: Dialect,
    pub(crate) request: Request,
}

impl Peer {
    /// Upgrades a connection to this subprotocol.
    pub(crate) async fn upgraded(mut io: Box<dyn Io>, dialect: Dialect) -> Self {
        let request = Request::read(&mut io).await;
        let header = format!("Sec-WebSocket-Protocol: {}\r\n", dialect.name());
        request.accept(io, &header, dialect).await
    }

    pub(crate) async fn send(&mut self, text: &str) {
        self.raw(&frame(true, 1, text.as_bytes())).await;
    }

    pub(crate) async fn next(&mut self, id: &str, payload: &str) {
        let text = self.dialect.next(id, payload);
        self.send(&text).await;
    }

    pub(crate) async fn complete(&mut self, id: &str) {
        self.send(&format!(r#"{{"id":"{id}","type":"complete"}}"#)).await;
    }

    pub(crate) async fn close(&mut self, code: u16, reason: &str) {
        self.raw(&frame(
            true,
            8,
            &[&code.to_be_bytes()[..], reason.as_bytes()].concat(),
        ))
        .await;
    }

    pub(crate) async fn raw(&mut self, bytes: &[u8]) {
        self.io.write_all(bytes).await.unwrap();
        self.io.flush().await.unwrap();
    }

    /// Returns the next frame from the client.
    pub(crate) async fn receive(&mut self) -> Received {
        let Ok(first) = self.io.read_u8().await else {
            return Received::End;
        };
        assert_eq!(first & 0xf0, 0x80, "final frames without extensions");
        let length = self.io.read_u8().await.unwrap();
        assert_eq!(length & 0x80, 0x80, "clients mask their frames");
        let length = match length & 0x7f {
            126 => u64::from(self.io.read_u16().await.unwrap()),
            127 => self.io.read_u64().await.unwrap(),
            short => u64::from(short),
        };
        let mut mask = [0; 4];
        self.io.read_exact(&mut mask).await.unwrap();
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.io.read_exact(&mut payload).await.unwrap();
        payload
            .iter_mut()
            .zip(mask.iter().cycle())
            .for_each(|(byte, mask)| *byte ^= mask);
        match first & 0xf {
            1 => Received::Text(String::from_utf8(payload).unwrap()),
            8 if payload.is_empty() => Received::Close(None, String::new()),
            8 => {
                let (code, reason) = payload.split_at(2);
                let code = u16::from_be_bytes(code.try_into().unwrap());
                Received::Close(Some(code), String::from_utf8(reason.to_vec()).unwrap())
            }
            9 => Received::Ping(payload),
            10 => Received::Pong(payload),
            other => panic!("opcode {other}"),
        }
    }

    pub(crate) async fn receive_json(&mut self) -> Value {
        match self.receive().await {
            Received::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn expect_type(&mut self, kind: &str) -> Value {
        let message = self.receive_json().await;
        assert_eq!(message["type"], kind, "{message}");
        message
    }

    /// Expects the start of an operation, and returns its id.
    pub(crate) async fn expect_start(&mut self) -> String {
        let message = self.expect_type(self.dialect.subscribe()).await;
        message["id"].as_str().expect("ids are strings").to_owned()
    }

    /// Expects the cancellation of an operation.
    pub(crate) async fn expect_stop(&mut self, id: &str) {
        let message = self.expect_type(self.dialect.stop()).await;
        assert_eq!(message["id"], id);
    }

    pub(crate) async fn is_quiet(&mut self, time: Duration) -> bool {
        tokio::time::timeout(time, self.receive()).await.is_err()
    }
}

/// Returns a frame without a mask.
pub(crate) fn frame(last: bool, opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![u8::from(last) << 7 | opcode];
    match payload.len() {
        length @ 0..126 => bytes.push(length as u8),
        length @ 126..65536 => {
            bytes.push(126);
            bytes.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            bytes.push(127);
            bytes.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    bytes.extend_from_slice(payload);
    bytes
}
