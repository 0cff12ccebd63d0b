//! A type-safe GraphQL client.
//!
//! Write operations in GraphQL. The macros [`operations`] and [`GraphQLQuery`](derive@GraphQLQuery) check them against the
//! server's schema at compile time and generate their types, and a [`Client`] runs them over a [transport].
//!
//! ```no_run
//! # #[cfg(all(feature = "derive", feature = "http"))]
//! # mod example {
//! use gql_runtime::{Client, Error, operations};
//!
//! // graphql/books.graphql: query Books($genre: Genre, $first: Int!) { books(genre: $genre, first: $first) { title } }
//! # #[operations(schema = "../schemas/bookshop.graphql", documents = "../docs/graphql/books.graphql")]
//! # mod shop {}
//! # #[cfg(any())]
//! #[operations(schema = "schema.graphql", documents = "graphql/*.graphql")]
//! mod shop {}
//!
//! use shop::{Books, Genre};
//!
//! async fn run() -> Result<(), Error> {
//!     let client = Client::http("https://example.com/graphql")?;
//!     let books = Books { genre: Some(Genre::Crime), first: 10 };
//!     let data = client.query(books).data().await?; // the data, or the server's errors
//!     for book in data.books {
//!         println!("{}", book.title);
//!     }
//!     Ok(())
//! }
//! # }
//! ```
//!
//! A subscription is a stream. GraphQL errors in an event do not end it; it ends when the server completes it, or on a
//! failure.
//!
//! ```
//! # use gql_runtime::{Client, Error, Operation, OperationVariables, kind::Subscription};
//! # #[allow(non_snake_case)]
//! # async fn run<V>(client: Client, Ticks: V) -> Result<(), Error>
//! # where V: OperationVariables<Operation: Operation<Kind = Subscription, Data: std::fmt::Debug>> {
//! let mut ticks = client.subscribe(Ticks).data();
//! while let Some(tick) = ticks.next().await {
//!     println!("{:?}", tick?);
//! }
//! # Ok(()) }
//! ```
//!
//! # Where to look
//!
//! | Task | See |
//! | --- | --- |
//! | map scalars to Rust types, and other options of the macros | [`GraphQLQuery`](derive@GraphQLQuery) |
//! | set headers, tokens, proxies and TLS options | `transport::Endpoint`, `transport::Proxy`, `Tls` |
//! | use different transports for queries and subscriptions | [`Client::builder`] |
//! | handle errors | [`Error`] |
//! | handle lost connections | `transport::Backoff`, [`subscription::Event::Reconnected`] |
//! | read a list page by page | [`Call::pages`], [`Call::nodes`] |
//! | upload files | [`Upload`] |
//! | distinguish `null` from absent inputs | [`Input`] |
//! | test without a server | [`transport::Mock`] |
//! | use another HTTP client, or sign requests | `transport::service::HttpService` |
//! | implement a transport | [`transport::Transport`] |
//!
//! [The guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md) has a page for each, and [the recipes](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/recipes/README.md) are complete projects.
//!
//! # Features
//!
//! | Feature | Description | Default |
//! | --- | --- | --- |
//! | `derive` | the macros | yes |
//! | `http` | queries and mutations over HTTP | yes |
//! | `http2` | HTTP/2 for every transport over HTTP | yes |
//! | `websocket` | all operations over one WebSocket | yes |
//! | `multipart` | subscriptions over multipart HTTP | yes |
//! | `sse` | subscriptions over server-sent events | |
//! | `tls` | TLS with rustls and aws-lc-rs, for every transport | yes |
//! | `tls-ring` | TLS with rustls and ring, for programs built without aws-lc-rs; `tls` has precedence | |
//! | `rustls` | TLS with the program's own `rustls::ClientConfig` | |
//! | `graphql-client` | operations of `graphql_client` run here, ours there | |
//! | `blocking` | a client for programs without an async runtime | |
//! | `cookies` | cookies that the server sets | |
//! | `reqwest` | a `reqwest::Client` of the program as the HTTP client, and its cookie jars | |
//! | `compression` | compressed responses | |
//! | `tower` | tower services as the HTTP client | |
//! | `web` | the enabled transports in a browser, on `wasm32-unknown-unknown` | |
//! | `tracing` | spans and events for the crate `tracing` | |
//!
//! # Tracing
//!
//! With the feature `tracing`, every operation has a span `graphql` with the fields `transport`, `operation` (its name),
//! `kind` and, where they are known, `id` (on a WebSocket), `status`, `close_code` and `error` (the kind of the error).
//! Events report failures, retries, reconnections and the states of a WebSocket. Headers, variables, documents, URLs,
//! payloads and error messages are never recorded.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    docsrs,
    doc(auto_cfg(hide(feature = "__endpoint", feature = "__stream", feature = "__tls")))
)]
#![deny(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]
// What a browser shares stays on its thread.
#![cfg_attr(
    all(target_family = "wasm", target_os = "unknown"),
    allow(clippy::arc_with_non_send_sync)
)]

#[cfg(all(
    any(feature = "__endpoint", feature = "websocket"),
    not(feature = "web"),
    target_family = "wasm",
    target_os = "unknown"
))]
compile_error!(
    "the transports of gql-runtime on wasm32-unknown-unknown are those of a browser: enable its feature `web`, or leave out `http`, \
     `multipart`, `sse` and `websocket`"
);

#[cfg(all(feature = "blocking", not(all(target_family = "wasm", target_os = "unknown"))))]
pub mod blocking;
#[cfg(all(feature = "web", target_family = "wasm", target_os = "unknown"))]
#[cfg_attr(
    not(any(feature = "__endpoint", feature = "websocket")),
    allow(dead_code, reason = "only transports use timers and exceptions")
)]
mod browser;
mod client;
mod clock;
#[doc(hidden)]
#[allow(
    clippy::exhaustive_structs,
    reason = "code that this version of the generator wrote constructs them"
)]
pub mod codegen;
mod document;
mod error;
mod field_error;
mod finite;
mod graphql_error;
mod input;
mod mock;
mod null_error;
#[allow(clippy::exhaustive_enums, reason = "the types of kinds have no values")]
mod operation;
mod pagination;
mod payload;
mod random;
mod request;
mod response;
pub mod subscription;
#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
#[cfg_attr(
    not(any(feature = "__endpoint", feature = "websocket")),
    allow(dead_code, reason = "the options of TLS are used by transports")
)]
mod tls;
pub mod transport;
mod upload;

#[cfg(feature = "graphql-client")]
pub use client::Foreign;
pub use client::{Call, Client, ClientBuilder, Incremental, Nodes, Pages, ResponseFuture, Snapshot};
pub use document::OperationKind;
pub use error::{Error, ErrorKind};
pub use field_error::FieldError;
#[cfg(feature = "derive")]
pub use gql_derive::{GraphQLQuery, operations};
pub use gql_protocol::PathSegment;
#[cfg(feature = "graphql-client")]
pub use graphql_client_trait::*;
pub use graphql_error::{GraphQLError, Location};
/// Re-export of the crate `http`. Its [`HeaderMap`](http::HeaderMap) and [`StatusCode`](http::StatusCode) are part of this
/// API.
pub use http;
pub use input::Input;
pub use operation::{Any, Kind, Mutation, Operation, OperationVariables, Query};
pub use pagination::{Advance, Paginated, PaginatedNodes};
pub use request::{OnError, Request};
pub use response::Response;
pub use subscription::Subscription;
#[cfg(all(feature = "__tls", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use tls::Tls;
pub use upload::Upload;

/// Re-exports only the trait. If another crate enables its derive, `graphql_client` also has a macro of this name, and an
/// import by glob does not conflict with ours.
#[cfg(feature = "graphql-client")]
mod graphql_client_trait {
    pub use graphql_client::GraphQLQuery;
}

/// The kinds of operations as types. They have their own module, as `Subscription` is also the name of the
/// [stream](crate::Subscription).
pub mod kind {
    pub use crate::operation::{
        Any, Kind, Mutation, NotMutation, NotQuery, NotSubscription, Query, Subscription,
    };
}
