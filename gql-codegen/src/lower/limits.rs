//! How far fragments may blow a selection up: a few hundred lines of them can mean more than any compiler takes.

use std::collections::HashMap;

use crate::check::Typed;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::syntax::ast::{OperationDefinition, Selection, SelectionSet};

/// The rule `SelectionLimits`.
pub static SELECTION_LIMITS: Rule = Rule {
    name: "SelectionLimits",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: None,
    explanation: "An operation would generate an excessive number of types or fields, because nested fragments select \
        the same fields repeatedly. Select less, or split the operation.",
    example: None,
};

/// How deep selections may be nested, fragments counted as if they were written where they are spread.
///
/// The types of a response are nested alike, and rustc's own limit for nested types is 128 as well.
const MAX_DEPTH: u64 = 128;
/// How many fields and fragments may be selected of one object, each counted as often as fragments bring it.
const MAX_WIDTH: u64 = 100_000;

/// How many fragments may be spread within each other on one object: its value is written as one expression.
const MAX_SPREADS: u64 = 32;

/// What a selection set comes to.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// Levels of selection sets and fragments.
    depth: u64,
    /// Levels of named fragments of the object itself.
    spreads: u64,
    /// The most such levels of an object in it.
    most_spreads: u64,
    /// Fields and fragments of the object itself.
    width: u64,
    /// The greatest width of an object in it.
    widest: u64,
}

/// Complains of the operations for which no code can be made.
pub(super) fn check<'a>(
    typed: &Typed<'a>,
    operations: &[&'a OperationDefinition<'a>],
    diagnostics: &mut Diagnostics,
) {
    let mut fragments = HashMap::new();
    for operation in operations {
        let set = &operation.selection_set;
        measure_fragments(typed, set, &mut fragments);
        let extent = extent(set, &fragments);
        let name = operation.name.map_or("", |name| name.text);
        let message = if extent.depth > MAX_DEPTH {
            let depth = extent.depth;
            format!(
                "Operation \"{name}\" nests selections and fragments {depth} levels deep, more than {MAX_DEPTH}."
            )
        } else if extent.most_spreads > MAX_SPREADS {
            let spreads = extent.most_spreads;
            format!(
                "Operation \"{name}\" spreads fragments {spreads} levels deep on one object, more than {MAX_SPREADS}."
            )
        } else if extent.widest > MAX_WIDTH {
            format!("Fragments select more than {MAX_WIDTH} things of one object in operation \"{name}\".")
        } else {
            continue;
        };
        let span = operation.name.map_or(operation.span, |name| name.span);
        diagnostics.push(
            Diagnostic::error(&SELECTION_LIMITS, message, span)
                .say("too much for one operation")
                .help("ask for less, or in several operations"),
        );
    }
}

/// Measures the fragments that a selection set needs, those first that others need. A stack, not recursion: fragments
/// may form long chains. There are no cycles.
fn measure_fragments<'a>(
    typed: &Typed<'a>,
    set: &'a SelectionSet<'a>,
    fragments: &mut HashMap<&'a str, Extent>,
) {
    let mut open: Vec<&'a str> = Vec::new();
    spreads(set, &mut open);
    while let Some(&name) = open.last() {
        let known = open.len();
        let Some(fragment) = typed.fragment(name).filter(|_| !fragments.contains_key(name)) else {
            open.pop();
            continue;
        };
        spreads(&fragment.selection_set, &mut open);
        let needed = open.split_off(known);
        open.extend(needed.into_iter().filter(|name| !fragments.contains_key(name)));
        if open.len() == known {
            let extent = extent(&fragment.selection_set, fragments);
            fragments.insert(name, extent);
            open.pop();
        }
    }
}

/// The fragments that a selection set names. As deep as the parser allows.
fn spreads<'a>(set: &'a SelectionSet<'a>, names: &mut Vec<&'a str>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => field.selection_set.iter().for_each(|set| spreads(set, names)),
            Selection::InlineFragment(inline) => spreads(&inline.selection_set, names),
            Selection::FragmentSpread(spread) => names.push(spread.name.text),
        }
    }
}

/// The extent of a selection set whose fragments are measured. As deep as the parser allows.
fn extent(set: &SelectionSet<'_>, fragments: &HashMap<&str, Extent>) -> Extent {
    let mut whole = Extent::default();
    for selection in &set.selections {
        let part = match selection {
            Selection::Field(field) => {
                let inner = field.selection_set.as_ref().map(|set| extent(set, fragments));
                Extent {
                    width: 0,
                    spreads: 0,
                    ..inner.unwrap_or_default()
                }
            }
            Selection::InlineFragment(inline) => extent(&inline.selection_set, fragments),
            Selection::FragmentSpread(spread) => {
                let fragment = fragments.get(spread.name.text).copied().unwrap_or_default();
                Extent {
                    spreads: fragment.spreads + 1,
                    ..fragment
                }
            }
        };
        whole.depth = whole.depth.max(part.depth);
        whole.width = whole.width.saturating_add(part.width).saturating_add(1);
        whole.widest = whole.widest.max(part.widest);
        whole.spreads = whole.spreads.max(part.spreads);
        whole.most_spreads = whole.most_spreads.max(part.most_spreads);
    }
    whole.depth += 1;
    whole.most_spreads = whole.most_spreads.max(whole.spreads);
    whole.widest = whole.widest.max(whole.width);
    whole
}
