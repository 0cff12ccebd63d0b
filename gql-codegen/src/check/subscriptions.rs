//! SingleFieldSubscriptions: a subscription has a single, unconditional root field, which is not an introspection field.
//! <https://spec.graphql.org/September2025/#sec-Single-Root-Field>

use super::documents::first;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::TypeId;
use crate::source::Span;
use crate::syntax::ast::{
    Directive, Field, Name, OperationDefinition, OperationType, Selection, SelectionSet,
};

/// The rule `SingleFieldSubscriptions`.
pub static SINGLE_FIELD_SUBSCRIPTIONS: Rule = Rule {
    name: "SingleFieldSubscriptions",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Single-Root-Field"),
    explanation: "A subscription must select exactly one root field, which must not be an introspection field or depend on \
        `@skip` or `@include`, even in a fragment. The field determines the stream of events, so it cannot depend on a \
        variable.",
    example: Some(
        "subscription BookAdded($on: Boolean!) { bookAdded @include(if: $on) { title } }    # wrong: start it only when it is wanted
subscription BookAdded($on: Boolean!) { bookAdded { title @include(if: $on) } }    # right",
    ),
};

pub(super) fn single_field_subscriptions(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let Some(root) = index.schema.root(OperationType::Subscription) else {
        return;
    };
    let subscriptions = index.operations.iter();
    for operation in subscriptions.filter(|it| it.operation == OperationType::Subscription) {
        check(index, operation, root, diagnostics);
    }
}

fn check(
    index: &Index<'_>,
    operation: &OperationDefinition<'_>,
    root: TypeId,
    diagnostics: &mut Diagnostics,
) {
    let RootSelections { groups, conditions } = collect_fields(index, root, &operation.selection_set);
    let whose = match operation.name {
        Some(name) => format!("Subscription \"{}\"", name.text),
        None => "Anonymous Subscription".to_owned(),
    };
    let at = |rest: &str, spans: Vec<Span>| {
        let mut spans = spans.into_iter();
        let first = Diagnostic::error(
            &SINGLE_FIELD_SUBSCRIPTIONS,
            format!("{whose} must {rest}"),
            spans.next()?,
        );
        Some(spans.fold(first, |it, span| it.with_primary(span, "")))
    };
    // The set of fields depends on the conditions, so the other requirements cannot be checked.
    let rest = "not use `@skip` or `@include` directives in the top level selection.";
    if let Some(diagnostic) = at(rest, conditions) {
        let diagnostic = diagnostic.with_label("the root field must be unconditional");
        diagnostics.push(
            diagnostic.help("start the subscription conditionally, or make a nested field conditional"),
        );
        return;
    }
    let spans = |fields: &[&Field<'_>]| -> Vec<Span> {
        let spans = fields.iter().map(|field| field.span.through(field.name.span));
        spans.collect()
    };
    let extra = groups.iter().skip(1).flat_map(|(_, fields)| spans(fields));
    if let Some(diagnostic) = at("select only one top level field.", extra.collect()) {
        let diagnostic = diagnostic.with_label("additional root field");
        diagnostics.push(diagnostic.help("write a separate subscription for each field"));
    }
    if groups.is_empty()
        && let Some(diagnostic) = at(
            "select one top level field.",
            vec![first(operation.selection_set.span, "{")],
        )
    {
        diagnostics.push(diagnostic.with_label("no root field selected"));
    }
    for (_, fields) in &groups {
        if fields
            .first()
            .is_some_and(|field| field.name.text.starts_with("__"))
            && let Some(diagnostic) = at("not select an introspection top level field.", spans(fields))
        {
            diagnostics.push(diagnostic.with_label("introspection field"));
        }
    }
}

/// The selections at the root of a subscription, including those in fragments.
#[derive(Debug, Default)]
struct RootSelections<'a> {
    /// The fields by response key, in the order of first appearance.
    groups: Vec<(&'a str, Vec<&'a Field<'a>>)>,
    /// The first `@skip` or `@include` of each conditional selection. Such selections are not searched.
    conditions: Vec<Span>,
}

/// Collects the root fields. <https://spec.graphql.org/September2025/#CollectSubscriptionFields()>
fn collect_fields<'a>(
    index: &Index<'a>,
    root: TypeId,
    selections: &'a SelectionSet<'a>,
) -> RootSelections<'a> {
    let mut collected = RootSelections::default();
    let mut places = std::collections::HashMap::new();
    let mut seen = vec![false; index.fragments.len()];
    let applies = |condition: Name<'_>| {
        let ty = index.schema.find(condition.text);
        ty.is_some_and(|ty| index.schema.applies(ty, root))
    };
    let mut open = vec![selections.selections.iter()];
    while let Some(selections) = open.last_mut() {
        let Some(selection) = selections.next() else {
            open.pop();
            continue;
        };
        if let Some(condition) = condition(selection.directives()) {
            collected
                .conditions
                .push(condition.span.through(condition.name.span));
            continue;
        }
        match selection {
            Selection::Field(field) => {
                let key = field.response_key().text;
                let groups = &mut collected.groups;
                let place = *places.entry(key).or_insert_with(|| {
                    groups.push((key, Vec::new()));
                    groups.len() - 1
                });
                groups[place].1.push(field);
            }
            Selection::InlineFragment(inline) => {
                if inline.type_condition.is_none_or(applies) {
                    open.push(inline.selection_set.selections.iter());
                }
            }
            Selection::FragmentSpread(spread) => {
                if let Some(place) = index.fragment(spread.name.text)
                    && !std::mem::replace(&mut seen[place], true)
                    && applies(index.fragments[place].type_condition)
                {
                    open.push(index.fragments[place].selection_set.selections.iter());
                }
            }
        }
    }
    collected
}

/// Returns the `@skip` or, failing that, the `@include` directive of a selection, regardless of its argument.
fn condition<'d, 'a>(directives: &'d [Directive<'a>]) -> Option<&'d Directive<'a>> {
    let named = |name: &str| directives.iter().find(|it| it.name.text == name);
    named("skip").or_else(|| named("include"))
}
