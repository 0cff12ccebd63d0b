//! Deserializes JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)) into any type that implements
//! [`serde::Deserialize`].
//!
//! A GraphQL client knows the keys of a response and their order. [`Reader`] is a [`serde::Deserializer`] that takes
//! advantage of this: if the seed of a key names the key that it expects, the reader compares the text with `"key":` in a
//! single step instead of parsing the key. Keys in any other order, unknown keys, whitespace and escapes are parsed as by
//! any other JSON deserializer.
//!
//! ```
//! let numbers: Vec<u8> = gql_json::from_str("[1, 2, 3]")?;
//! assert_eq!(numbers, [1, 2, 3]);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # Results
//!
//! The reader returns the same values as serde_json with its feature `float_roundtrip`, and rejects the same texts: floats
//! are rounded to the nearest value, strings without escapes are borrowed, lists and objects may be nested up to 127
//! levels deep, and `serde_json::value::RawValue` and, with the feature `arbitrary_precision`, `serde_json::Number` keep
//! their text.
//!
//! Errors have the messages and positions of serde_json, with these differences:
//!
//! * Text that is not JSON is reported as such, even if an earlier value does not fit its type.
//! * The position lies in the value that does not fit, even if its type returned the error after the value was read, such as
//!   that of a conversion. Where serde_json does not name the value that is found in place of an enum, the message does.
//!
//! # Hints
//!
//! A `Deserialize` type does not need hints. A type with hints works with every other deserializer as well, as these
//! ignore the name of a newtype struct. There are three hints:
//!
//! * The seed of a key calls `deserialize_newtype_struct(key, visitor)`, and its visitor's `visit_newtype_struct` calls
//!   `deserialize_newtype_struct(`[`EXPECTED`]`, visitor)`. If `key` is the next key, that visitor gets `visit_unit`; otherwise
//!   it gets `visit_newtype_struct`, and reads the key.
//! * The seed of an object calls `deserialize_newtype_struct(`[`TYPED`]`, visitor)`. The visitor gets `visit_enum`, with the
//!   value of `__typename` as the variant, wherever it is in the text, and the object as its content, or `visit_some` for
//!   an object without that member. From any other deserializer, it gets `visit_newtype_struct`.
//! * The seed of a value calls `deserialize_newtype_struct(`[`REPLACED`]`, visitor)`. If a program wrote an object with that
//!   key in place of the value, the visitor gets `visit_map`, and otherwise `visit_newtype_struct`.
//!
//! The client `gql-runtime` decodes responses with this crate; see [its guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md).
#![deny(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod de;
mod error;
mod escape;
#[cfg(any(test, target_family = "wasm"))]
mod nearest;
mod number;
mod reader;
mod skip;
mod text;

use serde::Deserialize;

pub use de::{EXPECTED, REPLACED, TYPED, Tree};
pub use error::Error;
pub use reader::Reader;

/// Deserializes a value from JSON text.
///
/// # Errors
/// Returns an error if the text is not JSON, or if the value does not fit the type.
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, serde_json::Error> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| error.explain(text))
}
