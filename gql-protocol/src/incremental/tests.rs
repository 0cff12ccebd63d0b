//! Results in parts, in both formats, valid and invalid.

use std::collections::VecDeque;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Merger;
use crate::{Error, Payload};

/// Returns the merged result, whether more payloads are announced, and whether the last payload changed the result.
fn merged(payloads: &[String]) -> Result<(Value, bool, bool), Error> {
    let mut merger = Merger::new(None);
    let mut changed = false;
    for payload in payloads {
        changed = merger.handle_payload(Payload::from_bytes(payload.clone()))?;
    }
    let result = serde_json::from_slice(merger.result().as_bytes()).expect("the result is JSON");
    Ok((result, merger.has_next(), changed))
}

fn texts(payloads: &[Value]) -> Vec<String> {
    payloads.iter().map(ToString::to_string).collect()
}

fn all(payloads: &[Value]) -> (Value, bool, bool) {
    merged(&texts(payloads)).expect("the payloads fit")
}

#[test]
fn a_single_payload_is_returned_unchanged() {
    let payload = r#"{ "data": {"b":1.0000000000000000001}, "extensions":{} }"#;
    let mut merger = Merger::new(None);
    assert!(merger.handle_payload(Payload::from_bytes(payload)).unwrap());
    assert!(!merger.has_next());
    assert_eq!(merger.result().as_bytes(), payload.as_bytes());
}

#[test]
fn merges_by_path() {
    let first = json!({"data": {"ship": {"id": "1", "crew": [{"id": "2"}]}}, "hasNext": true});
    let second = json!({"incremental": [
        {"path": ["ship"], "label": "Parts", "data": {"name": "Ada", "crew": [{"name": "Bo"}]}},
        {"path": ["ship", "crew", 1], "items": [{"id": "3"}, {"id": "4"}]},
    ], "hasNext": true});
    let third = json!({"incremental": [
        {"path": ["ship", "crew", 2], "data": null, "errors": [{"message": "m"}], "extensions": {"a": 1}},
    ], "hasNext": false});
    let data = json!({"ship": {"id": "1", "name": "Ada", "crew": [{"id": "2", "name": "Bo"}, {"id": "3"}, {"id": "4"}]}});
    assert_eq!(
        all(&[first.clone(), second.clone()]),
        (json!({ "data": data }), true, true)
    );
    let whole = json!({"data": data, "errors": [{"message": "m"}], "extensions": {"a": 1}});
    assert_eq!(all(&[first, second, third]), (whole, false, true));
}

#[test]
fn df_003_merges_by_id() {
    let first = json!({
        "data": {"ship": {"id": "1", "crew": [{"id": "2"}]}},
        "pending": [{"id": "0", "path": ["ship"], "label": "Parts"}, {"id": "1", "path": ["ship", "crew"]}],
        "hasNext": true,
    });
    let second = json!({
        "pending": [{"id": "2", "path": ["ship", "crew", 0]}],
        "incremental": [
            {"id": "0", "data": {"name": "Ada"}},
            {"id": "0", "subPath": ["crew", 0], "data": {"name": "Bo"}},
            {"id": "1", "items": [{"id": "3"}]},
        ],
        "completed": [{"id": "0"}],
        "hasNext": true,
    });
    let third = json!({
        "incremental": [{"id": "1", "items": [{"id": "4"}]}, {"id": "2", "data": {"age": 7}}],
        "completed": [{"id": "1"}, {"id": "2"}],
        "hasNext": false,
    });
    let data = json!({"ship": {
        "id": "1", "name": "Ada", "crew": [{"id": "2", "name": "Bo", "age": 7}, {"id": "3"}, {"id": "4"}],
    }});
    assert_eq!(
        all(&[first, second, third]),
        (json!({ "data": data }), false, true)
    );
}

#[test]
fn df_002_a_last_payload_without_parts_changes_nothing() {
    let first = json!({"data": {"a": 1}, "pending": [{"id": "0", "path": []}], "hasNext": true});
    for last in [
        json!({"hasNext": false}),
        json!({"completed": [{"id": "0"}], "hasNext": false}),
    ] {
        assert_eq!(
            all(&[first.clone(), last]),
            (json!({"data": {"a": 1}}), false, false)
        );
    }
}

#[test]
fn df_004_a_failed_part_adds_its_errors() {
    let first = json!({"data": {"a": 1}, "pending": [{"id": "0", "path": []}], "hasNext": true});
    let last = json!({"completed": [{"id": "0", "errors": [{"message": "lost"}]}], "hasNext": false});
    let whole = json!({"data": {"a": 1}, "errors": [{"message": "lost"}]});
    assert_eq!(all(&[first, last]), (whole, false, true));
}

#[test]
fn later_parts_do_not_remove_values() {
    let first = json!({"data": {"a": {"id": 1}, "list": [1], "b": null, "c": 1}, "hasNext": true});
    let last =
        json!({"incremental": [{"path": [], "data": {"a": null, "list": null, "b": {"id": 2}, "c": 2}}]});
    let data = json!({"a": {"id": 1}, "list": [1], "b": {"id": 2}, "c": 2});
    assert_eq!(all(&[first, last]), (json!({ "data": data }), true, true));
}

#[test]
fn df_004_a_part_that_does_not_fit_is_a_protocol_error() {
    let data = json!({"a": {"b": [1, {"c": null}]}, "n": 7});
    let first = json!({"data": data, "pending": [{"id": "0", "path": ["a"]}, {"id": "9", "path": ["z"]}], "hasNext": true});
    let deep = vec![json!(0); 200];
    let long = "k".repeat(10_000);
    for (payload, says) in [
        (json!({"data": {}}), "the server sent the initial result twice"),
        (
            json!({"incremental": [{"id": "1", "data": {}}]}),
            "the server sent the part `1`, which it did not announce",
        ),
        (
            json!({"completed": [{"id": "1"}]}),
            "the server sent the part `1`, which it did not announce",
        ),
        (
            json!({"pending": [{"id": "0", "path": []}]}),
            "the server announced the part `0` twice",
        ),
        (json!({"pending": [{"path": []}]}), "a part has no id"),
        (
            json!({"pending": [{"id": {}, "path": []}]}),
            "the id of a part is not a string",
        ),
        (
            json!({"incremental": [{"id": "9", "data": {}}]}),
            "the server sent a part for `data.z`, which does not exist",
        ),
        (
            json!({"incremental": [{"path": ["a", "b", 2, "c"], "data": {}}]}),
            "the server sent a part for `data.a.b[2]`, which does not exist",
        ),
        (
            json!({"incremental": [{"path": ["a", 0], "data": {}}]}),
            "the server sent a part for `data.a[0]`, which does not exist",
        ),
        (
            json!({"incremental": [{"path": ["n", "x"], "data": {}}]}),
            "the server sent a part for `data.n.x`, which does not exist",
        ),
        (
            json!({"incremental": [{"path": ["a", "b", 1, "c"], "data": {}}]}),
            "a part does not fit the value at its path",
        ),
        (
            json!({"incremental": [{"path": ["a", "b", 3], "items": [1]}]}),
            "the server sent item 3 of a list with 2 items",
        ),
        (
            json!({"incremental": [{"path": ["a", "b"], "items": [1]}]}),
            "the path of list items does not end with a list index",
        ),
        (
            json!({"incremental": [{"id": "0", "items": [1]}]}),
            "the server sent list items for a value that is not a list",
        ),
        (
            json!({"incremental": [{"path": [-1], "data": {}}]}),
            "the path of a part has the invalid step -1",
        ),
        (
            json!({"incremental": [{"path": deep, "data": {}}]}),
            "the path of a part has more than 128 steps",
        ),
        (
            json!({"incremental": [{"path": [long], "data": {}}]}),
            "the path of a part is longer than 8192 bytes",
        ),
        (
            json!({"incremental": {}}),
            "a member of the payload is not a list of objects",
        ),
        (
            json!({"hasNext": "no"}),
            "a member of the payload is not a boolean",
        ),
    ] {
        let error = merged(&texts(&[first.clone(), payload])).unwrap_err();
        assert!(error.is_json(), "{error:?}");
        assert_eq!(error.to_string(), says);
    }
    for text in ["", "[]", "{\"data\":", "nope"] {
        assert!(!merged(&[text.to_owned()]).unwrap_err().is_json(), "{text}");
    }
}

#[test]
fn depth_and_size_have_limits() {
    let nested = |inner: &str| format!("{}{inner}{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let first = format!(r#"{{"data":{},"hasNext":true}}"#, nested("1"));
    let part = format!(r#"{{"incremental":[{{"path":[],"data":{}}}]}}"#, nested("2"));
    let error = merged(&[first, part]).unwrap_err();
    assert_eq!(error.to_string(), "a part is more than 128 levels deep");
    let large = format!(r#"{{"extensions":{{"a":"{}"}}}}"#, "x".repeat(super::MAX_SIZE));
    assert!(merged(std::slice::from_ref(&large)).is_ok());
    let error = merged(&[r#"{"data":{},"hasNext":true}"#.to_owned(), large]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the parts of the result are larger than the limit of 67108864 bytes"
    );
}

#[test]
fn a_long_list_that_grows_item_by_item_takes_linear_time() {
    let mut payloads =
        vec![json!({"data": {"list": []}, "pending": [{"id": "0", "path": ["list"]}], "hasNext": true})];
    payloads.extend((0..50_000).map(|item| json!({"incremental": [{"id": "0", "items": [item]}]})));
    payloads.push(json!({"completed": [{"id": "0"}], "hasNext": false}));
    // Quadratic time would be minutes.
    let (result, ..) = all(&payloads);
    assert_eq!(result["data"]["list"].as_array().map(Vec::len), Some(50_000));
}

/// A part of a value that is delivered later.
#[derive(Debug, Clone)]
enum Part {
    Data(Vec<Value>, Value),
    Items(Vec<Value>, usize, Vec<Value>),
}

/// Splits a value into a first value and its parts. Each part follows the one that it belongs to.
fn take_apart(value: Value, chance: &mut impl FnMut(u32) -> u32) -> (Value, Vec<Part>) {
    let mut open = VecDeque::new();
    let whole = hold_back(&[], value, chance, &mut open);
    let mut parts = Vec::new();
    while let Some(part) = open.pop_front() {
        // The value of a part is only split below itself, so this terminates.
        parts.push(match part {
            Part::Data(path, Value::Object(members)) => {
                let keep = |(key, value)| {
                    let path = [&path[..], &[json!(key)]].concat();
                    (key, hold_back(&path, value, chance, &mut open))
                };
                let members = members.into_iter().map(keep).collect();
                Part::Data(path, members)
            }
            Part::Items(path, first, items) => {
                let keep = |(index, item)| {
                    let path = [&path[..], &[json!(first + index)]].concat();
                    hold_back(&path, item, chance, &mut open)
                };
                let items = items.into_iter().enumerate().map(keep).collect();
                Part::Items(path, first, items)
            }
            leaf => leaf,
        });
    }
    (whole, parts)
}

/// Returns the first value, without the members and items that are delivered later.
fn hold_back(
    path: &[Value],
    value: Value,
    chance: &mut impl FnMut(u32) -> u32,
    held: &mut VecDeque<Part>,
) -> Value {
    let step = |step: Value| [path, &[step]].concat();
    match value {
        Value::Object(members) => {
            let (mut kept, mut part) = (serde_json::Map::new(), serde_json::Map::new());
            for (key, value) in members {
                if chance(4) == 0 {
                    part.insert(key, value);
                } else {
                    let value = hold_back(&step(json!(key)), value, chance, held);
                    kept.insert(key, value);
                }
            }
            if !part.is_empty() {
                held.push_back(Part::Data(path.to_vec(), Value::Object(part)));
            }
            Value::Object(kept)
        }
        Value::Array(mut items) => {
            let mut first = items.len();
            if chance(3) == 0 {
                first = chance(items.len() as u32 + 1) as usize;
                let mut place = first;
                let mut rest = items.split_off(first);
                while !rest.is_empty() {
                    let after = rest.split_off(1 + chance(rest.len() as u32) as usize);
                    held.push_back(Part::Items(path.to_vec(), place, rest.clone()));
                    place += rest.len();
                    rest = after;
                }
            }
            let keep = |(index, item)| hold_back(&step(json!(index)), item, chance, held);
            Value::Array(items.into_iter().take(first).enumerate().map(keep).collect())
        }
        leaf => leaf,
    }
}

/// Returns the payloads of a result, in which each increment has a path.
fn with_paths(first: &Value, groups: &[Vec<Part>]) -> Vec<Value> {
    let increment = |part: &Part| match part {
        Part::Data(path, data) => json!({"path": path, "data": data}),
        Part::Items(path, first, items) => {
            json!({"path": ([path.clone(), vec![json!(first)]].concat()), "items": items})
        }
    };
    let mut payloads = vec![json!({"data": first, "hasNext": true})];
    for group in groups {
        let increments: Vec<_> = group.iter().map(increment).collect();
        payloads.push(json!({"incremental": increments, "hasNext": true}));
    }
    payloads.push(json!({"hasNext": false}));
    payloads
}

/// Returns the payloads of a result, in which each increment has an id. It is announced and completed with its part.
fn with_ids(first: &Value, groups: &[Vec<Part>], chance: &mut impl FnMut(u32) -> u32) -> Vec<Value> {
    let mut payloads = vec![json!({"data": first, "hasNext": true})];
    let mut last = 0;
    for (index, group) in groups.iter().enumerate() {
        let (mut pending, mut incremental, mut completed) = (Vec::new(), Vec::new(), Vec::new());
        for part in group {
            last += 1;
            let id = last.to_string();
            match part {
                Part::Data(path, data) => {
                    let (path, rest) = path.split_at(chance(path.len() as u32 + 1) as usize);
                    pending.push(json!({"id": id, "path": path}));
                    incremental.push(json!({"id": id, "subPath": rest, "data": data}));
                }
                Part::Items(path, _, items) => {
                    pending.push(json!({"id": id, "path": path}));
                    incremental.push(json!({"id": id, "items": items}));
                }
            }
            completed.push(json!({ "id": id }));
        }
        let has_next = index + 1 < groups.len();
        payloads.push(
            json!({"pending": pending, "incremental": incremental, "completed": completed, "hasNext": has_next}),
        );
    }
    if groups.is_empty() {
        payloads.push(json!({"hasNext": false}));
    }
    payloads
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i32>().prop_map(|number| json!(number)),
        "[a-z\"\\\\é]{0,4}".prop_map(|text| json!(text)),
        Just(Value::Null),
        Just(json!(true)),
    ];
    let nested = leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map("[a-e_\"]{1,3}", inner, 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    });
    prop::collection::btree_map("[a-e]{1,2}", nested, 0..6).prop_map(|members| members.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Both formats restore the value, for any split and any grouping of its parts.
    #[test]
    fn df_003_any_grouping_gives_the_same_result(whole in value(), choices in prop::collection::vec(any::<u32>(), 1..80)) {
        let mut choices = choices.iter().cycle();
        let mut chance = |limit: u32| choices.next().map_or(0, |choice| choice % limit.max(1));
        let (first, parts) = take_apart(whole.clone(), &mut chance);
        let mut groups: Vec<Vec<Part>> = Vec::new();
        for part in parts {
            match groups.last_mut() {
                Some(group) if chance(2) == 0 => group.push(part),
                _ => groups.push(vec![part]),
            }
        }
        let expected = json!({ "data": whole });
        for payloads in [with_paths(&first, &groups), with_ids(&first, &groups, &mut chance)] {
            let (result, has_next, _) = merged(&texts(&payloads)).map_err(|error| TestCaseError::fail(format!("{error}: {payloads:?}")))?;
            prop_assert_eq!(&result, &expected, "{:?}", payloads);
            prop_assert!(!has_next);
        }
    }

    /// Payloads with damaged bytes are merged or rejected, and never make the merger panic.
    #[test]
    fn df_004_damage_is_an_error_at_most(
        whole in value(),
        choices in prop::collection::vec(any::<u32>(), 1..40),
        damage in prop::collection::vec((any::<usize>(), any::<usize>(), prop::sample::select(b"{}[]\",:01-n".to_vec())), 1..5),
    ) {
        let mut choices = choices.iter().cycle();
        let mut chance = |limit: u32| choices.next().map_or(0, |choice| choice % limit.max(1));
        let (first, parts) = take_apart(whole, &mut chance);
        let groups: Vec<_> = parts.into_iter().map(|part| vec![part]).collect();
        let mut payloads = texts(&with_ids(&first, &groups, &mut chance));
        payloads.extend(texts(&with_paths(&first, &groups)).split_off(1));
        for (payload, place, byte) in damage {
            let index = payload % payloads.len();
            let mut bytes = payloads[index].clone().into_bytes();
            let place = place % bytes.len();
            bytes[place] = byte;
            payloads[index] = String::from_utf8_lossy(&bytes).into_owned();
        }
        if let Err(error) = merged(&payloads) {
            prop_assert!(!error.message().is_empty(), "{error:?}");
        }
    }
}
