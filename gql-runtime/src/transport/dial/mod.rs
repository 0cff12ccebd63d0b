//! Connections that reqwest does not make: TCP or a Unix socket, a proxy, and TLS.

mod exchange;
mod failure;
mod io;
mod socks;
mod tcp;
mod tunnel;

use super::endpoint::{Address, Target};
use super::proxy::{Protocol, ProxyServer};
use crate::Error;

pub(super) use exchange::{SwitchOutcome, exchange};
pub(super) use failure::http_error;
pub(super) use io::Io;

/// Opens the first hop to a host and a port, which are those of the server or of the proxy.
pub(super) trait FirstHop<E> {
    /// # Errors
    /// Returns an error if there is no connection.
    fn open(&self, host: &str, port: u16) -> impl Future<Output = Result<Box<dyn Io>, E>> + Send;
}

/// Connects to a server, through its proxy if it has one, and with TLS if its URL requires it. `opener` makes the first
/// hop instead of TCP, in which case the proxies of the environment are ignored.
///
/// # Errors
/// Returns an error if there is no connection: [`Error::is_connect`] if another attempt may succeed, [`Error::is_tls`],
/// [`Error::is_protocol`] or [`Error::is_builder`].
pub(super) async fn dial<E: From<Error>>(
    target: &Target,
    address: &Address,
    opener: Option<&(impl FirstHop<E> + Sync)>,
) -> Result<Box<dyn Io>, E> {
    let may_use_proxy = opener.is_none() || target.route.has_own_proxies;
    #[cfg(unix)]
    let may_use_proxy = may_use_proxy && target.route.unix_socket.is_none();
    let proxy = target
        .route
        .proxies
        .choose(address.tls, &address.host)
        .filter(|_| may_use_proxy);
    let (host, port) = match proxy {
        None => (&*address.host, address.port),
        Some(proxy) => (&*proxy.host, proxy.port),
    };
    let mut io = match opener {
        Some(opener) => opener.open(host, port).await?,
        None => first_hop(target, host, port).await?,
    };
    if let Some(proxy) = proxy {
        io = connect_through(target, proxy, address, io).await?;
    }
    if address.tls {
        io = add_tls(target, &address.host, io).await?;
    }
    Ok(io)
}

async fn first_hop(target: &Target, host: &str, port: u16) -> Result<Box<dyn Io>, Error> {
    #[cfg(unix)]
    if let Some(path) = &target.route.unix_socket {
        let stream = tokio::net::UnixStream::connect(path).await;
        let stream =
            stream.map_err(|source| failure::io_error("no connection to the Unix socket", source))?;
        return Ok(Box::new(stream));
    }
    let _ = target;
    tcp::connect(host, port).await
}

/// Makes a proxy connect to the server.
async fn connect_through(
    target: &Target,
    proxy: &ProxyServer,
    address: &Address,
    mut io: Box<dyn Io>,
) -> Result<Box<dyn Io>, Error> {
    match proxy.protocol {
        Protocol::Http => tunnel::connect(io, proxy, address).await,
        Protocol::Https => {
            let io = add_tls(target, &proxy.host, io).await?;
            tunnel::connect(io, proxy, address).await
        }
        Protocol::Socks5(names) => {
            socks::connect(&mut io, proxy, names, address).await?;
            Ok(io)
        }
    }
}

#[cfg(feature = "__tls")]
async fn add_tls(target: &Target, host: &str, io: Box<dyn Io>) -> Result<Box<dyn Io>, Error> {
    let name = target.server_name_for(host)?;
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(target.rustls_config()?));
    let stream = connector.connect(name, io).await;
    let stream = stream.map_err(|source| failure::io_error(&format!("TLS with {host} failed"), source))?;
    Ok(Box::new(stream))
}

#[cfg(not(feature = "__tls"))]
async fn add_tls(_: &Target, _: &str, _: Box<dyn Io>) -> Result<Box<dyn Io>, Error> {
    Err(Error::builder(
        "wss:// needs the feature `tls`, `tls-ring` or `rustls` of gql-runtime",
    ))
}
