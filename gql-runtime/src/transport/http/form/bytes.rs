//! The body of a form as bytes, for browsers, in which files are in memory and streams are rarely supported.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::BytesMut;

use super::Piece;
use crate::transport::service;

/// Creates the body of a form with this size. A browser does not report upload progress, so the whole body counts as sent.
pub(super) fn new(pieces: VecDeque<Piece>, size: u64, sent: Arc<AtomicU64>) -> service::Body {
    let mut body = BytesMut::with_capacity(usize::try_from(size).unwrap_or_default());
    for Piece::Bytes(bytes) in pieces {
        body.extend_from_slice(&bytes);
    }
    sent.fetch_add(size, Ordering::Relaxed);
    body.freeze().into()
}
