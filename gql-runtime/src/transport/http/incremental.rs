//! Results that are delivered in parts, as the parts of a multipart response.
//! <https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md>

use std::sync::Arc;

use super::options::HttpTransportOptions;
use super::reply::Reply;
use super::{Http, Payload, Trace};
use crate::transport::endpoint::{ResponseBody, media_type};
use crate::transport::limited::Limited;
use crate::transport::retry::Retries;
use crate::transport::runtime::InRuntime;
use crate::transport::stream::{EventStream, StreamResponse};
use crate::transport::{BoxStream, Event, multipart};
use crate::{Error, Request};

impl Http {
    pub(super) fn parts(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        let trace = Trace::new("http", &request);
        let limit = request.timeout.or(self.options.timeout);
        let silence = self.options.read_timeout;
        let needed = self.needs_tokio(&request);
        let retries = Retries::new(self.options.retry.as_ref(), &request);
        let (http, request) = (self.clone(), Arc::new(request));
        let parts = retries.stream(move || {
            let (http, request) = (http.clone(), request.clone());
            EventStream::once(
                async move { http.try_once::<StreamResponse>(&request).await },
                silence,
            )
        });
        trace.subscribe(InRuntime::new(needed, Limited::whole(parts, limit)))
    }
}

impl Reply for StreamResponse {
    const ACCEPT: &'static str = multipart::ACCEPT_PARTS;

    async fn read(
        response: http::Response<ResponseBody>,
        options: &HttpTransportOptions,
    ) -> Result<Self, Error> {
        if response.status().is_success()
            && let Some(reader) = multipart::parts(&media_type(response.headers()), options.max_response_size)
        {
            return Ok(Self::stream(response, reader));
        }
        Payload::read(response, options).await.map(Self::Single)
    }

    fn payload(&self) -> Option<&Payload> {
        match self {
            Self::Single(payload) => Some(payload),
            Self::Stream(..) => None,
        }
    }
}

impl From<Payload> for StreamResponse {
    fn from(payload: Payload) -> Self {
        Self::Single(payload)
    }
}
