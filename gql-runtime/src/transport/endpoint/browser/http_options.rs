//! The options of an endpoint that only apply to HTTP, in a browser.

use std::fmt;
use std::sync::Arc;

use http::Uri;

use super::Url;
use crate::Error;
use crate::transport::endpoint::requests::uri;
use crate::transport::endpoint::{EndpointBuilder, Target};
use crate::transport::service::{CredentialsMode, Fetch, HttpService};

/// The options that only apply to HTTP.
#[derive(Default)]
pub(in crate::transport::endpoint) struct HttpOptions {
    credentials: Option<CredentialsMode>,
    service: Option<Arc<dyn HttpService>>,
}

/// The part of an endpoint that the transports over HTTP use.
pub(in crate::transport::endpoint) struct HttpEndpoint {
    pub(in crate::transport::endpoint) service: Arc<dyn HttpService>,
    /// The URL without credentials, which are among the headers.
    pub(in crate::transport::endpoint) url: Url,
    pub(in crate::transport::endpoint) uri: Uri,
}

/// Options for a browser.
impl EndpointBuilder {
    /// Sets whether the browser sends its cookies with requests. The default is [`CredentialsMode::SameOrigin`]. A
    /// WebSocket always sends them.
    pub fn credentials_mode(mut self, mode: CredentialsMode) -> Self {
        self.http.credentials = Some(mode);
        self
    }

    /// Sends every request with this service, such as a type of the program that contains a [`Fetch`]. The service has its
    /// own credentials mode. WebSockets are always opened by the browser.
    pub fn service(mut self, service: impl HttpService) -> Self {
        self.http.service = Some(Arc::new(service));
        self
    }

    /// Rejects options that exclude each other.
    ///
    /// # Errors
    /// Returns an error if there are any ([`Error::is_builder`]).
    pub(super) fn check_service(&self) -> Result<(), Error> {
        if self.http.service.is_some() && self.http.credentials.is_some() {
            return Err(Error::builder(
                "the service given by `service` sends the requests, so the endpoint cannot honor `credentials_mode`: set that at its `Fetch`",
            ));
        }
        Ok(())
    }
}

impl HttpOptions {
    /// Builds the client.
    ///
    /// # Errors
    /// Returns an error if the URL is not an HTTP URL ([`Error::is_builder`]).
    pub(in crate::transport::endpoint) fn into_endpoint(
        self,
        _: &Target,
        url: Url,
    ) -> Result<HttpEndpoint, Error> {
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
