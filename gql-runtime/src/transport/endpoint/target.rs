//! The server of an endpoint with all options to reach it, independent of the HTTP library.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::address::Address;
use super::platform::Route;
use crate::Error;
use crate::transport::BoxFuture;
use crate::transport::bounds::shareable;

/// A provider of headers. It gets the error with which the server refused the previous ones.
pub(super) type HeaderProvider =
    Arc<shareable!(dyn Fn(Option<Error>) -> BoxFuture<Result<HeaderMap, Error>>)>;

/// A hook that refreshes the credentials, and returns whether it succeeded.
pub(super) type OnUnauthorized = Arc<shareable!(dyn Fn(Error) -> BoxFuture<bool>)>;

/// The address of a server, with its credentials and connection options.
pub(in crate::transport) struct Target {
    #[cfg_attr(not(feature = "websocket"), allow(dead_code))]
    pub(in crate::transport) address: Address,
    pub(super) headers: HeaderMap,
    pub(super) provider: Option<HeaderProvider>,
    pub(super) on_unauthorized: Option<OnUnauthorized>,
    pub(in crate::transport) connect_timeout: Option<Duration>,
    pub(in crate::transport) route: Route,
}

impl Target {
    /// Returns the headers of every request and connection, including those of the provider. It gets the error with which
    /// the server refused the previous ones.
    ///
    /// # Errors
    /// Returns an error if the provider fails.
    pub(in crate::transport) async fn headers(&self, refusal: Option<Error>) -> Result<HeaderMap, Error> {
        let mut headers = self.headers.clone();
        if let Some(provider) = &self.provider {
            headers.extend(provider(refusal).await?);
        }
        Ok(headers)
    }

    /// Returns whether refused credentials can be refreshed.
    pub(in crate::transport) fn can_refresh(&self) -> bool {
        self.on_unauthorized.is_some() || self.provider.is_some()
    }

    /// Refreshes the credentials after this refusal, and returns whether another attempt makes sense. Without a hook, the
    /// next attempt calls the provider.
    pub(in crate::transport) async fn refresh(&self, refusal: Error) -> bool {
        match &self.on_unauthorized {
            None => self.provider.is_some(),
            Some(hook) => hook(refusal).await,
        }
    }
}
