//! Queries and mutations over HTTP. <https://graphql.github.io/graphql-over-http/draft/>

mod batch;
mod form;
#[cfg(feature = "multipart")]
mod incremental;
mod media_types;
mod options;
mod persisted;
mod reply;
mod wire;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::HeaderValue;

use super::endpoint::{MakeBody, Message};
use super::retry::Retries;
use super::runtime::{self, InRuntime};
use super::trace::Trace;
use super::{BoxFuture, BoxStream, Endpoint, Event, Payload, Transport};
use crate::{Error, OperationKind, Request};
use media_types::JSON;
use options::HttpTransportOptions;
use persisted::Refusal;
use reply::Reply;
use wire::DocumentForm;

pub use options::Persisted;

/// A transport that runs queries and mutations over HTTP, each in its own request.
///
/// ```
/// # fn run() -> Result<(), gql_runtime::Error> {
/// use gql_runtime::Client;
/// use gql_runtime::transport::{Endpoint, Http};
/// let client = Client::new(Http::new(&Endpoint::new("https://example.com/graphql")?));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Http {
    endpoint: Endpoint,
    options: HttpTransportOptions,
    /// Whether the server turned out not to support persisted queries.
    no_hashes: Arc<AtomicBool>,
}

impl Http {
    /// Creates a transport for this endpoint.
    pub fn new(endpoint: &Endpoint) -> Self {
        Self {
            endpoint: endpoint.clone(),
            options: HttpTransportOptions::default(),
            no_hashes: Arc::default(),
        }
    }

    /// Returns whether the request needs timers, tasks, files or connections of tokio.
    fn needs_tokio(&self, request: &Request) -> bool {
        let options = &self.options;
        self.endpoint.needs_tokio()
            || request.timeout.or(options.timeout).is_some()
            || options.read_timeout.is_some()
            || options.retry.is_some()
            || options.batch.is_some()
            || !request.uploads.is_empty()
    }

    async fn run(self, request: Request) -> Result<Payload, Error> {
        request.check_single_result()?;
        let Some(limit) = request.timeout.or(self.options.timeout) else {
            return self.attempts(&request).await;
        };
        match runtime::timeout(limit, self.attempts(&request)).await {
            Ok(result) => result,
            Err(_) => Err(Error::timeout("the server did not answer", limit)),
        }
    }

    /// Sends a query again after a failure that is transient, if the options say so.
    async fn attempts(&self, request: &Request) -> Result<Payload, Error> {
        let mut retries = Retries::new(self.options.retry.as_ref(), request);
        loop {
            match self.try_once(request).await {
                Err(error) => retries.wait(error).await?,
                result => return result,
            }
        }
    }

    /// Sends the document, or only its hash at first.
    async fn try_once<R: Reply>(&self, request: &Request) -> Result<R, Error> {
        let persisted = self.options.persisted;
        let form = match persisted.map(|option| option.selected) {
            _ if request.hash.is_none() || !request.uploads.is_empty() => DocumentForm::Document,
            None => DocumentForm::Document,
            Some(Persisted::Automatic) if self.no_hashes.load(Ordering::Relaxed) => DocumentForm::Document,
            Some(Persisted::Automatic | Persisted::TrustedHash) => DocumentForm::PersistedQuery,
            Some(Persisted::TrustedId) => DocumentForm::DocumentId,
        };
        let result = self.exchange(request, form).await;
        let Some(option) = persisted.filter(|option| option.selected == Persisted::Automatic) else {
            return result;
        };
        if matches!(form, DocumentForm::Document) {
            return result;
        }
        let Some(refusal) = (option.refusal)(result.as_ref().map(Reply::payload), request.kind) else {
            return result;
        };
        let again = self.exchange(request, refusal.next_form()).await;
        let is_better = || (option.refusal)(again.as_ref().map(Reply::payload), request.kind).is_none();
        if refusal == Refusal::Unsupported || refusal == Refusal::Unclear && again.is_ok() && is_better() {
            self.no_hashes.store(true, Ordering::Relaxed);
        }
        again
    }

    async fn exchange<R: Reply>(&self, request: &Request, form: DocumentForm) -> Result<R, Error> {
        if let Some(batch) = &self.options.batch
            && !request.incremental
            && request.uploads.is_empty()
            && request.headers.is_empty()
        {
            return batch
                .send(
                    wire::json(request, form)?,
                    &self.endpoint,
                    self.options.limits(self.options.timeout),
                )
                .await
                .map(R::from);
        }
        let message = self.message(request, form, R::ACCEPT).await?;
        R::read(self.endpoint.send(&message, None).await?, &self.options).await
    }

    async fn message(
        &self,
        request: &Request,
        form: DocumentForm,
        accept: &'static str,
    ) -> Result<Message, Error> {
        let mut headers = request.headers.clone();
        let files = !request.uploads.is_empty();
        let is_query = request.kind == Some(OperationKind::Query) && !files;
        let url = (self.options.use_get_for_queries.0.filter(|_| is_query))
            .and_then(|query_url| query_url(self.endpoint.parsed_url(), request, form));
        if url.is_some() || files {
            // Apollo Server only accepts a GET or a form with a header that a plain link or page cannot send.
            headers
                .entry("apollo-require-preflight")
                .or_insert(HeaderValue::from_static("true"));
        }
        let mut content_type = HeaderValue::from_static(JSON);
        let mut upload = None;
        let body: Option<MakeBody> = if url.is_some() {
            None
        } else if files {
            let form = form::MultipartForm::new(wire::json(request, form)?, request).await?;
            upload = Some(form.progress());
            content_type = form.content_type()?;
            Some(Box::new(move || form.clone().into_body()))
        } else {
            let json = Bytes::from(wire::json(request, form)?);
            Some(Box::new(move || json.clone().into()))
        };
        Ok(Message {
            url,
            content_type,
            accept: HeaderValue::from_static(accept),
            // Servers and proxies delay compressed parts.
            accept_encoding: request.incremental.then(|| HeaderValue::from_static("identity")),
            headers,
            body,
            is_stream: request.incremental,
            read_timeout: self.options.read_timeout,
            upload,
            is_limited: request.timeout.or(self.options.timeout).is_some(),
        })
    }
}

impl Transport for Http {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let needed = self.needs_tokio(&request);
        Trace::new("http", &request).execute(InRuntime::new(needed, Box::pin(self.clone().run(request))))
    }

    /// Always fails, as a plain response is not a stream.
    fn subscribe(&self, _: Request) -> BoxStream<Result<Event, Error>> {
        let error = Error::builder(
            "plain HTTP does not support subscriptions: use a WebSocket, multipart or SSE transport, or `Split` with one",
        );
        Box::pin(futures_util::stream::iter([Err(error)]))
    }

    #[cfg(feature = "multipart")]
    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        self.parts(request)
    }
}
