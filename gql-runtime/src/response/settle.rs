//! Settles the errors of a response: decides which value each error takes the place of, and writes it there.
//!
//! The values are replaced in the text of the data, which the operation's types then decode as any other text. An error is
//! written as the object `{"$gql_json::Replaced": …}`, which only the types of caught fields recognize.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use gql_protocol::PathSegment;

use super::places::{Node, Place, Places};
use super::positions::{Handling, Position};
use crate::graphql_error::{GraphQLError, entry_of};

/// The result of settling the errors of a response.
#[derive(Debug, PartialEq)]
pub(super) enum Settled<'t> {
    /// The error with this index is thrown, and no value of the operation takes it.
    Thrown(usize),
    Data {
        /// The text of the data.
        text: Cow<'t, str>,
        /// Whether the values of the operation handle every error.
        caught: bool,
    },
}

/// Settles the errors of a response with this data.
pub(super) fn settle<'t>(fields: &[Position], errors: &[GraphQLError], data: &'t str) -> Settled<'t> {
    let places = Places::find(errors, data);
    let mut replaced = Replaced::new();
    let mut caught = true;
    for (index, error) in errors.iter().enumerate() {
        let (target, replacement) = match outcome(fields, &places, &error.path) {
            Outcome::Thrown => return Settled::Thrown(index),
            Outcome::Unhandled(target) => {
                caught = false;
                (target, Replacement::Null)
            }
            Outcome::Null(target) => (Some(target), Replacement::Null),
            Outcome::Result(target) => (Some(target), Replacement::Error(error)),
        };
        // The first error of a value counts.
        if let Some(length) = target
            && let Some((node, _)) = places.along(&error.path).nth(length)
        {
            replaced.entry(node).or_insert((&error.path, length, replacement));
        }
    }
    Settled::Data {
        text: match replaced.is_empty() {
            true => Cow::Borrowed(data),
            false => Cow::Owned(write(data, &places, &replaced)),
        },
        caught,
    }
}

/// The values to replace, with the path of the error, the index of the value on it, and the replacement.
type Replaced<'e> = BTreeMap<Node, (&'e [PathSegment], usize, Replacement<'e>)>;

enum Replacement<'e> {
    Null,
    Error(&'e GraphQLError),
}

/// The value that an error takes the place of, as its index on the path.
enum Outcome {
    /// The error is only in the response. A value around the one that failed is null, too, if there is one.
    Unhandled(Option<usize>),
    Null(usize),
    Result(usize),
    Thrown,
}

fn outcome(fields: &[Position], places: &Places<'_>, path: &[PathSegment]) -> Outcome {
    // A null is explained by the errors of the values within it.
    let (_, mut around) = places.root();
    let null = places.along(path).position(|(_, place)| match place {
        Place::Null(_) => true,
        // If the data itself is null, no field of it takes an error.
        Place::Missing => matches!(around, Place::Value { object: Some(_), .. }),
        Place::Value { .. } => {
            around = place;
            false
        }
    });
    let Some(null) = null else {
        return Outcome::Unhandled(None);
    };
    let handlings = handlings(fields, path);
    let inward = handlings.get(..=null).unwrap_or_default();
    let Some(at) = inward.iter().rposition(|it| *it != Handling::NonNull) else {
        return Outcome::Unhandled(None);
    };
    let outcome = |at: usize| match handlings.get(at) {
        Some(Handling::Result) => Some(Outcome::Result(at)),
        Some(Handling::Null) => Some(Outcome::Null(at)),
        _ => None,
    };
    match handlings.get(at) {
        Some(Handling::Throw) => (0..at).rev().find_map(outcome).unwrap_or(Outcome::Thrown),
        _ => outcome(at).unwrap_or(Outcome::Unhandled((at < null).then_some(at))),
    }
}

/// Returns the handling of each value on a path.
fn handlings(mut fields: &[Position], path: &[PathSegment]) -> Vec<Handling> {
    let mut current: Option<&Position> = None;
    let mut level = 0;
    let handling = |segment: &PathSegment| {
        match segment {
            PathSegment::Key(key) => {
                current = fields.iter().find(|it| it.key == key);
                fields = current.map_or(&[], |it| it.fields);
                level = 0;
            }
            PathSegment::Index(_) => level += 1,
        }
        let handling = current.and_then(|it| it.levels.get(level));
        handling.copied().unwrap_or(Handling::Keep)
    };
    path.iter().map(handling).collect()
}

/// Writes the text with the replacements.
fn write(text: &str, places: &Places<'_>, replaced: &Replaced<'_>) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    // Objects that were empty and have a member by now.
    let mut filled = HashSet::new();
    for (node, (path, length, replacement)) in replaced {
        let value = match replacement {
            Replacement::Null => "null".to_owned(),
            Replacement::Error(error) => format!("{{\"{}\":{}}}", gql_json::REPLACED, entry_of(error)),
        };
        match places.place(*node) {
            Place::Null(range) | Place::Value { text: range, .. } => edits.push((range.clone(), value)),
            // Some servers omit failed fields, so the member is added to the object.
            Place::Missing => {
                let around = match length.checked_sub(1) {
                    None => Some(places.root()),
                    Some(before) => places.along(path).nth(before),
                };
                if let (
                    Some((
                        around,
                        Place::Value {
                            text: range,
                            object: Some(has_members),
                        },
                    )),
                    Some(PathSegment::Key(key)),
                ) = (around, path.get(*length))
                {
                    let is_first = !has_members && filled.insert(around);
                    let end = range.end.saturating_sub(1);
                    let comma = if is_first { "" } else { "," };
                    edits.push((
                        end..end,
                        format!("{comma}{}:{value}", serde_json::Value::from(key.as_str())),
                    ));
                }
            }
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut written = String::with_capacity(text.len() + 64 * edits.len());
    let mut at = 0;
    for (range, value) in edits {
        // A value within one that was replaced is gone.
        if range.start >= at {
            written.push_str(text.get(at..range.start).unwrap_or_default());
            written.push_str(&value);
            at = range.end;
        }
    }
    written.push_str(text.get(at..).unwrap_or_default());
    written
}
