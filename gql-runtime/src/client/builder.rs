//! The builder of a client.

use std::fmt;

use super::Client;
use crate::Error;
use crate::transport::{Split, Transport};

/// A builder of a [`Client`], as returned by [`Client::builder`]. Its types are those of the transports.
#[derive(Clone, Default)]
#[must_use = "call `build`"]
pub struct ClientBuilder<Q = Unset, S = Unset> {
    queries: Q,
    subscriptions: S,
}

/// The type of a transport that is not set.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Unset;

/// The transports of a builder, which make a client. It cannot be implemented outside of this crate.
pub trait Transports {
    #[doc(hidden)]
    fn client(self) -> Result<Client, Error>;
}

impl<Q, S> ClientBuilder<Q, S> {
    /// Sets the transport for queries and mutations. It is also used for subscriptions, unless they have [their
    /// own](Self::subscriptions).
    pub fn queries<T: Transport>(self, transport: T) -> ClientBuilder<T, S> {
        ClientBuilder {
            queries: transport,
            subscriptions: self.subscriptions,
        }
    }

    /// Sets the transport for subscriptions. It is also used for queries and mutations, unless they have [their
    /// own](Self::queries).
    pub fn subscriptions<T: Transport>(self, transport: T) -> ClientBuilder<Q, T> {
        ClientBuilder {
            queries: self.queries,
            subscriptions: transport,
        }
    }

    /// Creates the client.
    ///
    /// # Errors
    /// Returns an error if there is no transport ([`Error::is_builder`]).
    pub fn build(self) -> Result<Client, Error>
    where
        (Q, S): Transports,
    {
        (self.queries, self.subscriptions).client()
    }
}

impl Transports for (Unset, Unset) {
    fn client(self) -> Result<Client, Error> {
        Err(Error::builder("a client needs a transport"))
    }
}

impl<T: Transport> Transports for (T, Unset) {
    fn client(self) -> Result<Client, Error> {
        Ok(Client::new(self.0))
    }
}

impl<T: Transport> Transports for (Unset, T) {
    fn client(self) -> Result<Client, Error> {
        Ok(Client::new(self.1))
    }
}

impl<Q: Transport, S: Transport> Transports for (Q, S) {
    fn client(self) -> Result<Client, Error> {
        Ok(Client::new(Split::new(self.0, self.1)))
    }
}

impl<Q, S> fmt::Debug for ClientBuilder<Q, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
