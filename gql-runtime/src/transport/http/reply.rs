//! What is made of the response to a request.

use reqwest::Body;

use super::media_types::ACCEPT;
use super::options::Options;
use crate::Error;
use crate::transport::Payload;
use crate::transport::endpoint::{interpret, read_body_telling};

/// What a response is read as.
pub(super) trait Reply: From<Payload> + Send {
    /// The media types that can be read, best first.
    const ACCEPT: &'static str;

    /// Reads a response.
    fn read(
        response: http::Response<Body>,
        options: &Options,
    ) -> impl Future<Output = Result<Self, Error>> + Send;

    /// The result, if the response is no more than that.
    fn payload(&self) -> Option<&Payload>;
}

/// The whole result, in one body.
impl Reply for Payload {
    const ACCEPT: &'static str = ACCEPT;

    async fn read(response: http::Response<Body>, options: &Options) -> Result<Self, Error> {
        let (head, body) = response.into_parts();
        let Options {
            max_response,
            read_timeout,
            progress,
            ..
        } = options;
        let body = read_body_telling(body, *max_response, *read_timeout, &*progress.0).await?;
        interpret(head.status, head.headers, body)
    }

    fn payload(&self) -> Option<&Payload> {
        Some(self)
    }
}
