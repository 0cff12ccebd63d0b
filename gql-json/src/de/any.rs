//! Any value, for a type that accepts all kinds, or one that the value does not fit.

use serde::de::{Deserializer, Error as _, Expected, Unexpected, Visitor};

use super::scalar::{Delegate, KEEPS_DIGITS};
use crate::error::{Error, Result};
use crate::number::{Number, double};
use crate::reader::Reader;
use crate::text::Text;

impl<'de> Reader<'de> {
    pub(super) fn any<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.token() {
            Some(b'"') => self.text(visitor),
            Some(b'{') => self.object(visitor),
            Some(b'[') => self.list(visitor),
            Some(b't' | b'f') => self.boolean(visitor),
            Some(b'n') => self.null(visitor),
            // Known at compile time, so that a program has one of the two readers of numbers.
            Some(b'-' | b'0'..=b'9') if KEEPS_DIGITS => self
                .delegate_number(visitor, |number: &mut Delegate<'de>, visitor| {
                    number.deserialize_any(visitor)
                }),
            Some(b'-' | b'0'..=b'9') => self.integer(visitor),
            _ => Err(self.no_value()),
        }
    }

    /// Deserializes bytes, which are strings or lists of numbers. Strings are delegated to serde_json, as their surrogates
    /// need not be paired.
    pub(super) fn bytes_or_list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        match self.token() {
            Some(b'"') => {
                let text = self.raw()?;
                let value = Delegate::from_str(text).deserialize_bytes(visitor);
                value.map_err(|error| self.delegated(&error))
            }
            Some(b'[') => self.list(visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }

    /// Creates the error for a value that a visitor does not expect. As in serde_json, values other than lists and objects
    /// are skipped, since the type may continue without them.
    #[cold]
    #[inline(never)]
    pub(super) fn misfit(&mut self, visitor: &dyn Expected) -> Error {
        let found = match self.token() {
            Some(b'"') => {
                return match self.string() {
                    Ok(Text::Lent(text)) => self.wrong_type(Unexpected::Str(text), visitor),
                    Ok(Text::Scratch) => self.wrong_type(Unexpected::Str(&self.scratch), visitor),
                    Err(error) => error,
                };
            }
            Some(b'-' | b'0'..=b'9') => self.long_number(double).map(|number| match number {
                Number::Unsigned(value) => Unexpected::Unsigned(value),
                Number::Signed(value) => Unexpected::Signed(value),
                Number::Float(value) => Unexpected::Float(value),
            }),
            Some(b'n') => self.literal("null").map(|()| Unexpected::Unit),
            Some(b't') => self.literal("true").map(|()| Unexpected::Bool(true)),
            Some(b'f') => self.literal("false").map(|()| Unexpected::Bool(false)),
            Some(b'[') => Ok(Unexpected::Seq),
            Some(b'{') => Ok(Unexpected::Map),
            _ => return self.no_value(),
        };
        match found {
            Ok(found) => self.wrong_type(found, visitor),
            Err(error) => error,
        }
    }

    fn wrong_type(&self, found: Unexpected<'_>, visitor: &dyn Expected) -> Error {
        self.with_position(Error::invalid_type(found, visitor))
    }

    #[cold]
    pub(super) fn no_value(&mut self) -> Error {
        let message = match self.peek() {
            Some(_) => "expected value",
            None => "EOF while parsing a value",
        };
        self.syntax(message)
    }
}
