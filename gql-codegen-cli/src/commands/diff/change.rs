//! A single change between two schemas.

use gql_codegen::schema::Schema;
use gql_codegen::source::Span;

use crate::usage::{Usage, Use};

/// The effect of a change on operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Some valid operations become invalid.
    Breaking,
    /// Operations remain valid, but may receive values that they did not receive before.
    Dangerous,
    /// No operation is affected.
    NonBreaking,
}

/// The operations that a change affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Affected {
    /// No operation.
    None,
    /// The operations that use the element with this coordinate.
    Users(String),
    /// The operations with a type condition that involves the first type and that the second type, an object, satisfied only in
    /// the old schema. <https://spec.graphql.org/September2025/#sec-Fragment-Spread-Is-Possible>
    Conditions(String, String),
}

#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) class: Class,
    /// The coordinate of the changed element. <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>
    pub(super) coordinate: String,
    pub(super) message: String,
    pub(super) affected: Affected,
    /// The element in the old schema, if it existed there.
    pub(super) span: Option<Span>,
}

impl Change {
    /// Returns the affected places in operations.
    pub(super) fn uses(&self, usage: &Usage, old: &Schema, new: &Schema) -> Vec<Use> {
        match &self.affected {
            Affected::None => Vec::new(),
            Affected::Users(coordinate) => usage.uses(coordinate).cloned().collect(),
            Affected::Conditions(ty, object) => {
                let name = |id| &*old.ty(id).name;
                let met = |id| old.find(object).is_some_and(|object| old.applies(id, object));
                let lost = usage.conditions().filter(|&(around, of, _)| {
                    (name(around) == ty || name(of) == ty)
                        && (met(around) && met(of))
                        && !overlap(new, name(around), name(of))
                });
                let mut uses: Vec<_> = lost.flat_map(|(.., uses)| uses.iter().cloned()).collect();
                uses.sort();
                uses
            }
        }
    }
}

/// Returns whether some object type is possible for both types. Removed types are reported by their own change, so they overlap
/// with all.
fn overlap(schema: &Schema, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (schema.find(a), schema.find(b)) else {
        return true;
    };
    let possible = schema.possible_types(a);
    possible.iter().any(|&object| schema.applies(b, object))
}
