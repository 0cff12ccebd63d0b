//! Random tables, data and errors, settled as an interpreter of the rules settles them.
//!
//! `ERRORS_CASES=100000 ERRORS_SEED=7 cargo test -p gql-runtime --lib errors_are_settled` tries other cases, and more.

use std::collections::BTreeMap;

use gql_protocol::PathSegment;
use serde_json::{Map, Value, json};

use super::positions::{Handling, Position};
use super::settle::{Settled, settle};
use crate::graphql_error::{GraphQLError, entry_of};

/// SplitMix64. <https://doi.org/10.1145/2714064.2660195>
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    fn table(&mut self, depth: usize) -> &'static [Position] {
        let handlings = [
            Handling::NonNull,
            Handling::Keep,
            Handling::Null,
            Handling::Result,
            Handling::Throw,
        ];
        let mut fields = Vec::new();
        for key in ["a", "b", "c"] {
            if self.below(4) > 0 {
                let levels: Vec<_> = (0..=self.below(3)).map(|_| handlings[self.below(5)]).collect();
                fields.push(Position {
                    key,
                    levels: levels.leak(),
                    fields: if depth > 0 && self.below(3) > 0 {
                        self.table(depth - 1)
                    } else {
                        &[]
                    },
                });
            }
        }
        fields.leak()
    }

    fn object(&mut self, fields: &[Position], depth: usize) -> Value {
        let mut members = Map::new();
        for field in fields {
            if self.below(8) > 0 {
                members.insert(field.key.to_owned(), self.value(field, 0, depth));
            }
        }
        if self.below(3) == 0 {
            members.insert(
                "unknown \"{".to_owned(),
                [json!(null), json!({"a": [null]})][self.below(2)].clone(),
            );
        }
        Value::Object(members)
    }

    fn value(&mut self, field: &Position, level: usize, depth: usize) -> Value {
        let often = if field.levels[level] == Handling::NonNull {
            12
        } else {
            3
        };
        if self.below(often) == 0 {
            Value::Null
        } else if level + 1 < field.levels.len() {
            (0..self.below(3))
                .map(|_| self.value(field, level + 1, depth))
                .collect()
        } else if depth > 0 && !field.fields.is_empty() {
            self.object(field.fields, depth - 1)
        } else {
            [json!("a,\"]}"), json!(-1.5), json!(true)][self.below(3)].clone()
        }
    }

    fn path(&mut self) -> Vec<PathSegment> {
        let keys = ["a", "b", "c", "unknown \"{"];
        let step = |random: &mut Self| match random.below(3) {
            0 => PathSegment::Index(random.below(3)),
            _ => PathSegment::Key(keys[random.below(4)].to_owned()),
        };
        (0..self.below(5)).map(|_| step(self)).collect()
    }

    /// Returns a path to a value of the data or, beyond a null, to where a value could be.
    fn path_in(&mut self, data: &Value) -> Vec<PathSegment> {
        let (mut path, mut at) = (Vec::new(), data);
        while self.below(5) > 0 {
            match at {
                Value::Object(members) if !members.is_empty() => {
                    let (key, value) = members.iter().nth(self.below(members.len())).expect("a member");
                    path.push(PathSegment::Key(key.clone()));
                    at = value;
                }
                Value::Array(items) if !items.is_empty() => {
                    let index = self.below(items.len());
                    path.push(PathSegment::Index(index));
                    at = &items[index];
                }
                _ => {
                    path.extend(self.path());
                    break;
                }
            }
        }
        path
    }
}

/// An error on its way outward, with its index.
#[derive(Clone, Copy)]
enum Outward {
    /// A null that is not a value of its position.
    Null(usize),
    Thrown(usize),
}

/// Settles errors by recursion over the data.
struct Interpreter<'e> {
    errors: &'e [GraphQLError],
    handled: BTreeMap<usize, bool>,
}

impl Interpreter<'_> {
    /// Returns the value at a position, which is `None` if it is missing, and the errors that it does not take.
    /// `errors` are those at or within the position, each with the rest of its path.
    fn position(
        &mut self,
        (levels, fields): (&[Handling], &[Position]),
        value: Option<&Value>,
        errors: &[(usize, &[PathSegment])],
    ) -> (Option<Value>, Vec<Outward>) {
        let (new, arriving) = match value {
            None | Some(Value::Null) => {
                let all = errors.iter().map(|(index, _)| Outward::Null(*index));
                (value.cloned(), all.collect())
            }
            Some(Value::Object(members)) => {
                let (members, outward) = self.members(fields, members, errors);
                (Some(Value::Object(members)), outward)
            }
            Some(Value::Array(items)) => {
                let (mut new, mut outward) = (Vec::new(), Vec::new());
                for (index, item) in items.iter().enumerate() {
                    let inner = within(errors, &PathSegment::Index(index));
                    let rest = levels.get(1..).unwrap_or_default();
                    let (item, more) = self.position((rest, fields), Some(item), &inner);
                    new.extend(item);
                    outward.extend(more);
                }
                (Some(Value::Array(new)), outward)
            }
            Some(other) => (Some(other.clone()), Vec::new()),
        };
        let handling = levels.first().copied().unwrap_or(Handling::Keep);
        let mut outward = Vec::new();
        let mut taken: Option<(usize, Value)> = None;
        let mut take = |index: usize, value: Value| match &taken {
            Some((first, _)) if *first <= index => {}
            _ => taken = Some((index, value)),
        };
        for error in arriving {
            let (Outward::Null(index) | Outward::Thrown(index)) = error;
            match (handling, error) {
                (Handling::Result, _) => {
                    self.handled.insert(index, true);
                    take(index, json!({gql_json::REPLACED: entry_of(&self.errors[index])}));
                }
                (Handling::Null, _) => {
                    self.handled.insert(index, true);
                    take(index, Value::Null);
                }
                (Handling::Keep, Outward::Null(_)) if matches!(value, None | Some(Value::Null)) => {}
                (Handling::Keep, Outward::Null(index)) => take(index, Value::Null),
                (Handling::Throw, _) => outward.push(Outward::Thrown(index)),
                (Handling::NonNull | Handling::Keep, error) => outward.push(error),
            }
        }
        (taken.map(|(_, value)| value).or(new), outward)
    }

    fn members(
        &mut self,
        fields: &[Position],
        members: &Map<String, Value>,
        errors: &[(usize, &[PathSegment])],
    ) -> (Map<String, Value>, Vec<Outward>) {
        let missing = errors.iter().filter_map(|(_, path)| match path.first() {
            Some(PathSegment::Key(key)) if !members.contains_key(key) => Some(key),
            _ => None,
        });
        let (mut new, mut outward) = (Map::new(), Vec::new());
        for key in members.keys().chain(missing) {
            let field = fields.iter().find(|it| it.key == key);
            let rules = field.map_or((&[][..], &[][..]), |it| (it.levels, it.fields));
            if new.contains_key(key) {
                continue;
            }
            let inner = within(errors, &PathSegment::Key(key.clone()));
            let (value, more) = self.position(rules, members.get(key), &inner);
            new.extend(value.map(|value| (key.clone(), value)));
            // A missing member is visited once for each of its errors.
            outward.extend(more);
        }
        (new, outward)
    }
}

/// Returns the errors whose paths go on with this segment.
fn within<'p>(errors: &[(usize, &'p [PathSegment])], step: &PathSegment) -> Vec<(usize, &'p [PathSegment])> {
    let inner = errors
        .iter()
        .filter_map(|(index, path)| match path.split_first() {
            Some((first, rest)) if first == step => Some((*index, rest)),
            _ => None,
        });
    inner.collect()
}

#[test]
fn errors_are_settled_as_the_rules_say() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let cases = number("ERRORS_CASES").unwrap_or(5_000);
    let mut random = Random(number("ERRORS_SEED").unwrap_or(1));
    let (mut thrown, mut replaced, mut caught_all) = (0, 0_u64, 0_u64);
    for case in 0..cases {
        let fields = random.table(2);
        let data = random.object(fields, 3);
        let errors: Vec<GraphQLError> = (0..=random.below(4))
            .map(|index| {
                let mut error = GraphQLError::new(format!("error {index}"));
                error.path = if random.below(6) == 0 {
                    random.path()
                } else {
                    random.path_in(&data)
                };
                error
            })
            .collect();
        let mut interpreter = Interpreter {
            errors: &errors,
            handled: BTreeMap::new(),
        };
        let all: Vec<_> = errors
            .iter()
            .enumerate()
            .map(|(index, error)| (index, &*error.path))
            .collect();
        let (expected, outward) = interpreter.members(fields, data.as_object().expect("an object"), &all);
        let expected = Value::Object(expected);
        let first = outward.iter().filter_map(|error| match error {
            Outward::Thrown(index) => Some(*index),
            Outward::Null(_) => None,
        });
        let text = if case % 2 == 0 {
            data.to_string()
        } else {
            format!("{data:#}")
        };
        let context = format!("{fields:#?}\n{data}\n{errors:#?}");
        match (settle(fields, &errors, &text), first.min()) {
            (Settled::Thrown(index), Some(expected)) => {
                assert_eq!(index, expected, "{context}");
                thrown += 1;
            }
            (Settled::Data { text, caught }, None) => {
                let actual: Value =
                    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}\n{context}"));
                assert_eq!(actual, expected, "{context}");
                assert_eq!(caught, interpreter.handled.len() == errors.len(), "{context}");
                replaced += u64::from(actual != data);
                caught_all += u64::from(caught);
            }
            (settled, expected) => panic!("{settled:?}, not {expected:?}\n{context}"),
        }
    }
    println!("{thrown} thrown, {replaced} replaced, {caught_all} caught");
    assert!(thrown > cases / 50 && replaced > cases / 50 && caught_all > cases / 50);
}
