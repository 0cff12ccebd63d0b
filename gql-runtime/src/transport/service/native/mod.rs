//! The services where this crate makes connections: clients of reqwest.

mod client;
mod connections;
mod failure;

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::body::Erased;
use crate::Error;
use connections::Lease;

pub(in crate::transport) use connections::Connections;
pub(super) use failure::without_url;
#[cfg(feature = "tower")]
pub(super) use failure::{explained, tls_failure};

/// The body of a response from reqwest, with its lease. A type of its own avoids an allocation for each response.
pub(super) struct ReceivedBody {
    body: reqwest::Body,
    _lease: Option<Lease>,
}

impl Erased for ReceivedBody {
    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Erased::poll_frame(Pin::new(&mut self.body), context)
    }

    fn is_end_stream(&self) -> bool {
        Erased::is_end_stream(&self.body)
    }

    fn size_hint(&self) -> SizeHint {
        Erased::size_hint(&self.body)
    }
}
