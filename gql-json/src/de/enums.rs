//! Enums as serde represents them: a string, or an object with one member.

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, Unexpected, VariantAccess, Visitor,
};

use crate::error::{Error, Result};
use crate::reader::Reader;

impl<'de> Reader<'de> {
    pub(super) fn enumeration<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.token() {
            Some(b'{') => {
                self.enter(self.at())?;
                self.advance(1);
                let value = visitor.visit_enum(Tagged(&mut *self));
                self.depth += 1;
                let value = value?;
                if self.eat(b'}') {
                    Ok(value)
                } else {
                    Err(self.unclosed("an enum has one variant"))
                }
            }
            Some(b'"') => visitor.visit_enum(Unit(self)),
            _ => Err(self.misfit(&visitor)),
        }
    }
}

/// An object with the variant's name as its key.
struct Tagged<'r, 'de>(&'r mut Reader<'de>);

impl<'de> EnumAccess<'de> for Tagged<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let variant = seed.deserialize(&mut *self.0)?;
        if self.0.eat(b':') {
            Ok((variant, self))
        } else {
            Err(self.0.syntax("expected `:`"))
        }
    }
}

impl<'de> VariantAccess<'de> for Tagged<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.0.deserialize_struct("", fields, visitor)
    }
}

/// A string with the variant's name.
struct Unit<'r, 'de>(&'r mut Reader<'de>);

impl<'de> EnumAccess<'de> for Unit<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        seed.deserialize(&mut *self.0).map(|variant| (variant, self))
    }
}

impl<'de> VariantAccess<'de> for Unit<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value> {
        Err(Error::invalid_type(Unexpected::UnitVariant, &"newtype variant"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value> {
        Err(Error::invalid_type(Unexpected::UnitVariant, &"tuple variant"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value> {
        Err(Error::invalid_type(Unexpected::UnitVariant, &"struct variant"))
    }
}
