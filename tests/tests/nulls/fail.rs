//! Lets fields of a response fail at random, as a server reports it: a value that is null, and an entry of `errors`.
//! <https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors>

use gql_runtime::codegen::Json;
use serde_json::json;

use crate::handling::Place;
use crate::respond::Choice;
use crate::settle::at;
use crate::write::shuffle;

/// A value of the data.
struct Spot<'p> {
    path: Vec<Json>,
    is_nullable: bool,
    /// The fields of the object that is null.
    missing: &'p [Place<'p>],
}

/// Lets some fields fail, and returns the entries of `errors`.
pub(crate) fn fail(choice: &mut Choice, places: &[Place<'_>], data: &mut Json) -> Vec<Json> {
    let mut spots = Vec::new();
    members(places, data, &mut Vec::new(), &mut spots);
    let (mut paths, mut nulls) = (Vec::new(), Vec::new());
    for _ in 0..1 + choice.below(3) {
        if spots.is_empty() {
            paths.push(Vec::new());
            continue;
        }
        let spot = choice.of(&spots);
        let null = nearest_nullable(&spots, &spot.path);
        match choice.below(12) {
            0 => paths.push(Vec::new()),
            // The value is in the data, or there is no such field.
            1 => {
                let mut path = spot.path.clone();
                path.extend((choice.below(2) == 0).then(|| json!("nowhere")));
                paths.push(path);
            }
            // No error explains the null.
            2 => nulls.push(null),
            _ => {
                paths.push(within(choice, spot));
                // Other fields within the null failed, too.
                let others: Vec<_> = spots.iter().filter(|it| it.path.starts_with(&null)).collect();
                while choice.below(3) == 0 {
                    let other = choice.of(&others);
                    paths.push(within(choice, other));
                }
                nulls.push(null);
            }
        }
    }
    nulls.iter().for_each(|path| set_null(data, path));
    shuffle(choice, &mut paths);
    let entries = paths.into_iter().enumerate();
    entries.map(|(index, path)| entry(choice, index, path)).collect()
}

/// Finds the values of an object.
fn members<'p>(places: &'p [Place<'p>], object: &Json, path: &mut Vec<Json>, spots: &mut Vec<Spot<'p>>) {
    for place in places {
        if let Some(value) = object.get(place.key) {
            path.push(json!(place.key));
            values(place, 0, value, path, spots);
            path.pop();
        }
    }
}

fn values<'p>(
    place: &'p Place<'p>,
    level: usize,
    value: &Json,
    path: &mut Vec<Json>,
    spots: &mut Vec<Spot<'p>>,
) {
    let is_object = level + 1 == place.levels.len();
    spots.push(Spot {
        path: path.clone(),
        is_nullable: place.levels[level].is_some(),
        missing: if value.is_null() && is_object {
            &place.fields
        } else {
            &[]
        },
    });
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(json!(index));
                values(place, level + 1, item, path, spots);
                path.pop();
            }
        }
        Json::Object(_) => members(&place.fields, value, path, spots),
        _ => {}
    }
}

/// Returns the path of the value that is null if the one at the path fails. It is empty for the data.
fn nearest_nullable(spots: &[Spot<'_>], path: &[Json]) -> Vec<Json> {
    let around = spots
        .iter()
        .filter(|it| it.is_nullable && path.starts_with(&it.path));
    let nearest = around.max_by_key(|it| it.path.len());
    nearest.map(|it| it.path.clone()).unwrap_or_default()
}

/// Returns the path of the value, or that of a non-null field in it, whose failure made it null.
fn within(choice: &mut Choice, spot: &Spot<'_>) -> Vec<Json> {
    let mut path = spot.path.clone();
    let mut fields = spot.missing;
    while choice.below(2) == 0 {
        let non_null: Vec<_> = fields
            .iter()
            .filter(|it| it.levels.iter().all(Option::is_none))
            .collect();
        if non_null.is_empty() {
            break;
        }
        let place = choice.of(&non_null);
        path.push(json!(place.key));
        path.extend((1..place.levels.len()).map(|_| json!(choice.below(3))));
        fields = &place.fields;
    }
    path
}

/// Makes a value null, unless one around it is.
fn set_null(data: &mut Json, path: &[Json]) {
    let is_gone = (0..path.len()).any(|length| at(data, &path[..length]).is_null());
    if !is_gone {
        *at(data, path) = Json::Null;
    }
}

fn entry(choice: &mut Choice, index: usize, path: Vec<Json>) -> Json {
    let mut entry = json!({"message": format!("error {index}")});
    if !path.is_empty() {
        entry["path"] = Json::Array(path);
    } else if choice.below(2) == 0 {
        entry["path"] = json!([]);
    }
    if choice.below(3) == 0 {
        entry["extensions"] = json!({"code": "FAILED"});
    }
    entry
}
