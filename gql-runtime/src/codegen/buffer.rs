//! The members in front of `__typename`, when a server reorders: kept as they came, read again when the type is known.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// Members read so far.
#[derive(Default)]
pub(super) struct Entries<'de>(Vec<(Cow<'de, str>, Buffered<'de>)>);

impl<'de> Entries<'de> {
    #[inline]
    pub(super) fn push(&mut self, key: Cow<'de, str>, value: Buffered<'de>) {
        if self.0.capacity() == 0 {
            // Most objects fit: one allocation each.
            self.0.reserve(12);
        }
        self.0.push((key, value));
    }
}

/// The rest of an object: first what was kept, then what is still to come.
pub(super) struct Rest<'de, A> {
    kept: std::vec::IntoIter<(Cow<'de, str>, Buffered<'de>)>,
    value: Option<Buffered<'de>>,
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
        if self.kept.len() == 0 {
            return self.map.next_key_seed(seed);
        }
        self.kept_key(seed)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        if self.value.is_none() {
            return self.map.next_value_seed(seed);
        }
        self.kept_value(seed)
    }
}

/// What is kept is read out of line: in nearly all objects there is nothing.
impl<'de, A: MapAccess<'de>> Rest<'de, A> {
    #[inline(never)]
    fn kept_key<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some((key, value)) = self.kept.next() else {
            return self.map.next_key_seed(seed);
        };
        self.value = Some(value);
        match key {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some),
            Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)).map(Some),
        }
    }

    #[inline(never)]
    fn kept_value<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            None => self.map.next_value_seed(seed),
            Some(Buffered::Text(text)) => seed
                .deserialize(&mut serde_json::Deserializer::from_str(text))
                .map_err(de::Error::custom),
            Some(Buffered::Value(value)) => seed.deserialize(*value).map_err(de::Error::custom),
        }
    }
}

/// A value as it came: serde_json lends its text, other formats give a tree.
pub(super) enum Buffered<'de> {
    Text(&'de str),
    Value(Box<Value>),
}

/// The name by which serde_json hands out raw text. Should it ever change, values are kept as trees: slower, not wrong.
const RAW: &str = "$serde_json::private::RawValue";

impl<'de> Deserialize<'de> for Buffered<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, BufferedVisitor(PhantomData))
    }
}

struct BufferedVisitor<'de>(PhantomData<&'de ()>);

impl<'de> Visitor<'de> for BufferedVisitor<'de> {
    type Value = Buffered<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Value::deserialize(deserializer).map(|value| Buffered::Value(Box::new(value)))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        map.next_key::<IgnoredAny>()?;
        map.next_value_seed(RawText)
    }
}

struct RawText;

impl<'de> DeserializeSeed<'de> for RawText {
    type Value = Buffered<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for RawText {
    type Value = Buffered<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Buffered::Text(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        serde_json::from_str(text)
            .map(|value| Buffered::Value(Box::new(value)))
            .map_err(E::custom)
    }
}
