//! An interpreter of the rules about errors: which value each entry of `errors` takes the place of.

use gql_runtime::codegen::Json;

use crate::handling::{Handling, Place};

/// The key of an object in place of a value, which is the index of the error that took its place.
pub(crate) const ERROR: &str = "$error";

/// The consequence of the errors of a response.
pub(crate) enum Settled {
    /// The error with this index is that of the call.
    Thrown(usize),
    Data {
        data: Json,
        /// Whether fields handle all errors.
        handled: bool,
    },
}

/// The value that takes an error, as the length of its path.
enum Taker {
    None,
    Value(usize, Handling),
    Call,
}

/// Returns the data with errors in place of values.
pub(crate) fn settle(places: &[Place<'_>], errors: &[Json], data: &Json) -> Settled {
    let mut handled = true;
    let mut taken: Vec<(&[Json], Json)> = Vec::new();
    for (index, error) in errors.iter().enumerate() {
        let path = error["path"].as_array().map_or(&[][..], Vec::as_slice);
        let (length, handling) = match taker(places, data, path) {
            Taker::Call => return Settled::Thrown(index),
            Taker::None => {
                handled = false;
                continue;
            }
            Taker::Value(length, handling) => (length, handling),
        };
        let path = &path[..length];
        let value = match handling {
            Handling::Result => serde_json::json!({ ERROR: index }),
            _ => Json::Null,
        };
        // The first error explains a null.
        if !taken.iter().any(|(known, _)| *known == path) {
            taken.push((path, value));
        }
    }
    // A value is gone if an error takes the place of one around it.
    taken.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
    let mut data = data.clone();
    for (path, value) in taken {
        *at(&mut data, path) = value;
    }
    Settled::Data { data, handled }
}

fn taker(places: &[Place<'_>], data: &Json, path: &[Json]) -> Taker {
    let Some(null) = first_null(data, path) else {
        return Taker::None;
    };
    // The values on the path that are nullable, from the null outward.
    let nullable = (1..).zip(handlings(places, &path[..null]));
    let nullable: Vec<_> = nullable
        .filter_map(|(length, handling)| Some((length, handling?)))
        .collect();
    let mut outward = nullable.into_iter().rev();
    match outward.next() {
        None | Some((_, Handling::Keep)) => Taker::None,
        Some((length, handling @ (Handling::Null | Handling::Result))) => Taker::Value(length, handling),
        Some((_, Handling::Throw)) => outward
            .find(|(_, handling)| matches!(handling, Handling::Null | Handling::Result))
            .map_or(Taker::Call, |(length, handling)| Taker::Value(length, handling)),
    }
}

/// Returns the length of the path of the first null on a path. A member that is missing is null: some servers omit failed fields.
fn first_null(data: &Json, path: &[Json]) -> Option<usize> {
    let mut value = data;
    for (length, step) in (1..).zip(path) {
        value = match (value, step) {
            (Json::Object(members), Json::String(key)) => members.get(key).unwrap_or(&Json::Null),
            (Json::Array(items), Json::Number(index)) => items.get(index.as_u64()? as usize)?,
            _ => return None,
        };
        if value.is_null() {
            return Some(length);
        }
    }
    None
}

/// Returns the handling of each value on a path; `None` where the type is non-null.
fn handlings(mut places: &[Place<'_>], path: &[Json]) -> Vec<Option<Handling>> {
    let (mut levels, mut level) = (&[][..], 0);
    let mut all = Vec::new();
    for step in path {
        match step {
            Json::String(key) => {
                let place = places.iter().find(|it| it.key == *key);
                levels = place.map_or(&[], |it| &it.levels);
                places = place.map_or(&[], |it| &it.fields);
                level = 0;
            }
            _ => level += 1,
        }
        all.push(levels.get(level).copied().unwrap_or(Some(Handling::Keep)));
    }
    all
}

/// Returns the value at a path that exists, except perhaps for its last key.
pub(crate) fn at<'d>(data: &'d mut Json, path: &[Json]) -> &'d mut Json {
    path.iter().fold(data, |value, step| match step {
        Json::String(key) => &mut value[key.as_str()],
        index => &mut value[index.as_u64().unwrap_or_default() as usize],
    })
}
