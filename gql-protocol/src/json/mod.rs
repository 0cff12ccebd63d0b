//! JSON text whose structure is read without a parser.
//!
//! A [`Scanner`] finds brackets, strings and separators in text that may arrive in pieces. Nothing here checks that a text is JSON:
//! whatever decodes it does.

#[cfg(any(feature = "multipart", feature = "websocket"))]
mod cursor;
mod scanner;

#[cfg(any(feature = "multipart", feature = "websocket"))]
pub(crate) use cursor::Cursor;
pub use scanner::{NotJson, Scanner, Token};
