//! Decodes an object of one of several types by its `__typename`. This is selected first, so that one pass suffices.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    self, Deserialize, DeserializeOwned, Deserializer, EnumAccess, MapAccess, VariantAccess, Visitor,
};

use super::buffer::ObjectText;
use super::fields::Fields;
use super::key::{Keys, same};
use super::object;

/// A value that is decoded from an object by its `__typename`.
/// <https://spec.graphql.org/September2025/#sec-Type-Name-Introspection>
pub trait Variants: DeserializeOwned {
    /// The names of the object types to distinguish.
    const TYPES: Keys;
    /// Whether an object without `__typename` is accepted. Its index is one more than that of unknown types.
    const NAMELESS: bool = false;
    /// Decodes the object. `case.index()` is the index in [`TYPES`](Self::TYPES), or its length for any other type.
    fn read<'de, A: VariantAccess<'de>>(case: Case<'de, A>) -> Result<Self, A::Error>;
}

/// Decodes an object of one of several types.
#[inline]
pub fn variants<'de, D: Deserializer<'de>, T: Variants>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(gql_json::TYPED, VariantsVisitor(PhantomData))
}

/// An object with a known `__typename` whose other members are still to be decoded.
pub struct Case<'de, A> {
    index: usize,
    typename: Cow<'static, str>,
    content: A,
    lifetime: PhantomData<&'de ()>,
}

impl<A> fmt::Debug for Case<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("typename", &self.typename)
            .finish_non_exhaustive()
    }
}

impl<'de, A: VariantAccess<'de>> Case<'de, A> {
    #[inline]
    fn new(index: usize, typename: Cow<'static, str>, content: A) -> Self {
        Self {
            index,
            typename,
            content,
            lifetime: PhantomData,
        }
    }

    /// Returns the index of the object's type in [`Variants::TYPES`], or its length.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the object's type.
    pub fn typename(&self) -> String {
        self.typename.clone().into_owned()
    }

    /// Decodes the members with these response keys.
    #[inline]
    pub fn object<F: Fields<'de>, T>(self, keys: Keys, make: impl FnOnce(F) -> T) -> Result<T, A::Error> {
        object::read(self.content, keys, make)
    }

    /// Decodes the members into a type with its own implementation.
    #[inline]
    pub fn variant<V: Deserialize<'de>, T>(self, make: impl FnOnce(V) -> T) -> Result<T, A::Error> {
        self.content.newtype_variant().map(make)
    }
}

struct VariantsVisitor<T>(PhantomData<T>);

impl<'de, T: Variants> Visitor<'de> for VariantsVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `__typename`")
    }

    /// An object from gql-json.
    #[inline]
    fn visit_enum<A: EnumAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        let ((index, typename), content) = object.variant_seed(TypeName(T::TYPES))?;
        T::read(Case::new(index, typename, content))
    }

    /// An object from a deserializer that ignores newtype structs.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        from_text(&ObjectText::copy(map)?)
    }

    /// An object from gql-json without `__typename`.
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        if T::NAMELESS {
            T::read(Case::new(
                T::TYPES.len() + 1,
                Cow::Borrowed(""),
                Nameless(deserializer),
            ))
        } else {
            Err(de::Error::missing_field("__typename"))
        }
    }

    /// An object from any other deserializer, which is copied as text.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        from_text(&ObjectText::deserialize(deserializer)?)
    }
}

/// An object without `__typename`.
struct Nameless<D>(D);

impl<'de, D: Deserializer<'de>> VariantAccess<'de> for Nameless<D> {
    type Error = D::Error;

    fn unit_variant(self) -> Result<(), D::Error> {
        self.0.deserialize_ignored_any(de::IgnoredAny).map(drop)
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, D::Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }
}

/// Decodes the text of an object. An error has no position, as that of the text is not that of the input.
fn from_text<T: Variants, E: de::Error>(ObjectText(text): &ObjectText) -> Result<T, E> {
    variants(&mut gql_json::Reader::new(text)).map_err(E::custom)
}

/// Reads the name of a type and returns its index in the table.
struct TypeName(Keys);

impl<'de> de::DeserializeSeed<'de> for TypeName {
    type Value = (usize, Cow<'static, str>);

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for TypeName {
    type Value = (usize, Cow<'static, str>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an object type")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match self.0.iter().position(|candidate| same(candidate, name)) {
            Some(index) => (index, Cow::Borrowed(self.0[index])),
            None => (self.0.len(), Cow::Owned(name.to_owned())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    enum Item {
        Book {
            name: String,
            shelf: Option<i64>,
            items: Vec<Item>,
        },
        Other(String),
    }

    impl<'de> Deserialize<'de> for Item {
        fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            variants(d)
        }
    }

    impl Variants for Item {
        const TYPES: Keys = &["Book"];
        fn read<'de, A: VariantAccess<'de>>(case: Case<'de, A>) -> Result<Self, A::Error> {
            match case.index() {
                0 => case.object(&["name", "shelf", "items"], |(name, shelf, items)| Self::Book {
                    name,
                    shelf,
                    items,
                }),
                _ => {
                    let typename = case.typename();
                    case.object(&[], |()| Self::Other(typename))
                }
            }
        }
    }

    /// Returns the values that gql-json, a text, bytes, a reader and a tree result in. The first has `__typename` first, and
    /// the next two lend the text of members.
    fn read(text: &str) -> [Option<Item>; 5] {
        [
            gql_json::from_str(text).ok(),
            serde_json::from_str(text).ok(),
            serde_json::from_slice(text.as_bytes()).ok(),
            serde_json::from_reader(text.as_bytes()).ok(),
            serde_json::from_str::<serde_json::Value>(text)
                .ok()
                .and_then(|tree| serde_json::from_value(tree).ok()),
        ]
    }

    #[test]
    fn the_type_name_may_be_anywhere() {
        let items = r#"{"Nmae":0,"name":"a \"b\"","\u0073helf":7,"__typename":"Book","items":[]}"#;
        for text in [
            format!(r#"{{"__typename":"Book","name":"Emma","items":[{items}]}}"#),
            format!(r#"{{"name":"Emma","__typename":"Book","items":[{items}]}}"#),
            format!(r#"{{"items":[{items}],"A\"":{{}},"name":"Emma","__typename":"Book"}}"#),
        ] {
            let book = |name: &str, shelf, items| Item::Book {
                name: name.to_owned(),
                shelf,
                items,
            };
            let expected = book("Emma", None, vec![book("a \"b\"", Some(7), Vec::new())]);
            assert_eq!(read(&text), [(); 5].map(|()| Some(expected.clone())), "{text}");
        }
        let other = [(); 5].map(|()| Some(Item::Other("Map".to_owned())));
        assert_eq!(read(r#"{"sheets":12,"__typename":"Map"}"#), other);
    }

    #[test]
    fn an_object_without_a_type_is_refused() {
        for text in [
            "{}",
            r#"{"name":"Emma"}"#,
            r#"{"name":"Emma","__typename":3}"#,
            r#"{"name"#,
        ] {
            assert_eq!(read(text), [(); 5].map(|()| None), "{text}");
        }
    }
}
