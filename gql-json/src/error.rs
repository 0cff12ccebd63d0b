//! Why reading stopped, in serde_json's words.

use std::fmt;

use serde::de::{self, IgnoredAny, Unexpected};

/// Why reading stopped, and where.
pub struct Error(Box<Inner>);

struct Inner {
    message: String,
    /// The bytes read so far; `None` until a reader notes them.
    offset: Option<usize>,
    /// Whether the text is at fault, not a type that something else fits.
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

    /// Notes the place, unless it is known.
    pub(crate) fn placed(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// The number of bytes of the text that were read when the error came up; `None` for an error of a type that no list and no
    /// object holds.
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// Whether no type could read the value: the text is not JSON there, a string has a lone surrogate, a number is beyond a
    /// double, or lists and objects nest too deep.
    pub fn is_syntax(&self) -> bool {
        self.0.syntax
    }

    /// The error as serde_json reports it, with line and column. `text` is what was read.
    ///
    /// It reads a text that is not JSON once more, by serde_json.
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
        // serde_json reads the place from the end of a message.
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

    // serde_json names what it found in its own way: `null`, and floats with a point.

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(<serde_json::Error as de::Error>::invalid_type(found, expected))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(<serde_json::Error as de::Error>::invalid_value(found, expected))
    }
}
