//! Runs typed GraphQL operations.
#![deny(missing_docs)]

mod client;
#[doc(hidden)]
pub mod codegen;
mod error;
mod input;
mod operation;
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
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
pub use client::{Call, Client, ResponseFuture};
pub use error::Error;
#[cfg(feature = "derive")]
pub use gql_derive::{GraphQLQuery, operations};
#[cfg(feature = "graphql-client")]
pub use graphql_client::GraphQLQuery;
pub use input::Input;
pub use operation::{Any, Kind, Mutation, Operation, OperationKind, Query, RunsAs};
pub use request::Request;
pub use response::{GraphQLError, Location, PathSegment, Response};
pub use subscription::Subscription;
#[cfg(feature = "tls")]
pub use tls::Tls;
pub use upload::Upload;

/// The types that tell the kinds of operations apart, in a module of their own: `Subscription` is also the name of the
/// [stream](crate::Subscription).
pub mod kind {
    pub use crate::operation::{Any, Kind, Mutation, Query, RunsAs, Subscription};
}
