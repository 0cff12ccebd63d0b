//! The WebSocket session without a socket: transcripts, and random orders of whatever may happen.

mod any_order;
mod transcripts;
