//! One type for an object field that the variants of a union select alike.

use super::names;
use super::selection::{Entry, Group, Node, Subject};
use super::views::ViewId;
use super::{Lowering, Place};
use crate::schema::TypeId;

/// An object field that variants select at the same places of the document.
#[derive(Debug)]
pub(super) struct Alike<'a> {
    key: &'a str,
    nodes: Vec<Node<'a>>,
    view: ViewId,
}

/// Returns the view that variants share for an object field with these nodes.
pub(super) fn shared(alike: &[Alike<'_>], key: &str, nodes: &[Node<'_>]) -> Option<ViewId> {
    let field = alike.iter().find(|field| field.key == key)?;
    same_nodes(&field.nodes, nodes).then_some(field.view)
}

/// Returns the subject of a group: its first type stands for all of them.
pub(super) fn subject_of(group: &Group, parent: TypeId) -> Subject {
    group
        .types
        .first()
        .map_or(Subject::Other(parent), |object| Subject::Object(*object))
}

impl<'a> Lowering<'a, '_> {
    /// Makes the views of object fields that are selected for every type, or alike in all variants but the last.
    ///
    /// Their names do without the variant's. A variant that selects more of such a field has a type of its own for it.
    pub(super) fn alike(
        &mut self,
        known: &[Vec<Entry<'a>>],
        other: &[Entry<'a>],
        prefix: &str,
        place: Place,
    ) -> Vec<Alike<'a>> {
        let mut alike = Vec::new();
        for (key, nodes, conditional) in other.iter().filter_map(field) {
            self.add_alike(&mut alike, (key, nodes, conditional), prefix, place);
        }
        let Some((first, rest)) = known.split_first().filter(|(_, rest)| !rest.is_empty()) else {
            return alike;
        };
        for (key, nodes, conditional) in first.iter().filter_map(field) {
            let is_alike = |entries: &Vec<Entry<'a>>| {
                let same = entries.iter().filter_map(field).find(|(name, ..)| *name == key);
                same.is_some_and(|(_, others, _)| same_nodes(nodes, others))
            };
            if !alike.iter().any(|known| known.key == key) && rest.iter().all(is_alike) {
                self.add_alike(&mut alike, (key, nodes, conditional), prefix, place);
            }
        }
        alike
    }

    fn add_alike(
        &mut self,
        alike: &mut Vec<Alike<'a>>,
        (key, nodes, conditional): (&'a str, &[Node<'a>], bool),
        prefix: &str,
        place: Place,
    ) {
        let name = format!("{prefix}{}", names::camel(key));
        if let Some(view) = self.child(nodes, conditional, &name, place) {
            alike.push(Alike {
                key,
                nodes: nodes.to_vec(),
                view,
            });
        }
    }
}

fn field<'e, 'a>(entry: &'e Entry<'a>) -> Option<(&'a str, &'e [Node<'a>], bool)> {
    match entry {
        Entry::Field {
            key,
            nodes,
            conditional,
        } => Some((key, nodes, *conditional)),
        Entry::Spread { .. } => None,
    }
}

/// Whether the fields stand at the same places of the document, under the same conditions.
fn same_nodes(nodes: &[Node<'_>], others: &[Node<'_>]) -> bool {
    let same = |(node, other): (&Node<'_>, &Node<'_>)| {
        node.field.node.id == other.field.node.id && node.conditional == other.conditional
    };
    nodes.len() == others.len() && nodes.iter().zip(others).all(same)
}
