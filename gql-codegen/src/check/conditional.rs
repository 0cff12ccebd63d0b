//! Determines whether a directive may exclude a selection from a result.

use crate::syntax::ast::{Directive, Value};

/// The directives that may exclude a selection, each with the value of `if` that disables it: `@skip` and `@include` exclude
/// it permanently, `@defer` until the rest of the result arrives. <https://spec.graphql.org/September2025/#sec--skip>,
/// <https://github.com/graphql/graphql-spec/pull/1110>
const EXCLUDING: [(&str, bool); 3] = [("skip", false), ("include", true), ("defer", false)];

/// Returns whether a directive may exclude the selection.
pub(crate) fn is_conditional(directives: &[Directive<'_>]) -> bool {
    condition(directives).is_some()
}

/// Returns the directive that may exclude the selection.
pub(crate) fn condition<'d, 'a>(directives: &'d [Directive<'a>]) -> Option<&'d Directive<'a>> {
    EXCLUDING
        .iter()
        .find_map(|(name, harmless)| effective(directives, name, *harmless))
}

/// Returns whether a directive exists and its `if` argument is not the value that disables it.
pub(crate) fn has_effect(directives: &[Directive<'_>], name: &str, harmless: bool) -> bool {
    effective(directives, name, harmless).is_some()
}

fn effective<'d, 'a>(
    directives: &'d [Directive<'a>],
    name: &str,
    harmless: bool,
) -> Option<&'d Directive<'a>> {
    let mut named = directives.iter().filter(|directive| directive.name.text == name);
    named.find(|directive| {
        let mut arguments = directive.arguments.iter();
        let condition = arguments.find(|argument| argument.name.text == "if");
        !condition
            .is_some_and(|argument| matches!(argument.value, Value::Boolean(value, _) if value == harmless))
    })
}
