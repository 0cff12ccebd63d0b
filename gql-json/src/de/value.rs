//! Any value as a tree.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::scalar::KEEPS_DIGITS;

/// A [`Value`] that is decoded without the parser of serde_json.
///
/// The `Deserialize` of `Value` itself contains that parser, for members that are named like the text of a value in serde_json. Here,
/// they are members like all others.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree(Value);

impl Tree {
    /// Returns the value.
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only serde_json knows how it represents digits.
        match KEEPS_DIGITS {
            true => Value::deserialize(deserializer),
            false => deserializer.deserialize_any(TreeVisitor),
        }
        .map(Self)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Tree(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, Tree(value))) = object.next_entry::<String, Tree>()? {
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::Tree;

    #[test]
    fn trees_are_those_of_serde_json() {
        for text in [
            r#"{"b":[1,-2,0.5,1e300,-0,18446744073709551615,9223372036854775808],"a":{"":null},"b2":"\u00e9\n"}"#,
            r#"{"a":1,"a":[true,false]}"#,
            "[]",
            "{}",
            "\"text\"",
            "123456789012345678901234567890",
        ] {
            let tree: Tree = crate::from_str(text).unwrap();
            assert_eq!(
                tree.into_value(),
                serde_json::from_str::<Value>(text).unwrap(),
                "{text}"
            );
        }
        for text in ["", "[1,", "{\"a\"}", "1e400", "nul"] {
            let error = crate::from_str::<Tree>(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                serde_json::from_str::<Value>(text).unwrap_err().to_string()
            );
        }
        let private = r#"{"$serde_json::private::RawValue":"[1]"}"#;
        let tree: Tree = crate::from_str(private).unwrap();
        assert_eq!(tree.into_value()["$serde_json::private::RawValue"], "[1]");
    }
}
