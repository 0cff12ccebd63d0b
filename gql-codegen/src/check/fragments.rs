//! Rules for fragments: their names, type conditions, uses and cycles.
//! <https://spec.graphql.org/September2025/#sec-Validation.Fragments>

use super::graph::{Edge, Graph};
use super::index::Index;
use super::names::unique;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{Schema, TypeId};
use crate::source::Span;
use crate::suggest;
use crate::syntax::ast::{FragmentSpread, Name};

/// The rule `FragmentsOnCompositeTypes`.
pub static FRAGMENTS_ON_COMPOSITE_TYPES: Rule = Rule {
    name: "FragmentsOnCompositeTypes",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some(
        "https://spec.graphql.org/September2025/#sec-Fragments-on-Object-Interface-or-Union-Types",
    ),
    explanation: "The type condition of a fragment must be an object, interface or union. Scalars, enums and inputs have no fields to select.",
    example: None,
};

/// The rule `UniqueFragmentNames`.
pub static UNIQUE_FRAGMENT_NAMES: Rule = Rule {
    name: "UniqueFragmentNames",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Fragment-Name-Uniqueness"),
    explanation: "Fragment names must be unique across all files.",
    example: None,
};

/// The rule `KnownFragmentNames`.
pub static KNOWN_FRAGMENT_NAMES: Rule = Rule {
    name: "KnownFragmentNames",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Fragment-spread-target-defined"),
    explanation: "A spread must refer to a fragment that is defined in one of the operation files.",
    example: None,
};

/// The rule `NoUnusedFragments`.
pub static NO_UNUSED_FRAGMENTS: Rule = Rule {
    name: "NoUnusedFragments",
    level: Level::Warn,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Fragments-Must-Be-Used"),
    explanation: "Every fragment must be used by an operation. No code is generated for unused fragments, so that any mistake \
        within them is a warning, unless the level of this rule is `error`.",
    example: None,
};

/// The rule `PossibleFragmentSpreads`.
pub static POSSIBLE_FRAGMENT_SPREADS: Rule = Rule {
    name: "PossibleFragmentSpreads",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://spec.graphql.org/September2025/#sec-Fragment-spread-is-possible"),
    explanation: "A fragment must be able to apply where it is spread. A fragment on a type that the parent type can never be selects nothing.",
    example: None,
};

/// The rule `NoFragmentCycles`.
pub static NO_FRAGMENT_CYCLES: Rule = Rule {
    name: "NoFragmentCycles",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://spec.graphql.org/September2025/#sec-Fragment-spreads-must-not-form-cycles"),
    explanation: "A fragment must not spread itself, directly or through other fragments.",
    example: None,
};

/// The maximum number of names that are searched for similar ones.
const MAX_NEAR: usize = 1_000;

/// Checks UniqueFragmentNames. <https://spec.graphql.org/September2025/#sec-Fragment-Name-Uniqueness>
pub(super) fn unique_fragment_names(index: &Index<'_>, diagnostics: &mut Diagnostics) {
    let names = index.fragments.iter().map(|fragment| fragment.name);
    unique(&UNIQUE_FRAGMENT_NAMES, "fragment", names, diagnostics);
}

/// Reports KnownFragmentNames for a fragment that does not exist.
/// <https://spec.graphql.org/September2025/#sec-Fragment-spread-target-defined>
pub(super) fn unknown(index: &Index<'_>, spread: &FragmentSpread<'_>) -> Diagnostic {
    let name = spread.name.text;
    let near = suggest::suggestion_list(name, index.fragments.iter().take(MAX_NEAR).map(|it| it.name.text));
    let message = format!("Unknown fragment \"{name}\".");
    let diagnostic =
        Diagnostic::error(&KNOWN_FRAGMENT_NAMES, message, spread.name.span).with_label("no such fragment");
    match near.first() {
        Some(first) => diagnostic
            .help(format!("a fragment with a similar name exists: `{first}`"))
            .replace(spread.name.span, &near),
        None => diagnostic,
    }
}

/// Reports FragmentsOnCompositeTypes for the fragment `name`, or an inline fragment, whose type has no fields.
/// <https://spec.graphql.org/September2025/#sec-Fragments-on-Object-Interface-or-Union-Types>
pub(super) fn not_composite(
    schema: &Schema,
    name: Option<Name<'_>>,
    condition: Name<'_>,
    ty: TypeId,
) -> Diagnostic {
    let name = name.map_or(String::new(), |name| format!(" \"{}\"", name.text));
    let message = format!(
        "Fragment{name} cannot condition on non composite type \"{}\".",
        condition.text
    );
    Diagnostic::error(&FRAGMENTS_ON_COMPOSITE_TYPES, message, condition.span)
        .with_label("not an object, interface or union")
        .with_secondary(
            schema.ty(ty).span,
            format!("`{}` is defined here", condition.text),
        )
}

/// Reports PossibleFragmentSpreads if no object has both types; `name` is `None` for an inline fragment.
/// <https://spec.graphql.org/September2025/#sec-Fragment-spread-is-possible>
pub(super) fn impossible(
    schema: &Schema,
    name: Option<Name<'_>>,
    span: Span,
    parent: TypeId,
    condition: TypeId,
) -> Diagnostic {
    let name = name.map_or(String::new(), |name| format!(" \"{}\"", name.text));
    let (parent, condition) = (schema.ty(parent), schema.ty(condition));
    let message = format!(
        "Fragment{name} cannot be spread here as objects of type \"{}\" can never be of type \"{}\".",
        parent.name, condition.name
    );
    Diagnostic::error(&POSSIBLE_FRAGMENT_SPREADS, message, span)
        .with_label(format!("never matches on `{}`", parent.name))
        .with_secondary(parent.span, format!("`{}` is defined here", parent.name))
        .with_secondary(condition.span, format!("`{}` is defined here", condition.name))
}

/// Returns whether some object type is possible for both types.
pub(super) fn overlap(schema: &Schema, a: TypeId, b: TypeId) -> bool {
    a == b
        || schema
            .possible_types(a)
            .iter()
            .any(|&object| schema.applies(b, object))
}

/// Checks NoUnusedFragments, and returns the definitions of the unused fragments.
/// <https://spec.graphql.org/September2025/#sec-Fragments-Must-Be-Used>
pub(super) fn unused(index: &Index<'_>, graph: &Graph<'_>, diagnostics: &mut Diagnostics) -> Vec<Span> {
    let mut unused = Vec::new();
    let mut used = vec![false; index.fragments.len()];
    for edges in &graph.operations {
        graph.reach(edges, &mut used);
    }
    for fragment in &index.fragments {
        if index
            .fragment(fragment.name.text)
            .is_some_and(|place| used[place])
        {
            continue;
        }
        let message = format!("Fragment \"{}\" is never used.", fragment.name.text);
        let span = fragment.span.through(fragment.name.span);
        diagnostics.push(
            Diagnostic::error(&NO_UNUSED_FRAGMENTS, message, span).with_label("no operation spreads it"),
        );
        unused.push(fragment.span);
    }
    unused
}

/// The maximum number of reported cycles. There can be as many cycles as spreads.
const MAX_CYCLES: usize = 1_000;
/// The maximum number of spreads listed for a cycle.
const MAX_CYCLE_LENGTH: usize = 100;

/// Checks NoFragmentCycles, with one diagnostic for each cycle found in a walk through all spreads.
/// <https://spec.graphql.org/September2025/#sec-Fragment-spreads-must-not-form-cycles>
pub(super) fn cycles(index: &Index<'_>, graph: &Graph<'_>, diagnostics: &mut Diagnostics) {
    let count = index.fragments.len();
    let mut seen = vec![false; count];
    let mut reported = 0;
    // For each fragment on the path from the root, the number of spreads that lead to it.
    let mut depth: Vec<Option<usize>> = vec![None; count];
    for (start, fragment) in index.fragments.iter().enumerate() {
        // The last fragment with a name counts.
        let Some(root) = index.fragment(fragment.name.text) else {
            continue;
        };
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        depth[root] = Some(0);
        let mut path: Vec<&FragmentSpread<'_>> = Vec::new();
        let mut open = vec![(root, graph.fragments[start].iter())];
        while let Some((place, edges)) = open.last_mut() {
            let Some(Edge { spread, target }) = edges.next() else {
                depth[*place] = None;
                open.pop();
                path.pop();
                continue;
            };
            let Some(target) = *target else { continue };
            path.push(spread);
            if let Some(from) = depth[target] {
                if reported < MAX_CYCLES {
                    reported += 1;
                    cycle(&path[from..])
                        .into_iter()
                        .for_each(|it| diagnostics.push(it));
                }
                path.pop();
            } else if std::mem::replace(&mut seen[target], true) {
                path.pop();
            } else {
                depth[target] = Some(path.len());
                open.push((target, graph.fragments[target].iter()));
            }
        }
    }
}

/// Returns a diagnostic about a cycle of spreads.
fn cycle(path: &[&FragmentSpread<'_>]) -> Option<Diagnostic> {
    let (last, via) = path.split_last()?;
    let mut names: Vec<String> = via
        .iter()
        .take(MAX_CYCLE_LENGTH)
        .map(|spread| format!("\"{}\"", spread.name.text))
        .collect();
    if via.len() > MAX_CYCLE_LENGTH {
        names.push(format!("and {} more", via.len() - MAX_CYCLE_LENGTH));
    }
    let way = if names.is_empty() {
        String::new()
    } else {
        format!(" via {}", names.join(", "))
    };
    let message = format!(
        "Cannot spread fragment \"{}\" within itself{way}.",
        last.name.text
    );
    let mut spans = path
        .iter()
        .take(MAX_CYCLE_LENGTH)
        .map(|spread| spread.span.through(spread.name.span));
    let diagnostic =
        Diagnostic::error(&NO_FRAGMENT_CYCLES, message, spans.next()?).with_label("the cycle starts here");
    Some(
        spans
            .fold(diagnostic, |it, span| it.with_primary(span, "continues here"))
            .help("select nested objects explicitly, down to the required depth"),
    )
}
