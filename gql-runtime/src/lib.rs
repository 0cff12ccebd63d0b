//! Runs typed GraphQL operations.
//!
//! You write GraphQL; [`operations`] or [`GraphQLQuery`](derive@GraphQLQuery) check it against the server's schema while your program
//! compiles, and make types of it; a [`Client`] runs it over a [transport].
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
//! use shop::{Books, Genre, books};
//!
//! async fn run() -> Result<(), Error> {
//!     let client = Client::http("https://example.com/graphql")?;
//!     let variables = books::Variables { genre: Some(Genre::Crime), first: 10 };
//!     let data = client.query::<Books>(variables).data().await?; // the data, or the server's errors
//!     for book in data.books {
//!         println!("{}", book.title);
//!     }
//!     Ok(())
//! }
//! # }
//! ```
//!
//! A subscription is a stream. Errors inside an event do not end it; only what the server says, or a failure, does.
//!
//! ```
//! # async fn run<Ticks>(client: gql_runtime::Client) -> Result<(), gql_runtime::Error>
//! # where Ticks: gql_runtime::Operation<Kind = gql_runtime::kind::Subscription, Variables = (), Data: std::fmt::Debug> {
//! let mut ticks = client.subscribe::<Ticks>(()).data();
//! while let Some(tick) = ticks.next().await {
//!     println!("{:?}", tick?);
//! }
//! # Ok(()) }
//! ```
//!
//! # Where to look
//!
//! | You want to | Look at |
//! | --- | --- |
//! | name the types of scalars, or another option of the macros | [`GraphQLQuery`](derive@GraphQLQuery) |
//! | set headers, tokens, proxies, TLS | `transport::Endpoint`, `transport::Proxy`, `Tls` |
//! | send queries one way and subscriptions another | [`Client::builder`] |
//! | know what went wrong | [`Error`] |
//! | live through lost connections | `transport::Backoff`, [`subscription::Event::Reconnected`] |
//! | send files | [`Upload`] |
//! | tell null from absent | [`Input`] |
//! | test without a server | [`transport::Mock`] |
//! | use another HTTP client, or sign requests | `transport::service::HttpService` |
//! | write a transport | [`transport::Transport`] |
//!
//! [The guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md) has a page for each, and [the recipes](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/recipes/README.md) are complete projects.
//!
//! # Features
//!
//! | Feature | What it adds | On by default |
//! | --- | --- | --- |
//! | `derive` | the macros | yes |
//! | `http` | queries and mutations over HTTP | yes |
//! | `http2` | HTTP/2 for all that goes over HTTP | yes |
//! | `websocket` | all operations over one WebSocket | yes |
//! | `multipart` | subscriptions over multipart HTTP | yes |
//! | `sse` | subscriptions over server-sent events | |
//! | `tls` | TLS by rustls and aws-lc-rs, for every transport | yes |
//! | `tls-ring` | TLS by rustls and ring, for programs built without aws-lc-rs; `tls` counts where both are on | |
//! | `tls-no-provider` | TLS by the program's own `rustls::ClientConfig` | |
//! | `graphql-client` | operations of `graphql_client` run here, ours there | yes |
//! | `blocking` | a client for programs without an async runtime | |
//! | `cookies` | a cookie jar | |
//! | `compression` | compressed responses | |
//! | `tower` | services of tower as the HTTP client | |
//! | `tracing` | spans and events for the crate of this name | |
//!
//! # Tracing
//!
//! With the feature `tracing`, every operation is a span `graphql`. Its fields are `transport`, `operation` (its name), `kind`,
//! and, where they are known, `id` on the WebSocket, `status`, `close_code` and `error`, the kind of it. Events tell of
//! failures, retries, reconnecting and the WebSocket's states. Headers, variables, documents, URLs, payloads and the
//! messages of errors are never told.
#![deny(missing_docs)]

#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
#[doc(hidden)]
pub mod codegen;
mod document;
mod error;
mod finite;
mod graphql_error;
mod input;
mod mock;
mod operation;
mod payload;
mod random;
mod request;
mod response;
pub mod subscription;
#[cfg(feature = "__tls")]
mod tls;
pub mod transport;
mod upload;

#[cfg(feature = "graphql-client")]
pub use client::Foreign;
pub use client::{Call, Client, ClientBuilder, Incremental, ResponseFuture, Snapshot};
pub use document::OperationKind;
pub use error::{Error, ErrorKind};
#[cfg(feature = "derive")]
pub use gql_derive::{GraphQLQuery, operations};
pub use gql_protocol::PathSegment;
#[cfg(feature = "graphql-client")]
pub use graphql_client_trait::*;
pub use graphql_error::{GraphQLError, Location};
/// The crate `http`: its [`HeaderMap`](http::HeaderMap) and [`StatusCode`](http::StatusCode) are in this interface.
pub use http;
pub use input::Input;
pub use operation::{Any, Kind, Mutation, Operation, Query};
pub use request::Request;
pub use response::Response;
pub use subscription::Subscription;
#[cfg(feature = "__tls")]
pub use tls::Tls;
pub use upload::Upload;

/// The trait alone. With its own derive on, which another crate may ask for, `graphql_client` has a macro of that name, too: what is
/// named by a glob gives way to ours.
#[cfg(feature = "graphql-client")]
mod graphql_client_trait {
    pub use graphql_client::GraphQLQuery;
}

/// The types that tell the kinds of operations apart, in a module of their own: `Subscription` is also the name of the
/// [stream](crate::Subscription).
pub mod kind {
    pub use crate::operation::{
        Any, Kind, Mutation, NotMutation, NotQuery, NotSubscription, Query, Subscription,
    };
}
