//! Server-sent events, and what graphql-sse makes of them in its mode of distinct connections.
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
    /// This much of the buffer was searched for the end of its line.
    searched: usize,
    /// The last line ended with CR: an LF that follows belongs to it.
    after_cr: bool,
    /// No line was read yet: it may begin with a byte order mark.
    first: bool,
    event: Name,
    data: Option<Data>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// An execution result: `next`, and `message`, which is the default of the format and so that of servers that leave the name out.
    /// <https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage>
    Next,
    Complete,
    /// A name that the protocol does not have: servers report a failure by it.
    Error,
    Unknown,
}

/// The data lines of an event: nearly always one, which is then not copied.
#[derive(Debug)]
enum Data {
    One(Bytes),
    More(BytesMut),
}

impl Sse {
    /// Events may have `limit` bytes.
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

    /// The next whole line, without its end: LF, CR LF or CR.
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
            // A comment: servers keep the connection alive with it.
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

/// Reads an event `error`: its data are GraphQL errors, in whichever form, or a text.
fn failure(data: Bytes) -> Message {
    match data.trim_ascii() {
        b"" | b"null" | b"[]" | b"{}" => Message::Fatal(Error::new(
            "the server sent an event `error`, which does not say why",
        )),
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
