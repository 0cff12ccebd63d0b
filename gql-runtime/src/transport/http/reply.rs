//! The types that responses are decoded into.

use super::media_types::ACCEPT;
use super::options::HttpTransportOptions;
use crate::Error;
use crate::transport::endpoint::{ResponseBody, receive};
use crate::transport::{MaybeSend, Payload};

/// A type that a response is decoded into.
pub(super) trait Reply: From<Payload> + MaybeSend {
    /// The accepted media types, in order of preference.
    const ACCEPT: &'static str;

    /// Decodes a response.
    fn read(
        response: http::Response<ResponseBody>,
        options: &HttpTransportOptions,
    ) -> impl Future<Output = Result<Self, Error>> + MaybeSend;

    /// Returns the result, if the response is a single result.
    fn payload(&self) -> Option<&Payload>;
}

/// A whole result in one body.
impl Reply for Payload {
    const ACCEPT: &'static str = ACCEPT;

    async fn read(
        response: http::Response<ResponseBody>,
        options: &HttpTransportOptions,
    ) -> Result<Self, Error> {
        receive(response, options.limits(None), &*options.progress.0).await
    }

    fn payload(&self) -> Option<&Payload> {
        Some(self)
    }
}
