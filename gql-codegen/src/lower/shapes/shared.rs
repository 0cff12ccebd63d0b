//! Shares the type of an object field that the variants of a union select alike.

use super::Child;
use super::selection::{ConditionalSet, MergedField, MergedSelection};
use crate::schema::TypeId;

/// An object field that variants select at the same locations in the document.
#[derive(Debug)]
pub(super) struct SharedField<'t> {
    pub(super) merged: MergedField<'t>,
    pub(super) child: Child,
}

/// Creates the shapes of object fields that are selected for every type, or alike in all variants but the last.
///
/// The names of their types do not contain the variant's name. A variant that selects more of such a field has its own type for
/// it.
pub(super) fn shared<'t>(
    known: &[Vec<MergedSelection<'t>>],
    other: &[MergedSelection<'t>],
    child: &mut dyn FnMut(Vec<ConditionalSet<'t>>, TypeId) -> Child,
) -> Vec<SharedField<'t>> {
    let mut shared: Vec<SharedField<'t>> = Vec::new();
    let mut add = |shared: &mut Vec<SharedField<'t>>, merged: &MergedField<'t>| {
        let child = child(merged.children(), merged.first.field.definition.ty.named);
        let merged = merged.clone();
        shared.push(SharedField { merged, child });
    };
    for merged in other.iter().filter_map(object) {
        add(&mut shared, merged);
    }
    let Some((first, rest)) = known.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return shared;
    };
    for merged in first.iter().filter_map(object) {
        let is_alike = |entries: &Vec<MergedSelection<'t>>| {
            let mut fields = entries.iter().filter_map(object);
            fields.any(|other| other.key == merged.key && merged.is_same(other))
        };
        if !shared.iter().any(|field| field.merged.key == merged.key) && rest.iter().all(is_alike) {
            add(&mut shared, merged);
        }
    }
    shared
}

/// Returns the object field of an entry.
fn object<'e, 't>(entry: &'e MergedSelection<'t>) -> Option<&'e MergedField<'t>> {
    match entry {
        MergedSelection::Field(merged) if merged.first.field.selections.is_some() => Some(merged),
        _ => None,
    }
}
