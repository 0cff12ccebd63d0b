//! The body of a request with files: a multipart form that is written while it is sent.
//! <https://github.com/jaydenseric/graphql-multipart-request-spec#multipart-form-field-structure>

#[cfg_attr(all(target_family = "wasm", target_os = "unknown"), path = "form/bytes.rs")]
#[cfg_attr(
    not(all(target_family = "wasm", target_os = "unknown")),
    path = "form/streamed.rs"
)]
mod body;

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use http::HeaderValue;
use serde::{Serialize, Serializer};

use crate::transport::service;
use crate::upload::{Upload, UploadContent};
use crate::{Error, Request, random};

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
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    File(std::path::PathBuf, u64),
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
        let map = serde_json::to_vec(&FileMap(&request.uploads)).map_err(Error::encode)?;
        form.field("operations", "", operations.into());
        form.field("map", "", map.into());
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

    /// Returns the number of bytes of the form that were sent by all requests with it. A server that receives them is not
    /// silent.
    pub(super) fn progress(&self) -> Arc<AtomicU64> {
        self.sent.clone()
    }

    async fn file(&mut self, index: usize, upload: &Upload) -> Result<(), Error> {
        let mut more = format!("; filename=\"{}\"\r\nContent-Type: ", escaped(&upload.name));
        // A line end would start another header.
        more.extend(upload.content_type.chars().filter(|char| !char.is_control()));
        match &upload.content {
            UploadContent::Bytes(bytes) => self.field(&index.to_string(), &more, bytes.clone()),
            #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
            UploadContent::Path(path) => {
                use std::io;
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
        body::new(self.pieces, self.size, self.sent)
    }
}

/// The map from the fields of the form to the paths of their files.
struct FileMap<'a>(&'a [(String, Upload)]);

impl Serialize for FileMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((0_usize..).zip(self.0).map(|(index, (path, _))| (index, [path])))
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
