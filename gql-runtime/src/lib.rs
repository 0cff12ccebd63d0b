//! Runs typed GraphQL operations.
#![deny(missing_docs)]

#[doc(hidden)]
pub mod codegen;
mod error;
mod operation;
mod request;
mod response;
pub mod transport;

pub use error::Error;
pub use operation::{Any, Kind, Mutation, Operation, OperationKind, Query, RunsAs, Subscription};
pub use request::Request;
pub use response::{GraphQLError, Location, PathSegment, Response};
