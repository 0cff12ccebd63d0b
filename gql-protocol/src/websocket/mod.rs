//! GraphQL over one WebSocket connection, in both subprotocols, without I/O.
//!
//! - `graphql-transport-ws`: <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>
//! - `graphql-ws`, the older one: <https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md>
//!
//! A [`Session`] is one connection; a [`Dialect`] reads and writes its messages; [`close`] classifies close codes.

mod by_id;
pub mod close;
mod close_reason;
mod dialect;
mod envelope;
mod fast_path;
mod graphql_transport_ws;
mod graphql_ws;
mod liveness;
mod message;
mod options;
mod queue;
mod session;

pub use by_id::ById;
pub use close_reason::CloseReason;
pub use dialect::Dialect;
pub use envelope::Envelope;
pub use graphql_transport_ws::GraphqlTransportWs;
pub use graphql_ws::GraphqlWs;
pub use message::{ClientMessage, Id, Malformed, ServerMessage, Span};
pub use options::Options;
pub use queue::Answers;
pub use session::{Event, Session, Transmit};
