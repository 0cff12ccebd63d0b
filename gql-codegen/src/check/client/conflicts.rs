//! Checks that merged fields have the same client directives.

use std::collections::{HashMap, HashSet};

use super::ClientUses;
use crate::check::fragments::overlap;
use crate::check::typed::{Field, Selection, SelectionSet, Typed};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::Schema;
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
        let mut groups: Vec<Vec<&Field<'_>>> = Vec::new();
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
            for (place, &field) in fields.iter().enumerate() {
                let mut together: Vec<&Field<'_>> = Vec::new();
                together.extend(fields.iter().filter(|other| {
                    other.parent == field.parent || overlap(self.schema, other.parent, field.parent)
                }));
                let before = fields[..place]
                    .iter()
                    .filter(|it| together.iter().any(|other| std::ptr::eq(**it, *other)));
                let different = before
                    .into_iter()
                    .find(|it| difference(&it.client, &field.client).is_some());
                if let Some(first) = different {
                    self.report(first, field);
                }
                let inner: Vec<_> = together.iter().filter_map(|it| it.selections.as_ref()).collect();
                if !inner.is_empty() {
                    self.merge(&inner);
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
