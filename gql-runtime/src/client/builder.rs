//! Puts a client together from its transports.

use std::fmt;
use std::sync::Arc;

use super::Client;
use crate::Error;
use crate::transport::{Split, Transport};

/// Puts a [`Client`] together: see [`Client::builder`].
#[derive(Clone, Default)]
#[must_use = "call `build`"]
pub struct ClientBuilder {
    queries: Option<Arc<dyn Transport>>,
    subscriptions: Option<Arc<dyn Transport>>,
}

impl ClientBuilder {
    /// Runs queries and mutations by this transport; subscriptions too, unless they have [their own](Self::subscriptions).
    pub fn queries(mut self, transport: impl Transport) -> Self {
        self.queries = Some(Arc::new(transport));
        self
    }

    /// Runs subscriptions by this transport; queries and mutations too, unless they have [their own](Self::queries).
    pub fn subscriptions(mut self, transport: impl Transport) -> Self {
        self.subscriptions = Some(Arc::new(transport));
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// If it has no transport ([`Error::is_builder`]).
    pub fn build(self) -> Result<Client, Error> {
        match (self.queries, self.subscriptions) {
            (Some(queries), Some(subscriptions)) => Ok(Client::new(Split::new(queries, subscriptions))),
            (Some(transport), None) | (None, Some(transport)) => Ok(Client { transport }),
            (None, None) => Err(Error::builder("a client needs a transport")),
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("queries", &self.queries.is_some())
            .field("subscriptions", &self.subscriptions.is_some())
            .finish()
    }
}
