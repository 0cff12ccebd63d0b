//! A socket of your own below the WebSocket transport: the server is in this process, and its messages go through a pipe.
//!
//! Run it with `cargo run -p gql-examples --example socket`.

use std::{
    error, io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use async_graphql::http::{WebSocket as ServerSide, WebSocketProtocols, WsMessage};
use futures_util::{Stream, TryStreamExt};
use gql_runtime::{
    Client, Error, operations,
    transport::{
        Endpoint, WebSocket,
        websocket::{Incoming, Opening, Socket},
    },
};
use shop::{PriceChanged, Search};
use tokio::sync::mpsc;

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

/// Both ends of the pipe. The server is a stream of its messages, which runs while the client waits.
struct Pipe {
    to_server: Option<mpsc::UnboundedSender<String>>,
    from_server: Pin<Box<dyn Stream<Item = WsMessage> + Send>>,
    protocol: WebSocketProtocols,
}

impl Pipe {
    fn open(opening: &Opening) -> Result<Self, Error> {
        let mut offered = opening.subprotocols.iter();
        let protocol = offered
            .find_map(|name| name.parse::<WebSocketProtocols>().ok())
            .ok_or_else(|| Error::protocol("the server supports none of the subprotocols"))?;
        let (to_server, mut sent) = mpsc::unbounded_channel();
        let requests = futures_util::stream::poll_fn(move |context| sent.poll_recv(context));
        let server = ServerSide::new(gql_examples::executor(), requests, protocol);
        Ok(Self {
            to_server: Some(to_server),
            from_server: Box::pin(server),
            protocol,
        })
    }
}

impl Socket for Pipe {
    fn subprotocol(&self) -> Option<&str> {
        Some(self.protocol.sec_websocket_protocol())
    }

    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Incoming> {
        Poll::Ready(match ready!(self.from_server.as_mut().poll_next(context)) {
            Some(WsMessage::Text(text)) => Incoming::Text(text.into()),
            Some(WsMessage::Close(code, reason)) => Incoming::Close {
                code: Some(code),
                reason,
            },
            None => Incoming::Lost,
        })
    }

    fn send(&mut self, text: String, _: Option<u64>) {
        if let Some(server) = &self.to_server {
            // The end of the server is noticed on the next read.
            let _ = server.send(text);
        }
    }

    fn close(&mut self, _: u16, _: &str) {
        self.to_server = None;
    }

    fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn buffered(&self) -> usize {
        0
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let socket = WebSocket::new(&Endpoint::new("ws://bookshop/graphql")?)
        .socket_with(|opening| async move { Pipe::open(&opening) });
    let client = Client::new(socket.clone());

    let response = client.query(Search::new("Frankenstein")).await?;
    println!("data: {:?}", response.data);

    let changes = client.subscribe(PriceChanged { changes: 3 }).data();
    let prices = changes.map_ok(|change| change.price_changed.price);
    println!("prices: {:?}", prices.try_collect::<Vec<_>>().await?);

    socket.close().await;
    Ok(())
}
