//! Opens a WebSocket over a connection of this crate.

use http::HeaderMap;
use http::header::{AUTHORIZATION, LOCATION};

use super::framed::Framed;
use super::upgrade::{Upgraded, upgrade};
use crate::Error;
use crate::transport::dial::dial;
use crate::transport::endpoint::Address;
use crate::transport::websocket::config::Config;
use crate::transport::websocket::failure::Failure;
use crate::transport::websocket::socket::Socket;

/// Connects to an address and performs the upgrade there, following redirects.
pub(in crate::transport::websocket) async fn open(
    config: &Config,
    mut address: Address,
    mut headers: HeaderMap,
) -> Result<Box<dyn Socket>, Failure> {
    let target = config.endpoint.target();
    if let Some(credentials) = address.credentials.take() {
        headers.entry(AUTHORIZATION).or_insert(credentials);
    }
    let offered = config.subprotocols.offered();
    let mut followed = 0;
    loop {
        let io = dial(target, &address, config.socket_options.connector.as_ref()).await?;
        let mut sent = headers.clone();
        target.add_cookies(&address, &mut sent);
        match upgrade(io, &address, &sent, offered).await {
            Ok(upgraded) => {
                target.keep_cookies(&address, &upgraded.headers);
                let Upgraded {
                    io,
                    first,
                    subprotocol,
                    ..
                } = upgraded;
                let framed = Framed::new(io, first, subprotocol, config.max_message_size).await;
                return Ok(Box::new(framed));
            }
            Err(failure) => {
                target.keep_cookies(&address, failure.error.headers());
                match redirected(&address, &failure.error) {
                    Some(next) if followed < target.route.max_redirects => {
                        followed += 1;
                        address = next;
                    }
                    _ => return Err(failure),
                }
            }
        }
    }
}

/// Returns the address of a redirect. <https://www.rfc-editor.org/rfc/rfc6455#section-4.1>
fn redirected(address: &Address, refusal: &Error) -> Option<Address> {
    match refusal.status()?.as_u16() {
        301 | 302 | 303 | 307 | 308 => {
            let location = refusal.headers().get(LOCATION)?;
            address.redirected(location.to_str().ok()?)
        }
        _ => None,
    }
}
