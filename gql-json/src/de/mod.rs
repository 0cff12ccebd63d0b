//! The implementation of [`serde::Deserializer`] for the reader.

mod any;
mod enums;
mod key;
mod list;
mod object;
mod raw;
mod replaced;
mod scalar;
mod typed;
mod value;

use serde::de::{Deserializer, Visitor};

use crate::error::{Error, Result};
use crate::reader::Reader;

pub use key::EXPECTED;
pub use replaced::REPLACED;
pub use typed::TYPED;
pub use value::Tree;

/// Implements methods by another one with the same behavior.
macro_rules! forward {
    ($to:ident: $($method:ident($($name:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value> {
            let _ = ($($name,)*);
            self.$to(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    forward! { any:
        deserialize_any();
    }

    forward! { boolean:
        deserialize_bool();
    }

    forward! { integer:
        deserialize_i8(); deserialize_i16(); deserialize_i32(); deserialize_i64();
        deserialize_u8(); deserialize_u16(); deserialize_u32(); deserialize_u64();
    }

    forward! { float:
        deserialize_f64();
    }

    forward! { single_float:
        deserialize_f32();
    }

    forward! { text:
        deserialize_char(); deserialize_str(); deserialize_string(); deserialize_identifier();
    }

    forward! { bytes_or_list:
        deserialize_bytes(); deserialize_byte_buf();
    }

    forward! { null:
        deserialize_unit(); deserialize_unit_struct(_name: &'static str);
    }

    forward! { list:
        deserialize_seq(); deserialize_tuple(_len: usize); deserialize_tuple_struct(_name: &'static str, _len: usize);
    }

    forward! { object:
        deserialize_map();
    }

    forward! { enumeration:
        deserialize_enum(_name: &'static str, _variants: &'static [&'static str]);
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.delegate_number(visitor, |number, visitor| number.deserialize_i128(visitor))
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.delegate_number(visitor, |number, visitor| number.deserialize_u128(visitor))
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.token() == Some(b'n') {
            self.literal("null")?;
            visitor.visit_none().map_err(|error| self.with_position(error))
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        match name {
            raw::TOKEN => self.raw_value(visitor),
            TYPED => self.typed(visitor),
            REPLACED => self.or_replaced(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.token() {
            Some(b'[') => self.list(visitor),
            _ => self.object(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}
