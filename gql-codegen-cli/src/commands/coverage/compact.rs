//! The data of the HTML page, without duplicates: elements share most of their uses, and operations most of their places.

use std::collections::HashMap;
use std::hash::Hash;

use gql_codegen::check::Typed;
use gql_codegen::project::Project;
use gql_codegen::source::Sources;
use serde_json::{Value, json};

use super::elements::Element;
use super::{KINDS, operations, place};
use crate::usage::Use;

/// Returns tables that refer to each other by index. The script of the page reads them.
///
/// * `places`: the file's index in `files`, line and column.
/// * `sets`: indexes of operations, each as the difference from the previous one.
/// * `lists`: the uses of an element, as pairs of a place and the set of operations that use the element there.
/// * `elements`: `[name, kind, list]`, followed by `of` and `deprecated` if present. Members are abbreviated: `.field` and
///   `.field(argument:)` belong to the preceding type. A list of -1 means that the element is unused.
pub(super) fn compact(
    project: &Project,
    typed: &Typed<'_>,
    elements: &[Element<'_>],
    sources: &Sources,
) -> Value {
    let operations = operations(typed, sources);
    let numbers: HashMap<&str, usize> = operations
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(index, operation)| Some((operation["name"].as_str()?, index)))
        .collect();
    let (mut files, mut places) = (Table::default(), Table::default());
    let (mut sets, mut lists) = (Table::default(), Table::default());
    let mut owner = "";
    let elements: Vec<Value> = elements
        .iter()
        .map(|element| {
            let list = uses(element, &numbers, sources, &mut files, &mut places, &mut sets);
            let list = match list.is_empty() {
                true => json!(-1),
                false => json!(lists.index(list)),
            };
            let name = match element.coordinate.strip_prefix(owner) {
                Some(member) if !owner.is_empty() && member.starts_with('.') => member,
                _ => {
                    owner = &element.coordinate;
                    owner
                }
            };
            let kind = KINDS.iter().position(|kind| *kind == element.kind);
            match (element.of, element.deprecated) {
                (None, None) => json!([name, kind, list]),
                (of, None) => json!([name, kind, list, of]),
                (of, deprecated) => json!([name, kind, list, of, deprecated]),
            }
        })
        .collect();
    json!({
        "schema": project.config.schema,
        "kinds": KINDS,
        "operations": operations,
        "files": files.values,
        "places": places.values,
        "sets": sets.values,
        "lists": lists.values,
        "elements": elements,
    })
}

/// Returns the uses of an element, grouped by place.
fn uses(
    element: &Element<'_>,
    numbers: &HashMap<&str, usize>,
    sources: &Sources,
    files: &mut Table<String>,
    places: &mut Table<[usize; 3]>,
    sets: &mut Table<Vec<usize>>,
) -> Vec<usize> {
    let mut by_place: Vec<([usize; 3], Vec<usize>)> = Vec::new();
    let mut indexes: HashMap<[usize; 3], usize> = HashMap::new();
    for Use { operation, span } in element.uses.iter().copied() {
        let (file, line, column) = place(*span, sources);
        let at = [files.index(file), line, column];
        let index = *indexes.entry(at).or_insert_with(|| {
            by_place.push((at, Vec::new()));
            by_place.len() - 1
        });
        if let (Some((_, operations)), Some(number)) =
            (by_place.get_mut(index), numbers.get(operation.as_str()))
        {
            operations.push(*number);
        }
    }
    let mut list = Vec::new();
    for (at, mut operations) in by_place {
        operations.sort_unstable();
        operations.dedup();
        let mut last = 0;
        for operation in &mut operations {
            (*operation, last) = (*operation - last, *operation);
        }
        list.extend([places.index(at), sets.index(operations)]);
    }
    list
}

/// Unique values and their indexes.
struct Table<T> {
    values: Vec<T>,
    indexes: HashMap<T, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            indexes: HashMap::new(),
        }
    }
}

impl<T: Hash + Eq + Clone> Table<T> {
    fn index(&mut self, value: T) -> usize {
        if let Some(index) = self.indexes.get(&value) {
            return *index;
        }
        let index = self.values.len();
        self.values.push(value.clone());
        self.indexes.insert(value, index);
        index
    }
}
