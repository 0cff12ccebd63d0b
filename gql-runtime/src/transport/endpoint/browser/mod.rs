//! The part of an endpoint in a browser, which makes the connections, follows no redirects that a program sees, and has its own
//! cookies, TLS options and proxies.

#[cfg(feature = "__endpoint")]
pub(super) mod http_options;
mod url;

use http::uri::Authority;
use http::{HeaderMap, HeaderValue};

use super::{EndpointBuilder, Target};
use crate::Error;

pub(crate) use url::Url;

/// The options of connections, of which a browser has none.
#[derive(Default)]
pub(super) struct ConnectionOptions {}

/// Everything needed to connect to the address of a server, besides that address.
pub(in crate::transport) struct Route {
    pub(super) max_redirects: usize,
}

impl EndpointBuilder {
    /// Rejects options that exclude each other.
    ///
    /// # Errors
    /// Returns an error if there are any ([`Error::is_builder`]).
    pub(super) fn check(&self, _: bool) -> Result<(), Error> {
        #[cfg(feature = "__endpoint")]
        self.check_service()?;
        Ok(())
    }

    /// Returns the route to the server.
    ///
    /// # Errors
    /// Never returns an error.
    pub(super) fn take_route(&mut self) -> Result<Route, Error> {
        let ConnectionOptions {} = std::mem::take(&mut self.connections);
        Ok(Route { max_redirects: 0 })
    }

    /// Returns `None`, as a WebSocket can be opened to every endpoint.
    #[cfg(feature = "websocket")]
    pub(super) fn websocket_error(&self) -> Option<Error> {
        None
    }
}

impl Target {
    /// Returns whether requests have headers.
    #[cfg(feature = "websocket")]
    pub(in crate::transport) fn has_headers(&self) -> bool {
        self.provider.is_some() || !self.headers.is_empty()
    }

    /// Accepts every target.
    ///
    /// # Errors
    /// Never returns an error.
    pub(super) fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Adds no headers: the browser has its own.
pub(super) fn add_default_headers(_: &mut HeaderMap) {}

/// Adds no `Accept-Encoding`, which a browser sets itself.
#[cfg(feature = "__endpoint")]
pub(super) fn accept_encoding(_: &mut HeaderMap, _: Option<&HeaderValue>) {}

/// Removes the username and the password from a URL, and returns them as the value of `Authorization`.
pub(super) fn take_credentials(url: &mut Url) -> Option<HeaderValue> {
    url.take_credentials()
}

/// Returns `None`, as the credentials were removed from the URL.
pub(super) fn credentials_in(_: &Authority) -> Option<HeaderValue> {
    None
}

/// Returns `None`: a browser does not show redirects. `fetch` reports them as an error, so that headers stay within their origin.
#[cfg(feature = "__endpoint")]
pub(super) fn redirect<B>(_: &http::Response<B>, _: &Url, _: bool) -> Option<Url> {
    None
}
