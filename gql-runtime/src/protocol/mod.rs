//! The protocols, without input and output: text goes in, events come out. No socket, no clock, no task.

#[cfg(feature = "__stream")]
pub(crate) mod buffer;
pub(crate) mod incremental;
#[cfg(feature = "__endpoint")]
pub(crate) mod media_type;
#[cfg(feature = "__stream")]
pub(crate) mod message;
#[cfg(feature = "multipart")]
pub(crate) mod multipart;
#[cfg(feature = "sse")]
pub(crate) mod sse;
#[cfg(feature = "websocket")]
pub mod ws;
