//! Types that call every method of a deserializer, without hints.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// A type with members of all kinds, each of which may be missing.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Everything<'a> {
    small: Option<i8>,
    byte: Option<u8>,
    int: i32,
    long: i64,
    unsigned: u64,
    huge: Option<i128>,
    vast: Option<u128>,
    single: f32,
    double: f64,
    letter: Option<char>,
    flag: bool,
    text: String,
    #[serde(borrow)]
    cow: Cow<'a, str>,
    #[serde(borrow)]
    lent: Option<&'a str>,
    unit: Option<()>,
    newtype: Option<Newtype>,
    pair: Option<(i32, f64)>,
    list: Vec<Option<i64>>,
    numbers: BTreeMap<i64, u8>,
    flags: BTreeMap<bool, u8>,
    names: BTreeMap<Name, u8>,
    choices: Vec<Choice>,
    by_choice: BTreeMap<Plain, Value>,
    tagged: Option<Tagged>,
    loose: Vec<Loose>,
    value: Value,
    raw: Option<Box<RawValue>>,
    #[serde(borrow)]
    raw_lent: Option<&'a RawValue>,
    bytes: Option<Bytes>,
    lenient: Lenient,
    ignored: Option<IgnoredAny>,
    inner: Option<Box<Everything<'a>>>,
}

#[derive(Debug, serde::Deserialize)]
struct Newtype(#[allow(dead_code, reason = "it is compared by its Debug")] f64);

/// A type whose name is also a key of an object.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename = "name")]
struct Name(String);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
enum Plain {
    A,
    B,
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "it is compared by its Debug")]
enum Choice {
    A,
    B(i64),
    C(u8, String),
    D { id: f64 },
}

#[derive(Debug, serde::Deserialize)]
#[serde(tag = "kind")]
#[allow(dead_code, reason = "it is compared by its Debug")]
enum Tagged {
    A {
        id: i64,
    },
    B {
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    },
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "it is compared by its Debug")]
enum Loose {
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Loose>),
    Other(BTreeMap<String, Loose>),
}

/// A type that continues after a value that does not fit.
#[derive(Debug, Default)]
struct Lenient(#[allow(dead_code, reason = "it is compared by its Debug")] i32);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(i32::deserialize(deserializer).unwrap_or(-1)))
    }
}

#[derive(Debug)]
struct Bytes(#[allow(dead_code, reason = "it is compared by its Debug")] Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
        }
        Ok(Bytes(bytes))
    }
}
