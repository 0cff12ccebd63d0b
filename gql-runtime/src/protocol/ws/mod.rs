//! GraphQL over one WebSocket connection, in both subprotocols, without I/O.
//!
//! - `graphql-transport-ws`: <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>
//! - `graphql-ws`, the older one: <https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md>
//!
//! [`Session`] is the connection; [`Dialect`] reads and writes the messages; [`close`] knows what close codes mean.

mod by_id;
pub mod close;
mod closure;
mod dialect;
mod envelope;
mod excerpt;
mod graphql_transport_ws;
mod graphql_ws;
mod liveness;
mod message;
mod options;
mod scan;
mod session;

pub use by_id::ById;
pub use closure::Closure;
pub use dialect::Dialect;
pub use excerpt::Excerpt;
pub use message::{ClientMessage, Id, Malformed, ServerMessage, Span};
pub use options::Options;
pub use session::{Event, Session, Transmit};
