//! What a selection asks of an object: fields merged by response key, fragments that apply.
//! <https://spec.graphql.org/September2025/#CollectFields()>

use crate::check::Typed;
use crate::schema::{Schema, TypeId};
use crate::syntax::ast::{Directive, Field, FragmentDefinition, Selection, SelectionSet, Value};

/// A selection set of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Set<'a> {
    /// As written.
    pub(super) set: &'a SelectionSet<'a>,
    /// Whether a directive may take it away.
    pub(super) conditional: bool,
    /// The type that its fields are looked up in.
    pub(super) parent: TypeId,
}

/// A field in a selection set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// As written.
    pub(super) field: &'a Field<'a>,
    /// Whether a directive may take it away.
    pub(super) conditional: bool,
    /// The type that it is looked up in.
    pub(super) parent: TypeId,
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
    Spread {
        fragment: &'a FragmentDefinition<'a>,
        conditional: bool,
    },
}

/// Whether a directive may take the selection away: `@skip` or `@include` for good, `@defer` until the rest of the result has
/// come. <https://spec.graphql.org/September2025/#sec--skip>, <https://github.com/graphql/graphql-spec/pull/1110>
fn is_conditional(directives: &[Directive<'_>]) -> bool {
    has_effect(directives, "skip", false)
        || has_effect(directives, "include", true)
        || has_effect(directives, "defer", false)
}

/// Whether a directive is there, and its `if` is not this value, with which it does nothing.
pub(super) fn has_effect(directives: &[Directive<'_>], name: &str, harmless: bool) -> bool {
    let mut named = directives.iter().filter(|directive| directive.name.text == name);
    named.any(|directive| {
        let mut arguments = directive.arguments.iter();
        let condition = arguments.find(|argument| argument.name.text == "if");
        !condition
            .is_some_and(|argument| matches!(argument.value, Value::Boolean(value, _) if value == harmless))
    })
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
struct Spread<'a> {
    condition: Option<TypeId>,
    node: usize,
    conditional: bool,
    named: Option<&'a FragmentDefinition<'a>>,
    set: &'a SelectionSet<'a>,
}

/// The fragment that a selection is; `None` for a field.
fn spread<'a>(typed: &Typed<'a>, selection: &'a Selection<'a>) -> Option<Spread<'a>> {
    let conditional = is_conditional(selection.directives());
    let find = |name: &str| typed.schema().find(name);
    match selection {
        Selection::Field(_) => None,
        Selection::FragmentSpread(spread) => {
            let fragment = typed.fragment(spread.name.text)?;
            Some(Spread {
                condition: find(fragment.type_condition.text),
                node: std::ptr::from_ref(spread) as usize,
                conditional,
                named: Some(fragment),
                set: &fragment.selection_set,
            })
        }
        Selection::InlineFragment(inline) => Some(Spread {
            condition: inline.type_condition.and_then(|name| find(name.text)),
            node: std::ptr::from_ref(inline) as usize,
            conditional,
            named: None,
            set: &inline.selection_set,
        }),
    }
}

/// What the sets ask of the subject, in the order of the first mention.
pub(super) fn collect<'a>(typed: &Typed<'a>, sets: &[Set<'a>], subject: Subject) -> Vec<Entry<'a>> {
    fn walk<'a>(
        typed: &Typed<'a>,
        Set {
            set,
            conditional: outer,
            parent,
        }: Set<'a>,
        subject: Subject,
        entries: &mut Vec<Entry<'a>>,
    ) {
        for selection in &set.selections {
            if let Selection::Field(field) = selection {
                let conditional = outer || is_conditional(&field.directives);
                add_field(
                    entries,
                    Node {
                        field,
                        conditional,
                        parent,
                    },
                );
                continue;
            }
            let Some(spread) = spread(typed, selection) else {
                continue;
            };
            if !applies(typed.schema(), spread.condition, subject) {
                continue;
            }
            let conditional = outer || spread.conditional;
            match spread.named {
                Some(fragment) => add_spread(entries, fragment, conditional),
                None => {
                    let parent = spread.condition.unwrap_or(parent);
                    walk(
                        typed,
                        Set {
                            set: spread.set,
                            conditional,
                            parent,
                        },
                        subject,
                        entries,
                    );
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
    let wanted = node.field.response_key().text;
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

fn add_spread<'a>(entries: &mut Vec<Entry<'a>>, wanted: &'a FragmentDefinition<'a>, may_go: bool) {
    for entry in entries.iter_mut() {
        if let Entry::Spread {
            fragment,
            conditional,
        } = entry
            && std::ptr::eq(*fragment, wanted)
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
pub(super) fn children<'a>(typed: &Typed<'a>, nodes: &[Node<'a>], conditional: bool) -> Vec<Set<'a>> {
    let alone = nodes.len() == 1;
    let child = |node: &Node<'a>| {
        let set = node.field.selection_set.as_ref()?;
        let parent = typed.field(node.parent, node.field.name.text)?.ty.named;
        Some(Set {
            set,
            conditional: node.conditional && !(alone && conditional),
            parent,
        })
    };
    nodes.iter().filter_map(child).collect()
}

/// Fragments: where each stands, and its type condition.
type Signature = Vec<(usize, Option<TypeId>)>;

/// The fragments that apply to the subject, in order: subjects with the same ones are treated alike.
/// `deep` looks into named fragments too.
fn reached<'a>(typed: &Typed<'a>, sets: &[Set<'a>], subject: Subject, deep: bool) -> Signature {
    fn walk<'a>(
        typed: &Typed<'a>,
        set: &'a SelectionSet<'a>,
        subject: Subject,
        deep: bool,
        found: &mut Signature,
    ) {
        for spread in set
            .selections
            .iter()
            .filter_map(|selection| spread(typed, selection))
        {
            if applies(typed.schema(), spread.condition, subject) {
                found.push((spread.node, spread.condition));
                if deep || spread.named.is_none() {
                    walk(typed, spread.set, subject, deep, found);
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
pub(super) fn groups<'a>(typed: &Typed<'a>, sets: &[Set<'a>], parent: TypeId, deep: bool) -> Vec<Group> {
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
fn mentions<'a>(typed: &Typed<'a>, sets: &[Set<'a>], deep: bool) -> Vec<usize> {
    fn walk<'a>(typed: &Typed<'a>, set: &'a SelectionSet<'a>, deep: bool, found: &mut Vec<usize>) {
        for spread in set
            .selections
            .iter()
            .filter_map(|selection| spread(typed, selection))
        {
            found.push(spread.node);
            if deep || spread.named.is_none() {
                walk(typed, spread.set, deep, found);
            }
        }
    }
    let mut found = Vec::new();
    for Set { set, .. } in sets {
        walk(typed, set, deep, &mut found);
    }
    found
}
