//! The position of an error lies in the value that serde_path_to_error names, for all values of a text that do not fit.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::hinted::Node;

/// A type with a conversion that may fail at the end of each kind of value.
#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only its errors matter")]
struct Converted<N> {
    number: Small,
    list: Vec<Option<Small>>,
    nested: Vec<Vec<Word>>,
    pair: (Small, Word),
    map: BTreeMap<Word, Small>,
    option: Option<Word>,
    newtype: Newtype,
    choice: Choice,
    choices: Vec<Choice>,
    unread: Option<Unread>,
    unreads: Vec<Option<Unread>>,
    object: Range,
    items: Three,
    tagged: Tagged,
    loose: Loose,
    flat: Flat,
    ignored: Option<IgnoredAny>,
    node: N,
    inner: Option<Box<Converted<N>>>,
    last: Small,
}

/// A [`Node`] without hints, as serde_path_to_error does not see the keys of hinted types.
#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only its errors matter")]
struct PlainNode {
    #[serde(rename = "__typename")]
    typename: String,
    #[serde(default)]
    id: i64,
    name: Option<String>,
    #[serde(default)]
    nodes: Vec<PlainNode>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(try_from = "i64")]
struct Small(#[allow(dead_code, reason = "only its errors matter")] i64);

impl TryFrom<i64> for Small {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if number < 100 {
            Ok(Self(number))
        } else {
            Err("too large")
        }
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(try_from = "String")]
struct Word(String);

impl TryFrom<String> for Word {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.contains(' ') {
            Err("not a word")
        } else {
            Ok(Self(text))
        }
    }
}

#[derive(Debug, serde::Deserialize)]
struct Newtype(#[allow(dead_code, reason = "only its errors matter")] Option<Small>);

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only its errors matter")]
enum Choice {
    A,
    B(Small),
    C(Small, Word),
    D { small: Small },
}

/// A type that only reads `null`, and otherwise fails before it reads anything.
#[derive(Debug)]
struct Unread;

impl<'de> Deserialize<'de> for Unread {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("not read"))
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(try_from = "Bounds")]
struct Range;

#[derive(serde::Deserialize)]
struct Bounds {
    from: i64,
    to: i64,
}

impl TryFrom<Bounds> for Range {
    type Error = &'static str;

    fn try_from(bounds: Bounds) -> Result<Self, Self::Error> {
        if bounds.from <= bounds.to {
            Ok(Self)
        } else {
            Err("it ends before it begins")
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(try_from = "Vec<Small>")]
struct Three;

impl TryFrom<Vec<Small>> for Three {
    type Error = &'static str;

    fn try_from(items: Vec<Small>) -> Result<Self, Self::Error> {
        if items.len() == 3 {
            Ok(Self)
        } else {
            Err("not three")
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(tag = "kind")]
#[allow(dead_code, reason = "only its errors matter")]
enum Tagged {
    A { small: Small },
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only its errors matter")]
enum Loose {
    Small(Small),
    Word(Word),
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "only its errors matter")]
struct Flat {
    first: Small,
    #[serde(flatten)]
    rest: BTreeMap<String, Small>,
}

const TEXT: &str = r#"{
    "number": 1, "list": [1, null, 2], "nested": [[], ["a", "b"]], "pair": [1, "a"], "map": {"a": 1, "b": 2}, "option": "a",
    "newtype": 1, "choice": {"B": 1}, "choices": ["A", {"B": 1}, {"C": [1, "a"]}, {"D": {"small": 1}}], "unread": null,
    "unreads": [null, null], "object": {"from": 1, "to": 2}, "items": [1, 2, 3], "tagged": {"kind": "A", "small": 1}, "loose": 1,
    "flat": {"first": 1, "second": 2}, "ignored": [{}],
    "node": {"__typename": "A", "id": 1, "name": "a", "nodes": [{"id": 2, "nodes": [], "__typename": "B"}]},
    "inner": null, "last": 1
}"#;

const MISFITS: &[&str] = &[
    "null",
    "true",
    "1.5",
    "-1",
    "7",
    "100",
    "\"\"",
    "\"a b\"",
    "\"\\u0061 \\n\"",
    "\"A\"",
    "\"B\"",
    "\"X\"",
    "[]",
    "[100]",
    "[[100]]",
    "[1,\"a b\"]",
    "[1,2]",
    "[1,2,100]",
    "{}",
    "{\"B\":100}",
    "{\"X\":1}",
    "{\"B\":1,\"A\":1}",
    "{\"C\":[1,\"a b\"]}",
    "{\"D\":{}}",
    "{\"D\":{\"small\":100}}",
    "{\"a b\":1}",
    "{\"a\":100}",
    "{\"from\":2,\"to\":1}",
    "{\"kind\":\"A\",\"small\":100}",
    "{\"first\":1,\"second\":100}",
    "{\"id\":1,\"nodes\":[],\"__typename\":1}",
];

#[test]
fn the_position_lies_in_the_value_that_does_not_fit() {
    let mut base: Value = serde_json::from_str(TEXT).unwrap();
    assert!(serde_json::from_value::<Converted<Node>>(base.clone()).is_ok());
    // The outermost object, and one of the same type within.
    base["inner"] = base.clone();
    let mut count = 0;
    for place in places(&base) {
        let mut missing = base.clone();
        if remove(&mut missing, &place) {
            count += compare(&missing);
        }
        // Unlike ours, derived types may be lists.
        let is_node = place.ends_with("/node") || place.contains("/nodes");
        for misfit in MISFITS
            .iter()
            .filter(|misfit| !(is_node && misfit.starts_with('[')))
        {
            let mut changed = base.clone();
            *changed.pointer_mut(&place).unwrap() = serde_json::from_str(misfit).unwrap();
            count += compare(&changed);
        }
    }
    assert!(count > 5000, "{count} errors");
}

/// Returns the JSON pointers of all values but the outermost one.
fn places(value: &Value) -> Vec<String> {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (name, value) in members {
        all.push(format!("/{name}"));
        all.extend(places(value).into_iter().map(|place| format!("/{name}{place}")));
    }
    all
}

/// Removes a member or an item.
fn remove(value: &mut Value, place: &str) -> bool {
    let (parent, name) = place.rsplit_once('/').unwrap();
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => members.remove(name).is_some(),
        Some(Value::Array(items)) => {
            items.remove(name.parse().unwrap());
            true
        }
        _ => false,
    }
}

/// Compares the paths of the error in a value, in several forms of its text. Returns the number of errors.
fn compare(value: &Value) -> usize {
    let compact = value.to_string();
    let reversed = reversed(value);
    let indented = serde_json::to_string_pretty(value)
        .unwrap()
        .replace(':', " : ")
        .replace('}', " }");
    let mut count = 0;
    for text in [compact, reversed, indented] {
        let mut expected = serde_json::Deserializer::from_str(&text);
        let expected = serde_path_to_error::deserialize::<_, Converted<PlainNode>>(&mut expected);
        let mut reader = gql_json::Reader::new(&text);
        let read = Converted::<Node>::deserialize(&mut reader);
        let (expected, read) = match (expected, read) {
            (Ok(_), Ok(_)) => continue,
            (Err(expected), Err(read)) => (expected, read),
            (expected, read) => panic!("{text}: {expected:?}, {read:?}"),
        };
        let path = path_to(&text, read.offset().unwrap());
        let mut expected = expected.path().to_string();
        // The name of a variant is part of the path, but not a key if the variant has no value.
        if value.pointer(&pointer(&expected)).is_none() {
            expected.truncate(expected.rfind('.').unwrap_or_default());
        }
        assert_eq!(path, expected, "{text}: {read}");
        count += 1;
    }
    count
}

/// Returns the JSON pointer of a path.
fn pointer(path: &str) -> String {
    match path {
        "." => String::new(),
        _ => format!("/{}", path.replace(['.', '['], "/").replace(']', "")),
    }
}

/// Writes a value with the members of all objects in reverse order, so that `__typename` is last.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members: Vec<_> = members
                .map(|(key, value)| format!("\"{key}\":{}", reversed(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(",")),
        _ => value.to_string(),
    }
}

/// Returns the path of the innermost value that contains the byte before `offset`, or of the list or object that starts there.
fn path_to(text: &str, offset: usize) -> String {
    let mut path = String::new();
    let mut value = text;
    'levels: loop {
        if let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(value) {
            for (key, member) in members {
                if contains(text, member, offset) {
                    path += &format!("{}{key}", if path.is_empty() { "" } else { "." });
                    value = member.get();
                    continue 'levels;
                }
            }
        } else if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value) {
            for (index, item) in items.into_iter().enumerate() {
                if contains(text, item, offset) {
                    path += &format!("[{index}]");
                    value = item.get();
                    continue 'levels;
                }
            }
        }
        return if path.is_empty() { ".".to_owned() } else { path };
    }
}

fn contains(text: &str, value: &RawValue, offset: usize) -> bool {
    let start = value.get().as_ptr().addr() - text.as_ptr().addr();
    let opens = value.get().starts_with(['[', '{']);
    offset > start && offset <= start + value.get().len() || opens && offset == start
}
