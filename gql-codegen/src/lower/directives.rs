//! The effects of a selection's directives on its type.

use crate::syntax::ast::{Directive, Value};

/// Returns whether a directive may exclude the selection: `@skip` or `@include` permanently, `@defer` until the rest of the
/// result arrives. <https://spec.graphql.org/September2025/#sec--skip>, <https://github.com/graphql/graphql-spec/pull/1110>
pub(super) fn is_conditional(directives: &[Directive<'_>]) -> bool {
    has_effect(directives, "skip", false)
        || has_effect(directives, "include", true)
        || has_effect(directives, "defer", false)
}

/// Returns whether a directive exists and its `if` argument is not the value that disables it.
pub(super) fn has_effect(directives: &[Directive<'_>], name: &str, harmless: bool) -> bool {
    let mut named = directives.iter().filter(|directive| directive.name.text == name);
    named.any(|directive| {
        let mut arguments = directive.arguments.iter();
        let condition = arguments.find(|argument| argument.name.text == "if");
        !condition
            .is_some_and(|argument| matches!(argument.value, Value::Boolean(value, _) if value == harmless))
    })
}
