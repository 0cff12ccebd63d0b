//! The options of an endpoint that are about HTTP alone, in a browser.

use std::fmt;
use std::sync::Arc;

use http::Uri;

use super::requests::uri;
use super::{EndpointBuilder, Target, Url};
use crate::Error;
use crate::transport::service::{CredentialsMode, Fetch, HttpService};

/// The options.
#[derive(Default)]
pub(super) struct HttpOptions {
    credentials: Option<CredentialsMode>,
    service: Option<Arc<dyn HttpService>>,
}

/// The side of an endpoint that the transports over HTTP use.
pub(super) struct HttpEndpoint {
    pub(super) service: Arc<dyn HttpService>,
    /// Without credentials: they are among the headers.
    pub(super) url: Url,
    pub(super) uri: Uri,
}

/// Options for a browser.
impl EndpointBuilder {
    /// Sets whether the browser sends its cookies with requests. The default is [`CredentialsMode::SameOrigin`]. With a WebSocket it sends
    /// them in any case.
    pub fn credentials_mode(mut self, mode: CredentialsMode) -> Self {
        self.http.credentials = Some(mode);
        self
    }

    /// Sends every request by this service: a type of the program around a [`Fetch`], or any other. It has its own credentials mode.
    /// A WebSocket is the browser's in any case.
    pub fn service(mut self, service: impl HttpService) -> Self {
        self.http.service = Some(Arc::new(service));
        self
    }

    /// Refuses options that do not work together.
    ///
    /// # Errors
    /// If there are some ([`Error::is_builder`]).
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.http.service.is_some() && self.http.credentials.is_some() {
            return Err(Error::builder(
                "the service given by `service` sends the requests, so the endpoint cannot honor `credentials_mode`: set that at its `Fetch`",
            ));
        }
        Ok(())
    }

    /// Returns `None`: a WebSocket can be opened to every endpoint.
    pub(super) fn websocket_error(&self) -> Option<Error> {
        None
    }
}

impl HttpOptions {
    /// Makes the side.
    ///
    /// # Errors
    /// If the URL is not one of HTTP ([`Error::is_builder`]).
    pub(super) fn into_endpoint(self, _: &Target, url: Url) -> Result<HttpEndpoint, Error> {
        let mode = self.credentials.unwrap_or_default();
        Ok(HttpEndpoint {
            uri: uri(&url)?,
            url,
            service: self
                .service
                .unwrap_or_else(|| Arc::new(Fetch::new().credentials_mode(mode))),
        })
    }
}

impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpOptions").finish_non_exhaustive()
    }
}
