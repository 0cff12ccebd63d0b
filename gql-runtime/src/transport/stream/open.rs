//! Sends the request of a subscription, and looks at what kind of response comes.

use std::sync::Arc;

use bytes::Bytes;
use gql_protocol::Reader;
use gql_protocol::media_type::MediaType;
use http::{HeaderValue, Response};

use super::Options;
use crate::transport::endpoint::{self, Endpoint, Limits, Message, ResponseBody, receive};
use crate::transport::{Head, Payload};
use crate::{Error, Request};

/// Chooses the reader for a streamed body of this media type; `None` where it is no stream.
pub(in crate::transport) type Choose = fn(&MediaType, &Options) -> Option<Box<dyn Reader>>;

/// All that it takes to start a subscription, and to start it anew.
#[derive(Clone)]
pub(in crate::transport) struct Opener {
    pub(in crate::transport) endpoint: Endpoint,
    pub(in crate::transport) options: Options,
    pub(in crate::transport) choose: Choose,
    pub(in crate::transport) request: Request,
    /// Why the server ended the stream before, if it was because of the credentials.
    pub(in crate::transport) refusal: Option<Error>,
}

/// What the server answered.
pub(in crate::transport) enum Opened {
    Stream(Arc<Head>, ResponseBody, Box<dyn Reader>),
    /// The server answered with one result, not with a stream.
    Single(Payload),
}

impl Opened {
    pub(in crate::transport) fn stream(response: Response<ResponseBody>, reader: Box<dyn Reader>) -> Self {
        let (head, body) = response.into_parts();
        let head = Head {
            status: head.status,
            headers: head.headers,
        };
        Self::Stream(Arc::new(head), body, reader)
    }
}

impl Opener {
    pub(in crate::transport) async fn open(self) -> Result<Opened, Error> {
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
            return Ok(Opened::stream(response, reader));
        }
        let limits = Limits {
            size: options.max_response_size,
            silence: options.read_timeout,
            whole: options.timeout,
        };
        receive(response, limits, &|_| {}).await.map(Opened::Single)
    }
}
