//! The body of a request with files: a multipart form that is written while it is sent.
//! <https://github.com/jaydenseric/graphql-multipart-request-spec#multipart-form-field-structure>

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use crate::transport::service;
use crate::upload::{Upload, UploadContent};
use crate::{Error, Request, random};

/// The size of the pieces in which a file is read, in bytes.
const PIECE_SIZE: usize = 64 * 1024;

/// A form with the fields `operations` and `map`, and the files.
#[derive(Clone)]
pub(super) struct MultipartForm {
    pieces: VecDeque<Piece>,
    size: u64,
    boundary: String,
    sent: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Piece {
    Bytes(Bytes),
    /// A file with its size at the time the form was created.
    File(PathBuf, u64),
}

impl MultipartForm {
    /// Creates the form of a request whose JSON is `operations`.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read ([`Error::is_encode`]).
    pub(super) async fn new(operations: Vec<u8>, request: &Request) -> Result<Self, Error> {
        let boundary = format!("gql{:016x}{:016x}", random::number(), random::number());
        let mut form = Self {
            pieces: VecDeque::new(),
            size: 0,
            boundary,
            sent: Arc::default(),
        };
        let map: serde_json::Map<_, _> = (0..)
            .zip(&request.uploads)
            .map(|(index, (path, _)): (usize, _)| (index.to_string(), vec![path.as_str()].into()))
            .collect();
        form.field("operations", "", operations.into());
        form.field("map", "", serde_json::to_vec(&map).map_err(Error::encode)?.into());
        for (index, (_, upload)) in request.uploads.iter().enumerate() {
            form.file(index, upload).await?;
        }
        let end = format!("--{}--\r\n", form.boundary);
        form.push(end.into());
        Ok(form)
    }

    pub(super) fn content_type(&self) -> Result<HeaderValue, Error> {
        HeaderValue::try_from(format!("multipart/form-data; boundary={}", self.boundary))
            .map_err(Error::encode)
    }

    /// Returns how many bytes of the form the connection has taken, of all requests with it: a server that takes them is not silent.
    pub(super) fn progress(&self) -> Arc<AtomicU64> {
        self.sent.clone()
    }

    async fn file(&mut self, index: usize, upload: &Upload) -> Result<(), Error> {
        let mut more = format!("; filename=\"{}\"\r\nContent-Type: ", escaped(&upload.name));
        // A line end would start another header.
        more.extend(upload.content_type.chars().filter(|char| !char.is_control()));
        match &upload.content {
            UploadContent::Bytes(bytes) => self.field(&index.to_string(), &more, bytes.clone()),
            UploadContent::Path(path) => {
                let unreadable = |source: io::Error| {
                    Error::encode(io::Error::new(
                        source.kind(),
                        format!("{}: {source}", path.display()),
                    ))
                };
                let size = tokio::fs::metadata(path).await.map_err(unreadable)?.len();
                self.head(&index.to_string(), &more);
                self.pieces.push_back(Piece::File(path.clone(), size));
                self.size += size;
                self.push("\r\n".into());
            }
        }
        Ok(())
    }

    fn field(&mut self, name: &str, more: &str, content: Bytes) {
        self.head(name, more);
        self.push(content);
        self.push("\r\n".into());
    }

    fn head(&mut self, name: &str, more: &str) {
        let head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n",
            self.boundary
        );
        self.push(head.into());
    }

    fn push(&mut self, bytes: Bytes) {
        self.size += bytes.len() as u64;
        self.pieces.push_back(Piece::Bytes(bytes));
    }

    pub(super) fn into_body(self) -> service::Body {
        service::Body::wrap(FormBody {
            pieces: self.pieces,
            left: self.size,
            file: CurrentPiece::Nothing,
            sent: self.sent,
        })
    }
}

/// Returns the name of a file for use between quotes. It is escaped like a quoted string
/// (<https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4>), as curl does and servers expect. Servers do not decode `%22`,
/// which browsers write (<https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data>). A
/// backslash is only escaped if it would be part of an escape otherwise, as not all servers decode the pair.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' if matches!(chars.peek(), None | Some('"' | '\\')) => out.push_str("\\\\"),
            // A line end would start another header, and cannot be escaped.
            '\r' | '\n' => {
                let _ = write!(out, "%{:02X}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out
}

/// The body of a form while it is sent.
struct FormBody {
    pieces: VecDeque<Piece>,
    left: u64,
    file: CurrentPiece,
    sent: Arc<AtomicU64>,
}

enum CurrentPiece {
    Nothing,
    Opening(Pin<Box<dyn Future<Output = io::Result<File>> + Send + Sync>>, u64),
    /// A file with the number of remaining bytes.
    File(File, u64),
}

impl Body for FormBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        loop {
            match &mut this.file {
                CurrentPiece::Nothing => match this.pieces.pop_front() {
                    None => return Poll::Ready(None),
                    Some(Piece::Bytes(bytes)) if bytes.is_empty() => {}
                    Some(Piece::Bytes(bytes)) => return this.give(bytes),
                    Some(Piece::File(path, size)) => {
                        this.file = CurrentPiece::Opening(Box::pin(File::open(path)), size);
                    }
                },
                CurrentPiece::Opening(opening, size) => {
                    let size = *size;
                    this.file = CurrentPiece::File(ready!(opening.as_mut().poll(context))?, size);
                }
                CurrentPiece::File(_, 0) => this.file = CurrentPiece::Nothing,
                CurrentPiece::File(file, left) => {
                    let mut piece =
                        BytesMut::zeroed(PIECE_SIZE.min(usize::try_from(*left).unwrap_or(PIECE_SIZE)));
                    let mut buffer = ReadBuf::new(&mut piece);
                    ready!(Pin::new(file).poll_read(context, &mut buffer))?;
                    let read = buffer.filled().len();
                    if read == 0 {
                        return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                    }
                    *left -= read as u64;
                    piece.truncate(read);
                    return this.give(piece.freeze());
                }
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

impl FormBody {
    fn give(&mut self, bytes: Bytes) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.left -= bytes.len() as u64;
        self.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_of_files() {
        for (name, written) in [
            ("a.txt", "a.txt"),
            (r#"12" pipe.txt"#, r#"12\" pipe.txt"#),
            (r"scans\one.txt", r"scans\one.txt"),
            (r#"a\"; x="b"#, r#"a\\\"; x=\"b"#),
            (r"end\", r"end\\"),
            ("a\r\nb%22", "a%0D%0Ab%22"),
        ] {
            assert_eq!(escaped(name), written);
        }
    }
}
