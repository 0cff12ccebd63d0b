//! Sends the request of a subscription, and looks at what kind of response comes.

use bytes::Bytes;
use gql_protocol::Reader;
use gql_protocol::media_type::MediaType;
use http::HeaderValue;
use reqwest::Body;

use super::Options;
use crate::transport::Payload;
use crate::transport::endpoint::{self, Endpoint, Message, interpret, read_body};
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
}

/// What the server answered.
pub(in crate::transport) enum Opened {
    Stream(Body, Box<dyn Reader>),
    /// The server answered with one result, not with a stream.
    Single(Payload),
}

impl Opener {
    pub(in crate::transport) async fn open(self) -> Result<Opened, Error> {
        let Self {
            endpoint,
            options,
            choose,
            request,
        } = self;
        let json = Bytes::from(serde_json::to_vec(&request).map_err(Error::encode)?);
        let message = Message {
            url: None,
            accept: options.accept.clone(),
            accept_encoding: options.accept_encoding.clone(),
            content_type: HeaderValue::from_static("application/json"),
            body: Some(Box::new(move || json.clone().into())),
            headers: request.headers,
        };
        let sent = endpoint.send(&message);
        let response = match options.response_timeout {
            None => sent.await?,
            Some(limit) => tokio::time::timeout(limit, sent)
                .await
                .map_err(|_| Error::timeout("the server did not begin to answer", limit))??,
        };
        let (head, body) = response.into_parts();
        if head.status.is_success()
            && let Some(reader) = choose(&endpoint::media_type(&head.headers), &options)
        {
            return Ok(Opened::Stream(body, reader));
        }
        let body = read_body(body, options.max_response, options.response_timeout).await?;
        interpret(head.status, head.headers, body).map(Opened::Single)
    }
}
