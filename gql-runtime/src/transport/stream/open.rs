//! Sends the request of a subscription, and detects the kind of the response.

use std::sync::Arc;

use bytes::Bytes;
use gql_protocol::Reader;
use gql_protocol::media_type::MediaType;
use http::{HeaderValue, Response};

use super::StreamOptions;
use crate::transport::endpoint::{self, Endpoint, Limits, Message, ResponseBody, receive};
use crate::transport::{Head, Payload};
use crate::{Error, Request};

/// A function that returns the reader for a streamed body of this media type, or `None` if the body is not a stream.
pub(in crate::transport) type Choose = fn(&MediaType, &StreamOptions) -> Option<Box<dyn Reader>>;

/// The request of a subscription and everything needed to start it, also repeatedly.
#[derive(Clone)]
pub(in crate::transport) struct StreamOpener {
    pub(in crate::transport) endpoint: Endpoint,
    pub(in crate::transport) options: StreamOptions,
    pub(in crate::transport) choose: Choose,
    pub(in crate::transport) request: Request,
    /// The error with which the server ended the stream, if it refused the credentials.
    pub(in crate::transport) refusal: Option<Error>,
}

/// The response of the server.
pub(in crate::transport) enum StreamResponse {
    Stream(Arc<Head>, ResponseBody, Box<dyn Reader>),
    /// The server answered with one result instead of a stream.
    Single(Payload),
}

impl StreamResponse {
    pub(in crate::transport) fn stream(response: Response<ResponseBody>, reader: Box<dyn Reader>) -> Self {
        let (head, body) = response.into_parts();
        let head = Head {
            status: head.status,
            headers: head.headers,
        };
        Self::Stream(Arc::new(head), body, reader)
    }
}

impl StreamOpener {
    pub(in crate::transport) async fn open(self) -> Result<StreamResponse, Error> {
        let Self {
            endpoint,
            options,
            choose,
            request,
            refusal,
        } = self;
        let json = Bytes::from(serde_json::to_vec(&request).map_err(Error::encode)?);
        let message = Message {
            url: None,
            accept: options.accept.clone(),
            accept_encoding: (!options.compression).then(|| HeaderValue::from_static("identity")),
            content_type: HeaderValue::from_static("application/json"),
            body: Some(Box::new(move || json.clone().into())),
            headers: request.headers,
            is_stream: true,
            read_timeout: options.read_timeout,
            upload: None,
            is_limited: false,
        };
        let response = endpoint.send(&message, refusal).await?;
        if response.status().is_success()
            && let Some(reader) = choose(&endpoint::media_type(response.headers()), &options)
        {
            return Ok(StreamResponse::stream(response, reader));
        }
        let limits = Limits {
            size: options.max_response_size,
            silence: options.read_timeout,
            whole: options.timeout,
        };
        receive(response, limits, &|_| {})
            .await
            .map(StreamResponse::Single)
    }
}
