//! From a URL to a socket that speaks WebSocket.

use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use gql_protocol::websocket::Dialect;
use http::header::HOST;
use http::{HeaderMap, Request};
use tokio::net::TcpStream;
use tokio::time::{Duration, Instant};

use super::config::Config;
use super::endpoint::Endpoint;
use super::exchange::{Answer, exchange};
use super::failure::Failure;
use super::framed::Framed;
use super::io::Io;
use super::socket::{Opening, Socket};
use super::upgrade::{Upgraded, upgrade};
use crate::Error;

const NOT_PROVIDED: &str = "what the connection needs was not provided";
const NOT_CONNECTED: &str = "no connection was made";
/// How long a TCP connection may be silent before the system asks whether the peer is still there, and how often it asks.
const TCP_KEEP_ALIVE: Duration = Duration::from_secs(30);

/// A socket after the opening handshake, and what is to be said on it first.
pub(super) struct Opened {
    pub(super) socket: Box<dyn Socket>,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) payload: Option<String>,
}

/// What is asked for at every attempt.
struct Provided {
    url: String,
    headers: HeaderMap,
    payload: Option<String>,
}

/// Connects. The providers are asked first, so that a slow one does not keep a server waiting; one that never answers is within the
/// time limit, too.
pub(super) async fn open(config: Arc<Config>) -> Result<Opened, Failure> {
    let started = Instant::now();
    let provided = limited(&config, started, NOT_PROVIDED, provide(&config)).await?;
    let Provided {
        url,
        headers,
        payload,
    } = provided;
    let socket = limited(&config, started, NOT_CONNECTED, reach(&config, url, headers)).await?;
    let dialect = choose(socket.subprotocol(), config.subprotocols.offered())
        .map_err(|message| Failure::fatal(Error::protocol(message)))?;
    Ok(Opened {
        socket,
        dialect,
        payload,
    })
}

async fn provide(config: &Config) -> Result<Provided, Failure> {
    let url = config.url.get().await.map_err(provider_failed)?;
    let mut headers = config.headers.clone();
    // Those that are provided replace others of the same name.
    headers.extend(config.more_headers.get().await.map_err(provider_failed)?);
    let payload = config.payload.get().await.map_err(provider_failed)?;
    if let Some(origin) = &config.origin {
        headers.insert(http::header::ORIGIN, origin.clone());
    }
    Ok(Provided {
        url,
        headers,
        payload,
    })
}

/// Runs part of an attempt within what is left of its time.
async fn limited<T>(
    config: &Config,
    started: Instant,
    failure: &str,
    part: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match config.connect_timeout {
        None => part.await,
        Some(limit) => tokio::time::timeout(limit.saturating_sub(started.elapsed()), part)
            .await
            .unwrap_or_else(|_| Err(Failure::retryable(Error::timeout(failure, limit).unsent()))),
    }
}

async fn reach(config: &Config, url: String, headers: HeaderMap) -> Result<Box<dyn Socket>, Failure> {
    if let Some(sockets) = &config.sockets {
        let offered = config.subprotocols.offered().iter();
        let opening = Opening {
            url,
            headers,
            subprotocols: offered.map(|dialect| dialect.subprotocol()).collect(),
            max_message_size: config.max_message_size,
        };
        let opening = async { sockets(opening).await };
        return match AssertUnwindSafe(opening).catch_unwind().await {
            Ok(opened) => opened.map_err(Failure::of_own_socket),
            Err(_) => Err(Failure::fatal(Error::connect("`socket_with` panicked"))),
        };
    }
    let endpoint = Endpoint::of_url(&url).map_err(Failure::fatal)?;
    let mut io = match &config.proxy {
        None => dial(config, &endpoint).await?,
        Some(proxy) => {
            let io = dial(config, &proxy.endpoint).await?;
            tunnel(io, &endpoint, &proxy.headers).await?
        }
    };
    if endpoint.tls {
        io = secure(config, &endpoint, io).await?;
    }
    let offered = config.subprotocols.offered();
    let Upgraded {
        io,
        first,
        subprotocol,
    } = upgrade(io, &endpoint, &headers, offered).await?;
    Ok(Box::new(
        Framed::new(io, first, subprotocol, config.max_message_size).await,
    ))
}

/// Returns the dialect of the subprotocol that the server named. <https://www.rfc-editor.org/rfc/rfc6455#section-4.1>
fn choose(named: Option<&str>, offered: &[&'static dyn Dialect]) -> Result<&'static dyn Dialect, String> {
    match named {
        // Some servers leave it out: then it is the one offered first.
        None | Some("") => offered
            .first()
            .copied()
            .ok_or_else(|| "no subprotocol was offered".into()),
        Some(name) => offered
            .iter()
            .copied()
            .find(|dialect| dialect.subprotocol() == name)
            .ok_or_else(|| format!("the server chose the subprotocol `{name}`, which was not offered")),
    }
}

async fn dial(config: &Config, endpoint: &Endpoint) -> Result<Box<dyn Io>, Failure> {
    let failed = |source| Failure::of_io(&format!("no connection to {}", endpoint.authority), source);
    if let Some(connector) = &config.connector {
        let connecting = async { connector(endpoint.host.clone(), endpoint.port).await };
        return match AssertUnwindSafe(connecting).catch_unwind().await {
            Ok(connected) => connected.map_err(failed),
            Err(_) => Err(Failure::fatal(Error::connect("the connector panicked"))),
        };
    }
    let tcp = TcpStream::connect((endpoint.host.as_str(), endpoint.port))
        .await
        .map_err(failed)?;
    tune(&tcp).map_err(failed)?;
    Ok(Box::new(tcp))
}

/// Has small frames sent at once, and dead connections found out by the system, too: pings may be off.
fn tune(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let keep_alive = socket2::TcpKeepalive::new().with_time(TCP_KEEP_ALIVE);
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple", windows))]
    let keep_alive = keep_alive.with_interval(TCP_KEEP_ALIVE);
    socket2::SockRef::from(tcp).set_tcp_keepalive(&keep_alive)
}

/// Has a proxy connect to the server. <https://www.rfc-editor.org/rfc/rfc9110#name-connect>
async fn tunnel(io: Box<dyn Io>, endpoint: &Endpoint, headers: &HeaderMap) -> Result<Box<dyn Io>, Failure> {
    let host = if endpoint.host.contains(':') {
        format!("[{}]", endpoint.host)
    } else {
        endpoint.host.clone()
    };
    let target = format!("{host}:{}", endpoint.port);
    let request = Request::connect(&*target)
        .header(HOST, &target)
        .body(String::new());
    let mut request = request.map_err(|source| {
        Failure::fatal(Error::builder("the host cannot be named to a proxy").with_source(source))
    })?;
    request.headers_mut().extend(headers.clone());
    let answer = exchange(io, request)
        .await
        .map_err(|source| Failure::of_http("the proxy failed", source))?;
    match answer {
        Answer::Switched { head, io, first } if head.status.is_success() => {
            if first.is_empty() {
                return Ok(io);
            }
            let message = "the proxy sent something before the server could";
            Err(Failure::fatal(Error::protocol(message)))
        }
        Answer::Switched { head, .. } | Answer::Refused { head, .. } => {
            let error = Error::connect(format!("the proxy answered {}", head.status));
            Err(Failure::retryable(error.with_head(head.status, head.headers)))
        }
    }
}

#[cfg(feature = "__tls")]
async fn secure(config: &Config, endpoint: &Endpoint, io: Box<dyn Io>) -> Result<Box<dyn Io>, Failure> {
    let name = config.tls.name_of(&endpoint.host).map_err(Failure::fatal)?;
    let connector = tokio_rustls::TlsConnector::from(config.rustls().map_err(Failure::fatal)?);
    let stream = connector.connect(name, io).await;
    let stream = stream
        .map_err(|source| Failure::of_io(&format!("TLS with {} failed", endpoint.authority), source))?;
    Ok(Box::new(stream))
}

#[cfg(not(feature = "__tls"))]
async fn secure(_: &Config, _: &Endpoint, _: Box<dyn Io>) -> Result<Box<dyn Io>, Failure> {
    Err(Failure::fatal(Error::builder(
        "wss:// needs the feature `tls`, `tls-ring` or `tls-no-provider` of gql-runtime",
    )))
}

fn provider_failed(source: super::config::BoxError) -> Failure {
    let message = format!("{NOT_PROVIDED}: {source}");
    Failure::fatal(Error::connect(message).with_source(source))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn ping_103_the_system_watches_the_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tcp = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        assert!(!socket2::SockRef::from(&tcp).keepalive().unwrap());
        tune(&tcp).unwrap();
        let socket = socket2::SockRef::from(&tcp);
        assert!(socket.keepalive().unwrap() && tcp.nodelay().unwrap());
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_keepalive_time().unwrap(), TCP_KEEP_ALIVE);
    }
}
