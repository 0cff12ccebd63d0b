//! A type with both hints for the reader, like generated types.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, VariantAccess,
    Visitor,
};

/// An object of a recursive type.
#[derive(Debug)]
#[allow(dead_code, reason = "it is compared by its Debug")]
pub(crate) struct Node {
    typename: String,
    id: i64,
    name: Option<String>,
    nodes: Vec<Node>,
}

const KEYS: &[&str] = &["id", "name", "nodes"];

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(gql_json::TYPED, NodeVisitor(None))
    }
}

/// Reads a node, the type of which may be known.
struct NodeVisitor(Option<String>);

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, object: A) -> Result<Node, A::Error> {
        let (typename, content) = object.variant()?;
        content.struct_variant(&[], Self(Some(typename)))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut node = Node {
            typename: String::new(),
            id: 0,
            name: None,
            nodes: Vec::new(),
        };
        let Self(mut typename) = self;
        let mut expected = 0;
        while let Some(slot) = map.next_key_seed(Key(expected))? {
            match slot {
                Slot::Member(0) => node.id = map.next_value()?,
                Slot::Member(1) => node.name = map.next_value()?,
                Slot::Member(_) => node.nodes = map.next_value()?,
                // The first member with this key counts.
                Slot::Typename if typename.is_none() => typename = Some(map.next_value()?),
                Slot::Typename | Slot::Unknown => drop(map.next_value::<IgnoredAny>()?),
            }
            expected = match slot {
                Slot::Member(index) => index + 1,
                _ => 0,
            };
        }
        node.typename = typename.ok_or_else(|| A::Error::missing_field("__typename"))?;
        Ok(node)
    }
}

enum Slot {
    Member(usize),
    Typename,
    Unknown,
}

struct Key(usize);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Slot;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot, D::Error> {
        match KEYS.get(self.0) {
            Some(key) => deserializer.deserialize_newtype_struct(key, self),
            None => deserializer.deserialize_identifier(Other(self.0)),
        }
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Slot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot, D::Error> {
        deserializer.deserialize_newtype_struct(gql_json::EXPECTED, Other(self.0))
    }
}

struct Other(usize);

impl<'de> Visitor<'de> for Other {
    type Value = Slot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_unit<E>(self) -> Result<Slot, E> {
        Ok(Slot::Member(self.0))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot, D::Error> {
        deserializer.deserialize_identifier(self)
    }

    fn visit_str<E>(self, key: &str) -> Result<Slot, E> {
        Ok(match KEYS.iter().position(|known| *known == key) {
            Some(index) => Slot::Member(index),
            None if key == "__typename" => Slot::Typename,
            None => Slot::Unknown,
        })
    }
}
