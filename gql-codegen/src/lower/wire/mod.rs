//! The documents that are sent.

mod incremental;
mod sha256;

use std::collections::HashMap;

use super::choose::Chosen;
use crate::check::Typed;
use crate::syntax::ast::NodeId;
use crate::syntax::{WireForm, compact};
use incremental::is_incremental;

/// The document of an operation, and its properties.
#[derive(Debug)]
pub(super) struct Wire {
    /// The operation and the fragments that it uses, in the shortest form, without the directives of the client, and with
    /// `__typename` as the first selection where it determines what is read.
    pub(super) document: String,
    /// The SHA-256 hash of the document, in hexadecimal.
    pub(super) hash: String,
    /// Whether the result may arrive in parts.
    pub(super) incremental: bool,
}

/// Prints the documents of the operations.
///
/// `discriminated` contains the selection sets that need `__typename`, with the index of the first operation that reads them
/// so.
pub(super) fn documents(
    typed: &Typed<'_>,
    chosen: &[Chosen<'_>],
    discriminated: &HashMap<NodeId, usize>,
) -> Vec<Wire> {
    let wire = |(place, chosen): (usize, &Chosen<'_>)| {
        let operation = chosen.operation;
        let fragments = operation.fragments.iter().map(|&id| typed.fragment(id).node);
        let form = WireForm {
            type_name_first: &|set| discriminated.get(&set.id).is_some_and(|first| *first <= place),
            is_sent: &|directive| typed.is_sent(directive),
        };
        let document = compact(operation.node, fragments, form);
        Wire {
            hash: sha256::hex(document.as_bytes()),
            incremental: is_incremental(typed, operation),
            document,
        }
    };
    chosen.iter().enumerate().map(wire).collect()
}
