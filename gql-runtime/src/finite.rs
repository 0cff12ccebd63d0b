//! Serializes JSON and rejects numbers that JSON cannot represent. serde_json writes NaN and infinity as `null`, which
//! many servers interpret as a request to clear the value. <https://www.rfc-editor.org/rfc/rfc8259#section-6>

use std::cell::RefCell;
use std::fmt::Display;

use serde::ser::{self, Serialize, Serializer};
use serde_json::value::RawValue;

/// Serializes a value to JSON.
///
/// # Errors
/// Returns an error if the value does not serialize to JSON, or if a number is not finite. The error has the path of the
/// number.
pub(crate) fn to_raw_value(value: &(impl Serialize + ?Sized)) -> Result<Box<RawValue>, serde_json::Error> {
    let path = NumberPath::default();
    // Not `RawValue::from_string`, which parses the text.
    let json = serde_json::value::to_raw_value(&Value { value, path: &path });
    json.map_err(|error| path.explain(error))
}

/// The path of a number that is not finite, innermost step first, or `None` if there is none.
#[derive(Default)]
struct NumberPath(RefCell<Option<Vec<String>>>);

impl NumberPath {
    fn found<E: ser::Error>(&self) -> E {
        *self.0.borrow_mut() = Some(Vec::new());
        E::custom("a number is not finite")
    }

    /// Appends a step to the path, if the result is an error.
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

/// A serializer that rejects numbers that are not finite, and delegates everything else.
struct Finite<'p, S> {
    inner: S,
    path: &'p NumberPath,
}

/// A value that is serialized by [`Finite`].
struct Value<'p, 'v, T: ?Sized> {
    value: &'v T,
    path: &'p NumberPath,
}

impl<T: Serialize + ?Sized> Serialize for Value<'_, '_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        let path = self.path;
        self.value.serialize(Finite { inner, path })
    }
}

/// The serializer for the items or members of a value, with the number that has been written.
struct Compound<'p, C> {
    inner: C,
    path: &'p NumberPath,
    count: usize,
}

impl<'p, C> Compound<'p, C> {
    fn new<E>(inner: Result<C, E>, path: &'p NumberPath) -> Result<Self, E> {
        Ok(Self {
            inner: inner?,
            path,
            count: 0,
        })
    }

    fn value<'v, T: ?Sized>(&self, value: &'v T) -> Value<'p, 'v, T> {
        let path = self.path;
        Value { value, path }
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
    type SerializeSeq = Compound<'p, S::SerializeSeq>;
    type SerializeTuple = Compound<'p, S::SerializeTuple>;
    type SerializeTupleStruct = Compound<'p, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Compound<'p, S::SerializeTupleVariant>;
    type SerializeMap = Compound<'p, S::SerializeMap>;
    type SerializeStruct = Compound<'p, S::SerializeStruct>;
    type SerializeStructVariant = Compound<'p, S::SerializeStructVariant>;

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
            return Err(self.path.found());
        }
        self.inner.serialize_f32(value)
    }

    #[inline]
    fn serialize_f64(self, value: f64) -> Result<S::Ok, S::Error> {
        if !value.is_finite() {
            return Err(self.path.found());
        }
        self.inner.serialize_f64(value)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        let path = self.path;
        self.inner.serialize_some(&Value { value, path })
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let path = self.path;
        self.inner.serialize_newtype_struct(name, &Value { value, path })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let path = self.path;
        let written = self
            .inner
            .serialize_newtype_variant(name, index, variant, &Value { value, path });
        path.step(written, || variant.to_owned())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Compound::new(self.inner.serialize_seq(len), self.path)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        Compound::new(self.inner.serialize_tuple(len), self.path)
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        Compound::new(self.inner.serialize_tuple_struct(name, len), self.path)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let members = self.inner.serialize_tuple_variant(name, index, variant, len);
        Compound::new(members, self.path)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Compound::new(self.inner.serialize_map(len), self.path)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        Compound::new(self.inner.serialize_struct(name, len), self.path)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let members = self.inner.serialize_struct_variant(name, index, variant, len);
        Compound::new(members, self.path)
    }

    #[inline]
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Implements the serializers for items that are identified by their index.
macro_rules! by_index {
    ($($trait:ident::$method:ident),*) => {$(
        impl<C: ser::$trait> ser::$trait for Compound<'_, C> {
            type Ok = C::Ok;
            type Error = C::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
                let value = self.value(value);
                let index = self.count;
                self.count += 1;
                let written = self.inner.$method(&value);
                self.path.step(written, || index.to_string())
            }

            fn end(self) -> Result<C::Ok, C::Error> {
                self.inner.end()
            }
        }
    )*};
}
by_index!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// Implements the serializers for members that are identified by their name.
macro_rules! by_name {
    ($($trait:ident),*) => {$(
        impl<C: ser::$trait> ser::$trait for Compound<'_, C> {
            type Ok = C::Ok;
            type Error = C::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), C::Error> {
                let value = self.value(value);
                let written = self.inner.serialize_field(name, &value);
                self.path.step(written, || name.to_owned())
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

impl<C: ser::SerializeMap> ser::SerializeMap for Compound<'_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), C::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        let value = self.value(value);
        let written = self.inner.serialize_value(&value);
        // The key is not kept for an error message.
        self.path.step(written, || "*".to_owned())
    }

    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &T,
    ) -> Result<(), C::Error> {
        let value = self.value(value);
        let written = self.inner.serialize_entry(key, &value);
        self.path.step(written, || {
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
    fn a_number_that_is_not_finite_is_an_error_with_its_path() {
        let (nan, infinite) = (f64::NAN, f64::INFINITY);
        for (change, path) in [
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
                assert_eq!(error.to_string(), format!("`{path}` is not a finite number"));
            }
        }
        let error = to_raw_value(&nan).unwrap_err();
        assert_eq!(error.to_string(), "the value is not a finite number");
        // Other errors are returned unchanged.
        assert!(to_raw_value(&Upload::from_bytes("a", "b")).is_err());
    }
}
