//! Protocols of GraphQL over a network, without I/O.
//!
//! Each protocol is a state machine over bytes or frames: a client hands over what arrived, asks what happened and what to
//! send, and brings its own sockets, clock and runtime. Nothing here opens a connection, reads the time or spawns a task.
//!
//! | Module | Protocol |
//! | --- | --- |
//! | `websocket` | a connection that speaks `graphql-transport-ws`, the legacy `graphql-ws`, or a [dialect](websocket::Dialect) of your own |
//! | `multipart` | a `multipart/mixed` response: `subscriptionSpec=1.0` and incremental delivery |
//! | `sse` | a `text/event-stream` response: graphql-sse, distinct connections |
//! | [`incremental`] | the parts of one result, merged |
//! | [`json`] | the structure of JSON text that arrives in pieces |
//! | [`media_type`] | the value of `Content-Type` |
//!
//! Execution results are handed on undecoded, as [`Payload`]s that share memory with the frame they arrived in.
//!
//! # A session without a socket
//!
//! ```
//! # #[cfg(feature = "websocket")] {
//! use std::time::Duration;
//! use gql_protocol::websocket::{Event, GraphqlTransportWs, Id, Options, Session, Transmit};
//!
//! let now = Duration::ZERO; // the time since any fixed moment
//! let mut session = Session::new(now, &GraphqlTransportWs, Options::default(), None);
//! assert_eq!(session.poll_transmit(), Some(Transmit::Text(r#"{"type":"connection_init"}"#.into())));
//!
//! session.start(Id(1), r#"{"query":"subscription { tick }"}"#); // sent once the server has accepted the connection
//! session.handle_text(now, r#"{"type":"connection_ack"}"#.into());
//! assert!(matches!(session.poll_event(), Some(Event::Acknowledged(None))));
//! assert!(session.poll_transmit().is_some());
//!
//! session.handle_text(now, r#"{"id":"1","type":"next","payload":{"data":{"tick":7}}}"#.into());
//! let Some(Event::Next(Id(1), payload)) = session.poll_event() else { panic!() };
//! assert_eq!(payload.as_bytes(), br#"{"data":{"tick":7}}"#);
//! # }
//! ```
//!
//! The client built on this crate is `gql-runtime`; see [its guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md).
//!
//! # Features
//!
//! `websocket`, `multipart` and `sse` are on by default; each brings its module alone.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

#[cfg(any(feature = "multipart", feature = "sse"))]
mod buffer;
mod error;
pub mod incremental;
pub mod json;
pub mod media_type;
#[cfg(any(feature = "multipart", feature = "sse"))]
mod message;
#[cfg(feature = "multipart")]
pub mod multipart;
mod path;
mod payload;
#[cfg(feature = "sse")]
pub mod sse;
#[cfg(feature = "websocket")]
pub mod websocket;

pub use error::Error;
#[cfg(any(feature = "multipart", feature = "sse"))]
pub use message::{Message, Reader};
pub use path::PathSegment;
pub use payload::Payload;

/// Compiles and runs the example of the README.
#[cfg(all(doctest, feature = "websocket"))]
#[doc = include_str!("../README.md")]
struct Readme;
