//! OverlappingFieldsCanBeMerged: all selections with the same response key produce the same value.
//! <https://spec.graphql.org/September2025/#sec-Field-Selection-Merging>
//!
//! The check has two steps. `merged` merges the selections as a server would, and decides whether all can be merged in time
//! proportional to the size of the operations. If not, `pairs` compares fields pairwise to find the conflicts and describes
//! them in the wording of graphql-js.

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
    explanation: "Fields with the same response key in one object must be the same field with the same arguments, and none of \
        them may have `@stream`. Use aliases to select both.",
    example: Some(r#"query { a: node(id: "1") { id } b: node(id: "2") { id } }"#),
};

pub(super) fn overlapping_fields(index: &Index<'_>, graph: &Graph<'_>, diagnostics: &mut Diagnostics) {
    let sets = Sets::new(index);
    let mut merged = Merged::new(index.schema, &sets);
    let mut affected = Vec::new();
    // The definitions to compare pairwise, in the order of the text, because graphql-js reports conflicts in this order.
    let mut definitions: BTreeMap<Span, usize> = BTreeMap::new();
    for root in roots(index, graph, &sets) {
        let known = match merged.merge(root.set) {
            Outcome::Merges => continue,
            Outcome::Conflict(a, b, reason) => (a, b, reason),
            Outcome::TooMuch => {
                let message = "The fragments merge in too many ways to be compared.";
                diagnostics.push(
                    Diagnostic::error(&OVERLAPPING_FIELDS_CAN_BE_MERGED, message, root.span)
                        .with_label("in this selection"),
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
            let diagnostic = diagnostic(index.schema, &conflict);
            // Two fragments may be compared as parts of a third one, and one as a part of the other.
            let mut places: Vec<Span> = diagnostic.primary.iter().map(|label| label.span).collect();
            places.sort_unstable();
            if once.insert(places) {
                diagnostics.push(diagnostic);
            }
        }
    }
    // The comparison is limited, and reports a pair of fields once, in the first definition that contains both. Conflicts found
    // by merging are therefore reported if their pair, not their definition, has not been reported.
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
        diagnostics.push(diagnostic(index.schema, &conflict));
    }
}

/// A starting point for merging.
struct MergeRoot<'g, 'a> {
    span: Span,
    set: usize,
    /// The spreads of fragments in it.
    edges: &'g [Edge<'a>],
}

/// Returns every operation, and enough of the unused fragments to cover all of them: a conflict in a part is also a conflict in
/// the whole.
fn roots<'g, 'a>(index: &Index<'a>, graph: &'g Graph<'a>, sets: &Sets<'_>) -> Vec<MergeRoot<'g, 'a>> {
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
        roots.push(MergeRoot { span, set, edges });
    }
    for fragment in graph.topological() {
        if !std::mem::replace(&mut covered[fragment], true) {
            let span = index.fragments[fragment].name.span;
            let set = sets.fragments[fragment];
            let edges = &graph.fragments[fragment];
            graph.reach(edges, &mut covered);
            roots.push(MergeRoot { span, set, edges });
        }
    }
    roots
}

fn diagnostic(schema: &Schema, conflict: &Conflict<'_, '_>) -> Diagnostic {
    let message = format!(
        "Fields \"{}\" conflict because {}. Use different aliases on the fields to fetch both if this was intentional.",
        conflict.key, conflict.reason
    );
    let mut fields = conflict.first.iter().chain(&conflict.second);
    let span = fields.next().map_or(Span::default(), |it| place(it));
    let first = Diagnostic::error(&OVERLAPPING_FIELDS_CAN_BE_MERGED, message, span);
    let first = match conflict.first.first() {
        Some(it) => first.with_label(label(schema, it)),
        None => first,
    };
    fields.fold(first, |diagnostic, it| {
        diagnostic.with_primary(place(it), label(schema, it))
    })
}

/// Returns the span of alias, name and arguments.
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
