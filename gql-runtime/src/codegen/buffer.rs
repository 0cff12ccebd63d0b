//! Copies an object from a deserializer other than gql-json, as text that gql-json decodes by its `__typename`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::key::Name;

/// The text of an object. Its type does not depend on the type that is decoded from it, so that the code for another
/// deserializer is compiled once.
pub(super) struct ObjectText(pub(super) String);

impl<'de> Deserialize<'de> for ObjectText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectTextVisitor)
    }
}

impl ObjectText {
    /// Copies the members of an object.
    pub(super) fn copy<'de, A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut text = String::from("{");
        while let Some((Name(key), ValueText(value))) = map.next_entry()? {
            let key = serde_json::to_string(&key).map_err(de::Error::custom)?;
            let separator = if text.len() == 1 { "" } else { "," };
            text.extend([separator, &key, ":", &value]);
        }
        text.push('}');
        Ok(Self(text))
    }
}

struct ObjectTextVisitor;

impl<'de> Visitor<'de> for ObjectTextVisitor {
    type Value = ObjectText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `__typename`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        ObjectText::copy(map)
    }
}

/// The text of a value, borrowed if serde_json reads text or bytes, otherwise copied (from a reader, a tree or another
/// format).
struct ValueText<'de>(Cow<'de, str>);

/// The name by which serde_json provides raw text. If it ever changes, values are decoded as trees, which is slower, but
/// correct.
const RAW: &str = "$serde_json::private::RawValue";

impl<'de> Deserialize<'de> for ValueText<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, ValueTextVisitor)
    }
}

struct ValueTextVisitor;

impl<'de> Visitor<'de> for ValueTextVisitor {
    type Value = ValueText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Value::deserialize(deserializer).map(|value| ValueText(Cow::Owned(value.to_string())))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value_seed(RawText)
    }
}

struct RawText;

impl<'de> DeserializeSeed<'de> for RawText {
    type Value = ValueText<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for RawText {
    type Value = ValueText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(ValueText(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(ValueText(Cow::Owned(text.to_owned())))
    }
}
