//! Checks that merged fields have the same client directives.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::ClientUses;
use crate::check::fragments::overlap;
use crate::check::typed::{Field, Selection, SelectionSet, Typed};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{Schema, TypeId};
use crate::source::Span;
use crate::syntax::ast::NodeId;

/// The rule `MatchingClientDirectives`.
pub static MATCHING_CLIENT_DIRECTIVES: Rule = Rule {
    name: "MatchingClientDirectives",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://relay.dev/docs/guides/required-directive"),
    explanation: "If a field is selected several times on an object, all selections must have the same client directives, such as \
        `@required`, because they are one field in the generated code. Named fragments are types of their own, and \
        may differ. Repeat the directives, or use an alias.",
    example: Some(
        "query { book { title @required ... on Book { title } } }               # wrong
query { book { title @required ... on Book { title @required } } }     # right",
    ),
};

/// Reports selections that are merged although their client directives differ.
pub(in crate::check) fn conflicts(typed: &Typed<'_>, diagnostics: &mut Diagnostics) {
    let operations = typed.operations.iter().map(|it| &it.selections);
    let definitions = operations.chain(typed.fragments.iter().map(|it| &it.selections));
    let mut finder = ConflictFinder {
        schema: typed.schema,
        seen: HashSet::new(),
        reported: HashSet::new(),
        diagnostics,
    };
    for set in definitions.filter(|set| has_uses(set)) {
        finder.merge(&[set]);
    }
}

/// Returns whether a field in the set has a client directive, recursing as deep as the parser allows.
fn has_uses(set: &SelectionSet<'_>) -> bool {
    set.selections.iter().any(|selection| match selection {
        Selection::Field(field) => {
            !field.client.is_empty() || field.selections.as_ref().is_some_and(has_uses)
        }
        Selection::Inline(inline) => has_uses(&inline.selections),
        Selection::Spread(_) => false,
    })
}

struct ConflictFinder<'t, 'd> {
    schema: &'t Schema,
    /// The merged sets that have been checked.
    seen: HashSet<Vec<NodeId>>,
    reported: HashSet<NodeId>,
    diagnostics: &'d mut Diagnostics,
}

impl<'t> ConflictFinder<'t, '_> {
    /// Checks selection sets on the same object, without the named fragments in them, which have types of their own.
    fn merge(&mut self, sets: &[&'t SelectionSet<'t>]) {
        let mut ids: Vec<NodeId> = sets.iter().map(|set| set.id).collect();
        ids.sort_unstable();
        if !self.seen.insert(ids) {
            return;
        }
        let mut groups: Vec<Vec<&'t Field<'t>>> = Vec::new();
        let mut places = HashMap::new();
        for set in sets {
            collect(set, &mut |field| {
                let place = *places.entry(field.node.response_key().text).or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
                groups[place].push(field);
            });
        }
        for fields in groups {
            let mut parents = HashMap::new();
            for (place, &field) in fields.iter().enumerate() {
                let parent = parents.entry(field.parent);
                let is_new = matches!(parent, Entry::Vacant(_));
                let merged =
                    &*parent.or_insert_with(|| MergedFields::new(self.schema, &fields, field.parent));
                if let Some(first) = merged.first_different(place, field) {
                    self.report(first, field);
                }
                if is_new && !merged.inner.is_empty() {
                    self.merge(&merged.inner);
                }
            }
        }
    }

    fn report(&mut self, first: &Field<'_>, second: &Field<'_>) {
        let Some(name) = difference(&first.client, &second.client) else {
            return;
        };
        if !self.reported.insert(second.node.id) {
            return;
        }
        let key = second.node.response_key().text;
        let has = |field: &Field<'_>| field.client.iter().any(|it| it.directive.name == name);
        let message = match has(first) && has(second) {
            true => format!("`{key}` is selected with different arguments of `@{name}`"),
            false => format!("`{key}` is selected with and without `@{name}`"),
        };
        let label = |field: &Field<'_>| match has(field) {
            true => format!("with `@{name}`"),
            false => format!("without `@{name}`"),
        };
        self.diagnostics.push(
            Diagnostic::error(&MATCHING_CLIENT_DIRECTIVES, message, at(first))
                .with_label(label(first))
                .with_primary(at(second), label(second))
                .help("the selections are merged: repeat the directive, or use an alias"),
        );
    }
}

/// The fields with one response key that are merged on the objects of a type.
struct MergedFields<'t> {
    /// The first of them, with its place among those of all types.
    first: Option<(usize, &'t Field<'t>)>,
    /// The first that differs from it, if there is any: each field then differs from at least one of the two.
    second: Option<(usize, &'t Field<'t>)>,
    /// Their selection sets.
    inner: Vec<&'t SelectionSet<'t>>,
}

impl<'t> MergedFields<'t> {
    fn new(schema: &Schema, fields: &[&'t Field<'t>], parent: TypeId) -> Self {
        let fields = fields.iter().copied().enumerate();
        let together = fields.filter(|(_, it)| overlap(schema, it.parent, parent));
        let mut merged = Self {
            first: None,
            second: None,
            inner: Vec::new(),
        };
        for (place, field) in together {
            let (_, first) = *merged.first.get_or_insert((place, field));
            if merged.second.is_none() && difference(&first.client, &field.client).is_some() {
                merged.second = Some((place, field));
            }
            merged.inner.extend(&field.selections);
        }
        merged
    }

    /// Returns the first field before this one that has other directives.
    fn first_different(&self, place: usize, field: &Field<'_>) -> Option<&'t Field<'t>> {
        let candidates = self.first.into_iter().chain(self.second);
        let mut before = candidates.take_while(|(other, _)| *other < place);
        let found = before.find(|(_, other)| difference(&other.client, &field.client).is_some());
        found.map(|(_, other)| other)
    }
}

/// Visits the fields of a set and of its inline fragments.
fn collect<'t>(set: &'t SelectionSet<'t>, visit: &mut dyn FnMut(&'t Field<'t>)) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => visit(field),
            Selection::Inline(inline) => collect(&inline.selections, visit),
            Selection::Spread(_) => {}
        }
    }
}

/// Returns the name of a directive that only one of both has, or that has other arguments.
fn difference(first: &ClientUses, second: &ClientUses) -> Option<&'static str> {
    let lacks = |one: &ClientUses, other: &ClientUses| {
        let mut uses = one.iter();
        let different = uses.find(|it| !other.iter().any(|candidate| candidate.is_same(it)));
        different.map(|it| it.directive.name)
    };
    lacks(first, second).or_else(|| lacks(second, first))
}

/// Returns the span of the field with its directives, but without its selections.
fn at(field: &Field<'_>) -> Span {
    let node = field.node;
    let arguments = node.arguments.last().map(|it| it.span);
    let directives = node.directives.last().map(|it| it.span);
    node.span
        .through(directives.or(arguments).unwrap_or(node.name.span))
}

#[cfg(test)]
mod tests {
    use super::MATCHING_CLIENT_DIRECTIVES;
    use crate::{Config, SourceFile, generate, read_schema};

    /// The time is proportional to the number of selections. With the number of their pairs, this test would take minutes.
    #[test]
    fn many_selections_of_one_field_are_compared() {
        let text = format!("query Q {{ {} name }}", "name @required ".repeat(20_000));
        let schema = read_schema(
            &[SourceFile::new("s.graphql", "type Query { name: String }")],
            true,
        );
        let output = generate(&schema, &[SourceFile::new("q.graphql", text)], &Config::default());
        let rules: Vec<_> = output.diagnostics.iter().map(|it| it.rule.name).collect();
        assert_eq!(rules, [MATCHING_CLIENT_DIRECTIVES.name]);
    }
}
