//! What a selection asks of an object: fields merged by response key, fragments that apply.
//! <https://spec.graphql.org/September2025/#CollectFields()>

use super::directives::is_conditional;
use crate::check::Typed;
use crate::check::typed::{Field, FragmentId, Selection, SelectionSet};
use crate::schema::{Schema, TypeId};
use crate::syntax::ast::NodeId;

/// A selection set of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set<'a> {
    /// As written.
    pub(super) set: &'a SelectionSet<'a>,
    /// Whether a directive may take it away.
    pub(super) conditional: bool,
}

/// A field in a selection set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// As written.
    pub(super) field: &'a Field<'a>,
    /// Whether a directive may take it away.
    pub(super) conditional: bool,
}

/// The object that a selection is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// One of this object type.
    Object(TypeId),
    /// One of any type within this composite type that no condition tells apart.
    Other(TypeId),
}

/// One thing that is selected.
#[derive(Debug, Clone)]
pub(super) enum Entry<'a> {
    /// A field: all its nodes with the same response key.
    Field {
        key: &'a str,
        nodes: Vec<Node<'a>>,
        conditional: bool,
    },
    /// A named fragment.
    Spread { fragment: FragmentId, conditional: bool },
}

/// Whether every object within `parent` satisfies `condition`.
pub(super) fn is_implied(schema: &Schema, condition: TypeId, parent: TypeId) -> bool {
    condition == parent
        || schema
            .ty(parent)
            .composite()
            .is_some_and(|composite| composite.interfaces.contains(&condition))
        || schema.applies(condition, parent)
}

/// Whether a type condition (none: always) holds. <https://spec.graphql.org/September2025/#DoesFragmentTypeApply()>
fn applies(schema: &Schema, condition: Option<TypeId>, subject: Subject) -> bool {
    match (condition, subject) {
        (None, _) => true,
        (Some(condition), Subject::Object(object)) => schema.applies(condition, object),
        (Some(condition), Subject::Other(parent)) => is_implied(schema, condition, parent),
    }
}

/// A fragment in a selection set, named or inline.
struct Fragment<'a> {
    node: NodeId,
    condition: Option<TypeId>,
    conditional: bool,
    named: Option<FragmentId>,
    selections: &'a SelectionSet<'a>,
}

/// The fragment that a selection is; `None` for a field.
fn fragment<'a>(typed: &'a Typed<'a>, selection: &'a Selection<'a>) -> Option<Fragment<'a>> {
    let conditional = is_conditional(selection.directives());
    match selection {
        Selection::Field(_) => None,
        Selection::Spread(spread) => {
            let fragment = typed.fragment(spread.fragment);
            Some(Fragment {
                node: spread.node.id,
                condition: Some(fragment.condition),
                conditional,
                named: Some(fragment.id),
                selections: &fragment.selections,
            })
        }
        Selection::Inline(inline) => Some(Fragment {
            node: inline.node.id,
            condition: inline.condition,
            conditional,
            named: None,
            selections: &inline.selections,
        }),
    }
}

/// What the sets ask of the subject, in the order of the first mention.
pub(super) fn collect<'a>(typed: &'a Typed<'a>, sets: &[Set<'a>], subject: Subject) -> Vec<Entry<'a>> {
    fn walk<'a>(
        typed: &'a Typed<'a>,
        Set {
            set,
            conditional: outer,
        }: Set<'a>,
        subject: Subject,
        entries: &mut Vec<Entry<'a>>,
    ) {
        for selection in &set.selections {
            if let Selection::Field(field) = selection {
                let conditional = outer || is_conditional(&field.node.directives);
                add_field(entries, Node { field, conditional });
                continue;
            }
            let Some(fragment) = fragment(typed, selection) else {
                continue;
            };
            if !applies(typed.schema(), fragment.condition, subject) {
                continue;
            }
            let conditional = outer || fragment.conditional;
            match fragment.named {
                Some(fragment) => add_spread(entries, fragment, conditional),
                None => {
                    let set = fragment.selections;
                    walk(typed, Set { set, conditional }, subject, entries);
                }
            }
        }
    }
    let mut entries = Vec::new();
    for set in sets {
        walk(typed, *set, subject, &mut entries);
    }
    entries
}

fn add_field<'a>(entries: &mut Vec<Entry<'a>>, node: Node<'a>) {
    let wanted = node.field.node.response_key().text;
    for entry in entries.iter_mut() {
        if let Entry::Field {
            key,
            nodes,
            conditional,
        } = entry
            && *key == wanted
        {
            nodes.push(node);
            *conditional &= node.conditional;
            return;
        }
    }
    entries.push(Entry::Field {
        key: wanted,
        nodes: vec![node],
        conditional: node.conditional,
    });
}

fn add_spread(entries: &mut Vec<Entry<'_>>, wanted: FragmentId, may_go: bool) {
    for entry in entries.iter_mut() {
        if let Entry::Spread {
            fragment,
            conditional,
        } = entry
            && *fragment == wanted
        {
            *conditional &= may_go;
            return;
        }
    }
    entries.push(Entry::Spread {
        fragment: wanted,
        conditional: may_go,
    });
}

/// The sub-selections of a field's nodes. Beside others, a node that may be taken away makes what it selects conditional.
pub(super) fn children<'a>(nodes: &[Node<'a>], conditional: bool) -> Vec<Set<'a>> {
    let alone = nodes.len() == 1;
    let child = |node: &Node<'a>| {
        Some(Set {
            set: node.field.selections.as_ref()?,
            conditional: node.conditional && !(alone && conditional),
        })
    };
    nodes.iter().filter_map(child).collect()
}

/// Fragments: where each stands, and its type condition.
type Signature = Vec<(NodeId, Option<TypeId>)>;

/// The fragments that apply to the subject, in order: subjects with the same ones are treated alike.
/// `deep` looks into named fragments too.
fn reached<'a>(typed: &'a Typed<'a>, sets: &[Set<'a>], subject: Subject, deep: bool) -> Signature {
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
    for Set { set, .. } in sets {
        walk(typed, set, subject, deep, &mut found);
    }
    found
}

/// Object types that the sets treat alike.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// In the schema's order.
    pub(super) types: Vec<TypeId>,
    /// The narrowing type conditions that hold for them, each once.
    pub(super) conditions: Vec<TypeId>,
}

/// The possible types of `parent` by what the sets ask of them, without those that are treated as any unknown type is;
/// in the order in which the sets mention them, so that variants read as the selection does.
pub(super) fn groups<'a>(typed: &'a Typed<'a>, sets: &[Set<'a>], parent: TypeId, deep: bool) -> Vec<Group> {
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

/// All fragments of the sets, whether they apply or not, in order.
fn mentions<'a>(typed: &'a Typed<'a>, sets: &[Set<'a>], deep: bool) -> Vec<NodeId> {
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
    for Set { set, .. } in sets {
        walk(typed, set, deep, &mut found);
    }
    found
}
