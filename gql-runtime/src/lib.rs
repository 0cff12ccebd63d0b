//! Runs typed GraphQL operations.
//!
//! The macros make types of operations; a [`Client`] runs them over a [transport]: HTTP, WebSocket in both dialects,
//! multipart HTTP, server-sent events, or one of your own.
//!
//! ```
//! # #[cfg(feature = "http")]
//! # async fn run<Viewer: gql_runtime::Operation<Kind = gql_runtime::Query, Variables = ()>>() -> Result<(), gql_runtime::Error> {
//! let client = gql_runtime::Client::http("https://example.com/graphql")?;
//! let response = client.query::<Viewer>(()).await?; // data, errors, extensions
//! let data = response.into_result()?; // the data alone
//! # Ok(()) }
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
//! | `tls` | TLS by rustls, for every transport | yes |
//! | `graphql-client` | operations of `graphql_client` run here, ours there | yes |
//! | `cookies` | a cookie jar | |
//! | `compression` | compressed responses | |
//! | `tracing` | spans and events for the crate of this name | |
//!
//! # Tracing
//!
//! With the feature `tracing`, every operation is a span `graphql`. Its fields are `transport`, `operation` (its name), `kind`,
//! and, where they are known, `id` on the WebSocket, `status`, `close_code` and `error`, the kind of it. Events tell of
//! failures, gaps, retries, reconnecting and the WebSocket's states. Headers, variables, documents, URLs, payloads and the
//! messages of errors are never told.
#![deny(missing_docs)]

mod client;
#[doc(hidden)]
pub mod codegen;
mod error;
mod input;
mod operation;
pub mod protocol;
mod request;
mod response;
pub mod subscription;
#[cfg(feature = "tls")]
mod tls;
pub mod transport;
mod upload;

#[cfg(feature = "graphql-client")]
pub use client::Foreign;
pub use client::{Call, Client, ClientBuilder, Incremental, ResponseFuture, Snapshot};
pub use error::Error;
#[cfg(feature = "derive")]
pub use gql_derive::{GraphQLQuery, operations};
#[cfg(feature = "graphql-client")]
pub use graphql_client_trait::*;
/// The crate `http`: its [`HeaderMap`](http::HeaderMap) and [`StatusCode`](http::StatusCode) are in this interface.
pub use http;
pub use input::Input;
pub use operation::{Any, Kind, Mutation, Operation, OperationKind, Query, RunsAs};
pub use request::Request;
pub use response::{GraphQLError, Location, PathSegment, Response};
pub use subscription::Subscription;
#[cfg(feature = "tls")]
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
    pub use crate::operation::{Any, Kind, Mutation, Query, RunsAs, Subscription};
}
