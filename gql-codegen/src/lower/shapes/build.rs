//! The pass from operations to shapes.

use std::collections::{BTreeMap, HashMap};

use super::nulls::{NullPolicy, is_nullable};
use super::selection::{ConditionalSet, MergedSelection, Subject, collect};
use super::shared::{SharedField, shared};
use super::{
    Child, ChildOrigin, Content, FragmentShape, Group, Member, Payload, RootShape, Shape, ShapeId, ShapeKind,
    Shapes, StructId, TYPE_NAME, UnionShape, VariantShape, groups,
};
use crate::check::Typed;
use crate::check::client::catch::CatchTo;
use crate::check::typed::FragmentId;
use crate::config::{Config, Normalization};
use crate::lower::case::{self, SnakeCaseCache};
use crate::lower::choose::Chosen;
use crate::lower::errors;
use crate::lower::place::Module;
use crate::lower::scope::Scope;
use crate::schema::TypeId;

/// Finds the shapes of the operations' data and of all nested objects.
pub(in crate::lower) fn shapes<'t>(
    typed: &'t Typed<'t>,
    chosen: &[Chosen<'t>],
    config: &Config,
) -> Shapes<'t> {
    let mut builder = ShapeBuilder {
        typed,
        config,
        default: CatchTo::default(),
        normalization: config.normalization,
        serialize: config.serializes_responses(),
        next: 0,
        structs: 0,
        finished: BTreeMap::new(),
        inside_out: Vec::new(),
        fragments: HashMap::new(),
        snakes: SnakeCaseCache::default(),
    };
    let place = Module::of_operations(config.layout);
    let operations = chosen.iter().map(|chosen| builder.root(chosen, place)).collect();
    let list: Vec<Shape<'t>> = builder.finished.into_values().collect();
    let mut nullable = vec![false; list.len()];
    for id in &builder.inside_out {
        nullable[id.0] = is_nullable(&list[id.0], &nullable);
    }
    Shapes {
        list,
        nullable,
        fragments: builder.fragments,
        operations,
        inside_out: builder.inside_out,
        snakes: builder.snakes,
        structs: builder.structs,
    }
}

struct ShapeBuilder<'t, 'c> {
    typed: &'t Typed<'t>,
    config: &'c Config,
    /// The representation of the errors of fields in the current operation or fragment.
    default: CatchTo,
    normalization: Normalization,
    /// Whether responses implement `Serialize`.
    serialize: bool,
    /// The number of the next shape.
    next: usize,
    structs: usize,
    finished: BTreeMap<ShapeId, Shape<'t>>,
    inside_out: Vec<ShapeId>,
    fragments: HashMap<FragmentId, FragmentShape>,
    snakes: SnakeCaseCache<'t>,
}

/// A selection on a static type, and its dependence on the type of the object.
struct TypedSelection<'t> {
    sets: Vec<ConditionalSet<'t>>,
    parent: TypeId,
    form: Form<'t>,
}

enum Form<'t> {
    /// The selections are the same for every object.
    Object(Vec<MergedSelection<'t>>),
    /// The selections depend on the type.
    Union(Vec<Group>),
}

impl<'t> TypedSelection<'t> {
    fn new(typed: &'t Typed<'t>, sets: Vec<ConditionalSet<'t>>, parent: TypeId) -> Self {
        let groups = groups(typed, &sets, parent, false);
        let form = match groups.is_empty() {
            true => Form::Object(collect(typed, &sets, Subject::of(typed.schema(), parent))),
            false => Form::Union(groups),
        };
        Self { sets, parent, form }
    }

    /// Returns the fragment that is the whole selection, if every object satisfies its type condition.
    fn lone_fragment(&self) -> Option<FragmentId> {
        match &self.form {
            Form::Object(entries) => lone_fragment(entries),
            Form::Union(_) => None,
        }
    }
}

/// Returns the fragment that is the only selection.
fn lone_fragment(entries: &[MergedSelection<'_>]) -> Option<FragmentId> {
    match entries {
        [
            MergedSelection::Spread {
                fragment,
                conditional: false,
            },
        ] => Some(*fragment),
        _ => None,
    }
}

impl<'t> ShapeBuilder<'t, '_> {
    fn root(&mut self, chosen: &Chosen<'t>, place: Module) -> RootShape {
        let operation = chosen.operation;
        let first = self.next;
        self.default = errors::default(self.typed, &operation.client, self.config);
        let set = ConditionalSet {
            set: &operation.selections,
            conditional: false,
        };
        let data = self.child(vec![set], operation.root, place);
        RootShape {
            data,
            shapes: first..self.next,
        }
    }

    /// Returns the shape of these sets. A fragment that is the whole selection is used directly.
    pub(super) fn child(&mut self, sets: Vec<ConditionalSet<'t>>, parent: TypeId, place: Module) -> Child {
        let selected = TypedSelection::new(self.typed, sets, parent);
        match selected.lone_fragment() {
            Some(fragment) => Child {
                shape: self.fragment(fragment),
                origin: ChildOrigin::Fragment(fragment),
            },
            None => Child {
                shape: self.shape(selected, place),
                origin: ChildOrigin::Own,
            },
        }
    }

    /// Returns the shape of a named fragment, which all spreads share.
    fn fragment(&mut self, id: FragmentId) -> ShapeId {
        if let Some(known) = self.fragments.get(&id) {
            return known.shape;
        }
        let fragment = self.typed.fragment(id);
        let set = ConditionalSet {
            set: &fragment.selections,
            conditional: false,
        };
        let selected = TypedSelection::new(self.typed, vec![set], fragment.condition);
        let alias_of = selected.lone_fragment();
        let default = errors::default(self.typed, &fragment.client, self.config);
        let outer = std::mem::replace(&mut self.default, default);
        let shape = match alias_of {
            Some(inner) => self.fragment(inner),
            None => self.shape(selected, Module::Shared),
        };
        self.default = outer;
        self.fragments.insert(id, FragmentShape { shape, alias_of });
        shape
    }

    fn shape(&mut self, TypedSelection { sets, parent, form }: TypedSelection<'t>, place: Module) -> ShapeId {
        let id = ShapeId(self.next);
        self.next += 1;
        let cases = groups(self.typed, &sets, parent, true);
        let kind = match form {
            Form::Object(entries) => {
                let with_type_name = self.serialize && loses_type_name(&entries, &cases);
                ShapeKind::Object(self.members(entries, with_type_name, &[], place))
            }
            Form::Union(groups) => ShapeKind::Union(self.union(&sets, parent, groups, place)),
        };
        self.inside_out.push(id);
        self.finished.insert(
            id,
            Shape {
                place,
                parent,
                sets,
                kind,
                cases,
            },
        );
        id
    }

    fn union(
        &mut self,
        sets: &[ConditionalSet<'t>],
        parent: TypeId,
        groups: Vec<Group>,
        place: Module,
    ) -> UnionShape<'t> {
        let typed = self.typed;
        let known: Vec<_> = groups
            .iter()
            .map(|group| collect(typed, sets, group.subject(parent)))
            .collect();
        let other = collect(typed, sets, Subject::Other(parent));
        let mut child = |sets, parent| self.child(sets, parent, place);
        let shared = shared(&known, &other, &mut child);
        let mut taken = Scope::default();
        let known = groups.into_iter().zip(known).map(|(group, entries)| {
            let schema = typed.schema();
            let wanted = match group.types.as_slice() {
                [one] => case::upper(&schema.ty(*one).name, self.normalization),
                _ => case::joined(group.conditions.iter().map(|&id| &*schema.ty(id).name)),
            };
            let with_type_name = self.serialize && group.types.len() != 1;
            VariantShape {
                name: taken.give(&wanted),
                types: group.types,
                conditions: group.conditions,
                payload: self.payload(entries, with_type_name, &shared, place),
            }
        });
        let known = known.collect();
        let other = VariantShape {
            name: taken.give_first(&["Other", "Unknown", "Unrecognized"], "Other"),
            types: Vec::new(),
            conditions: Vec::new(),
            payload: self.payload(other, self.serialize, &shared, place),
        };
        let shared = shared.iter().map(|field| (field.merged.key, field.child));
        UnionShape {
            shared: shared.collect(),
            known,
            other,
        }
    }

    /// Returns the content of a variant; `with_type_name` adds the name of the object's type even if it is not selected.
    fn payload(
        &mut self,
        entries: Vec<MergedSelection<'t>>,
        with_type_name: bool,
        shared: &[SharedField<'t>],
        place: Module,
    ) -> Payload<'t> {
        if entries.is_empty() {
            return Payload::TypeName;
        }
        match lone_fragment(&entries) {
            Some(fragment) if !with_type_name => Payload::Fragment {
                fragment,
                shape: self.fragment(fragment),
            },
            _ => {
                let id = StructId(self.structs);
                self.structs += 1;
                let members = self.members(entries, with_type_name, shared, place);
                Payload::Struct { id, members }
            }
        }
    }

    fn members(
        &mut self,
        entries: Vec<MergedSelection<'t>>,
        with_type_name: bool,
        shared: &[SharedField<'t>],
        place: Module,
    ) -> Vec<Member<'t>> {
        let mut taken = Scope::default();
        let mut members = Vec::new();
        let is_type_name = |entry: &MergedSelection<'t>| matches!(entry, MergedSelection::Field(field) if field.key == TYPE_NAME && !field.conditional);
        if with_type_name && !entries.iter().any(is_type_name) {
            members.push(Member {
                name: taken.give(TYPE_NAME_MEMBER),
                conditional: false,
                policy: NullPolicy::default(),
                content: Content::TypeName { selected: None },
            });
        }
        for entry in entries {
            members.push(match entry {
                MergedSelection::Spread {
                    fragment,
                    conditional,
                } => {
                    let shape = self.fragment(fragment);
                    let name = self.typed.fragment(fragment).node.name.text;
                    Member {
                        name: taken.give(self.snakes.of(name)),
                        conditional,
                        policy: NullPolicy::default(),
                        content: Content::Fragment { fragment, shape },
                    }
                }
                MergedSelection::Field(merged) => {
                    let (key, field) = (merged.key, merged.first.field);
                    let is_leaf = field.selections.is_none();
                    Member {
                        name: taken.give(self.snakes.of(key)),
                        conditional: merged.conditional,
                        policy: NullPolicy::of(self.typed.schema(), &merged, self.config, self.default),
                        content: match is_leaf {
                            // With another response key, it is an ordinary member.
                            true if key == TYPE_NAME && field.node.name.text == key => Content::TypeName {
                                selected: Some(field),
                            },
                            true => Content::Leaf { key, field },
                            false => {
                                let shared = shared.iter().find(|it| it.merged.is_same(&merged));
                                let child = match shared {
                                    Some(shared) => Child {
                                        origin: ChildOrigin::Shared,
                                        ..shared.child
                                    },
                                    None => self.child(merged.children(), field.definition.ty.named, place),
                                };
                                Content::Object { key, field, child }
                            }
                        },
                    }
                }
            });
        }
        members
    }
}

/// The member for the name of the object's type if it is not selected.
const TYPE_NAME_MEMBER: &str = "typename";

/// Returns whether a serialized object would lack the name of its type although it is needed for deserialization: a fragment
/// selects it, and may be excluded.
fn loses_type_name(entries: &[MergedSelection<'_>], cases: &[Group]) -> bool {
    let may_be_away = |entry: &MergedSelection<'_>| {
        matches!(
            entry,
            MergedSelection::Spread {
                conditional: true,
                ..
            }
        )
    };
    !cases.is_empty() && entries.iter().any(may_be_away)
}
