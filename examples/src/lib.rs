//! A GraphQL server to try the toolkit with: a small bookshop over HTTP, WebSocket, and multipart HTTP, in the process that starts it.
//!
//! Every example starts one with [`Server::start`], sends operations to it, and stops it: there is nothing to install and no port to choose.
#![deny(missing_docs)]

mod bookshop;
mod server;

pub use bookshop::{executor, sdl};
pub use server::Server;
