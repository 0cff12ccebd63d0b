//! Whether the result of an operation may come in parts. <https://github.com/graphql/graphql-spec/pull/1110>

use super::selection::has_effect;
use crate::check::Typed;
use crate::syntax::ast::{OperationDefinition, OperationType, Selection, SelectionSet};

/// Whether a `@defer` or `@stream` may take effect. Events of a subscription come whole.
pub(super) fn is_incremental<'a>(typed: &Typed<'a>, operation: &'a OperationDefinition<'a>) -> bool {
    let set = &operation.selection_set;
    operation.operation != OperationType::Subscription
        && (comes_in_parts(set)
            || typed
                .fragments_of(set)
                .iter()
                .any(|fragment| comes_in_parts(&fragment.selection_set)))
}

/// As deep as the parser allows.
fn comes_in_parts(set: &SelectionSet<'_>) -> bool {
    set.selections.iter().any(|selection| {
        let directives = selection.directives();
        match selection {
            Selection::Field(field) => {
                has_effect(directives, "stream", false)
                    || field.selection_set.as_ref().is_some_and(comes_in_parts)
            }
            Selection::FragmentSpread(_) => has_effect(directives, "defer", false),
            Selection::InlineFragment(inline) => {
                has_effect(directives, "defer", false) || comes_in_parts(&inline.selection_set)
            }
        }
    })
}
