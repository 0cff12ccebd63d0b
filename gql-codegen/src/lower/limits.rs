//! Limits for the expansion of fragments: a few hundred lines of nested fragments can expand to more than a compiler can
//! handle.

use std::collections::HashMap;

use super::choose::Chosen;
use crate::bug::{Assumed, Bug};
use crate::check::Typed;
use crate::check::typed::{Field, FragmentId, Selection, SelectionSet};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};

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

/// The maximum nesting depth of selections, with fragments expanded.
///
/// Response types have the same nesting depth, and rustc limits nested types to 128 as well.
const MAX_DEPTH: u64 = 128;
/// The maximum number of fields and fragments selected on an object, with fragments expanded.
const MAX_WIDTH: u64 = 100_000;

/// The maximum nesting depth of fragment spreads on an object, whose value is a single expression.
const MAX_SPREADS: u64 = 32;

/// The size of a selection set.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// The nesting depth of selection sets and fragments.
    depth: u64,
    /// The nesting depth of named fragments on the object itself.
    spreads: u64,
    /// The maximum of `spreads` of the objects within.
    most_spreads: u64,
    /// The number of fields and fragments on the object itself.
    width: u64,
    /// The maximum of `width` of the objects within.
    widest: u64,
}

/// Reports operations for which code cannot be generated.
pub(super) fn check(
    typed: &Typed<'_>,
    operations: &[Chosen<'_>],
    diagnostics: &mut Diagnostics,
) -> Result<(), Bug> {
    let mut fragments = HashMap::new();
    for Chosen { name, operation } in operations {
        measure_fragments(typed, &operation.selections, &mut fragments)?;
        let extent = extent(&operation.selections, &fragments)?;
        let message = if extent.depth > MAX_DEPTH {
            let depth = extent.depth;
            format!(
                "operation `{name}` nests selections and fragments {depth} levels deep, but the limit is {MAX_DEPTH}"
            )
        } else if extent.most_spreads > MAX_SPREADS {
            let spreads = extent.most_spreads;
            format!(
                "operation `{name}` nests fragment spreads {spreads} levels deep on one object, but the limit is {MAX_SPREADS}"
            )
        } else if extent.widest > MAX_WIDTH {
            format!("operation `{name}` selects more than {MAX_WIDTH} fields and fragments on one object")
        } else {
            continue;
        };
        let node = operation.node;
        let span = node.name.map_or(node.span, |name| name.span);
        diagnostics.push(
            Diagnostic::error(&SELECTION_LIMITS, message, span)
                .with_label("exceeds the limit")
                .help("select fewer fields, or split the operation"),
        );
    }
    Ok(())
}

/// Measures the fragments that a selection set uses, starting with those that others use. Uses a stack instead of recursion,
/// because fragments may form long chains. There are no cycles.
fn measure_fragments(
    typed: &Typed<'_>,
    set: &SelectionSet<'_>,
    fragments: &mut HashMap<FragmentId, Extent>,
) -> Result<(), Bug> {
    let mut open = Vec::new();
    spreads(set, &mut open);
    while let Some(&id) = open.last() {
        let known = open.len();
        if fragments.contains_key(&id) {
            open.pop();
            continue;
        }
        let selections = &typed.fragment(id).selections;
        spreads(selections, &mut open);
        let needed = open.split_off(known);
        open.extend(needed.into_iter().filter(|id| !fragments.contains_key(id)));
        if open.len() == known {
            fragments.insert(id, extent(selections, fragments)?);
            open.pop();
        }
    }
    Ok(())
}

/// Lists the fragments spread in a selection set, recursing as deep as the parser allows.
fn spreads(set: &SelectionSet<'_>, found: &mut Vec<FragmentId>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => field.selections.iter().for_each(|set| spreads(set, found)),
            Selection::Inline(inline) => spreads(&inline.selections, found),
            Selection::Spread(spread) => found.push(spread.fragment),
        }
    }
}

/// Returns the size of a selection set whose fragments have been measured, recursing as deep as the parser allows.
fn extent(set: &SelectionSet<'_>, fragments: &HashMap<FragmentId, Extent>) -> Result<Extent, Bug> {
    let mut whole = Extent::default();
    for selection in &set.selections {
        let part = match selection {
            Selection::Field(Field { selections: None, .. }) => Extent::default(),
            Selection::Field(Field {
                selections: Some(set),
                ..
            }) => Extent {
                width: 0,
                spreads: 0,
                ..extent(set, fragments)?
            },
            Selection::Inline(inline) => extent(&inline.selections, fragments)?,
            Selection::Spread(spread) => {
                let fragment = fragments.get(&spread.fragment).copied();
                let fragment = fragment.assumed("a fragment is measured before those that spread it")?;
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
    Ok(whole)
}
