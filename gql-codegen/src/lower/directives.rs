//! What the directives of a selection mean for its type.

use crate::syntax::ast::{Directive, Value};

/// Whether a directive may take the selection away: `@skip` or `@include` for good, `@defer` until the rest of the result has
/// come. <https://spec.graphql.org/September2025/#sec--skip>, <https://github.com/graphql/graphql-spec/pull/1110>
pub(super) fn is_conditional(directives: &[Directive<'_>]) -> bool {
    has_effect(directives, "skip", false)
        || has_effect(directives, "include", true)
        || has_effect(directives, "defer", false)
}

/// Whether a directive is there, and its `if` is not this value, with which it does nothing.
pub(super) fn has_effect(directives: &[Directive<'_>], name: &str, harmless: bool) -> bool {
    let mut named = directives.iter().filter(|directive| directive.name.text == name);
    named.any(|directive| {
        let mut arguments = directive.arguments.iter();
        let condition = arguments.find(|argument| argument.name.text == "if");
        !condition
            .is_some_and(|argument| matches!(argument.value, Value::Boolean(value, _) if value == harmless))
    })
}
