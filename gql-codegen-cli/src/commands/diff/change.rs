//! One change of a schema.

use gql_codegen::schema::Schema;
use gql_codegen::source::Span;

use crate::usage::{Usage, Use};

/// What a change may do to operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Valid ones are valid no more.
    Breaking,
    /// They are valid, and may see what they have not seen before.
    Dangerous,
    /// Nothing.
    Safe,
}

/// Which operations a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Touches {
    /// None.
    Nobody,
    /// Those that use this element.
    Users(String),
    /// Those with a type condition, on one side the first type, that the second, an object, has met and none can any more.
    /// <https://spec.graphql.org/September2025/#sec-Fragment-Spread-Is-Possible>
    Conditions(String, String),
}

#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) class: Class,
    /// What is changed. <https://spec.graphql.org/September2025/#sec-Schema-Coordinates>
    pub(super) coordinate: String,
    pub(super) message: String,
    pub(super) touches: Touches,
    /// In the old schema, if it was there.
    pub(super) span: Option<Span>,
}

impl Change {
    /// The places in operations that it touches, by operation.
    pub(super) fn uses(&self, usage: &Usage, old: &Schema, new: &Schema) -> Vec<Use> {
        match &self.touches {
            Touches::Nobody => Vec::new(),
            Touches::Users(coordinate) => usage.uses(coordinate).cloned().collect(),
            Touches::Conditions(ty, object) => {
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

/// Whether an object can be of both types. Types that are gone are told of by themselves.
fn overlap(schema: &Schema, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (schema.find(a), schema.find(b)) else {
        return true;
    };
    let possible = schema.possible_types(a);
    possible.iter().any(|&object| schema.applies(b, object))
}
