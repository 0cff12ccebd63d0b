//! Determines whether the result of an operation may arrive in parts. <https://github.com/graphql/graphql-spec/pull/1110>

use crate::check::Typed;
use crate::check::conditional::has_effect;
use crate::check::typed::{Operation, Selection, SelectionSet};
use crate::syntax::ast::OperationType;

/// Returns whether `@defer` or `@stream` may take effect. The events of a subscription arrive complete.
pub(super) fn is_incremental(typed: &Typed<'_>, operation: &Operation<'_>) -> bool {
    let mut fragments = operation.fragments.iter();
    operation.node.operation != OperationType::Subscription
        && (comes_in_parts(&operation.selections)
            || fragments.any(|&fragment| comes_in_parts(&typed.fragment(fragment).selections)))
}

/// Searches a selection set, recursing as deep as the parser allows.
fn comes_in_parts(set: &SelectionSet<'_>) -> bool {
    set.selections.iter().any(|selection| {
        let directives = selection.directives();
        match selection {
            Selection::Field(field) => {
                has_effect(directives, "stream", false)
                    || field.selections.as_ref().is_some_and(comes_in_parts)
            }
            Selection::Spread(_) => has_effect(directives, "defer", false),
            Selection::Inline(inline) => {
                has_effect(directives, "defer", false) || comes_in_parts(&inline.selections)
            }
        }
    })
}
