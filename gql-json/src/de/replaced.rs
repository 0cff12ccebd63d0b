//! Values that a program replaced by an object of its own, before the text is deserialized.

use serde::de::Visitor;

use crate::error::Result;
use crate::reader::Reader;

/// The name of the newtype struct that stands for a value or for an object whose first key is this name. A program writes such
/// an object in place of a value. The visitor gets `visit_map` for it, and `visit_newtype_struct` for any other value.
pub const REPLACED: &str = "$gql_json::Replaced";

/// The beginning of an object with that key.
const BEGIN: &[u8] = b"{\"$gql_json::Replaced\":";

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn or_replaced<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if self.token() == Some(b'{') && self.rest.starts_with(BEGIN) {
            self.object(visitor)
        } else {
            visitor.visit_newtype_struct(self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, REPLACED};

    #[test]
    fn the_object_has_the_name_as_its_key() {
        assert_eq!(BEGIN, format!("{{\"{REPLACED}\":").as_bytes());
    }
}
