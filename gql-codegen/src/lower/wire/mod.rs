//! What is sent for an operation.

mod incremental;
mod sha256;

use std::collections::HashMap;

use super::choose::Chosen;
use crate::check::Typed;
use crate::syntax::ast::NodeId;
use crate::syntax::compact;
use incremental::is_incremental;

/// The document of an operation and what it means for the response.
#[derive(Debug)]
pub(super) struct Wire {
    /// The operation and the fragments that it uses, without what means nothing to the server, with `__typename` first
    /// wherever it decides what is read.
    pub(super) document: String,
    /// SHA-256 of the document, in hexadecimal.
    pub(super) hash: String,
    /// Whether the result may come in parts.
    pub(super) incremental: bool,
}

/// Prints the documents of the operations.
///
/// `discriminated` has the selection sets that need `__typename`, with the place of the first operation that reads them so.
pub(super) fn documents(
    typed: &Typed<'_>,
    chosen: &[Chosen<'_>],
    discriminated: &HashMap<NodeId, usize>,
) -> Vec<Wire> {
    let wire = |(place, chosen): (usize, &Chosen<'_>)| {
        let operation = chosen.operation;
        let fragments = operation.fragments.iter().map(|&id| typed.fragment(id).node);
        let document = compact(operation.node, fragments, &|set| {
            discriminated.get(&set.id).is_some_and(|first| *first <= place)
        });
        Wire {
            hash: sha256::hex(document.as_bytes()),
            incremental: is_incremental(typed, operation),
            document,
        }
    };
    chosen.iter().enumerate().map(wire).collect()
}
