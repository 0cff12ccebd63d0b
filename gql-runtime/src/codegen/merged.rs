//! Responses as JSON again: fragments that selected parts of one object are put together.

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::members::Optional;

/// Writes a JSON object of members and parts.
#[derive(Debug)]
pub struct Merged<S> {
    serializer: S,
    members: Map<String, Value>,
    /// Whether the object's type is written first.
    typed: bool,
}

const TYPE_NAME: &str = "__typename";

impl<S: Serializer> Merged<S> {
    /// An object without members.
    pub fn begin(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            serializer,
            members: Map::new(),
            typed: false,
        })
    }

    /// An object without members, whose type is written first if it has one: its other members are read by it.
    pub fn typed(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            typed: true,
            ..Self::begin(serializer)?
        })
    }

    /// A member.
    pub fn put<T: Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        merge_member(&mut self.members, key.to_owned(), tree(value)?);
        Ok(self)
    }

    /// A member that is left out when it has no value.
    pub fn maybe<T: Optional + Serialize>(self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        if value.is_absent() {
            Ok(self)
        } else {
            self.put(key, value)
        }
    }

    /// The members of an object, if it is there.
    pub fn part<T: Serialize + ?Sized>(mut self, value: &T) -> Result<Self, S::Error> {
        match tree(value)? {
            Value::Object(members) => {
                for (key, value) in members {
                    merge_member(&mut self.members, key, value);
                }
                Ok(self)
            }
            Value::Null => Ok(self),
            _ => Err(S::Error::custom("a fragment is an object")),
        }
    }

    /// The object as it is.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        let mut map = self.serializer.serialize_map(Some(self.members.len()))?;
        let is_first = |key: &str| self.typed && key == TYPE_NAME;
        if let Some(name) = self.members.get(TYPE_NAME).filter(|_| self.typed) {
            map.serialize_entry(TYPE_NAME, name)?;
        }
        for (key, value) in self.members.iter().filter(|(key, _)| !is_first(key)) {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

fn tree<T: Serialize + ?Sized, E: Error>(value: &T) -> Result<Value, E> {
    serde_json::to_value(value).map_err(E::custom)
}

fn merge_member(members: &mut Map<String, Value>, key: String, value: Value) {
    match members.entry(key) {
        Entry::Vacant(entry) => drop(entry.insert(value)),
        Entry::Occupied(mut entry) => merge(entry.get_mut(), value),
    }
}

/// Puts two views of one value together. <https://spec.graphql.org/September2025/#sec-Field-Selection-Merging>
fn merge(known: &mut Value, other: Value) {
    match (known, other) {
        (Value::Object(members), Value::Object(others)) => {
            for (key, value) in others {
                merge_member(members, key, value);
            }
        }
        (Value::Array(items), Value::Array(others)) => {
            for (item, other) in items.iter_mut().zip(others) {
                merge(item, other);
            }
        }
        // What is no object is the same in all views.
        _ => {}
    }
}

/// An object of a known type.
pub fn serialize_variant<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    type_name: &'static str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    Merged::typed(serializer)?
        .put(TYPE_NAME, type_name)?
        .part(value)?
        .end()
}
