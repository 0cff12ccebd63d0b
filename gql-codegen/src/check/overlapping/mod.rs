//! OverlappingFieldsCanBeMerged: all selections under one response key give one value.
//! <https://spec.graphql.org/September2025/#sec-Field-Selection-Merging>
//!
//! Two steps. `merged` merges the selections as a server would and decides, in time that grows with the size of the
//! operations, whether all can be merged. Where not, `pairs` compares them one by one and finds which do not, in
//! graphql-js's words.

mod merged;
mod pairs;
mod same;
mod sets;

use std::collections::{BTreeMap, HashSet};

use super::documents::head;
use super::graph::{Edge, Graph};
use super::index::Index;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::Schema;
use crate::source::Span;
use merged::{Merged, Outcome};
use pairs::{Conflict, Pairs};
use sets::{Selected, Sets};

/// The rule `OverlappingFieldsCanBeMerged`.
pub static OVERLAPPING_FIELDS_CAN_BE_MERGED: Rule = Rule {
    name: "OverlappingFieldsCanBeMerged",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Field-Selection-Merging"),
    explanation: "Fields with the same response key in one object are the same field, with the same arguments, and none of \
        them has @stream. An alias keeps them apart.",
    example: Some(r#"query { a: node(id: "1") { id } b: node(id: "2") { id } }"#),
};

pub(super) fn overlapping_fields(index: &Index<'_>, graph: &Graph<'_>, diagnostics: &mut Diagnostics) {
    let sets = Sets::new(index);
    let mut merged = Merged::new(index.schema, &sets);
    let mut affected = Vec::new();
    // The definitions to compare pair by pair, in the order of the text: graphql-js reports what it meets first.
    let mut definitions: BTreeMap<Span, usize> = BTreeMap::new();
    for root in roots(index, graph, &sets) {
        let known = match merged.merge(root.set) {
            Outcome::Merges => continue,
            Outcome::Conflict(a, b, reason) => (a, b, reason),
            Outcome::TooMuch => {
                let message = "The fragments merge in too many ways to be compared.";
                diagnostics.push(
                    Diagnostic::error(&OVERLAPPING_FIELDS_CAN_BE_MERGED, message, root.span)
                        .say("in what this selects"),
                );
                break;
            }
        };
        let fragments = graph.reach(root.edges, &mut vec![false; graph.fragments.len()]);
        let parts: Vec<(Span, usize)> = std::iter::once((root.span, root.set))
            .chain(
                fragments
                    .iter()
                    .map(|&it| (index.fragments[it].name.span, sets.fragments[it])),
            )
            .collect();
        definitions.extend(parts.iter().copied());
        affected.push((parts, known));
    }

    let mut pairs = Pairs::new(index.schema, &sets);
    let mut explained = HashSet::new();
    let mut once = HashSet::new();
    for &set in definitions.values() {
        let found = pairs.definition(set);
        if !found.is_empty() {
            explained.insert(set);
        }
        for conflict in found {
            let finding = finding(index.schema, &conflict);
            // Two fragments may be compared as parts of a third, and one as a part of the other.
            let mut places: Vec<Span> = finding.primary.iter().map(|label| label.span).collect();
            places.sort_unstable();
            if once.insert(places) {
                diagnostics.push(finding);
            }
        }
    }
    // The comparison has bounds: what it did not find is reported as it was met when merging. It reports a pair of fields
    // once, at the first of the definitions that it is part of, so the pair counts and not the definition.
    let mut reported = HashSet::new();
    for (parts, (a, b, reason)) in affected {
        if parts.iter().any(|(_, set)| explained.contains(set))
            || pairs.is_found(a, b)
            || !reported.insert((a.field.id, b.field.id))
        {
            continue;
        }
        let conflict = Conflict {
            key: a.field.response_key().text,
            reason,
            first: vec![a],
            second: vec![b],
        };
        diagnostics.push(finding(index.schema, &conflict));
    }
}

/// What to merge from.
struct Root<'g, 'a> {
    span: Span,
    set: usize,
    /// The spreads of the fragments that are part of it.
    edges: &'g [Edge<'a>],
}

/// Every operation, and so many of the fragments that no operation needs that all are part of something: nothing is
/// wrong with a part that is not wrong with the whole.
fn roots<'g, 'a>(index: &Index<'a>, graph: &'g Graph<'a>, sets: &Sets<'_>) -> Vec<Root<'g, 'a>> {
    let mut covered = vec![false; graph.fragments.len()];
    let mut roots = Vec::new();
    for ((operation, edges), &set) in index
        .operations
        .iter()
        .zip(&graph.operations)
        .zip(&sets.operations)
    {
        graph.reach(edges, &mut covered);
        let span = head(operation);
        roots.push(Root { span, set, edges });
    }
    for fragment in graph.topological() {
        if !std::mem::replace(&mut covered[fragment], true) {
            let span = index.fragments[fragment].name.span;
            let set = sets.fragments[fragment];
            let edges = &graph.fragments[fragment];
            graph.reach(edges, &mut covered);
            roots.push(Root { span, set, edges });
        }
    }
    roots
}

fn finding(schema: &Schema, conflict: &Conflict<'_, '_>) -> Diagnostic {
    let message = format!(
        "Fields \"{}\" conflict because {}. Use different aliases on the fields to fetch both if this was intentional.",
        conflict.key, conflict.reason
    );
    let mut fields = conflict.first.iter().chain(&conflict.second);
    let span = fields.next().map_or(Span::default(), |it| place(it));
    let first = Diagnostic::error(&OVERLAPPING_FIELDS_CAN_BE_MERGED, message, span);
    let first = match conflict.first.first() {
        Some(it) => first.say(label(schema, it)),
        None => first,
    };
    fields.fold(first, |diagnostic, it| {
        diagnostic.also(place(it), label(schema, it))
    })
}

/// Alias, name and arguments.
fn place(selected: &Selected<'_>) -> Span {
    let field = selected.field;
    let last = field.arguments.last().map_or(field.name.span, |it| it.span);
    field.span.through(last)
}

fn label(schema: &Schema, selected: &Selected<'_>) -> String {
    let name = selected.field.name.text;
    match selected.parent {
        Some(parent) => format!("`{}.{name}`", schema.ty(parent).name),
        None => format!("`{name}`"),
    }
}
