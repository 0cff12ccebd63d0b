//! Strings, numbers, booleans and null, for types that request one of them.

use serde::de::{Expected, Visitor};

use crate::error::{Error, Result};
use crate::number::{Nearest, Number, double, single};
use crate::reader::Reader;

/// Whether the feature `arbitrary_precision` of serde_json is enabled, with which a number of any type is its digits, as a `String`.
pub(crate) const KEEPS_DIGITS: bool = std::mem::needs_drop::<serde_json::Number>();

impl<'de> Reader<'de> {
    #[inline]
    pub(super) fn boolean<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.token();
        let value = match self.true_or_false() {
            Some(value) => value,
            None => self.other_boolean(&visitor)?,
        };
        visitor
            .visit_bool(value)
            .map_err(|error| self.with_position(error))
    }

    /// Skips `true` or `false` at the current position, without a branch on which of them it is.
    #[inline]
    fn true_or_false(&mut self) -> Option<bool> {
        let [word @ .., last] = self.rest.first_chunk::<5>()?;
        let is_true = word == b"true";
        if !(is_true | ((word == b"fals") & (*last == b'e'))) {
            return None;
        }
        self.advance(5 - usize::from(is_true));
        Some(is_true)
    }

    /// Reads a boolean at the end of the text.
    #[cold]
    #[inline(never)]
    fn other_boolean(&mut self, visitor: &dyn Expected) -> Result<bool> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.misfit(visitor)),
        }
    }

    pub(super) fn null<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if self.token() != Some(b'n') {
            return Err(self.misfit(&visitor));
        }
        self.literal("null")?;
        visitor.visit_unit().map_err(|error| self.with_position(error))
    }

    #[inline]
    pub(super) fn text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let value = match self.plain() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => return self.escaped_text(visitor),
        };
        value.map_err(|error| self.with_position(error))
    }

    #[cold]
    #[inline(never)]
    fn escaped_text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        if self.peek() != Some(b'"') {
            return Err(self.misfit(&visitor));
        }
        self.escaped()?;
        visitor
            .visit_str(&self.scratch)
            .map_err(|error| self.with_position(error))
    }

    #[inline]
    pub(super) fn integer<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.token();
        match self.short_integer() {
            Some(value) => match u64::try_from(value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(value),
            }
            .map_err(|error| self.with_position(error)),
            None => self.long(visitor, double),
        }
    }

    /// Deserializes a number for a 64-bit float. Integers stay integers.
    #[inline]
    pub(super) fn float<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.token();
        match self.short_fraction() {
            Some(value) => visitor
                .visit_f64(value)
                .map_err(|error| self.with_position(error)),
            None => self.long(visitor, double),
        }
    }

    /// Deserializes a number for a 32-bit float. Rounding to a double first may not result in the nearest single.
    #[inline]
    pub(super) fn single_float<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.long(visitor, single)
    }

    /// Deserializes any number.
    #[inline(never)]
    fn long<V: Visitor<'de>>(&mut self, visitor: V, nearest: Nearest) -> Result<V::Value> {
        let Some(b'-' | b'0'..=b'9') = self.token() else {
            return Err(self.misfit(&visitor));
        };
        let number = match self.short_integer() {
            Some(value) => u64::try_from(value).map_or(Number::Signed(value), Number::Unsigned),
            None => self.long_number(nearest)?,
        };
        match number {
            Number::Unsigned(value) => visitor.visit_u64(value),
            Number::Signed(value) => visitor.visit_i64(value),
            Number::Float(value) => visitor.visit_f64(value),
        }
        .map_err(|error| self.with_position(error))
    }

    /// Delegates a number to serde_json, as only serde_json knows how `arbitrary_precision` represents digits.
    pub(super) fn delegate_number<V: Visitor<'de>>(
        &mut self,
        visitor: V,
        read: impl FnOnce(&mut Delegate<'de>, V) -> serde_json::Result<V::Value>,
    ) -> Result<V::Value> {
        let Some(b'-' | b'0'..=b'9') = self.token() else {
            return Err(self.misfit(&visitor));
        };
        let text = self.number_text()?;
        let mut delegate = serde_json::Deserializer::from_str(text);
        let value = read(&mut delegate, visitor).and_then(|value| delegate.end().map(|()| value));
        value.map_err(|error| self.delegated(&error))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn delegated(&self, error: &serde_json::Error) -> Error {
        let message = error.to_string();
        // The position is relative to the delegated text.
        let message = match message.rsplit_once(" at line ") {
            Some((message, _)) if error.line() > 0 => message,
            _ => &message,
        };
        if error.is_data() {
            self.with_position(serde::de::Error::custom(message))
        } else {
            Error::syntax(message, self.at())
        }
    }
}

/// A serde_json deserializer for a part of the text.
pub(super) type Delegate<'de> = serde_json::Deserializer<serde_json::de::StrRead<'de>>;
