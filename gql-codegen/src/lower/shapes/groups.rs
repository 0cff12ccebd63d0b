//! Groups the types that a selection distinguishes.

use super::selection::{ConditionalSet, Subject, applies, fragment, is_implied};
use crate::check::Typed;
use crate::check::typed::SelectionSet;
use crate::schema::TypeId;
use crate::syntax::ast::NodeId;

/// The fragments of a selection: their nodes and type conditions.
type Signature = Vec<(NodeId, Option<TypeId>)>;

/// Returns the fragments that apply to the subject, in order. Subjects with equal fragments are treated alike. `deep` includes
/// nested named fragments.
fn reached<'a>(typed: &'a Typed<'a>, sets: &[ConditionalSet<'a>], subject: Subject, deep: bool) -> Signature {
    fn walk<'a>(
        typed: &'a Typed<'a>,
        set: &'a SelectionSet<'a>,
        subject: Subject,
        deep: bool,
        found: &mut Signature,
    ) {
        let selections = set.selections.iter();
        for fragment in selections.filter_map(|selection| fragment(typed, selection)) {
            if applies(typed.schema(), fragment.condition, subject) {
                found.push((fragment.node, fragment.condition));
                if deep || fragment.named.is_none() {
                    walk(typed, fragment.selections, subject, deep, found);
                }
            }
        }
    }
    let mut found = Vec::new();
    for ConditionalSet { set, .. } in sets {
        walk(typed, set, subject, deep, &mut found);
    }
    found
}

/// Object types that the sets treat alike.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Group {
    /// The types, in the order of the schema.
    pub(in crate::lower) types: Vec<TypeId>,
    /// The narrowing type conditions that apply to the types, without duplicates.
    pub(in crate::lower) conditions: Vec<TypeId>,
}

impl Group {
    /// Returns the subject of the group, which its first type represents.
    pub(in crate::lower) fn subject(&self, parent: TypeId) -> Subject {
        let first = self.types.first();
        first.map_or(Subject::Other(parent), |object| Subject::Object(*object))
    }
}

/// Groups the possible types of `parent` by the selections that apply to them, without those that are treated like unknown
/// types. Groups are in the order in which the sets mention them, so that variants match the order of the selection.
pub(in crate::lower) fn groups<'a>(
    typed: &'a Typed<'a>,
    sets: &[ConditionalSet<'a>],
    parent: TypeId,
    deep: bool,
) -> Vec<Group> {
    let schema = typed.schema();
    if !schema.ty(parent).is_abstract() {
        return Vec::new();
    }
    let other = reached(typed, sets, Subject::Other(parent), deep);
    let mut known: Vec<(Signature, Group)> = Vec::new();
    for &object in schema.possible_types(parent).iter() {
        let signature = reached(typed, sets, Subject::Object(object), deep);
        if signature == other {
            continue;
        }
        if let Some((_, group)) = known.iter_mut().find(|(candidate, _)| *candidate == signature) {
            group.types.push(object);
            continue;
        }
        let mut conditions = Vec::new();
        for condition in signature.iter().filter_map(|(_, condition)| *condition) {
            if !is_implied(schema, condition, parent) && !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        known.push((
            signature,
            Group {
                types: vec![object],
                conditions,
            },
        ));
    }
    let order = mentions(typed, sets, deep);
    known.sort_by_key(|(signature, _)| {
        let first = signature.iter().find(|node| !other.contains(node));
        first.and_then(|(node, _)| order.iter().position(|candidate| candidate == node))
    });
    known.into_iter().map(|(_, group)| group).collect()
}

/// Returns all fragments of the sets in order, whether they apply or not.
fn mentions<'a>(typed: &'a Typed<'a>, sets: &[ConditionalSet<'a>], deep: bool) -> Vec<NodeId> {
    fn walk<'a>(typed: &'a Typed<'a>, set: &'a SelectionSet<'a>, deep: bool, found: &mut Vec<NodeId>) {
        let selections = set.selections.iter();
        for fragment in selections.filter_map(|selection| fragment(typed, selection)) {
            found.push(fragment.node);
            if deep || fragment.named.is_none() {
                walk(typed, fragment.selections, deep, found);
            }
        }
    }
    let mut found = Vec::new();
    for ConditionalSet { set, .. } in sets {
        walk(typed, set, deep, &mut found);
    }
    found
}
