//! Sockets over connections that this crate makes.

mod address;
mod buffered;
mod connector;
mod framed;
mod outgoing;
mod upgrade;

use super::config::Config;
use crate::Error;
use connector::Connector;

pub(super) use address::open;

/// The options of connections, besides those of the endpoint.
#[derive(Clone, Default)]
pub(super) struct SocketOptions {
    connector: Option<Connector>,
}

/// Rejects an endpoint with an option that a WebSocket cannot honor.
///
/// # Errors
/// Returns an error if there is one ([`Error::is_builder`]).
pub(super) fn check(config: &Config) -> Result<(), Error> {
    #[cfg(unix)]
    if config.socket_options.connector.is_some() && config.endpoint.target().route.unix_socket.is_some() {
        return Err(Error::builder(
            "the endpoint's `unix_socket` and the WebSocket's `connector` exclude each other",
        ));
    }
    let _ = config;
    Ok(())
}
