//! The document that is sent: the operation and the fragments that it uses, without what means nothing to the server,
//! with `__typename` first wherever it decides what is read.

use std::collections::HashSet;

use crate::check::Typed;
use crate::syntax::ast::{OperationDefinition, SelectionSet};
use crate::syntax::compact;

/// Returns the document of an operation, which has `__typename` first in each selection set of `discriminated`.
pub(super) fn document<'a>(
    typed: &Typed<'a>,
    operation: &'a OperationDefinition<'a>,
    discriminated: &HashSet<*const SelectionSet<'a>>,
) -> String {
    let fragments = typed.fragments_of(&operation.selection_set);
    compact(operation, fragments, &|set| {
        discriminated.contains(&std::ptr::from_ref(set).cast())
    })
}
