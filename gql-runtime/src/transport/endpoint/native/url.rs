//! URLs as text, where no HTTP library parses them.

use std::convert::Infallible;

/// The text of a URL.
pub(crate) struct Url(String);

impl Url {
    /// Keeps the text.
    ///
    /// # Errors
    /// Never returns an error.
    pub(crate) fn parse(url: &str) -> Result<Self, Infallible> {
        Ok(Self(url.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
