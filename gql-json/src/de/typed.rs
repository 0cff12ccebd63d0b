//! Objects whose type is known before their members are read: enums, the variant of which is the value of `__typename`.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::object::{FIRST, Members, NEXT};
use crate::error::{Error, Result};
use crate::reader::Reader;
use crate::text::Text;

/// The name of the newtype struct that requests an object by its type. Its visitor gets `visit_enum`: the variant is the
/// value of the member `__typename`, wherever it is in the text, and the content is the object. It lacks that member if it
/// is the first one. For an object without that member, the visitor gets `visit_some`.
pub const TYPED: &str = "$gql_json::Typed";

/// The introspection field for the name of an object's type.
/// <https://spec.graphql.org/September2025/#sec-Type-Name-Introspection>
const TYPE_NAME: &str = "__typename";

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn typed<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if !self.is_next(b'{') {
            return Err(self.misfit(&visitor));
        }
        let brace = self.at();
        let after = if self.next_member(FIRST)? && self.follows(TYPE_NAME) {
            None
        } else {
            self.move_to(brace);
            if !self.find_type_name()? {
                self.move_to(brace);
                return self.untyped(visitor);
            }
            Some(brace)
        };
        let reader = &mut *self;
        match visitor.visit_enum(Typed { reader, after }) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.with_position(error)),
        }
    }

    /// Reads an object without `__typename`. It is skipped if the visitor refuses it, as the type that contains it may
    /// continue.
    #[cold]
    fn untyped<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let brace = self.at();
        match visitor.visit_some(&mut *self) {
            Ok(value) => Ok(value),
            Err(error) => {
                if self.at() == brace {
                    self.skip()?;
                }
                Err(self.with_position(error))
            }
        }
    }

    /// Moves from the brace of an object to the value of `__typename`. Returns whether there is one.
    #[cold]
    #[inline(never)]
    fn find_type_name(&mut self) -> Result<bool> {
        let mut lead = FIRST;
        while self.next_member(lead)? {
            lead = NEXT;
            let found = match self.key()? {
                Text::Lent(key) => key == TYPE_NAME,
                Text::Scratch => self.scratch == TYPE_NAME,
            };
            if found {
                return Ok(true);
            }
            self.skip()?;
        }
        Ok(false)
    }
}

/// An object whose reader is at the value of `__typename`.
struct Typed<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// The position of the object's brace, if `__typename` is not its first member.
    after: Option<usize>,
}

impl<'r, 'de> EnumAccess<'de> for Typed<'r, 'de> {
    type Error = Error;
    type Variant = Content<'r, 'de>;

    #[inline]
    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Content<'r, 'de>)> {
        let Self { reader, after } = self;
        let type_name = match seed.deserialize(&mut *reader) {
            Ok(type_name) => type_name,
            Err(error) => return Err(reader.in_value(error)),
        };
        if let Some(brace) = after {
            reader.move_to(brace);
        }
        let entered = after.is_none();
        Ok((type_name, Content { reader, entered }))
    }
}

/// The object, without its first member if that is `__typename`.
struct Content<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// Whether the reader is after the first member.
    entered: bool,
}

impl<'de> Content<'_, 'de> {
    #[inline]
    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Self { reader, entered } = self;
        if !entered {
            return reader.object(visitor);
        }
        reader.enter(reader.at())?;
        let value = visitor.visit_map(Members::after_first(reader));
        reader.leave(b'}', value)
    }
}

impl<'de> VariantAccess<'de> for Content<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        self.object(IgnoredAny).map(drop)
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        self.object(visitor)
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.object(visitor)
    }
}

impl<'de> Deserializer<'de> for Content<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.object(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.object(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct struct enum identifier ignored_any
    }
}
