//! Collects the selections on an object: fields merged by response key, and the fragments that apply.
//! <https://spec.graphql.org/September2025/#CollectFields()>

use crate::check::Typed;
use crate::check::conditional::is_conditional;
use crate::check::typed::{Field, FragmentId, Selection, SelectionSet};
use crate::schema::{Schema, TypeId};
use crate::syntax::ast::NodeId;

/// A selection set on an object.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct ConditionalSet<'a> {
    /// The selection set in the document.
    pub(in crate::lower) set: &'a SelectionSet<'a>,
    /// Whether a directive may exclude it.
    pub(in crate::lower) conditional: bool,
}

/// A field in a selection set.
#[derive(Debug, Clone, Copy)]
pub(in crate::lower) struct SelectedField<'a> {
    /// The field in the document.
    pub(in crate::lower) field: &'a Field<'a>,
    /// Whether a directive may exclude it.
    pub(in crate::lower) conditional: bool,
}

/// The type of an object, as far as a selection depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Subject {
    /// An object of this type.
    Object(TypeId),
    /// An object of any type within this composite type that no condition distinguishes.
    Other(TypeId),
}

impl Subject {
    /// Creates the subject for an object of this static type that no condition distinguishes.
    pub(in crate::lower) fn of(schema: &Schema, parent: TypeId) -> Self {
        if schema.ty(parent).is_abstract() {
            Self::Other(parent)
        } else {
            Self::Object(parent)
        }
    }
}

/// A merged selection.
#[derive(Debug, Clone)]
pub(in crate::lower) enum MergedSelection<'a> {
    /// A field.
    Field(MergedField<'a>),
    /// A named fragment.
    Spread { fragment: FragmentId, conditional: bool },
}

/// The fields of a selection that have the same response key.
#[derive(Debug, Clone)]
pub(in crate::lower) struct MergedField<'a> {
    pub(in crate::lower) key: &'a str,
    pub(in crate::lower) first: SelectedField<'a>,
    pub(in crate::lower) others: Vec<SelectedField<'a>>,
    /// Whether directives may exclude all of them.
    pub(in crate::lower) conditional: bool,
}

impl<'a> MergedField<'a> {
    /// Returns whether the fields are at the same locations in the document, with the same conditions.
    pub(in crate::lower) fn is_same(&self, other: &Self) -> bool {
        let same = |node: &SelectedField<'a>, other: &SelectedField<'a>| {
            node.field.node.id == other.field.node.id && node.conditional == other.conditional
        };
        self.others.len() == other.others.len()
            && self
                .nodes()
                .zip(other.nodes())
                .all(|(node, other)| same(node, other))
    }

    /// Returns the nested selection sets. If other fields have the same key, those of an excludable field are conditional.
    pub(in crate::lower) fn children(&self) -> Vec<ConditionalSet<'a>> {
        let alone = self.others.is_empty();
        let child = |node: &SelectedField<'a>| {
            Some(ConditionalSet {
                set: node.field.selections.as_ref()?,
                conditional: node.conditional && !(alone && self.conditional),
            })
        };
        self.nodes().filter_map(child).collect()
    }

    /// Iterates over the fields in the document.
    pub(in crate::lower) fn fields(&self) -> impl Iterator<Item = &'a Field<'a>> {
        self.nodes().map(|node| node.field)
    }

    fn nodes(&self) -> impl Iterator<Item = &SelectedField<'a>> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// Returns whether every object within `parent` satisfies `condition`.
pub(in crate::lower) fn is_implied(schema: &Schema, condition: TypeId, parent: TypeId) -> bool {
    condition == parent
        || schema
            .ty(parent)
            .composite()
            .is_some_and(|composite| composite.interfaces.contains(&condition))
        || schema.applies(condition, parent)
}

/// Returns whether a type condition applies; `None` always does.
/// <https://spec.graphql.org/September2025/#DoesFragmentTypeApply()>
pub(in crate::lower) fn applies(schema: &Schema, condition: Option<TypeId>, subject: Subject) -> bool {
    match (condition, subject) {
        (None, _) => true,
        (Some(condition), Subject::Object(object)) => schema.applies(condition, object),
        (Some(condition), Subject::Other(parent)) => is_implied(schema, condition, parent),
    }
}

/// A named or inline fragment in a selection set.
pub(in crate::lower) struct Fragment<'a> {
    pub(in crate::lower) node: NodeId,
    pub(in crate::lower) condition: Option<TypeId>,
    pub(in crate::lower) conditional: bool,
    pub(in crate::lower) named: Option<FragmentId>,
    pub(in crate::lower) selections: &'a SelectionSet<'a>,
}

/// Returns the fragment of a selection; `None` for a field.
pub(in crate::lower) fn fragment<'a>(
    typed: &'a Typed<'a>,
    selection: &'a Selection<'a>,
) -> Option<Fragment<'a>> {
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

/// Collects the selections of the sets that apply to the subject, in the order of first mention.
pub(in crate::lower) fn collect<'a>(
    typed: &'a Typed<'a>,
    sets: &[ConditionalSet<'a>],
    subject: Subject,
) -> Vec<MergedSelection<'a>> {
    fn walk<'a>(
        typed: &'a Typed<'a>,
        ConditionalSet {
            set,
            conditional: outer,
        }: ConditionalSet<'a>,
        subject: Subject,
        entries: &mut Vec<MergedSelection<'a>>,
    ) {
        for selection in &set.selections {
            if let Selection::Field(field) = selection {
                let conditional = outer || is_conditional(&field.node.directives);
                add_field(entries, SelectedField { field, conditional });
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
                    walk(typed, ConditionalSet { set, conditional }, subject, entries);
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

fn add_field<'a>(entries: &mut Vec<MergedSelection<'a>>, node: SelectedField<'a>) {
    let key = node.field.node.response_key().text;
    for entry in entries.iter_mut() {
        if let MergedSelection::Field(field) = entry
            && field.key == key
        {
            field.others.push(node);
            field.conditional &= node.conditional;
            return;
        }
    }
    entries.push(MergedSelection::Field(MergedField {
        key,
        first: node,
        others: Vec::new(),
        conditional: node.conditional,
    }));
}

fn add_spread(entries: &mut Vec<MergedSelection<'_>>, wanted: FragmentId, may_go: bool) {
    for entry in entries.iter_mut() {
        if let MergedSelection::Spread {
            fragment,
            conditional,
        } = entry
            && *fragment == wanted
        {
            *conditional &= may_go;
            return;
        }
    }
    entries.push(MergedSelection::Spread {
        fragment: wanted,
        conditional: may_go,
    });
}
