//! The document that is sent: the operation and the fragments that it uses, without what means nothing to the server,
//! with `__typename` first wherever it decides what is read.

use std::collections::HashSet;

use crate::check::Typed;
use crate::check::typed::Operation;
use crate::syntax::ast::NodeId;
use crate::syntax::compact;

/// Returns the document of an operation, which has `__typename` first in each selection set of `discriminated`.
pub(super) fn document(
    typed: &Typed<'_>,
    operation: &Operation<'_>,
    discriminated: &HashSet<NodeId>,
) -> String {
    let fragments = operation.fragments.iter().map(|&id| typed.fragment(id).node);
    compact(operation.node, fragments, &|set| discriminated.contains(&set.id))
}
