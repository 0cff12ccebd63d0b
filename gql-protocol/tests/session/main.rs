//! Tests of the WebSocket session without a socket: transcripts and random orders of inputs.

mod any_order;
mod transcripts;
