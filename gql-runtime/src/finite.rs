//! Writes JSON, and refuses the numbers that JSON does not have: serde_json writes NaN and infinity as `null`, and `null` means
//! "clear it" to many servers. <https://www.rfc-editor.org/rfc/rfc8259#section-6>

use std::cell::RefCell;
use std::fmt::Display;

use serde::ser::{self, Serialize, Serializer};
use serde_json::value::RawValue;

/// Writes a value as JSON.
///
/// # Errors
/// If it does not serialise to JSON, or has a number that is not finite: the error says where.
pub(crate) fn to_raw_value(value: &(impl Serialize + ?Sized)) -> Result<Box<RawValue>, serde_json::Error> {
    let place = Place::default();
    let mut json = Vec::with_capacity(128);
    let written = value.serialize(Finite {
        inner: &mut serde_json::Serializer::new(&mut json),
        place: &place,
    });
    written.map_err(|error| place.explain(error))?;
    let json = String::from_utf8(json).map_err(ser::Error::custom)?;
    RawValue::from_string(json)
}

/// Where a number is that is not finite: its steps, the innermost first; `None` while none was found.
#[derive(Default)]
struct Place(RefCell<Option<Vec<String>>>);

impl Place {
    fn found<E: ser::Error>(&self) -> E {
        *self.0.borrow_mut() = Some(Vec::new());
        E::custom("a number is not finite")
    }

    /// Adds the step in which an error came about.
    fn step<T, E>(&self, result: Result<T, E>, step: impl FnOnce() -> String) -> Result<T, E> {
        if result.is_err()
            && let Some(steps) = &mut *self.0.borrow_mut()
        {
            steps.push(step());
        }
        result
    }

    fn explain(&self, error: serde_json::Error) -> serde_json::Error {
        match &*self.0.borrow() {
            None => error,
            Some(steps) if steps.is_empty() => ser::Error::custom("the value is not a finite number"),
            Some(steps) => {
                let steps: Vec<_> = steps.iter().rev().map(String::as_str).collect();
                ser::Error::custom(format!("`{}` is not a finite number", steps.join(".")))
            }
        }
    }
}

/// A serializer that passes everything on but numbers that are not finite.
struct Finite<'p, S> {
    inner: S,
    place: &'p Place,
}

/// A value that is written by [`Finite`].
struct Value<'p, 'v, T: ?Sized> {
    value: &'v T,
    place: &'p Place,
}

impl<T: Serialize + ?Sized> Serialize for Value<'_, '_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        let place = self.place;
        self.value.serialize(Finite { inner, place })
    }
}

/// The members of a list, an object or a tuple, and how many have been written.
struct Members<'p, C> {
    inner: C,
    place: &'p Place,
    count: usize,
}

impl<'p, C> Members<'p, C> {
    fn new<E>(inner: Result<C, E>, place: &'p Place) -> Result<Self, E> {
        Ok(Self {
            inner: inner?,
            place,
            count: 0,
        })
    }

    fn value<'v, T: ?Sized>(&self, value: &'v T) -> Value<'p, 'v, T> {
        let place = self.place;
        Value { value, place }
    }
}

macro_rules! pass_on {
    ($($method:ident($($name:ident: $type:ty),*);)*) => {$(
        #[inline]
        fn $method(self, $($name: $type),*) -> Result<S::Ok, S::Error> {
            self.inner.$method($($name),*)
        }
    )*};
}

impl<'p, S: Serializer> Serializer for Finite<'p, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Members<'p, S::SerializeSeq>;
    type SerializeTuple = Members<'p, S::SerializeTuple>;
    type SerializeTupleStruct = Members<'p, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Members<'p, S::SerializeTupleVariant>;
    type SerializeMap = Members<'p, S::SerializeMap>;
    type SerializeStruct = Members<'p, S::SerializeStruct>;
    type SerializeStructVariant = Members<'p, S::SerializeStructVariant>;

    pass_on! {
        serialize_bool(value: bool); serialize_char(value: char); serialize_str(value: &str); serialize_bytes(value: &[u8]);
        serialize_i8(value: i8); serialize_i16(value: i16); serialize_i32(value: i32); serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8); serialize_u16(value: u16); serialize_u32(value: u32); serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_none(); serialize_unit(); serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    #[inline]
    fn serialize_f32(self, value: f32) -> Result<S::Ok, S::Error> {
        if !value.is_finite() {
            return Err(self.place.found());
        }
        self.inner.serialize_f32(value)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        if !value.is_finite() {
            return Err(self.place.found());
        }
        self.inner.serialize_f64(value)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        let place = self.place;
        self.inner.serialize_some(&Value { value, place })
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let place = self.place;
        self.inner.serialize_newtype_struct(name, &Value { value, place })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let place = self.place;
        let written = self
            .inner
            .serialize_newtype_variant(name, index, variant, &Value { value, place });
        place.step(written, || variant.to_owned())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Members::new(self.inner.serialize_seq(len), self.place)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        Members::new(self.inner.serialize_tuple(len), self.place)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        Members::new(self.inner.serialize_tuple_struct(name, len), self.place)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let members = self.inner.serialize_tuple_variant(name, index, variant, len);
        Members::new(members, self.place)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Members::new(self.inner.serialize_map(len), self.place)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        Members::new(self.inner.serialize_struct(name, len), self.place)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let members = self.inner.serialize_struct_variant(name, index, variant, len);
        Members::new(members, self.place)
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Members that are known by their place.
macro_rules! by_place {
    ($($trait:ident::$method:ident),*) => {$(
        impl<C: ser::$trait> ser::$trait for Members<'_, C> {
            type Ok = C::Ok;
            type Error = C::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
                let value = self.value(value);
                let index = self.count;
                self.count += 1;
                let written = self.inner.$method(&value);
                self.place.step(written, || index.to_string())
            }

            fn end(self) -> Result<C::Ok, C::Error> {
                self.inner.end()
            }
        }
    )*};
}
by_place!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// Members that are known by their name.
macro_rules! by_name {
    ($($trait:ident),*) => {$(
        impl<C: ser::$trait> ser::$trait for Members<'_, C> {
            type Ok = C::Ok;
            type Error = C::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), C::Error> {
                let value = self.value(value);
                let written = self.inner.serialize_field(name, &value);
                self.place.step(written, || name.to_owned())
            }

            fn skip_field(&mut self, name: &'static str) -> Result<(), C::Error> {
                self.inner.skip_field(name)
            }

            fn end(self) -> Result<C::Ok, C::Error> {
                self.inner.end()
            }
        }
    )*};
}
by_name!(SerializeStruct, SerializeStructVariant);

impl<C: ser::SerializeMap> ser::SerializeMap for Members<'_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), C::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        let value = self.value(value);
        let written = self.inner.serialize_value(&value);
        // The key is gone: it is not kept for the sake of a message.
        self.place.step(written, || "*".to_owned())
    }

    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &T,
    ) -> Result<(), C::Error> {
        let value = self.value(value);
        let written = self.inner.serialize_entry(key, &value);
        self.place.step(written, || {
            let key = serde_json::to_value(key).unwrap_or_default();
            key.as_str().map_or_else(|| key.to_string(), str::to_owned)
        })
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.inner.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;
    use serde_json::value::RawValue;
    use serde_json::{Value, json};

    use super::to_raw_value;
    use crate::{Input, Upload};

    #[derive(Serialize)]
    struct Newtype(f64);

    #[derive(Serialize)]
    enum Choice {
        Unit,
        One(f64),
        Two(u8, f32),
        Named { inner: f64 },
    }

    #[derive(Serialize)]
    struct Everything<'a> {
        numbers: (i8, u64, i128, f32, f64),
        text: &'a str,
        letter: char,
        none: Option<u8>,
        input: Input<f64>,
        absent: Input<f64>,
        newtype: Newtype,
        choices: Vec<Choice>,
        map: BTreeMap<i32, Vec<f64>>,
        raw: Box<RawValue>,
        value: Value,
        unit: (),
        #[serde(flatten)]
        rest: BTreeMap<&'a str, f64>,
    }

    fn everything() -> Everything<'static> {
        Everything {
            numbers: (-1, u64::MAX, i128::from(u64::MAX), 0.1, 1e300),
            text: "é\"",
            letter: 'x',
            none: None,
            input: Input::Value(0.5),
            absent: Input::Null,
            newtype: Newtype(-0.0),
            choices: vec![
                Choice::Unit,
                Choice::One(1.5),
                Choice::Two(1, 2.5),
                Choice::Named { inner: 1e-7 },
            ],
            map: [(-3, vec![1.0])].into(),
            raw: RawValue::from_string("{\"a\" : 1.00}".to_owned()).unwrap(),
            value: json!({"a": [1, 2.5, null, {"b": "c"}]}),
            unit: (),
            rest: [("rest", 7.0)].into(),
        }
    }

    #[test]
    fn finite_numbers_are_written_as_serde_json_writes_them() {
        let expected = serde_json::to_string(&everything()).unwrap();
        assert_eq!(to_raw_value(&everything()).unwrap().get(), expected);
        assert!(expected.contains("\"raw\":{\"a\" : 1.00}"));
    }

    #[test]
    fn a_number_that_is_not_finite_is_refused_with_its_place() {
        let (nan, infinite) = (f64::NAN, f64::INFINITY);
        for (change, place) in [
            (
                (|all, nan| all.numbers.4 = nan) as fn(&mut Everything<'_>, f64),
                "numbers.4",
            ),
            (|all, nan| all.numbers.3 = nan as f32, "numbers.3"),
            (|all, nan| all.input = Input::Value(nan), "input"),
            (|all, nan| all.newtype.0 = nan, "newtype"),
            (|all, nan| all.choices[1] = Choice::One(nan), "choices.1.One"),
            (
                |all, nan| all.choices[2] = Choice::Two(0, nan as f32),
                "choices.2.1",
            ),
            (
                |all, nan| all.choices[3] = Choice::Named { inner: nan },
                "choices.3.inner",
            ),
            (|all, nan| all.map.entry(-3).or_default().push(nan), "map.-3.1"),
            (|all, nan| all.rest = [("rest", nan)].into(), "rest"),
        ] {
            for number in [nan, infinite, -infinite] {
                let mut all = everything();
                change(&mut all, number);
                let error = to_raw_value(&all).unwrap_err();
                assert_eq!(error.to_string(), format!("`{place}` is not a finite number"));
            }
        }
        let error = to_raw_value(&nan).unwrap_err();
        assert_eq!(error.to_string(), "the value is not a finite number");
        // Another error is handed on as it is.
        assert!(to_raw_value(&Upload::from_bytes("a", "b")).is_err());
    }
}
