//! Subscriptions as the parts of one HTTP response.
//!
//! <https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol> on top of
//! <https://www.rfc-editor.org/rfc/rfc2046#section-5.1>.

mod envelope;
mod fast_path;
mod lines;
mod object;
mod parser;
#[cfg(test)]
mod tests;

use bytes::Bytes;

use crate::media_type::MediaType;
use crate::{Message, Reader};
use parser::Parser;

pub use parser::Limits;

/// A reader of a multipart body.
#[derive(Debug)]
pub struct Multipart {
    parser: Parser,
    /// Whether the parts belong to one result.
    incremental: bool,
}

impl Multipart {
    /// Creates a reader for a body of this media type. If that has no boundary, the first line of the body does.
    pub fn new(media_type: &MediaType, limits: Limits) -> Self {
        let boundary = media_type
            .parameter("boundary")
            .filter(|boundary| !boundary.is_empty());
        Self {
            parser: Parser::new(boundary, limits),
            incremental: false,
        }
    }

    /// Reads the parts as those of one result.
    pub fn incremental(mut self) -> Self {
        self.incremental = true;
        self
    }
}

impl Reader for Multipart {
    fn handle_bytes(&mut self, bytes: Bytes) {
        self.parser.handle_bytes(bytes);
    }

    fn poll_message(&mut self) -> Option<Message> {
        match self.parser.poll_part() {
            Ok(Some(part)) if self.incremental => Some(envelope::read_increment(part, self.parser.members())),
            Ok(Some(part)) => Some(envelope::read(part, self.parser.members())),
            Ok(None) if self.parser.is_end() => Some(Message::Complete),
            Ok(None) => None,
            Err(error) => Some(Message::Fatal(error)),
        }
    }

    fn missing(&self) -> &'static str {
        "the last delimiter of the multipart response"
    }
}
