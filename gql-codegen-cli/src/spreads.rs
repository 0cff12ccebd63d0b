//! Which fragments a selection set spreads.

use gql_codegen::syntax::ast::{Selection, SelectionSet};

/// Their names, each as often as it is spread; not those of the fragments' own.
pub(crate) fn spreads<'a>(set: &SelectionSet<'a>) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut open = vec![set];
    while let Some(set) = open.pop() {
        for selection in &set.selections {
            match selection {
                Selection::FragmentSpread(spread) => names.push(spread.name.text),
                Selection::InlineFragment(inline) => open.push(&inline.selection_set),
                Selection::Field(field) => open.extend(&field.selection_set),
            }
        }
    }
    names
}
