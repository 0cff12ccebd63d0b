//! Buffers the members before `__typename` if a server reorders them. Their text is decoded once the type is known.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::key::Name;

/// The members read so far, as borrowed keys and values.
#[derive(Default)]
pub(super) struct Entries<'de>(Vec<(&'de str, &'de str)>);

impl<'de> Entries<'de> {
    #[inline]
    pub(super) fn push(&mut self, key: &'de str, value: &'de str) {
        if self.0.capacity() == 0 {
            // One allocation suffices for most objects.
            self.0.reserve(12);
        }
        self.0.push((key, value));
    }

    /// Returns the text of an object with `__typename` first, for an input that does not lend all of it. `key` and `value`
    /// are the next member, and `map` has the rest. The text is decoded like any other, so that no code is needed for a
    /// second kind of input.
    pub(super) fn text<A: MapAccess<'de>>(
        self,
        key: &str,
        value: &str,
        mut map: A,
        nameless: bool,
    ) -> Result<String, A::Error> {
        let mut text = Text::default();
        for (key, value) in &self.0 {
            text.push(key, value)?;
        }
        text.push(key, value)?;
        while let Some((Name(key), ValueText(value))) = map.next_entry()? {
            text.push(&key, &value)?;
        }
        text.end(nameless)
    }
}

/// The text of an object with `__typename` first.
#[derive(Default)]
struct Text {
    typename: Option<String>,
    members: String,
}

impl Text {
    fn push<E: de::Error>(&mut self, key: &str, value: &str) -> Result<(), E> {
        if key == "__typename" {
            self.typename = Some(value.to_owned());
            return Ok(());
        }
        let key = serde_json::to_string(key).map_err(E::custom)?;
        self.members.extend([",", &key, ":", value]);
        Ok(())
    }

    /// Finishes the text. `nameless` allows an object without the name of its type.
    fn end<E: de::Error>(self, nameless: bool) -> Result<String, E> {
        match self.typename {
            Some(typename) => Ok(format!("{{\"__typename\":{typename}{}}}", self.members)),
            None if nameless => Ok(format!("{{{}}}", self.members.trim_start_matches(','))),
            None => Err(E::missing_field("__typename")),
        }
    }
}

/// The rest of an object: the buffered members, followed by the remaining ones.
pub(super) struct Rest<'de, A> {
    kept: std::vec::IntoIter<(&'de str, &'de str)>,
    value: Option<&'de str>,
    map: A,
}

impl<'de, A> Rest<'de, A> {
    #[inline]
    pub(super) fn new(entries: Entries<'de>, map: A) -> Self {
        Self {
            kept: entries.0.into_iter(),
            value: None,
            map,
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'de, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.kept.next() {
            None => self.map.next_key_seed(seed),
            Some((key, value)) => {
                self.value = Some(value);
                kept_key(seed, key)
            }
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            None => self.map.next_value_seed(seed),
            Some(value) => kept_value(seed, value),
        }
    }
}

// Buffered members are decoded out of line, as most objects have none.

#[inline(never)]
fn kept_key<'de, K: DeserializeSeed<'de>, E: de::Error>(
    seed: K,
    key: &'de str,
) -> Result<Option<K::Value>, E> {
    seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
}

#[inline(never)]
fn kept_value<'de, V: DeserializeSeed<'de>, E: de::Error>(seed: V, text: &'de str) -> Result<V::Value, E> {
    let mut reader = gql_json::Reader::new(text);
    seed.deserialize(&mut reader).map_err(E::custom)
}

/// The text of a value, borrowed if serde_json reads text or bytes, otherwise copied (from a reader, a tree or another
/// format).
pub(super) struct ValueText<'de>(pub(super) Cow<'de, str>);

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
