//! Serializes responses back to JSON. Fragments that selected parts of one object are merged.

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::members::Optional;

/// A serializer for a JSON object with members and fragments.
#[derive(Debug)]
pub struct Merged<S> {
    serializer: S,
    members: Map<String, Value>,
    /// Whether `__typename` is written first.
    typed: bool,
}

const TYPE_NAME: &str = "__typename";

impl<S: Serializer> Merged<S> {
    /// Creates an object without members.
    pub fn begin(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            serializer,
            members: Map::new(),
            typed: false,
        })
    }

    /// Creates an object without members. Its `__typename` is written first if there is one, as the other members are
    /// decoded by it.
    pub fn typed(serializer: S) -> Result<Self, S::Error> {
        Ok(Self {
            typed: true,
            ..Self::begin(serializer)?
        })
    }

    /// Adds a member.
    pub fn put<T: Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        merge_member(&mut self.members, key.to_owned(), tree(value)?);
        Ok(self)
    }

    /// Adds a member if it has a value.
    pub fn maybe<T: Optional + Serialize>(self, key: &'static str, value: &T) -> Result<Self, S::Error> {
        if value.is_absent() {
            Ok(self)
        } else {
            self.put(key, value)
        }
    }

    /// Adds the members of an object, if there is one.
    pub fn part<T: Serialize + ?Sized>(mut self, value: &T) -> Result<Self, S::Error> {
        match tree(value)? {
            Value::Object(members) => {
                for (key, value) in members {
                    merge_member(&mut self.members, key, value);
                }
                Ok(self)
            }
            Value::Null => Ok(self),
            _ => Err(S::Error::custom("a fragment must serialize to an object")),
        }
    }

    /// Finishes the object.
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

/// Merges two views of one value. <https://spec.graphql.org/September2025/#sec-Field-Selection-Merging>
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
        // A value that is not an object is the same in all views.
        _ => {}
    }
}

/// Serializes an object of a known type.
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
