//! Events that a server sends as fast as it can, in a process of its own: what each of them costs the client.

pub mod hand;
pub mod multipart;
pub mod ours;
pub mod payload;
pub mod peers;
pub mod process;
pub mod rivals;
pub mod server;
pub mod tables;
pub mod websocket;

/// What goes wrong ends the benchmark.
pub type Failure = Box<dyn std::error::Error>;
