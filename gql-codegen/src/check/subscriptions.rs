//! SingleFieldSubscriptions: a subscription has one root field, and no introspection field.
//! <https://spec.graphql.org/September2025/#sec-Single-Root-Field>

use super::index::Index;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::schema::TypeId;
use crate::syntax::ast::{
    Directive, Field, Name, OperationDefinition, OperationType, Selection, SelectionSet, Value,
};

const RULE: &str = "SingleFieldSubscriptions";

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
    let groups = collect_fields(index, root, &operation.selection_set);
    let whose = match operation.name {
        Some(name) => format!("Subscription \"{}\"", name.text),
        None => "Anonymous Subscription".to_owned(),
    };
    let at = |rest: &str, fields: &[&Field<'_>]| {
        let mut spans = fields.iter().map(|field| field.span.through(field.name.span));
        let first = Diagnostic::error(RULE, format!("{whose} must {rest}"), spans.next()?);
        Some(spans.fold(first, |it, span| it.also(span, "")))
    };
    let extra: Vec<&Field<'_>> = groups
        .iter()
        .skip(1)
        .flat_map(|(_, fields)| fields)
        .copied()
        .collect();
    if let Some(finding) = at("select only one top level field.", &extra) {
        let finding = finding.say("one too many");
        diagnostics.push(finding.help("Make each field a subscription of its own."));
    }
    for (_, fields) in &groups {
        if fields
            .first()
            .is_some_and(|field| field.name.text.starts_with("__"))
            && let Some(finding) = at("not select an introspection top level field.", fields)
        {
            diagnostics.push(finding.say("not an event"));
        }
    }
}

/// The fields of the root by response key, fragments looked through.
/// <https://spec.graphql.org/September2025/#CollectSubscriptionFields()>
fn collect_fields<'a>(
    index: &Index<'a>,
    root: TypeId,
    selections: &'a SelectionSet<'a>,
) -> Vec<(&'a str, Vec<&'a Field<'a>>)> {
    let mut groups: Vec<(&str, Vec<&Field<'_>>)> = Vec::new();
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
        if !is_included(selection.directives()) {
            continue;
        }
        match selection {
            Selection::Field(field) => {
                let key = field.response_key().text;
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
    groups
}

/// Whether `@skip(if: true)` and `@include(if: false)` are absent; a variable may be either.
fn is_included(directives: &[Directive<'_>]) -> bool {
    let says = |name: &str, value: bool| {
        let mut directives = directives.iter().filter(|it| it.name.text == name);
        directives.any(|directive| {
            let condition = directive.arguments.iter().find(|it| it.name.text == "if");
            matches!(condition.map(|it| &it.value), Some(Value::Boolean(it, _)) if *it == value)
        })
    };
    !says("skip", true) && !says("include", false)
}
