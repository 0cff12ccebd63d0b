//! The text of a value, for `serde_json::value::RawValue` and other types that request it by name.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, Visitor};

use crate::error::{Error, Result};
use crate::reader::Reader;

/// The name of the newtype struct that stands for raw text in serde_json.
pub(super) const TOKEN: &str = "$serde_json::private::RawValue";

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn raw_value<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let text = self.raw()?;
        visitor.visit_map(Raw(Some(text)))
    }
}

/// A map with one member, as serde_json represents raw text.
struct Raw<'de>(Option<&'de str>);

impl<'de> MapAccess<'de> for Raw<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        match self.0 {
            Some(_) => seed.deserialize(BorrowedStrDeserializer::new(TOKEN)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(BorrowedStrDeserializer::new(self.0.take().unwrap_or_default()))
    }
}
