//! Events that a server sends as fast as it can, in a process of its own: what each of them costs the client.
//!
//! Every reader looks at what it is given where it lies: what a program does with a value is no client's cost.

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

/// A failure, which ends the benchmark.
pub type Failure = Box<dyn std::error::Error>;
