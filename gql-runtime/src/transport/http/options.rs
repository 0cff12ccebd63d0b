//! The options of the HTTP transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Http;
use super::batch::Batcher;
use super::persisted::{PersistedOption, Refusal};
use super::wire::{self, QueryUrl};
use crate::transport::Backoff;
use crate::transport::bounds::{MaybeSend, MaybeSync, shareable};
use crate::transport::endpoint::Limits;
use crate::transport::retry::RetryPolicy;

/// Selects the hash that is sent in place of a document. See [`Http::persisted`].
///
/// An operation without a known hash is always sent in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Persisted {
    /// Sends the hash, and the document only if the server does not know it (automatic persisted queries). If a server
    /// answers with neither data nor an error code of this protocol, the document is sent as well, and no more hashes if
    /// the operation then succeeds. <https://www.apollographql.com/docs/apollo-server/performance/apq>
    Automatic,
    /// Sends only the hash, as `extensions.persistedQuery`. The documents must be registered at the server.
    TrustedHash,
    /// Sends only the hash, as `documentId: "sha256:…"`. The documents must be registered at the server.
    /// <https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md>
    TrustedId,
}

#[derive(Debug, Clone)]
pub(super) struct HttpTransportOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) read_timeout: Option<Duration>,
    pub(super) max_response_size: usize,
    pub(super) use_get_for_queries: GetForQueries,
    pub(super) persisted: Option<PersistedOption>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) batch: Option<Batcher>,
    pub(super) progress: Progress,
}

/// The function for the URL of a query, if queries are sent by GET. As with other options that few programs use, only the
/// setter names its code, so that a program without the option does not contain it.
#[derive(Clone, Copy)]
pub(super) struct GetForQueries(pub(super) Option<QueryUrl>);

impl fmt::Debug for GetForQueries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.is_some(), f)
    }
}

type ProgressCallback = Arc<shareable!(dyn Fn(usize))>;

/// The callback for the progress of a response.
#[derive(Clone)]
pub(super) struct Progress(pub(super) ProgressCallback);

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

impl Default for HttpTransportOptions {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            read_timeout: None,
            max_response_size: 64 << 20,
            use_get_for_queries: GetForQueries(None),
            persisted: None,
            retry: None,
            batch: None,
            progress: Progress(Arc::new(|_| {})),
        }
    }
}

impl HttpTransportOptions {
    /// Returns the limits of a response, with a timeout for the whole response.
    pub(super) fn limits(&self, whole: Option<Duration>) -> Limits {
        Limits {
            size: self.max_response_size,
            silence: self.read_timeout,
            whole,
        }
    }
}

impl Http {
    /// Sets the timeout for a request, including retries. `None` means no timeout. The default is 30 seconds. A call may
    /// have [its own timeout](crate::Call::timeout).
    #[must_use]
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.options.timeout = limit.into();
        self
    }

    /// Sets the maximum time without any data from the server, before and within a response. The time in which files are
    /// sent does not count. `None`, the default, means no timeout.
    #[must_use]
    pub fn read_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.options.read_timeout = limit.into();
        self
    }

    /// Sets the maximum size of a response, decompressed, in bytes. The default is 64 MiB.
    #[must_use]
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.options.max_response_size = bytes;
        self
    }

    /// Calls this function with the number of bytes of a response that have been received, decompressed, whenever more
    /// have arrived, to show the progress of a large response. It is not called for [batches](Self::batch). There is none
    /// by default.
    #[must_use]
    pub fn progress(mut self, hook: impl Fn(usize) + MaybeSend + MaybeSync + 'static) -> Self {
        self.options.progress = Progress(Arc::new(hook));
        self
    }

    /// Sends queries by GET, so that caches can store the responses. A query whose URL would be longer than 8000 bytes is
    /// sent by POST. By default, every operation is sent by POST.
    #[must_use]
    pub fn use_get_for_queries(mut self, get: bool) -> Self {
        self.options.use_get_for_queries = GetForQueries(get.then_some(wire::url));
        self
    }

    /// Sends hashes in place of documents. `None`, the default, sends the documents.
    #[must_use]
    pub fn persisted(mut self, persisted: impl Into<Option<Persisted>>) -> Self {
        self.options.persisted = persisted.into().map(|selected| PersistedOption {
            selected,
            refusal: Refusal::of,
        });
        self
    }

    /// Sends requests that are made within `wait` of the first one together as an array, or as soon as there are `max_requests` of
    /// them. A batch is a POST, and a request with its own headers or files is sent separately. Off by default, as few
    /// servers accept batches.
    #[must_use]
    pub fn batch(mut self, wait: Duration, max_requests: usize) -> Self {
        self.options.batch = Some(Batcher::new(wait, max_requests));
        self
    }

    /// Sets the backoff with which a query is sent again after a [transient](crate::Error::is_transient) failure, within
    /// the [timeout](Self::timeout) of the request. A mutation is never sent again. `None`, the default, turns it off.
    #[must_use]
    pub fn retry(mut self, backoff: impl Into<Option<Backoff>>) -> Self {
        self.options.retry = backoff.into().map(RetryPolicy::from);
        self
    }
}
