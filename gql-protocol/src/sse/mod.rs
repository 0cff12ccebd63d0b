//! Server-sent events, and the distinct connections mode of graphql-sse.
//!
//! <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>,
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode>.

#[cfg(test)]
mod tests;

use bytes::{Buf, Bytes, BytesMut};
use memchr::memchr2;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::buffer::Buffer;
use crate::{Error, Message, Payload, Reader};

/// Reads a body of server-sent events.
#[derive(Debug)]
pub struct Sse {
    limit: usize,
    buffer: Buffer,
    /// The number of bytes of the buffer that were searched for the end of the line.
    searched: usize,
    /// Whether the last line ended with CR. An LF that follows belongs to it.
    after_cr: bool,
    /// Whether no line was read yet. The first line may begin with a byte order mark.
    first: bool,
    event: Name,
    data: Option<Data>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// An execution result: `next`, or `message`, the default name of the format for servers that omit it.
    ///  <https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage>
    Next,
    Complete,
    /// A name that is not part of the protocol, with which servers report failures.
    Error,
    Unknown,
}

/// The data lines of an event. There is usually one, which is not copied then.
#[derive(Debug)]
enum Data {
    One(Bytes),
    More(BytesMut),
}

impl Sse {
    /// Creates a reader of events with at most `limit` bytes each.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            buffer: Buffer::new(),
            searched: 0,
            after_cr: false,
            first: true,
            event: Name::Next,
            data: None,
        }
    }

    /// Returns the next complete line without its end, which is LF, CR LF or CR.
    fn poll_line(&mut self) -> Option<Bytes> {
        if self.after_cr && !self.buffer.is_empty() {
            self.after_cr = false;
            if self.buffer.first() == Some(&b'\n') {
                self.buffer.advance(1);
            }
        }
        let Some(found) = memchr2(b'\n', b'\r', &self.buffer[self.searched..]) else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + found;
        self.searched = 0;
        self.after_cr = self.buffer.get(end) == Some(&b'\r');
        let mut line = self.buffer.cut(0..end, end + 1);
        if std::mem::take(&mut self.first) && line.starts_with(b"\xef\xbb\xbf") {
            line.advance(3);
        }
        Some(line)
    }

    fn handle_line(&mut self, line: &Bytes) -> Option<Message> {
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = memchr::memchr(b':', line).unwrap_or(line.len());
        let value = line.slice((colon + 1).min(line.len())..);
        let value = if value.first() == Some(&b' ') {
            value.slice(1..)
        } else {
            value
        };
        match &line[..colon] {
            // A comment, which servers send to keep the connection alive.
            b"" => return Some(Message::Heartbeat),
            b"event" => {
                self.event = match &value[..] {
                    b"" | b"message" | b"next" => Name::Next,
                    b"complete" => Name::Complete,
                    b"error" => Name::Error,
                    _ => Name::Unknown,
                };
            }
            b"data" => {
                self.data = Some(match self.data.take() {
                    None => Data::One(value),
                    Some(Data::One(first)) => {
                        Data::More(BytesMut::from(&[&first[..], b"\n", &value].concat()[..]))
                    }
                    Some(Data::More(mut lines)) => {
                        lines.extend_from_slice(b"\n");
                        lines.extend_from_slice(&value);
                        Data::More(lines)
                    }
                });
            }
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Message> {
        let data = match self.data.take() {
            None => Bytes::new(),
            Some(Data::One(line)) => line,
            Some(Data::More(lines)) => lines.freeze(),
        };
        match std::mem::replace(&mut self.event, Name::Next) {
            Name::Complete => Some(Message::Complete),
            Name::Error => Some(failure(data)),
            Name::Next if !data.trim_ascii().is_empty() => Some(Message::Next(Payload::from_bytes(data))),
            _ => Some(Message::Heartbeat),
        }
    }

    fn size(&self) -> usize {
        let data = match &self.data {
            None => 0,
            Some(Data::One(line)) => line.len(),
            Some(Data::More(lines)) => lines.len(),
        };
        self.buffer.len() + data
    }
}

/// Reads an event `error`. Its data is text, or GraphQL errors in any form.
fn failure(data: Bytes) -> Message {
    match data.trim_ascii() {
        b"" | b"null" | b"[]" | b"{}" => {
            Message::Fatal(Error::new("the server sent an `error` event without a reason"))
        }
        _ if serde_json::from_slice::<IgnoredAny>(&data).is_ok() => Message::Failed(data),
        text => {
            let text = Value::from(String::from_utf8_lossy(text));
            Message::Failed(text.to_string().into())
        }
    }
}

impl Reader for Sse {
    fn handle_bytes(&mut self, bytes: Bytes) {
        self.buffer.push(bytes);
    }

    fn poll_message(&mut self) -> Option<Message> {
        while let Some(line) = self.poll_line() {
            let message = self.handle_line(&line);
            if message.is_some() {
                return message;
            }
        }
        (self.size() > self.limit).then(|| {
            Message::Fatal(Error::new(format!(
                "an event is larger than the limit of {} bytes",
                self.limit
            )))
        })
    }

    fn missing(&self) -> &'static str {
        "the event `complete`"
    }
}
