//! A tower layer below the transports: it signs the body of every request, and a hyper client sends it.
//!
//! Run it with `cargo run -p gql-examples --example signed`.

use std::{
    error::Error,
    fmt::Write,
    task::{Context, Poll},
};

use async_graphql_axum::GraphQL;
use axum::{
    Router,
    body::to_bytes,
    extract,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::post_service,
};
use gql_runtime::{
    Client,
    http::{HeaderValue, Request, StatusCode},
    operations,
    transport::{
        Endpoint,
        service::{Body, Tower},
    },
};
use hyper_util::{client::legacy, rt::TokioExecutor};
use ring::hmac;
use shop::Catalog;
use tokio::net::TcpListener;
use tower::{Layer, Service};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

/// The key that client and server share. A program reads it from where it keeps its secrets.
const KEY: &[u8] = b"of the example";
const HEADER: &str = "x-signature";

/// Signs requests.
#[derive(Clone)]
struct Sign(hmac::Key);

impl<S> Layer<S> for Sign {
    type Service = Signed<S>;

    fn layer(&self, inner: S) -> Signed<S> {
        let key = self.0.clone();
        Signed { inner, key }
    }
}

#[derive(Clone)]
struct Signed<S> {
    inner: S,
    key: hmac::Key,
}

impl<S: Service<Request<Body>>> Service<Request<Body>> for Signed<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> S::Future {
        // A request with files is a stream, whose bytes are not known yet: it is sent without a signature.
        if let Some(signature) = request.body().as_bytes().and_then(|bytes| self.sign(bytes)) {
            request.headers_mut().insert(HEADER, signature);
        }
        self.inner.call(request)
    }
}

impl<S> Signed<S> {
    fn sign(&self, bytes: &[u8]) -> Option<HeaderValue> {
        let tag = hmac::sign(&self.key, bytes);
        let mut hex = String::new();
        for byte in tag.as_ref() {
            write!(hex, "{byte:02x}").ok()?;
        }
        HeaderValue::try_from(hex).ok()
    }
}

/// The server's side: rejects a request whose signature is not that of its body.
async fn verify(request: extract::Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, 1024 * 1024).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let key = hmac::Key::new(hmac::HMAC_SHA256, KEY);
    let signature = head.headers.get(HEADER).and_then(|hex| unhex(hex.as_bytes()));
    match signature.map(|signature| hmac::verify(&key, &bytes, &signature)) {
        Some(Ok(())) => next.run(extract::Request::from_parts(head, bytes.into())).await,
        _ => (StatusCode::FORBIDDEN, "the request is not signed").into_response(),
    }
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    text.chunks(2).map(byte).collect()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/graphql", listener.local_addr()?);
    let graphql = post_service(GraphQL::new(gql_examples::executor()));
    let routes = Router::new().route("/graphql", graphql).layer(from_fn(verify));
    let server = tokio::spawn(axum::serve(listener, routes).into_future());

    let hyper = legacy::Client::builder(TokioExecutor::new()).build_http::<Body>();
    let key = hmac::Key::new(hmac::HMAC_SHA256, KEY);
    let signing = Tower::new(Sign(key).layer(hyper.clone()));
    let client = Client::http(Endpoint::builder(&url).service(signing).build()?)?;
    let catalog = client.query(Catalog::new(false)).data().await?;
    for book in catalog.books {
        println!("signed: {book:?}");
    }

    let client = Client::http(Endpoint::builder(&url).service(Tower::new(hyper)).build()?)?;
    match client.query(Catalog::new(false)).await {
        Ok(_) => println!("a request without a signature was answered"),
        Err(error) => println!("unsigned: {error}"),
    }
    server.abort();
    Ok(())
}
