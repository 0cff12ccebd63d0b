//! The builder of a client.

use std::fmt;

use super::Client;
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

/// The transports of a builder, at least one of which is set. It cannot be implemented outside of this crate.
#[diagnostic::on_unimplemented(
    message = "a client needs a transport",
    label = "no transport is set",
    note = "call `queries` or `subscriptions` before `build`"
)]
pub trait Transports {
    #[doc(hidden)]
    fn client(self) -> Client;
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

    /// Creates the client. This does not compile unless a transport is set:
    ///
    /// ```compile_fail,E0277
    /// gql_runtime::Client::builder().build();
    /// ```
    pub fn build(self) -> Client
    where
        (Q, S): Transports,
    {
        (self.queries, self.subscriptions).client()
    }
}

impl<T: Transport> Transports for (T, Unset) {
    fn client(self) -> Client {
        Client::new(self.0)
    }
}

impl<T: Transport> Transports for (Unset, T) {
    fn client(self) -> Client {
        Client::new(self.1)
    }
}

impl<Q: Transport, S: Transport> Transports for (Q, S) {
    fn client(self) -> Client {
        Client::new(Split::new(self.0, self.1))
    }
}

impl<Q, S> fmt::Debug for ClientBuilder<Q, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
