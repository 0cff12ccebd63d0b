//! The part of a streaming transport that does not depend on the format of the stream.

use std::time::Duration;

use http::HeaderValue;

use super::open::Choose;
use super::{EventStream, StreamOpener, StreamOptions, received_with};
use crate::transport::limited::Limited;
use crate::transport::retry::Retries;
use crate::transport::runtime::{self, InRuntime};
use crate::transport::trace::Trace;
use crate::transport::{BoxFuture, BoxStream, Endpoint, Event, Payload, Transport};
use crate::{Error, Request};

/// The format of a stream.
#[derive(Debug, Clone, Copy)]
pub(in crate::transport) struct Format {
    /// The name of the transport in traces.
    pub(in crate::transport) name: &'static str,
    /// The header `Accept`.
    pub(in crate::transport) accept: &'static str,
    pub(in crate::transport) reader: Choose,
    /// The header `Accept` for a result in parts.
    pub(in crate::transport) accept_parts: &'static str,
    pub(in crate::transport) parts: Choose,
}

/// A streaming transport over HTTP.
#[derive(Debug, Clone)]
pub(in crate::transport) struct Streaming {
    endpoint: Endpoint,
    format: Format,
    pub(in crate::transport) options: StreamOptions,
}

impl Streaming {
    pub(in crate::transport) fn new(endpoint: Endpoint, format: Format) -> Self {
        Self {
            endpoint,
            format,
            options: StreamOptions::new(format.accept),
        }
    }

    /// Returns whether the request needs timers or connections of tokio.
    fn needs_tokio(&self, limit: Option<Duration>) -> bool {
        let options = &self.options;
        self.endpoint.needs_tokio()
            || limit.or(options.timeout).is_some()
            || options.read_timeout.is_some()
            || options.retry.is_some()
    }

    fn opener(&self, request: Request) -> StreamOpener {
        StreamOpener {
            endpoint: self.endpoint.clone(),
            options: self.options.clone(),
            choose: self.format.reader,
            request,
            refusal: None,
        }
    }

    /// Runs an operation until its first result, within this timeout.
    async fn first(self, request: Request, limit: Option<Duration>) -> Result<Payload, Error> {
        let mut retries = Retries::new(self.options.retry.as_ref(), &request);
        let opener = self.opener(request);
        let mut head = None;
        let first = async {
            loop {
                match EventStream::first(opener.clone(), &mut head).await {
                    Err(error) => retries.wait(error).await?,
                    result => return result,
                }
            }
        };
        let Some(limit) = limit else {
            return first.await;
        };
        match runtime::timeout(limit, first).await {
            Ok(result) => result,
            Err(_) => {
                let error = Error::timeout("the server did not answer", limit);
                Err(match head {
                    Some(head) => received_with(error, &head),
                    None => error,
                })
            }
        }
    }
}

impl Transport for Streaming {
    /// Runs an operation until its first result, which is JSON or an event.
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let limit = request.timeout.or(self.options.timeout);
        let trace = Trace::new(self.format.name, &request);
        if let Err(error) = request.check_single_result() {
            return trace.execute(std::future::ready(Err(error)));
        }
        let needed = self.needs_tokio(limit);
        trace.execute(InRuntime::new(
            needed,
            Box::pin(self.clone().first(request, limit)),
        ))
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let trace = Trace::new(self.format.name, &request);
        match request.check_stream() {
            Ok(()) => {
                let limit = request.timeout;
                let needed = self.needs_tokio(limit) || self.options.reconnect.is_some();
                let events = EventStream::open(self.opener(request));
                match limit {
                    None => trace.subscribe(InRuntime::new(needed, events)),
                    Some(limit) => trace.subscribe(InRuntime::new(needed, Limited::first(events, limit))),
                }
            }
            Err(error) => trace.subscribe(futures_util::stream::iter([Err(error)])),
        }
    }

    fn incremental(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let limit = request.timeout.or(self.options.timeout);
        let trace = Trace::new(self.format.name, &request);
        let mut opener = self.opener(request);
        if self.format.accept_parts != self.format.accept {
            opener.options.accept = HeaderValue::from_static(self.format.accept_parts);
        }
        opener.choose = self.format.parts;
        let retries = Retries::new(self.options.retry.as_ref(), &opener.request);
        let parts = retries.stream(move || {
            let opener = opener.clone();
            let silence = opener.options.read_timeout;
            EventStream::once(opener.open(), silence)
        });
        let parts = Limited::whole(parts, limit);
        trace.subscribe(InRuntime::new(self.needs_tokio(limit), parts))
    }
}
