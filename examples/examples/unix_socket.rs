//! A transport of one's own: HTTP/1.1 over a Unix socket, a connection for each request.

use std::{error, path::PathBuf};

use async_graphql_axum::GraphQL;
use axum::{Router, routing::post_service};
use futures_util::stream;
use gql_runtime::{
    Client, Error, Request, operations,
    transport::{BoxFuture, BoxStream, Event, Head, Payload, Transport},
};
use http_body_util::{BodyExt, Full};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::{UnixListener, UnixStream};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

use harbour::{Search, search};

/// The path of the socket.
struct UnixSocket(PathBuf);

impl Transport for UnixSocket {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let path = self.0.clone();
        Box::pin(async move {
            let socket = UnixStream::connect(path)
                .await
                .map_err(|source| Error::connect("no connection to the socket").with_source(source))?;
            post(socket, &request)
                .await
                .map_err(|source| Error::closed("the request failed").with_source(source))
        })
    }

    fn subscribe(&self, _: Request) -> BoxStream<Result<Event, Error>> {
        Box::pin(stream::iter([Err(Error::protocol(
            "this transport has no subscriptions",
        ))]))
    }
}

async fn post(socket: UnixStream, request: &Request) -> Result<Payload, Box<dyn error::Error + Send + Sync>> {
    let message = hyper::Request::post("/graphql")
        .header("host", "localhost")
        .header("content-type", "application/json")
        .header(
            "accept",
            "application/graphql-response+json, application/json;q=0.9",
        )
        .body(Full::<Bytes>::from(serde_json::to_vec(request)?))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await?;
    tokio::spawn(connection);
    let (head, body) = sender.send_request(message).await?.into_parts();
    let head = Head {
        status: head.status,
        headers: head.headers,
    };
    Ok(Payload::from_bytes(body.collect().await?.to_bytes()).with_head(head))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let path = std::env::temp_dir().join(format!("harbour-{}.sock", std::process::id()));
    let graphql = post_service(GraphQL::new(gql_examples::executor()));
    let server = axum::serve(
        UnixListener::bind(&path)?,
        Router::new().route("/graphql", graphql),
    );
    let server = tokio::spawn(server.into_future());

    let client = Client::new(UnixSocket(path.clone()));
    let text = || "Bollard".to_owned();
    let response = client.query::<Search>(search::Variables { text: text() }).await?;
    println!("status: {:?}", response.http.as_ref().map(|head| head.status));
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}");
    }

    server.abort();
    std::fs::remove_file(&path)?;
    match client.query::<Search>(search::Variables { text: text() }).await {
        Ok(_) => println!("a server that is gone has answered"),
        Err(error) => println!("without a server: is_connect {}", error.is_connect()),
    }
    Ok(())
}
