//! A JSON value inside a frame, not copied out of it.

use super::envelope;
use super::message::Span;

/// A JSON value inside a frame, whose text is an `F`.
#[derive(Debug, Clone)]
pub struct Excerpt<F> {
    frame: F,
    span: Span,
}

impl<F: AsRef<str>> Excerpt<F> {
    pub(super) fn new(frame: F, span: Span) -> Self {
        Self { frame, span }
    }

    /// The value's text. When [presumed](Self::is_presumed), the value may be followed by other members of the message.
    pub fn as_str(&self) -> &str {
        self.frame
            .as_ref()
            .get(self.span.range.clone())
            .unwrap_or_default()
    }

    /// Whether it is not known yet where the value ends: if the text is not one JSON value, [`exact`](Self::exact) is to be asked.
    pub fn is_presumed(&self) -> bool {
        self.span.presumed
    }

    /// The value's text for certain, at the cost of reading the frame; empty if the frame is not JSON.
    pub fn exact(&self) -> &str {
        if !self.span.presumed {
            return self.as_str();
        }
        let frame = self.frame.as_ref();
        envelope::payload(frame)
            .and_then(|span| frame.get(span.range))
            .unwrap_or_default()
    }
}
