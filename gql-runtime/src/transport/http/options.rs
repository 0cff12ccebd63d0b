//! The options of the HTTP transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::batch::Batcher;
use super::{Http, Retry};
use crate::transport::endpoint::Limits;

/// What is sent of a document. An operation whose hash is not known is always sent in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Documents {
    /// The document.
    #[default]
    Full,
    /// Its hash, and the document only when the server does not know it: automatic persisted queries. A server that answers with neither data
    /// nor a code of theirs gets the document, too, and no more hashes if it then runs the operation.
    /// <https://www.apollographql.com/docs/apollo-server/performance/apq>
    Automatic,
    /// Its hash alone, as `extensions.persistedQuery`: the server was told of the documents before.
    TrustedHash,
    /// Its hash alone, as `documentId: "sha256:…"`.
    /// <https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md>
    TrustedId,
}

#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) read_timeout: Option<Duration>,
    pub(super) max_response: usize,
    pub(super) get_queries: bool,
    pub(super) documents: Documents,
    pub(super) retry: Option<Retry>,
    pub(super) batch: Option<Batcher>,
    pub(super) progress: Progress,
}

/// Who is told how much of a response has come.
#[derive(Clone)]
pub(super) struct Progress(pub(super) Arc<dyn Fn(usize) + Send + Sync>);

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            read_timeout: None,
            max_response: 64 * 1024 * 1024,
            get_queries: false,
            documents: Documents::Full,
            retry: None,
            batch: None,
            progress: Progress(Arc::new(|_| {})),
        }
    }
}

impl Options {
    /// The limits on a response, all of which may take that long.
    pub(super) fn limits(&self, whole: Option<Duration>) -> Limits {
        Limits {
            size: self.max_response,
            silence: self.read_timeout,
            whole,
        }
    }
}

impl Http {
    /// How long a request may take in all, retries included; `None` for any time. The default is 30 seconds. A request may
    /// have [its own](crate::Call::timeout).
    #[must_use]
    pub fn timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.options.timeout = limit.into();
        self
    }

    /// How long the server may be silent within a response; `None`, the default, for any time.
    #[must_use]
    pub fn read_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.options.read_timeout = limit.into();
        self
    }

    /// How large a response may be, in bytes, decompressed. The default is 64 MiB.
    #[must_use]
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.options.max_response = bytes;
        self
    }

    /// Tells how many bytes of a response have come, decompressed, whenever some have: to show that a large one is under way.
    /// Not of [batches](Self::batch). The default is to tell nobody.
    #[must_use]
    pub fn progress(mut self, hook: impl Fn(usize) + Send + Sync + 'static) -> Self {
        self.options.progress = Progress(Arc::new(hook));
        self
    }

    /// Sends queries by GET, so that caches can keep the responses; by POST where the URL would be longer than 8000 bytes.
    /// The default is POST for all.
    #[must_use]
    pub fn get_queries(mut self, get: bool) -> Self {
        self.options.get_queries = get;
        self
    }

    /// What is sent of a document. The default is [`Documents::Full`].
    #[must_use]
    pub fn documents(mut self, documents: Documents) -> Self {
        self.options.documents = documents;
        self
    }

    /// Sends requests together, in one array, that come within `wait` of the first; at once when there are `most`. Such
    /// requests are posts; one with headers or files of its own goes alone. The default is not to: few servers take it.
    #[must_use]
    pub fn batch(mut self, wait: Duration, most: usize) -> Self {
        self.options.batch = Some(Batcher::new(wait, most));
        self
    }

    /// Sends a query again after a failure that may pass; a mutation never. The default is not to.
    #[must_use]
    pub fn retry(mut self, retry: impl Into<Option<Retry>>) -> Self {
        self.options.retry = retry.into();
        self
    }
}
