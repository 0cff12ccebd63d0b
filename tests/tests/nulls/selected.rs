//! The selections on an object: fields by response key, and the spreads of named fragments, which are values of their own.

use gql_codegen::check::typed::{Field, FragmentId, Selection, SelectionSet, Typed};
use gql_codegen::schema::TypeId;
use gql_codegen::syntax::ast::Directive;

use crate::handling::Handling;

/// A selection set on an object.
#[derive(Clone, Copy)]
pub(crate) struct Set<'t> {
    pub(crate) set: &'t SelectionSet<'t>,
    /// Whether a directive may exclude it.
    pub(crate) conditional: bool,
    /// The handling of errors by default.
    pub(crate) default: Handling,
}

/// A selection of a field.
#[derive(Clone, Copy)]
pub(crate) struct Selected<'t> {
    pub(crate) field: &'t Field<'t>,
    conditional: bool,
    pub(crate) default: Handling,
}

/// Selections with one response key, or spreads of one fragment.
pub(crate) struct Entry<'t> {
    pub(crate) key: &'t str,
    pub(crate) fields: Vec<Selected<'t>>,
    pub(crate) fragment: Option<FragmentId>,
    pub(crate) conditional: bool,
}

impl<'t> Entry<'t> {
    /// Returns the selection sets of the fields. Those of a field that may be excluded are conditional beside another.
    pub(crate) fn inner_sets(&self) -> Vec<Set<'t>> {
        let alone = self.fields.len() == 1;
        let sets = self.fields.iter().filter_map(|selected| {
            Some(Set {
                set: selected.field.selections.as_ref()?,
                conditional: selected.conditional && !(alone && self.conditional),
                default: selected.default,
            })
        });
        sets.collect()
    }
}

/// Returns the fragment that is the whole selection of an object.
pub(crate) fn lone_fragment(entries: &[Entry<'_>]) -> Option<FragmentId> {
    match entries {
        [entry] if !entry.conditional => entry.fragment,
        _ => None,
    }
}

/// Returns the selections of these sets on an object; `None` is one of a type that the schema does not have.
pub(crate) fn entries<'t>(
    typed: &'t Typed<'t>,
    sets: &[Set<'t>],
    parent: TypeId,
    object: Option<TypeId>,
) -> Vec<Entry<'t>> {
    let mut entries = Vec::new();
    for set in sets {
        collect(typed, *set, parent, object, &mut entries);
    }
    entries
}

fn collect<'t>(
    typed: &'t Typed<'t>,
    set: Set<'t>,
    parent: TypeId,
    object: Option<TypeId>,
    entries: &mut Vec<Entry<'t>>,
) {
    let schema = typed.schema();
    let applies = |condition: TypeId| {
        condition == parent || object.is_some_and(|object| schema.applies(condition, object))
    };
    for selection in &set.set.selections {
        let conditional = set.conditional || is_conditional(selection.directives());
        let (key, field, fragment) = match selection {
            Selection::Field(field) => (field.node.response_key().text, Some(field), None),
            Selection::Spread(spread) => {
                let fragment = typed.fragment(spread.fragment);
                if !applies(fragment.condition) {
                    continue;
                }
                (fragment.node.name.text, None, Some(spread.fragment))
            }
            Selection::Inline(inline) => {
                if inline.condition.is_none_or(applies) {
                    let inner = Set {
                        set: &inline.selections,
                        conditional,
                        ..set
                    };
                    collect(typed, inner, parent, object, entries);
                }
                continue;
            }
        };
        let known = entries
            .iter()
            .position(|it| it.key == key && it.fragment == fragment);
        let known = known.unwrap_or_else(|| {
            entries.push(Entry {
                key,
                fields: Vec::new(),
                fragment,
                conditional: true,
            });
            entries.len() - 1
        });
        entries[known].conditional &= conditional;
        entries[known].fields.extend(field.map(|field| Selected {
            field,
            conditional,
            default: set.default,
        }));
    }
}

/// Returns whether a fragment that does not apply to every object applies to this one.
pub(crate) fn narrows(
    typed: &Typed<'_>,
    set: &SelectionSet<'_>,
    parent: TypeId,
    object: Option<TypeId>,
) -> bool {
    set.selections.iter().any(|selection| {
        let (condition, inner) = match selection {
            Selection::Field(_) => return false,
            Selection::Spread(spread) => (Some(typed.fragment(spread.fragment).condition), None),
            Selection::Inline(inline) => (inline.condition, Some(&inline.selections)),
        };
        let narrows = condition.is_some_and(|condition| condition != parent && Some(condition) == object);
        narrows || inner.is_some_and(|inner| self::narrows(typed, inner, parent, object))
    })
}

fn is_conditional(directives: &[Directive<'_>]) -> bool {
    directives
        .iter()
        .any(|it| matches!(it.name.text, "include" | "skip"))
}
