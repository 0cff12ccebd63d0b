//! The builder of a client.

use std::fmt;
use std::sync::Arc;

use super::Client;
use crate::Error;
use crate::transport::{Split, Transport};

/// A builder of a [`Client`], as returned by [`Client::builder`].
#[derive(Clone, Default)]
#[must_use = "call `build`"]
pub struct ClientBuilder {
    queries: Option<Arc<dyn Transport>>,
    subscriptions: Option<Arc<dyn Transport>>,
}

impl ClientBuilder {
    /// Sets the transport for queries and mutations. It is also used for subscriptions, unless they have [their
    /// own](Self::subscriptions).
    pub fn queries(mut self, transport: impl Transport) -> Self {
        self.queries = Some(Arc::new(transport));
        self
    }

    /// Sets the transport for subscriptions. It is also used for queries and mutations, unless they have [their
    /// own](Self::queries).
    pub fn subscriptions(mut self, transport: impl Transport) -> Self {
        self.subscriptions = Some(Arc::new(transport));
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// Returns an error if there is no transport ([`Error::is_builder`]).
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
