//! A client for programs without an async runtime.
//!
//! It has the methods of the async [`Client`](crate::Client) and supports the same transports. A call ends with
//! [`send`](Call::send) or [`data`](Call::data) instead of `.await`, and a subscription is an [`Iterator`].
//!
//! ```no_run
//! # use gql_runtime::{Error, Operation, OperationVariables, Query, blocking, kind};
//! # #[allow(non_snake_case)]
//! # fn run<V, T>(Viewer: V, Ticks: T) -> Result<(), Error>
//! # where V: OperationVariables<Operation: Operation<Kind = Query, Data: std::fmt::Debug>>,
//! #       T: OperationVariables<Operation: Operation<Kind = kind::Subscription, Data: std::fmt::Debug>> {
//! # #[cfg(feature = "http")]
//! let client = blocking::Client::http("https://example.com/graphql")?;
//! # #[cfg(not(feature = "http"))]
//! # let client: blocking::Client = unimplemented!();
//! let viewer = client.query(Viewer).data()?;
//! for tick in client.subscribe(Ticks).data() {
//!     println!("{:?}", tick?);
//! }
//! # Ok(()) }
//! ```
//!
//! Each client has a thread that drives its connections, which its clones share. On a thread of a tokio runtime, which it
//! would block, every call fails with [`Error::is_builder`](crate::Error::is_builder). Use the async client there.

mod call;
mod client;
mod iter;
mod runtime;

pub use call::Call;
pub use client::Client;
pub use iter::{Iter, Subscription};
