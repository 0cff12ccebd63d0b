//! A GraphQL server to try the toolkit on: a small bookshop, over HTTP, WebSocket and multipart HTTP, in this process.
//!
//! Every example starts one with [`Server::start`], talks to it and stops it: nothing to install, no port to choose.
#![deny(missing_docs)]

mod bookshop;
mod server;

pub use bookshop::{executor, sdl};
pub use server::Server;
