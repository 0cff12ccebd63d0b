//! Errors with the messages of serde_json.

use std::fmt;

use serde::de::{self, IgnoredAny, Unexpected};

/// An error of a [`Reader`](crate::Reader), with its position.
pub struct Error(Box<Inner>);

struct Inner {
    message: String,
    /// The number of bytes read, or `None` until the reader records it.
    offset: Option<usize>,
    /// Whether the text is invalid. Otherwise, a value does not fit the type.
    syntax: bool,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    #[cold]
    pub(crate) fn syntax(message: &str, offset: usize) -> Self {
        Self(Box::new(Inner {
            message: message.to_owned(),
            offset: Some(offset),
            syntax: true,
        }))
    }

    /// Records the position, unless it is known.
    pub(crate) fn at_offset(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// Returns the number of bytes that were read before the error. It is `None` for a type error outside of all lists and
    /// objects.
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// Returns whether the error is independent of the type: the text is not JSON at this position, a string has a lone
    /// surrogate, a number is out of range for a double, or lists and objects are nested too deeply.
    pub fn is_syntax(&self) -> bool {
        self.0.syntax
    }

    /// Converts the error into the one that serde_json reports, with line and column. `text` must be the text that was
    /// read.
    ///
    /// If the text is not JSON, serde_json reads it again.
    #[cold]
    pub fn explain(self, text: &str) -> serde_json::Error {
        if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
            return error;
        }
        let Inner { message, offset, .. } = *self.0;
        let Some(read) = offset.map(|offset| text.get(..offset).unwrap_or(text)) else {
            return de::Error::custom(message);
        };
        let line = 1 + read.bytes().filter(|byte| *byte == b'\n').count();
        let column = read.len() - read.rfind('\n').map_or(0, |end| end + 1);
        // serde_json parses the position at the end of a message.
        de::Error::custom(format_args!("{message} at line {line} column {column}"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.0.message)
            .field("offset", &self.0.offset)
            .field("syntax", &self.0.syntax)
            .finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Inner {
            message: message.to_string(),
            offset: None,
            syntax: false,
        }))
    }

    // serde_json has its own names for unexpected values: `null`, and floats with a decimal point.

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(<serde_json::Error as de::Error>::invalid_type(found, expected))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(<serde_json::Error as de::Error>::invalid_value(found, expected))
    }
}
