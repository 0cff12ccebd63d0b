//! Opens a WebSocket to an endpoint.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use gql_protocol::websocket::Dialect;
use http::HeaderMap;

use super::config::{AddressSource, BoxError, Config};
use super::failure::Failure;
use super::platform;
use super::socket::{Opening, Socket};
use crate::Error;
use crate::transport::endpoint::Address;
use crate::transport::runtime::{Instant, timeout};

const NOT_PROVIDED: &str = "what the connection needs was not provided";
const NOT_CONNECTED: &str = "no connection was made";

/// A socket after the opening handshake, and its initialization.
pub(super) struct OpenedSocket {
    pub(super) socket: Box<dyn Socket>,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) payload: Option<String>,
}

/// The values of the providers of an attempt.
struct Provided {
    /// The URL, if a provider returns it.
    url: Option<String>,
    headers: HeaderMap,
    payload: Option<String>,
}

/// Opens a socket. The providers are called first, so that a slow one does not keep a server waiting. They are subject to
/// the timeout as well. The provider of headers gets the error with which the server refused the previous ones.
pub(super) async fn open(config: Arc<Config>, refusal: Option<Error>) -> Result<OpenedSocket, Failure> {
    let limit = config.endpoint.target().connect_timeout;
    let started = Instant::now();
    let provided = limited(limit, started, NOT_PROVIDED, provide(&config, refusal)).await?;
    let Provided {
        url,
        headers,
        payload,
    } = provided;
    let socket = limited(limit, started, NOT_CONNECTED, open_socket(&config, url, headers)).await?;
    let dialect = choose(socket.subprotocol(), config.subprotocols.offered())
        .map_err(|message| Failure::fatal(Error::protocol(message)))?;
    Ok(OpenedSocket {
        socket,
        dialect,
        payload,
    })
}

async fn provide(config: &Config, refusal: Option<Error>) -> Result<Provided, Failure> {
    let url = match &config.address {
        AddressSource::Endpoint | AddressSource::Address(_) => None,
        AddressSource::Provided(url) => Some(url.get().await.map_err(provider_failed)?),
    };
    let headers = async { config.endpoint.target().headers(refusal).await };
    let headers = match AssertUnwindSafe(headers).catch_unwind().await {
        Ok(headers) => headers.map_err(Failure::fatal)?,
        Err(_) => return Err(provider_failed("the provider panicked".into())),
    };
    let payload = config.payload.get().await.map_err(provider_failed)?;
    Ok(Provided {
        url,
        headers,
        payload,
    })
}

/// Runs part of an attempt within its remaining time.
async fn limited<T>(
    limit: Option<Duration>,
    started: Instant,
    failure: &str,
    part: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match limit {
        None => part.await,
        Some(limit) => timeout(limit.saturating_sub(started.elapsed()), part)
            .await
            .unwrap_or_else(|_| Err(Failure::retryable(Error::timeout(failure, limit).unsent()))),
    }
}

async fn open_socket(
    config: &Config,
    url: Option<String>,
    headers: HeaderMap,
) -> Result<Box<dyn Socket>, Failure> {
    if let Some(sockets) = &config.sockets {
        let url = match (url, &config.address) {
            (Some(url), _) => url,
            (None, AddressSource::Address(address)) => address.url("ws"),
            (None, _) => config.endpoint.target().address.url("ws"),
        };
        let opening = opening(config, url, headers);
        let opening = async { sockets(opening).await };
        return match AssertUnwindSafe(opening).catch_unwind().await {
            Ok(opened) => opened.map_err(Failure::from_opening),
            Err(_) => Err(Failure::fatal(Error::connect("`socket_with` panicked"))),
        };
    }
    let address = match (url, &config.address) {
        (Some(url), _) => Address::parse(&url).map_err(Failure::fatal)?,
        (None, AddressSource::Address(address)) => address.clone(),
        (None, _) => config.endpoint.target().address.clone(),
    };
    platform::open(config, address, headers).await
}

/// Returns the description of a socket to open.
pub(super) fn opening(config: &Config, url: String, headers: HeaderMap) -> Opening {
    let offered = config.subprotocols.offered().iter();
    Opening {
        url,
        headers,
        subprotocols: offered.map(|dialect| dialect.subprotocol()).collect(),
        max_message_size: config.max_message_size,
    }
}

/// Returns the dialect of the subprotocol that the server named. <https://www.rfc-editor.org/rfc/rfc6455#section-4.1>
fn choose(named: Option<&str>, offered: &[&'static dyn Dialect]) -> Result<&'static dyn Dialect, String> {
    match named {
        // Some servers omit it, in which case the first one is used.
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

fn provider_failed(source: BoxError) -> Failure {
    let message = format!("{NOT_PROVIDED}: {source}");
    Failure::fatal(Error::connect(message).with_source(source))
}
