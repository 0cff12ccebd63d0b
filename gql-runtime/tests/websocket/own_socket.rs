//! Sockets of the program: messages without frames, over a pipe with a capacity of one message.

use std::io;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use gql_runtime::transport::websocket::{Incoming, Opening, Socket};
use gql_runtime::transport::{Endpoint, Transport, WebSocket};
use gql_runtime::{Error, OperationKind};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::server::{BOTH, Dialect};
use crate::{last_error, next_text, request, subscribe, text};

/// The time that a paused clock advances before silence counts.
const LONG: Duration = Duration::from_secs(300);

/// The client's end.
struct Pipe {
    incoming: mpsc::UnboundedReceiver<Incoming>,
    outgoing: mpsc::UnboundedSender<String>,
    closed: mpsc::UnboundedSender<(u16, String)>,
    /// The queued messages while the pipe is blocked.
    waiting: Vec<String>,
    gate: Arc<Mutex<Gate>>,
    subprotocol: Option<String>,
}

#[derive(Default)]
struct Gate {
    is_shut: bool,
    waker: Option<Waker>,
}

/// The server's end.
struct Peer {
    incoming: mpsc::UnboundedSender<Incoming>,
    outgoing: mpsc::UnboundedReceiver<String>,
    closed: mpsc::UnboundedReceiver<(u16, String)>,
    gate: Arc<Mutex<Gate>>,
    opening: Opening,
}

impl Socket for Pipe {
    fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming> {
        let incoming = ready!(self.incoming.poll_recv(context));
        Poll::Ready(incoming.unwrap_or(Incoming::Lost))
    }

    fn send(&mut self, text: String, _: Option<u64>) {
        self.waiting.push(text);
    }

    fn close(&mut self, code: u16, reason: &str) {
        let _ = self.closed.send((code, reason.to_owned()));
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut gate = self.gate.lock().unwrap();
        if gate.is_shut {
            gate.waker = Some(context.waker().clone());
            return Poll::Pending;
        }
        for text in self.waiting.drain(..) {
            let _ = self.outgoing.send(text);
        }
        Poll::Ready(Ok(()))
    }

    fn buffered(&self) -> usize {
        self.waiting.iter().map(String::len).sum()
    }
}

impl Peer {
    async fn receive(&mut self) -> String {
        self.outgoing.recv().await.unwrap()
    }

    fn send(&self, text: impl Into<String>) {
        self.incoming.send(Incoming::Text(text.into().into())).unwrap();
    }

    async fn acknowledge(&mut self) {
        assert!(self.receive().await.contains("connection_init"));
        self.send(r#"{"type":"connection_ack"}"#);
    }

    /// Returns the id of the operation that the client starts.
    async fn start(&mut self, dialect: Dialect) -> String {
        let message: serde_json::Value = serde_json::from_str(&self.receive().await).unwrap();
        assert_eq!(message["type"], dialect.subscribe());
        message["id"].as_str().unwrap().to_owned()
    }

    fn shut(&self, is_shut: bool) {
        let mut gate = self.gate.lock().unwrap();
        gate.is_shut = is_shut;
        if let Some(waker) = gate.waker.take() {
            waker.wake();
        }
    }
}

/// A client with pipes, and the receiver of their other ends.
fn client(subprotocol: Option<&str>) -> (WebSocket, mpsc::UnboundedReceiver<Peer>) {
    let (peers, opened) = mpsc::unbounded_channel();
    let subprotocol = subprotocol.map(str::to_owned);
    let endpoint = Endpoint::builder("http://pipe/graphql").header("x-token", "secret");
    let builder = WebSocket::new(&endpoint.build().unwrap()).socket_with(move |opening| {
        let (to_client, incoming) = mpsc::unbounded_channel();
        let (outgoing, from_client) = mpsc::unbounded_channel();
        let (closing, closed) = mpsc::unbounded_channel();
        let gate = Arc::<Mutex<Gate>>::default();
        let pipe = Pipe {
            incoming,
            outgoing,
            closed: closing,
            waiting: Vec::new(),
            gate: gate.clone(),
            subprotocol: subprotocol.clone(),
        };
        let peer = Peer {
            incoming: to_client,
            outgoing: from_client,
            closed,
            gate,
            opening,
        };
        let accepted = peers.send(peer);
        async move { accepted.map(|()| pipe).map_err(|_| Error::connect("no server")) }
    });
    (builder, opened)
}

#[tokio::test(start_paused = true)]
async fn a_socket_of_ones_own_carries_both_dialects() {
    for dialect in BOTH {
        let (builder, mut opened) = client(Some(dialect.name()));
        let socket = builder.max_message_size(1000);
        let mut events = subscribe(&socket);
        let mut peer = opened.recv().await.unwrap();
        assert_eq!(peer.opening.url, "ws://pipe/graphql");
        assert_eq!(peer.opening.headers["x-token"], "secret");
        assert_eq!(peer.opening.subprotocols, ["graphql-transport-ws", "graphql-ws"]);
        assert_eq!(peer.opening.max_message_size, 1000);
        assert!(!format!("{:?}", peer.opening).contains("secret"));
        peer.acknowledge().await;
        let id = peer.start(dialect).await;
        peer.send(dialect.next(&id, "{\"data\":1}"));
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        peer.send(format!(r#"{{"id":"{id}","type":"complete"}}"#));
        assert_eq!(next_text(&mut events).await, "end");

        let closing = tokio::spawn(async move { socket.close().await });
        assert_eq!(peer.closed.recv().await, Some((1000, String::new())));
        drop(peer);
        closing.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn code_reason_and_broken_messages_of_a_socket_are_the_error() {
    let close = Incoming::Close {
        code: Some(4400),
        reason: "no".to_owned(),
    };
    let invalid = Incoming::Invalid {
        code: 1009,
        message: "too much".to_owned(),
    };
    for (incoming, next_text, answer) in [(close, "no", None), (invalid, "too much", Some(1009))] {
        let (socket, mut opened) = client(None);
        let mut events = subscribe(&socket);
        let mut peer = opened.recv().await.unwrap();
        peer.acknowledge().await;
        peer.start(Dialect::Modern).await;
        peer.incoming.send(incoming).unwrap();
        let error = last_error(&mut events).await;
        assert!(error.to_string().contains(next_text), "{error}");
        let closed = peer.closed.recv().now_or_never().flatten();
        assert_eq!(closed.map(|(code, _)| code), answer);
    }
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_is_lost_is_made_again() {
    let (socket, mut opened) = client(None);
    let mut events = subscribe(&socket);
    for event in ["{\"data\":1}", "{\"data\":2}"] {
        let mut peer = opened.recv().await.unwrap();
        peer.acknowledge().await;
        let id = peer.start(Dialect::Modern).await;
        if event.contains('2') {
            assert_eq!(next_text(&mut events).await, "reconnected");
        }
        peer.send(Dialect::Modern.next(&id, event));
        assert_eq!(next_text(&mut events).await, event);
    }
}

/// A message in a socket without withdrawal counts as sent, but one that waits behind it can be withdrawn.
#[tokio::test(start_paused = true)]
async fn a_socket_that_does_not_take_messages_gets_no_more_of_them() {
    let (socket, mut opened) = client(None);
    let _events = subscribe(&socket);
    let mut peer = opened.recv().await.unwrap();
    peer.acknowledge().await;
    peer.start(Dialect::Modern).await;
    peer.shut(true);
    let hurried = || {
        let mut request = request(OperationKind::Mutation);
        request.timeout = Some(Duration::from_secs(1));
        socket.execute(request)
    };
    let first = hurried().await.unwrap_err();
    assert!(first.is_timeout() && first.may_have_been_sent(), "{first:?}");
    let second = hurried().await.unwrap_err();
    assert!(second.is_timeout() && !second.may_have_been_sent(), "{second:?}");
    peer.shut(false);
    assert!(peer.receive().await.contains(r#""type":"subscribe""#));
    assert!(peer.receive().await.contains(r#""type":"complete""#));
    let more = timeout(Duration::from_secs(20), peer.outgoing.recv()).await;
    assert!(more.is_err(), "{more:?}");
}

#[tokio::test(start_paused = true)]
async fn a_socket_without_ping_frames_is_asked_by_messages_alone() {
    // Without a ping message nothing is asked, so that silence is not an error.
    let (builder, mut opened) = client(Some(Dialect::Legacy.name()));
    let socket = builder.ping_frame_interval(Duration::from_secs(1));
    let mut events = subscribe(&socket);
    let mut peer = opened.recv().await.unwrap();
    peer.acknowledge().await;
    let id = peer.start(Dialect::Legacy).await;
    assert!(timeout(LONG, events.next()).await.is_err());
    peer.send(Dialect::Legacy.next(&id, "{\"data\":1}"));
    assert_eq!(next_text(&mut events).await, "{\"data\":1}");

    let (socket, mut opened) = client(None);
    let mut events = subscribe(&socket);
    let mut peer = opened.recv().await.unwrap();
    peer.acknowledge().await;
    peer.start(Dialect::Modern).await;
    assert!(events.next().now_or_never().is_none());
    assert!(timeout(LONG, peer.receive()).await.unwrap().contains("ping"));
    let again = timeout(LONG, opened.recv()).await;
    assert!(again.unwrap().is_some(), "a silent socket is made again");
}

#[tokio::test(start_paused = true)]
async fn a_socket_that_cannot_be_made_is_an_error() {
    type Make = fn() -> Error;
    let cases: [(Make, u32); 3] = [
        (|| Error::connect("no server"), 6),
        (|| Error::protocol("another protocol"), 1),
        (|| Error::auth("who are you"), 1),
    ];
    for (make, attempts) in cases {
        let asked = Arc::new(Mutex::new(0));
        let count = asked.clone();
        let socket = WebSocket::new(&Endpoint::new("ws://pipe").unwrap())
            .url_with(|| async { Ok("any text at all".to_owned()) })
            .socket_with(move |_| {
                *count.lock().unwrap() += 1;
                async move { Err::<Pipe, _>(make()) }
            });
        let error = last_error(&mut subscribe(&socket)).await;
        assert_eq!(error.to_string(), make().to_string());
        assert_eq!(*asked.lock().unwrap(), attempts, "{error}");
    }
    let socket = WebSocket::new(&Endpoint::new("ws://pipe").unwrap())
        .socket_with(|_| async { panic!("no socket") as Result<Pipe, Error> });
    assert!(last_error(&mut subscribe(&socket)).await.is_connect());

    let (socket, mut opened) = client(Some("mqtt"));
    let mut events = subscribe(&socket);
    let error = last_error(&mut events).await;
    assert!(opened.recv().await.is_some());
    assert!(
        error.is_protocol() && error.to_string().contains("mqtt"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_query_runs_over_a_socket_of_ones_own() {
    let (socket, mut opened) = client(None);
    let answer = tokio::spawn(socket.execute(request(OperationKind::Query)));
    let mut peer = opened.recv().await.unwrap();
    peer.acknowledge().await;
    let id = peer.start(Dialect::Modern).await;
    peer.send(Dialect::Modern.next(&id, "{\"data\":1}"));
    assert_eq!(text(&answer.await.unwrap().unwrap()), "{\"data\":1}");
}
