//! A connection through a SOCKS5 proxy. <https://www.rfc-editor.org/rfc/rfc1928>

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Io, failure};
use crate::Error;
use crate::transport::endpoint::Address;
use crate::transport::proxy::{Authentication, Names, ProxyServer};

const VERSION: u8 = 5;
const NO_AUTHENTICATION: u8 = 0;
/// The authentication method with a username and a password. <https://www.rfc-editor.org/rfc/rfc1929>
const PASSWORD: u8 = 2;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// Makes a proxy connect to the server.
///
/// # Errors
/// Returns an error if it does not connect ([`Error::is_connect`]), or if it does not speak SOCKS5
/// ([`Error::is_protocol`]).
pub(super) async fn connect(
    io: &mut Box<dyn Io>,
    proxy: &ProxyServer,
    names: Names,
    address: &Address,
) -> Result<(), Error> {
    let destination = destination(names, address).await?;
    negotiate(io, &proxy.authentication).await?;
    let request = [&[VERSION, CONNECT, 0][..], &destination].concat();
    send(io, &request).await?;
    let [version, reply, _, kind] = receive(io).await?;
    expect(version, VERSION)?;
    if reply != 0 {
        return Err(Error::connect(format!("the proxy did not connect: {}", reply_message(reply))).unsent());
    }
    // The address from which the proxy connects is ignored.
    let length = match kind {
        IPV4 => 4,
        IPV6 => 16,
        NAME => {
            let [length] = receive(io).await?;
            usize::from(length)
        }
        _ => return Err(not_socks()),
    };
    let mut bound = vec![0; length + 2];
    io.read_exact(&mut bound).await.map_err(lost)?;
    Ok(())
}

/// Returns the address or name of the server and its port, encoded for a request.
async fn destination(names: Names, address: &Address) -> Result<Vec<u8>, Error> {
    let host = &*address.host;
    let ip = match (host.parse::<IpAddr>(), names) {
        (Ok(ip), _) => Some(ip),
        (Err(_), Names::Proxy) => None,
        (Err(_), Names::Client) => Some(resolve(host, address.port).await?.ip()),
    };
    let mut bytes = match ip {
        Some(IpAddr::V4(ip)) => [&[IPV4][..], &ip.octets()].concat(),
        Some(IpAddr::V6(ip)) => [&[IPV6][..], &ip.octets()].concat(),
        None => {
            let length = length_byte(host, "the host")?;
            [&[NAME, length][..], host.as_bytes()].concat()
        }
    };
    bytes.extend(address.port.to_be_bytes());
    Ok(bytes)
}

async fn resolve(host: &str, port: u16) -> Result<SocketAddr, Error> {
    let failed = |source| failure::io_error(&format!("no address of {host}"), source);
    let mut found = tokio::net::lookup_host((host, port)).await.map_err(failed)?;
    found
        .next()
        .ok_or_else(|| Error::connect(format!("no address of {host}")).unsent())
}

/// Negotiates the authentication with the proxy.
async fn negotiate(io: &mut Box<dyn Io>, authentication: &Authentication) -> Result<(), Error> {
    let credentials = match authentication {
        Authentication::Basic(user, password) => Some((user, password)),
        Authentication::None | Authentication::Header(_) => None,
    };
    match credentials {
        None => send(io, &[VERSION, 1, NO_AUTHENTICATION]).await?,
        Some(_) => send(io, &[VERSION, 2, NO_AUTHENTICATION, PASSWORD]).await?,
    }
    let [version, method] = receive(io).await?;
    expect(version, VERSION)?;
    match (method, credentials) {
        (NO_AUTHENTICATION, _) => Ok(()),
        (PASSWORD, Some((user, password))) => {
            let user_length = length_byte(user, "the name for the proxy")?;
            let password_length = length_byte(password, "the password for the proxy")?;
            let named = [
                &[1, user_length][..],
                user.as_bytes(),
                &[password_length],
                password.as_bytes(),
            ];
            send(io, &named.concat()).await?;
            let [_, status] = receive(io).await?;
            match status {
                0 => Ok(()),
                _ => Err(Error::connect("the proxy refused the name and the password").unsent()),
            }
        }
        _ => Err(Error::connect("the proxy requires other credentials").unsent()),
    }
}

/// Returns the length of a text, which must fit in one byte.
fn length_byte(text: &str, what: &str) -> Result<u8, Error> {
    u8::try_from(text.len())
        .map_err(|_| Error::builder(format!("{what} is longer than 255 bytes, the maximum of SOCKS5")))
}

async fn send(io: &mut Box<dyn Io>, bytes: &[u8]) -> Result<(), Error> {
    io.write_all(bytes).await.map_err(lost)?;
    io.flush().await.map_err(lost)
}

async fn receive<const LENGTH: usize>(io: &mut Box<dyn Io>) -> Result<[u8; LENGTH], Error> {
    let mut bytes = [0; LENGTH];
    io.read_exact(&mut bytes).await.map_err(lost)?;
    Ok(bytes)
}

fn expect(version: u8, expected: u8) -> Result<(), Error> {
    if version == expected {
        Ok(())
    } else {
        Err(not_socks())
    }
}

fn not_socks() -> Error {
    Error::protocol("the proxy does not speak SOCKS5")
}

fn lost(source: io::Error) -> Error {
    failure::io_error("the proxy failed", source)
}

/// Returns the description of a reply. <https://www.rfc-editor.org/rfc/rfc1928#section-6>
fn reply_message(reply: u8) -> &'static str {
    match reply {
        2 => "its rules do not allow it",
        3 => "the network is unreachable",
        4 => "the host is unreachable",
        5 => "the connection was refused",
        6 => "the time to live expired",
        7 => "it has no such command",
        8 => "it has no such kind of address",
        _ => "it failed",
    }
}
