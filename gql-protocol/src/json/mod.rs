//! The structure of JSON text, read without a parser.
//!
//! A [`Scanner`] finds brackets, strings and separators in text that may arrive in pieces. It does not check that a text
//! is valid JSON, which is the decoder's task.

#[cfg(any(feature = "multipart", feature = "websocket"))]
mod cursor;
mod scanner;

#[cfg(any(feature = "multipart", feature = "websocket"))]
pub(crate) use cursor::Cursor;
pub use scanner::{NotJson, Scanner, Token};
