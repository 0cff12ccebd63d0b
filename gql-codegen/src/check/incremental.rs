//! Rules for `@defer` and `@stream`: their location, their labels, and the types of streamed fields, as in graphql-js 17.
//! <https://github.com/graphql/graphql-spec/pull/1110>

use std::collections::{HashMap, HashSet};
use std::slice::Iter;

use super::graph::Graph;
use super::index::Index;
use super::place::DeclaredType;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{FieldDef, Schema, TypeDef};
use crate::source::Span;
use crate::syntax::ast::{
    Directive, Field, FragmentSpread, OperationDefinition, OperationType, Selection, Value,
};

/// The rule `DeferStreamDirectiveOnRootField`.
pub static DEFER_STREAM_DIRECTIVE_ON_ROOT_FIELD: Rule = Rule {
    name: "DeferStreamDirectiveOnRootField",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://github.com/graphql/graphql-spec/pull/1110"),
    explanation: "`@defer` and `@stream` must not be used at the root of a mutation or subscription. The root fields of a mutation \
        run one after the other, and a subscription has one.",
    example: None,
};

/// The rule `DeferStreamDirectiveOnValidOperations`.
pub static DEFER_STREAM_DIRECTIVE_ON_VALID_OPERATIONS: Rule = Rule {
    name: "DeferStreamDirectiveOnValidOperations",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://github.com/graphql/graphql-spec/pull/1110"),
    explanation: "A subscription must not use `@defer` or `@stream`, because its events arrive complete. In fragments shared with queries, \
        disable them with `if`.",
    example: Some(
        "subscription BookAdded($parts: Boolean! = false) { bookAdded { ...Details @defer(if: $parts) } }",
    ),
};

/// The rule `DeferStreamDirectiveLabel`.
pub static DEFER_STREAM_DIRECTIVE_LABEL: Rule = Rule {
    name: "DeferStreamDirectiveLabel",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://github.com/graphql/graphql-spec/pull/1110"),
    explanation: "The label of `@defer` or `@stream` must be a string, not a variable, and must be unique in the operation and its \
        fragments, and in its file.",
    example: None,
};

/// The rule `StreamDirectiveOnListField`.
pub static STREAM_DIRECTIVE_ON_LIST_FIELD: Rule = Rule {
    name: "StreamDirectiveOnListField",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://github.com/graphql/graphql-spec/pull/1110"),
    explanation: "`@stream` must be used on a list field, whose items then arrive one by one.",
    example: None,
};

/// The directives that split a result into parts, and their names as they start a sentence.
const DIRECTIVES: [(&str, &str); 2] = [("defer", "Defer"), ("stream", "Stream")];

/// A `@defer` or `@stream` with a label.
#[derive(Debug)]
pub(super) struct DirectiveLabel<'a> {
    text: std::borrow::Cow<'a, str>,
    at: Span,
}

fn at(directive: &Directive<'_>) -> Span {
    directive.span.through(directive.name.span)
}

/// Returns the label of a directive, if it has one: the first half of DeferStreamDirectiveLabel.
///
/// # Errors
/// Returns a diagnostic if the label is not a string literal. <https://github.com/graphql/graphql-spec/pull/1110> (Defer And
/// Stream Directive Labels Are Unique)
pub(super) fn label<'a>(directive: &'a Directive<'a>) -> Result<Option<DirectiveLabel<'a>>, Box<Diagnostic>> {
    let name = directive.name.text;
    if !DIRECTIVES.iter().any(|(it, _)| *it == name) {
        return Ok(None);
    }
    let label = directive.arguments.iter().find(|it| it.name.text == "label");
    match label.map(|it| &it.value) {
        None | Some(Value::Null(_)) => Ok(None),
        Some(Value::String(text)) => Ok(Some(DirectiveLabel {
            text: text.value(),
            at: at(directive),
        })),
        Some(_) => {
            let message = format!("Argument \"@{name}(label:)\" must be a static string.");
            let diagnostic = Diagnostic::error(&DEFER_STREAM_DIRECTIVE_LABEL, message, at(directive));
            Err(Box::new(diagnostic.with_label("the label is not a string")))
        }
    }
}

/// The labels of every operation and fragment, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Labels<'a> {
    pub(super) operations: Vec<Vec<DirectiveLabel<'a>>>,
    pub(super) fragments: Vec<Vec<DirectiveLabel<'a>>>,
}

/// Checks the second half of DeferStreamDirectiveLabel: labels are unique among the directives that are sent together, and
/// within a file. <https://github.com/graphql/graphql-spec/pull/1110> (Defer And Stream Directive Labels Are Unique)
pub(super) fn unique_labels(
    index: &Index<'_>,
    graph: &Graph<'_>,
    labels: &Labels<'_>,
    diagnostics: &mut Diagnostics,
) {
    let all = || labels.operations.iter().chain(&labels.fragments).flatten();
    if all().next().is_none() {
        return;
    }
    let mut reported: HashSet<Span> = HashSet::new();
    let mut compare = |together: Vec<&DirectiveLabel<'_>>, by_file: bool| {
        let mut first: HashMap<(&str, Option<_>), Span> = HashMap::new();
        for label in together {
            let file = by_file.then_some(label.at.source);
            let first = *first.entry((&*label.text, file)).or_insert(label.at);
            let is_in_turn = by_file || first.source != label.at.source;
            if first != label.at && is_in_turn && reported.insert(label.at) {
                let message = "Value for arguments \"defer(label:)\" and \"stream(label:)\" must be unique across all \
                               Defer/Stream directive usages.";
                let diagnostic = Diagnostic::error(&DEFER_STREAM_DIRECTIVE_LABEL, message, first);
                diagnostics.push(
                    diagnostic
                        .with_label("first use")
                        .with_primary(label.at, "used again here"),
                );
            }
        }
    };
    let mut in_order: Vec<_> = all().collect();
    in_order.sort_by_key(|it| it.at);
    compare(in_order, true);
    for (own, edges) in labels.operations.iter().zip(&graph.operations) {
        let fragments = graph.reach(edges, &mut vec![false; index.fragments.len()]);
        let of_fragments = fragments.iter().filter_map(|&it| labels.fragments.get(it));
        compare(own.iter().chain(of_fragments.flatten()).collect(), false);
    }
}

/// Checks StreamDirectiveOnListField: only lists have items that can be streamed.
/// <https://github.com/graphql/graphql-spec/pull/1110> (Stream Directives Are Used On List Fields)
pub(super) fn stream_on_list(
    schema: &Schema,
    field: &Field<'_>,
    parent: &TypeDef,
    def: &FieldDef,
    diagnostics: &mut Diagnostics,
) {
    if def.ty.is_list() {
        return;
    }
    for stream in field.directives.iter().filter(|it| it.name.text == "stream") {
        let message = format!(
            "Directive \"@stream\" cannot be used on non-list field \"{}.{}\".",
            parent.name, def.name
        );
        let diagnostic = Diagnostic::error(&STREAM_DIRECTIVE_ON_LIST_FIELD, message, at(stream));
        let diagnostic = diagnostic.with_label("not a list");
        diagnostics.push(DeclaredType::of_field(def).explain(schema, diagnostic));
    }
}

/// Checks DeferStreamDirectiveOnRootField: the root fields of a mutation run serially, and a subscription has a single root
/// field. <https://github.com/graphql/graphql-spec/pull/1110> (Defer And Stream Directives Are Used On Valid Root Field)
pub(super) fn on_root_field(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let mut reported: HashSet<(Span, OperationType)> = HashSet::new();
    let operations = index.operations.iter();
    for operation in operations.filter(|it| it.operation != OperationType::Query) {
        let Some(root) = index.schema.root(operation.operation) else {
            continue;
        };
        let mut seen = vec![false; index.fragments.len()];
        let mut open = vec![operation.selection_set.selections.iter()];
        while let Some(selections) = open.last_mut() {
            let Some(selection) = selections.next() else {
                open.pop();
                continue;
            };
            let (name, start) = match selection {
                Selection::Field(_) => DIRECTIVES[1],
                Selection::InlineFragment(inline) => {
                    open.push(inline.selection_set.selections.iter());
                    DIRECTIVES[0]
                }
                Selection::FragmentSpread(spread) => {
                    let Some(place) = index.fragment(spread.name.text) else {
                        continue;
                    };
                    if !std::mem::replace(&mut seen[place], true) {
                        open.push(index.fragments[place].selection_set.selections.iter());
                    }
                    DIRECTIVES[0]
                }
            };
            let directive = selection.directives().iter().find(|it| it.name.text == name);
            if let Some(directive) = directive
                && reported.insert((at(directive), operation.operation))
            {
                let message = format!(
                    "{start} directive cannot be used on root {} type \"{}\".",
                    operation.operation.as_str(),
                    index.schema.ty(root).name
                );
                let diagnostic =
                    Diagnostic::error(&DEFER_STREAM_DIRECTIVE_ON_ROOT_FIELD, message, at(directive));
                diagnostics.push(diagnostic.with_label("at the root of the operation"));
            }
        }
    }
}

/// Checks DeferStreamDirectiveOnValidOperations: the events of a subscription arrive complete.
/// <https://github.com/graphql/graphql-spec/pull/1110> (Defer And Stream Directives Are Used On Valid Operations)
pub(super) fn on_valid_operations(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let operations = index.operations.iter();
    for operation in operations.filter(|it| it.operation == OperationType::Subscription) {
        in_subscription(index, operation, diagnostics);
    }
}

/// The remaining selections of a selection set, and the spread that led to it, if any.
type Open<'a> = (Iter<'a, Selection<'a>>, Option<&'a FragmentSpread<'a>>);

/// Uses a stack instead of recursion, because fragments may form long chains.
fn in_subscription<'a>(
    index: &Index<'a>,
    operation: &'a OperationDefinition<'a>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = vec![false; index.fragments.len()];
    let mut open: Vec<Open<'_>> = vec![(operation.selection_set.selections.iter(), None)];
    while let Some((selections, _)) = open.last_mut() {
        let Some(selection) = selections.next() else {
            open.pop();
            continue;
        };
        if may_be_left_out(selection.directives()) {
            continue;
        }
        for directive in selection.directives() {
            let name = DIRECTIVES.iter().find(|(name, _)| *name == directive.name.text);
            let Some((name, start)) = name.filter(|_| !may_be_off(directive)) else {
                continue;
            };
            let message = format!(
                "{start} directive not supported on subscription operations. Disable `@{name}` by setting the `if` \
                 argument to `false`."
            );
            let diagnostic = Diagnostic::error(
                &DEFER_STREAM_DIRECTIVE_ON_VALID_OPERATIONS,
                message,
                at(directive),
            )
            .with_label("in a subscription");
            let spreads = open.iter().rev().filter_map(|(_, spread)| *spread);
            diagnostics.push(spreads.fold(diagnostic, |it, spread| {
                it.with_primary(spread.span.through(spread.name.span), "spread here")
            }));
        }
        match selection {
            Selection::Field(field) => {
                let set = field.selection_set.as_ref();
                open.extend(set.map(|set| (set.selections.iter(), None)));
            }
            Selection::InlineFragment(inline) => open.push((inline.selection_set.selections.iter(), None)),
            Selection::FragmentSpread(spread) => {
                if let Some(place) = index.fragment(spread.name.text)
                    && !std::mem::replace(&mut seen[place], true)
                {
                    let set = &index.fragments[place].selection_set;
                    open.push((set.selections.iter(), Some(spread)));
                }
            }
        }
    }
}

/// Returns whether `@skip` or `@include` may exclude the selection.
fn may_be_left_out(directives: &[Directive<'_>]) -> bool {
    let condition = |name: &str| {
        let directive = directives.iter().find(|it| it.name.text == name)?;
        let argument = directive.arguments.iter().find(|it| it.name.text == "if");
        Some(argument.map(|it| &it.value))
    };
    let is_skipped = condition("skip").is_some_and(|it| !matches!(it, Some(Value::Boolean(false, _))));
    let is_included =
        condition("include").is_none_or(|it| matches!(it, None | Some(Value::Boolean(true, _))));
    is_skipped || !is_included
}

/// Returns whether the `if` argument of `@defer` or `@stream` may disable it.
fn may_be_off(directive: &Directive<'_>) -> bool {
    let argument = directive.arguments.iter().find(|it| it.name.text == "if");
    matches!(
        argument.map(|it| &it.value),
        Some(Value::Boolean(false, _) | Value::Variable(_))
    )
}
