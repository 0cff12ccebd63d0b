//! The error for a message that violates its protocol.

use std::fmt;
use std::sync::Arc;

/// The maximum number of bytes of a message that an error keeps.
const EXCERPT: usize = 512;

/// An error for data from the peer that violates the protocol or exceeds a limit.
#[derive(Clone)]
pub struct Error {
    message: String,
    body: Vec<u8>,
    source: Option<Arc<serde_json::Error>>,
    is_json: bool,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            body: Vec::new(),
            source: None,
            is_json: true,
        }
    }

    /// Creates the error for text that is not the expected JSON.
    pub(crate) fn json(source: serde_json::Error, body: &[u8]) -> Self {
        let mut error = Self::new("the text is not valid JSON")
            .with_source(source)
            .with_body(body);
        error.is_json = false;
        error
    }

    pub(crate) fn with_source(mut self, source: serde_json::Error) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Keeps the beginning of the peer's data.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        let cut = body.len().min(EXCERPT + 1);
        self.body = body.get(..cut).unwrap_or_default().to_vec();
        self
    }

    /// Returns the description of the error, one sentence without a period. It may quote a short excerpt of the peer's
    /// data.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the beginning of the peer's data, truncated to 513 bytes. It is empty where it does not help.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns whether the peer's data is JSON, but not the JSON that the protocol requires.
    pub fn is_json(&self) -> bool {
        self.is_json
    }

    /// Returns the error of the JSON parser, if the text is not JSON or a member has a wrong type.
    pub fn json_error(&self) -> Option<&Arc<serde_json::Error>> {
        self.source.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Omits the body, which may be confidential.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.message)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Returns the beginning of `body` as one line of text, at most 512 bytes of it; empty if it is blank.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let cut = body.len().min(EXCERPT);
    let text = String::from_utf8_lossy(body.get(..cut).unwrap_or_default());
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if cut < body.len() {
        line.push('…');
    }
    line
}
