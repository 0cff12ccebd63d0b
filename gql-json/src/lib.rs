//! Reads JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)) into any type that implements [`serde::Deserialize`].
//!
//! A GraphQL client knows which keys a response has, and in which order. [`Reader`] is a [`serde::Deserializer`] that makes use of
//! it: where the seed of a key names the key that it expects, the reader compares the text with `"key":` in one go and does not read
//! the key. Keys in another order, unknown keys, white space and escapes are read as by any other JSON reader.
//!
//! ```
//! let numbers: Vec<u8> = gql_json::from_str("[1, 2, 3]")?;
//! assert_eq!(numbers, [1, 2, 3]);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Results
//!
//! The reader gives the values that serde_json gives with its feature `float_roundtrip`, and refuses the texts that it refuses:
//! every float is the nearest one, strings without escapes are lent, lists and objects nest up to 127 deep, and
//! `serde_json::value::RawValue` and, with the feature `arbitrary_precision`, `serde_json::Number` keep their text.
//!
//! Errors have serde_json's words and places. The one difference: a text that is not JSON is reported as that, even if a value in
//! front of the mistake does not fit its type.
//!
//! # Hints
//!
//! A `Deserialize` type needs none. A type that gives them reads the same from any other deserializer, which passes over the name of
//! a newtype struct. There are two:
//!
//! * The seed of a key calls `deserialize_newtype_struct(key, visitor)`, and its visitor's `visit_newtype_struct` calls
//!   `deserialize_newtype_struct(`[`EXPECTED`]`, visitor)`. If `key` is the next key, that visitor gets `visit_unit`; otherwise
//!   it gets `visit_newtype_struct`, and reads the key.
//! * The seed of an object calls `deserialize_newtype_struct(`[`TYPE_NAME_FIRST`]`, visitor)`. The visitor gets `visit_map`, with the
//!   member `__typename` in front wherever it stands in the text; from another deserializer it gets `visit_newtype_struct`.
//!
//! The client `gql-runtime` decodes responses with this crate; see [its guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md).
#![deny(missing_docs)]

mod de;
mod error;
mod escape;
mod number;
mod reader;
mod skip;
mod text;

use serde::Deserialize;

pub use de::{EXPECTED, TYPE_NAME_FIRST};
pub use error::Error;
pub use reader::Reader;

/// Reads a text that is one JSON value.
///
/// # Errors
/// If the text is not JSON, or the value does not fit the type.
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, serde_json::Error> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| error.explain(text))
}
