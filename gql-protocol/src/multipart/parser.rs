//! Splits a multipart body that arrives in pieces into parts. <https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1>
//!
//! The parser accepts what servers send: the opening delimiter may be missing, lines may end with LF alone, and parts may be empty
//! or have no header. A part whose body is a JSON object ends with its last brace and not with the delimiter after it, which some
//! servers send only with the next part.

use std::ops::Range;

use bytes::Bytes;
use memchr::memmem;

use super::fast_path::FastPath;
use super::lines::{Begins, begins, check_header, find_delimiter};
use super::object::{PartMembers, Progress, Scan};
use crate::Error;
use crate::buffer::Buffer;

/// The limits of what is kept in memory for a server.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Limits {
    /// The size of the body of a part, and of a preamble, in bytes.
    pub part: usize,
    /// The size of the header of a part, in bytes.
    pub header: usize,
}

impl Limits {
    /// Creates limits of the bodies and of the headers of parts, in bytes.
    pub const fn new(part: usize, header: usize) -> Self {
        Self { part, header }
    }
}

/// A part of the body.
#[derive(Debug)]
pub(super) struct Part {
    /// The body without the whitespace around it.
    pub(super) body: Bytes,
    /// The form of the body.
    pub(super) form: Form,
}

/// The form of the body of a part.
#[derive(Debug)]
pub(super) enum Form {
    /// An object, whose [members](Parser::members) decide on its meaning.
    Object,
    /// Anything else.
    Other,
    /// An execution result, with its range by the [fast path](super::fast_path), which is speculative.
    Result(Range<usize>),
}

/// A parser of a multipart body. [`handle_bytes`](Self::handle_bytes) takes bytes, and [`poll_part`](Self::poll_part) returns parts.
#[derive(Debug)]
pub(super) struct Parser {
    delimiter: memmem::Finder<'static>,
    /// Whether the head of the response names the boundary.
    is_declared: bool,
    fast_path: FastPath,
    limits: Limits,
    buffer: Buffer,
    /// The header that was read last, with the empty line after it. Most servers repeat it in each part.
    header: Vec<u8>,
    state: ParserState,
    /// The scan of a body that is an object.
    scan: Scan,
}

#[derive(Debug, Clone, Copy)]
enum ParserState {
    /// Only line ends have arrived.
    Start,
    /// In the text before the first delimiter, of which this many bytes were dropped.
    Preamble(usize),
    /// After `--boundary`. The rest of the line decides whether it is the last delimiter.
    Delimiter,
    /// In the header, of which `read` bytes were read, and `searched` bytes searched for the end of the next line.
    Header { read: usize, searched: usize },
    /// In the whitespace before the body.
    Body,
    /// In a body that is an object.
    Object,
    /// In another body, of which `searched` bytes were searched for the delimiter.
    Other { searched: usize },
    /// After an object. Only whitespace may precede the delimiter.
    Tail,
    /// After the last delimiter.
    End,
}

impl Parser {
    /// Creates a parser for this boundary, or for the one in the first line of the body. Until then, and if that line is missing, the
    /// boundary is the one that incremental delivery recommends.
    /// <https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md>
    pub(super) fn new(boundary: Option<&[u8]>, limits: Limits) -> Self {
        Self {
            delimiter: delimiter(boundary.unwrap_or(b"-")),
            is_declared: boundary.is_some(),
            fast_path: FastPath::new(),
            limits,
            buffer: Buffer::new(),
            header: Vec::new(),
            state: ParserState::Start,
            scan: Scan::default(),
        }
    }

    /// Returns the members of the object that was returned last.
    pub(super) fn members(&self) -> &PartMembers {
        self.scan.members()
    }

    /// Handles the next bytes of the body.
    pub(super) fn handle_bytes(&mut self, bytes: Bytes) {
        if !self.is_end() {
            self.buffer.push(bytes);
        }
    }

    /// Returns whether the last delimiter was read. Anything after it is ignored.
    pub(super) fn is_end(&self) -> bool {
        matches!(self.state, ParserState::End)
    }

    /// Returns the next complete part, or `None` if more bytes are needed or the end was reached.
    ///
    /// # Errors
    /// Returns an error if the body is not multipart, or above a limit. There are no further parts then.
    pub(super) fn poll_part(&mut self) -> Result<Option<Part>, Error> {
        if self.buffer.is_empty() {
            return Ok(None);
        }
        if let Some(part) = self.part_with_same_header() {
            return Ok(Some(part));
        }
        loop {
            let step = match std::mem::replace(&mut self.state, ParserState::End) {
                ParserState::Start => self.start()?,
                ParserState::Preamble(dropped) => self.preamble(dropped)?,
                ParserState::Delimiter => self.delimiter_line()?,
                ParserState::Header { read, searched } => self.header(read, searched)?,
                ParserState::Body => self.body()?,
                ParserState::Object => self.object()?,
                ParserState::Other { searched } => self.other(searched)?,
                ParserState::Tail => self.tail()?,
                ParserState::End => Step::Wait(ParserState::End),
            };
            match step {
                Step::Go(state) => self.state = state,
                Step::Wait(state) => {
                    self.state = state;
                    return Ok(None);
                }
                Step::Part(part, state) => {
                    self.state = state;
                    return Ok(Some(part));
                }
            }
        }
    }

    fn start(&mut self) -> Result<Step, Error> {
        self.skip(b"\r\n");
        // The last delimiter of a body without parts, whose beginning is missing: Apollo Router.
        if self.buffer.starts_with(b"--\r\n") || self.buffer.starts_with(b"--\n") {
            return Ok(Step::Wait(ParserState::End));
        }
        if !self.is_declared
            && begins(&self.buffer, b"--") == Begins::Yes
            && let Some(wait) = self.learn_delimiter()?
        {
            return Ok(wait);
        }
        let head = self.buffer[..self.buffer.len().min(8)].to_ascii_lowercase();
        Ok(match (self.at_delimiter(), begins(&head, b"content-")) {
            (Begins::Yes, _) => Step::Go(self.take_delimiter()),
            // A header whose delimiter is missing: Strawberry.
            (_, Begins::Yes) => Step::Go(ParserState::Header { read: 0, searched: 0 }),
            (Begins::No, Begins::No) if matches!(&self.buffer[..], b"--" | b"--\r") => {
                Step::Wait(ParserState::Start)
            }
            // No server sends a preamble that looks like a delimiter. The part after it would never be found.
            (Begins::No, Begins::No) if self.buffer.starts_with(b"--") => {
                return Err(
                    self.no_delimiter("begins with a boundary other than the one in its `Content-Type`")
                );
            }
            (Begins::No, Begins::No) if !self.is_declared => {
                return Err(self
                    .no_delimiter("has no boundary: neither its `Content-Type` nor its first line has one"));
            }
            (Begins::No, Begins::No) => Step::Go(ParserState::Preamble(0)),
            _ => Step::Wait(ParserState::Start),
        })
    }

    /// Takes the boundary from the first line, which may be the last delimiter already. Returns a step if the line is not complete.
    fn learn_delimiter(&mut self) -> Result<Option<Step>, Error> {
        let Some(end) = memchr::memchr(b'\n', &self.buffer) else {
            self.check(self.buffer.len(), self.limits.header, "a delimiter")?;
            return Ok(Some(Step::Wait(ParserState::Start)));
        };
        self.check(end, self.limits.header, "a delimiter")?;
        let boundary = self.buffer[b"--".len()..end].trim_ascii_end();
        let is_last = boundary.len() > 2 && boundary.ends_with(b"--");
        self.delimiter = delimiter(&boundary[..boundary.len() - if is_last { 2 } else { 0 }]);
        Ok(None)
    }

    fn no_delimiter(&self, why: &str) -> Error {
        Error::new(format!("the multipart response {why}")).with_body(&self.buffer)
    }

    fn preamble(&mut self, dropped: usize) -> Result<Step, Error> {
        // A delimiter at the start of the kept bytes was found before, and did not begin a line.
        if self.seek_delimiter(usize::from(dropped > 0)).is_some() {
            return Ok(Step::Go(self.take_delimiter()));
        }
        // The delimiter may have begun. The byte before it decides whether it begins a line.
        let drop = self.buffer.len().saturating_sub(self.delimiter.needle().len());
        self.buffer.advance(drop);
        self.check(dropped + drop, self.limits.part, "the text before the first part")?;
        Ok(Step::Wait(ParserState::Preamble(dropped + drop)))
    }

    fn delimiter_line(&mut self) -> Result<Step, Error> {
        let padding = self
            .buffer
            .iter()
            .take_while(|byte| b" \t".contains(byte))
            .count();
        let header = ParserState::Header { read: 0, searched: 0 };
        let line_end = match &self.buffer[padding..] {
            [b'-', b'-', ..] if padding == 0 => return Ok(Step::Wait(ParserState::End)),
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            [] | [b'\r'] => 0,
            [b'-'] if padding == 0 => 0,
            _ => {
                return Err(Error::new(
                    "there is text after a delimiter of the multipart response",
                ));
            }
        };
        if line_end == 0 {
            self.check(padding, self.limits.header, "a delimiter")?;
            return Ok(Step::Wait(ParserState::Delimiter));
        }
        self.buffer.advance(padding + line_end);
        Ok(Step::Go(header))
    }

    fn header(&mut self, read: usize, searched: usize) -> Result<Step, Error> {
        if read == 0 && !self.header.is_empty() && self.buffer.starts_with(&self.header) {
            self.buffer.advance(self.header.len());
            return Ok(Step::Go(ParserState::Body));
        }
        let line = self.buffer.get(read..).unwrap_or_default();
        match begins(line, self.delimiter.needle()) {
            // A part without header and body.
            Begins::Yes => {
                self.buffer.advance(read);
                return Ok(Step::Go(self.take_delimiter()));
            }
            // A part without header and the empty line after it.
            Begins::No if line.first() == Some(&b'{') => {
                self.buffer.advance(read);
                return Ok(Step::Go(ParserState::Body));
            }
            _ => {}
        }
        let Some(found) = memchr::memchr(b'\n', &self.buffer[searched..]) else {
            let searched = self.buffer.len();
            self.check(searched, self.limits.header, "a part's header")?;
            return Ok(Step::Wait(ParserState::Header { read, searched }));
        };
        let end = searched + found + 1;
        self.check(end, self.limits.header, "a part's header")?;
        let line = self.buffer[read..end].trim_ascii();
        check_header(line)?;
        if line.is_empty() {
            self.header.clear();
            self.header.extend_from_slice(&self.buffer[..end]);
            self.buffer.advance(end);
            return Ok(Step::Go(ParserState::Body));
        }
        Ok(Step::Go(ParserState::Header {
            read: end,
            searched: end,
        }))
    }

    fn body(&mut self) -> Result<Step, Error> {
        self.skip(b" \t\r\n");
        Ok(match (self.at_delimiter(), self.buffer.first()) {
            (Begins::Yes, _) => Step::Go(self.take_delimiter()),
            (Begins::Incomplete, _) | (_, None) => Step::Wait(ParserState::Body),
            (Begins::No, Some(b'{')) => match self.complete_part(0) {
                Some(part) => Step::Part(part, ParserState::Delimiter),
                None => {
                    self.scan = Scan::default();
                    Step::Go(ParserState::Object)
                }
            },
            (Begins::No, Some(_)) => Step::Go(ParserState::Other { searched: 0 }),
        })
    }

    /// Returns a part whose body begins at `start`, is complete and takes the fast path, and skips the delimiter after it.
    /// JSON cannot contain a delimiter at the beginning of a line.
    fn complete_part(&mut self, start: usize) -> Option<Part> {
        let text = self.buffer.get(start..)?;
        let end = find_delimiter(text, &self.delimiter, 0)?;
        let body = text.get(..end)?.trim_ascii_end();
        let length = body.len();
        let form = Form::Result(self.fast_path.result(body)?);
        if length > self.limits.part {
            return None;
        }
        let next = start + end + self.delimiter.needle().len();
        let body = self.buffer.cut(start..start + length, next);
        Some(Part { body, form })
    }

    /// Returns a complete part with the same header as the part before it. This is the case for most parts, which need no
    /// other step then.
    fn part_with_same_header(&mut self) -> Option<Part> {
        let (ParserState::Delimiter, false) = (self.state, self.header.is_empty()) else {
            return None;
        };
        let line = self.buffer.strip_prefix(b"\r\n")?;
        line.starts_with(&self.header).then_some(())?;
        self.complete_part(b"\r\n".len() + self.header.len())
    }

    fn object(&mut self) -> Result<Step, Error> {
        match self.scan.advance(&self.buffer) {
            Progress::Complete(end) => {
                self.check(end, self.limits.part, "a part")?;
                let body = self.buffer.cut(0..end, end);
                Ok(Step::Part(
                    Part {
                        body,
                        form: Form::Object,
                    },
                    ParserState::Tail,
                ))
            }
            Progress::Invalid => Ok(Step::Go(ParserState::Other { searched: 0 })),
            Progress::More => {
                self.check(self.buffer.len(), self.limits.part, "a part")?;
                Ok(Step::Wait(ParserState::Object))
            }
        }
    }

    fn other(&mut self, searched: usize) -> Result<Step, Error> {
        if let Some(body) = self.seek_delimiter(searched) {
            let body = body.slice_ref(body.trim_ascii());
            let form = Form::Other;
            return Ok(Step::Part(Part { body, form }, self.take_delimiter()));
        }
        self.check(self.buffer.len(), self.limits.part, "a part")?;
        let searched = self.buffer.len().saturating_sub(self.delimiter.needle().len());
        Ok(Step::Wait(ParserState::Other { searched }))
    }

    fn tail(&mut self) -> Result<Step, Error> {
        self.skip(b" \t\r\n");
        match self.at_delimiter() {
            Begins::Yes => Ok(Step::Go(self.take_delimiter())),
            Begins::Incomplete => Ok(Step::Wait(ParserState::Tail)),
            Begins::No => Err(Error::new("there is text after the JSON of a part").with_body(&self.buffer)),
        }
    }

    fn at_delimiter(&self) -> Begins {
        begins(&self.buffer, self.delimiter.needle())
    }

    fn take_delimiter(&mut self) -> ParserState {
        self.buffer.advance(self.delimiter.needle().len());
        ParserState::Delimiter
    }

    /// Removes and returns the bytes before the next delimiter at the beginning of a line, searching from `from`.
    fn seek_delimiter(&mut self, from: usize) -> Option<Bytes> {
        let start = find_delimiter(&self.buffer, &self.delimiter, from)?;
        Some(self.buffer.cut(0..start, start))
    }

    fn skip(&mut self, bytes: &[u8]) {
        let count = self.buffer.iter().take_while(|byte| bytes.contains(byte)).count();
        self.buffer.advance(count);
    }

    fn check(&self, size: usize, limit: usize, what: &str) -> Result<(), Error> {
        if size > limit {
            return Err(Error::new(format!(
                "{what} is larger than the limit of {limit} bytes"
            )));
        }
        Ok(())
    }
}

fn delimiter(boundary: &[u8]) -> memmem::Finder<'static> {
    memmem::Finder::new(&[b"--", boundary].concat()).into_owned()
}

enum Step {
    Go(ParserState),
    Wait(ParserState),
    Part(Part, ParserState),
}
