//! The HTTP clients of an endpoint: one for requests, and others for streams, which stay open and may not be read.
//!
//! All responses of an HTTP/2 connection share its flow-control window
//! (<https://www.rfc-editor.org/rfc/rfc9113#section-5.2>), and the server limits the number of concurrent ones
//! (<https://www.rfc-editor.org/rfc/rfc9113#section-5.1.2>). Streams therefore have their own connections, so that no
//! request waits for a stream, with a window that all of their streams together cannot exhaust, and at most [`MAX_STREAMS`] on
//! each.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::{Request, Response};

use super::client;
use crate::Error;
use crate::transport::BoxFuture;
use crate::transport::service::{Body, HttpService, Streamed};

/// The maximum number of streams on one connection, which servers should allow.
/// <https://www.rfc-editor.org/rfc/rfc9113#section-6.5.2-2.6.1>
const MAX_STREAMS: usize = 100;

/// The flow-control window of a stream in bytes, which limits the memory for a stream that is not read.
#[cfg(feature = "http2")]
const STREAM_WINDOW: u32 = 256 * 1024;

/// The flow-control window of a connection in bytes, which is the maximum. It does not cost memory, as each response has
/// its own window. <https://www.rfc-editor.org/rfc/rfc9113#section-6.9.1>
#[cfg(feature = "http2")]
const CONNECTION_WINDOW: u32 = (1 << 31) - 1;

/// A function that returns a builder with the options of the endpoint.
pub(in crate::transport) type Make = Box<dyn Fn() -> Result<reqwest::ClientBuilder, Error> + Send + Sync>;

/// The lease of a stream on its connection, which ends when it is dropped.
pub(super) type Lease = Arc<()>;

/// The HTTP clients of an endpoint.
pub(in crate::transport) struct Connections {
    requests: OnceLock<reqwest::Client>,
    make: Make,
    streams: Mutex<Vec<(reqwest::Client, Lease)>>,
}

impl Connections {
    /// Creates the clients lazily.
    pub(in crate::transport) fn new(make: Make) -> Self {
        Self {
            requests: OnceLock::new(),
            make,
            streams: Mutex::default(),
        }
    }

    /// Creates the client for requests now.
    ///
    /// # Errors
    /// Returns an error if the options are invalid ([`Error::is_builder`]).
    #[cfg(feature = "reqwest")]
    pub(in crate::transport) fn check(&self) -> Result<(), Error> {
        self.for_requests().map(drop)
    }

    fn for_requests(&self) -> Result<reqwest::Client, Error> {
        if let Some(client) = self.requests.get() {
            return Ok(client.clone());
        }
        let builder = (self.make)()?;
        #[cfg(feature = "http2")]
        let builder = builder.http2_initial_connection_window_size(CONNECTION_WINDOW);
        let client = build(builder)?;
        Ok(self.requests.get_or_init(|| client).clone())
    }

    /// Returns a client for a stream, and the lease.
    ///
    /// # Errors
    /// Returns an error if another client cannot be created ([`Error::is_builder`]).
    fn for_stream(&self) -> Result<(reqwest::Client, Lease), Error> {
        let mut clients = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let free = clients
            .iter()
            // The list has one reference itself.
            .find(|(_, lease)| Arc::strong_count(lease) <= MAX_STREAMS);
        if let Some((client, lease)) = free {
            return Ok((client.clone(), lease.clone()));
        }
        let builder = (self.make)()?;
        #[cfg(feature = "http2")]
        let builder = builder
            .http2_initial_connection_window_size(CONNECTION_WINDOW)
            .http2_initial_stream_window_size(STREAM_WINDOW);
        let (client, lease) = (build(builder)?, Lease::default());
        clients.push((client.clone(), lease.clone()));
        Ok((client, lease))
    }
}

impl HttpService for Connections {
    fn call(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, Error>> {
        let chosen = match request.extensions().get::<Streamed>() {
            None => self.for_requests().map(|client| (client, None)),
            Some(_) => self.for_stream().map(|(client, lease)| (client, Some(lease))),
        };
        Box::pin(async move {
            let (client, lease) = chosen?;
            client::send(&client, request, lease).await
        })
    }
}

/// Creates the error for options from which no client can be built.
fn invalid_options(source: reqwest::Error) -> Error {
    // The URL is that of a proxy, which may contain a password.
    let source = source.without_url();
    Error::builder(format!("invalid endpoint options: {source}")).with_source(source)
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    builder.build().map_err(invalid_options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_ends_with_its_stream() {
        let connections = Connections::new(Box::new(|| {
            let builder = reqwest::Client::builder();
            #[cfg(feature = "__tls")]
            let builder = {
                let tls = crate::Tls::new().bundled_roots().config(&[])?;
                builder.tls_backend_preconfigured(rustls::ClientConfig::clone(&tls))
            };
            Ok(builder)
        }));
        let count = || connections.streams.lock().unwrap().len();
        let mut streams: Vec<_> = (0..MAX_STREAMS)
            .map(|_| connections.for_stream().unwrap().1)
            .collect();
        assert_eq!(count(), 1);
        streams.push(connections.for_stream().unwrap().1);
        assert_eq!(count(), 2);
        streams.swap_remove(0);
        let (_, lease) = connections.for_stream().unwrap();
        assert!(Arc::ptr_eq(&lease, &streams[1]));
        assert_eq!(count(), 2);
    }
}
