//! Checks that names are unique: names of operations, fragments, variables, arguments and input fields.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::Rule;
use crate::syntax::ast::Name;

/// Reports each repetition of a name, with the first occurrence.
pub(super) fn unique<'a>(
    rule: &'static Rule,
    kind: &str,
    names: impl IntoIterator<Item = Name<'a>>,
    diagnostics: &mut Diagnostics,
) {
    for (first, again) in repeated(names) {
        diagnostics.push(diagnostic(rule, kind, first).with_primary(again.span, "repeated here"));
    }
}

/// Reports each repeated name once, with all its occurrences.
pub(super) fn unique_together<'a>(
    rule: &'static Rule,
    kind: &str,
    names: impl IntoIterator<Item = Name<'a>>,
    diagnostics: &mut Diagnostics,
) {
    let mut found: Vec<(&str, Diagnostic)> = Vec::new();
    let mut again = repeated(names);
    // Sort repetitions of the same name next to each other, in the order of the text.
    again.sort_by_key(|(first, _)| first.span);
    for (first, again) in again {
        let diagnostic = match found.pop_if(|(name, _)| *name == first.text) {
            Some((_, diagnostic)) => diagnostic,
            None => diagnostic(rule, kind, first),
        };
        found.push((first.text, diagnostic.with_primary(again.span, "repeated here")));
    }
    found
        .into_iter()
        .for_each(|(_, diagnostic)| diagnostics.push(diagnostic));
}

fn diagnostic(rule: &'static Rule, kind: &str, first: Name<'_>) -> Diagnostic {
    let sigil = if kind == "variable" { "$" } else { "" };
    let message = format!("There can be only one {kind} named \"{sigil}{}\".", first.text);
    Diagnostic::error(rule, message, first.span).with_label("first used here")
}

/// Returns every repeated name with its first occurrence.
fn repeated<'a>(names: impl IntoIterator<Item = Name<'a>>) -> Vec<(Name<'a>, Name<'a>)> {
    let mut seen = HashMap::new();
    let again = names.into_iter().filter_map(|name| match seen.entry(name.text) {
        Entry::Occupied(first) => Some((*first.get(), name)),
        Entry::Vacant(free) => {
            free.insert(name);
            None
        }
    });
    again.collect()
}
