//! What is made of the response to a request.

use super::media_types::ACCEPT;
use super::options::Options;
use crate::Error;
use crate::transport::endpoint::{ResponseBody, receive};
use crate::transport::{MaybeSend, Payload};

/// What a response is read as.
pub(super) trait Reply: From<Payload> + MaybeSend {
    /// The media types that can be read, best first.
    const ACCEPT: &'static str;

    /// Reads a response.
    fn read(
        response: http::Response<ResponseBody>,
        options: &Options,
    ) -> impl Future<Output = Result<Self, Error>> + MaybeSend;

    /// The result, if the response is no more than that.
    fn payload(&self) -> Option<&Payload>;
}

/// The whole result, in one body.
impl Reply for Payload {
    const ACCEPT: &'static str = ACCEPT;

    async fn read(response: http::Response<ResponseBody>, options: &Options) -> Result<Self, Error> {
        receive(response, options.limits(None), &*options.progress.0).await
    }

    fn payload(&self) -> Option<&Payload> {
        Some(self)
    }
}
