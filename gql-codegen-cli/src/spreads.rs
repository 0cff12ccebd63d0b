//! The fragments that a selection set spreads.

use gql_codegen::syntax::ast::{Selection, SelectionSet};

/// Returns the names of the spread fragments, with duplicates. The fragments themselves are not searched.
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
