//! Shapes and names to response types: structs, enums and their methods.

mod accessors;
mod declare;

use super::coordinate::field_coordinate;
pub(super) use accessors::{Accessors, accessors};

use super::names::Names;
use super::place::{Declared, Module};
use super::shapes::{Content, Member, NullPolicy, Shapes, TYPE_NAME};
use super::types::{Wrapping, docs_of, wrap};
use crate::bug::Bug;
use crate::check::client::required::Action;
use crate::check::typed;
use crate::config::Config;
use crate::ir::{BuiltIn, Docs, Field, Path, Type};
use crate::schema::{Schema, TypeRef};

/// The products that response types are made from.
#[derive(Clone, Copy)]
pub(super) struct Responses<'p, 't> {
    pub(super) schema: &'p Schema,
    pub(super) shapes: &'p Shapes<'t>,
    pub(super) names: &'p Names,
    pub(super) config: &'p Config,
}

impl<'p, 't> Responses<'p, 't> {
    pub(super) fn new(
        schema: &'p Schema,
        shapes: &'p Shapes<'t>,
        names: &'p Names,
        config: &'p Config,
    ) -> Self {
        Self {
            schema,
            shapes,
            names,
            config,
        }
    }

    /// Returns the fields of a struct in `place`.
    fn fields(&self, members: &[Member<'t>], place: Module) -> Result<Vec<Field>, Bug> {
        let field = |member: &Member<'t>| {
            let key = match &member.content {
                Content::TypeName { .. } => Some(TYPE_NAME),
                Content::Leaf { key, .. } | Content::Object { key, .. } => Some(*key),
                Content::Fragment { .. } => None,
            };
            Ok(Field {
                docs: self.docs(member),
                key: key.map(str::to_owned),
                conditional: member.conditional,
                name: member.name.clone(),
                ty: self.ty(member, place)?,
            })
        };
        members.iter().map(field).collect()
    }

    /// Returns the documentation of a member.
    fn docs(&self, member: &Member<'t>) -> Docs {
        let field = match &member.content {
            Content::TypeName { selected: None } => {
                return Docs {
                    text: Some("The object's type.".to_owned()),
                    deprecated: None,
                };
            }
            Content::Fragment { shape, .. } if self.shapes.is_nullable(*shape) => {
                let condition = if member.conditional { "excluded, or " } else { "" };
                return Docs {
                    text: Some(format!("`None` if {condition}a required field in it is null.")),
                    deprecated: None,
                };
            }
            Content::TypeName { .. } | Content::Fragment { .. } => return Docs::default(),
            Content::Leaf { field, .. } | Content::Object { field, .. } => field,
        };
        if field.node.name.text == TYPE_NAME {
            return Docs::default();
        }
        let definition = field.definition;
        let mut docs = docs_of(
            self.schema,
            self.config,
            definition.description,
            definition.deprecated.as_ref(),
        );
        for note in notes(member.policy, member.policy.ty(field)) {
            let text = docs.text.take().map(|text| text + "\n\n");
            docs.text = Some(text.unwrap_or_default() + note);
        }
        docs
    }

    /// Returns the type of a member of a struct in `place`.
    pub(in crate::lower) fn ty(&self, member: &Member<'t>, place: Module) -> Result<Type, Bug> {
        let ty = match &member.content {
            Content::TypeName { selected: None } => Type::Path(Path::BuiltIn(BuiltIn::String)),
            Content::TypeName {
                selected: Some(field),
            } => wrap(self.leaf(field, place)?, field.definition.ty),
            Content::Leaf { field, .. } => {
                without_nulls(self.leaf(field, place)?, member.policy.ty(field), member.policy)
            }
            Content::Object { field, child, .. } => {
                let path = self.names.shape(child.shape).seen_from(place);
                without_nulls(Type::Path(path), member.policy.ty(field), member.policy)
            }
            Content::Fragment { shape, .. } => {
                let ty = Type::Path(self.names.shape(*shape).seen_from(place));
                match self.shapes.is_nullable(*shape) {
                    true => ty.optional(),
                    false => ty,
                }
            }
        };
        Ok(match member.conditional {
            true => ty.optional(),
            false => ty,
        })
    }

    fn leaf(&self, field: &typed::Field<'_>, place: Module) -> Result<Type, Bug> {
        let parent = &self.schema.ty(field.parent).name;
        let coordinate = || field_coordinate(parent, field.node.name.text);
        let path = self.names.ty(field.definition.ty.named, coordinate, place)?;
        Ok(Type::Path(path))
    }
}

/// Returns sentences about the nulls that a member of this type does not contain.
fn notes(policy: NullPolicy, ty: TypeRef) -> Vec<&'static str> {
    let mut notes = Vec::new();
    match policy.required {
        Some(Action::None) => notes.push("Required: a null of the server makes the object around it null."),
        Some(Action::Throw) => notes.push("Required: a null of the server is a decoding error."),
        None => {}
    }
    let mut items = ty.nullable_levels().filter(|&level| level > 0);
    if items.any(|level| policy.dropped.contains(level)) {
        notes.push("Null items of the server are omitted.");
    }
    notes
}

/// Wraps a type in the lists and options of its reference that remain with this policy.
fn without_nulls(base: Type, ty: TypeRef, policy: NullPolicy) -> Type {
    let wrapping = Wrapping {
        dropped: policy.dropped,
        caught: policy.caught,
        around: Type::Result,
    };
    match (policy.required, wrapping.wrap(base, ty, 0)) {
        (Some(_), Type::Result(value)) => Type::Result(Box::new(value.required())),
        (Some(_), wrapped) => wrapped.required(),
        (None, wrapped) => wrapped,
    }
}

/// Translates a type as seen from modules in `from` to paths that are valid in `to`. An operation's module can refer to the
/// shared module, but not vice versa.
pub(in crate::lower) fn seen_from(ty: &Type, from: Module, to: Module) -> Type {
    let inner = |ty: &Type| Box::new(seen_from(ty, from, to));
    match ty {
        Type::Path(Path::Here(name)) => {
            let declared = Declared {
                place: from,
                name: name.clone(),
            };
            Type::Path(declared.seen_from(to))
        }
        Type::Path(path) => Type::Path(path.clone()),
        Type::Option(ty) => Type::Option(inner(ty)),
        Type::Input(ty) => Type::Input(inner(ty)),
        Type::Vec(ty) => Type::Vec(inner(ty)),
        Type::Box(ty) => Type::Box(inner(ty)),
        Type::Maybe(ty) => Type::Maybe(inner(ty)),
        Type::Result(ty) => Type::Result(inner(ty)),
        Type::Caught(ty) => Type::Caught(inner(ty)),
        Type::Nullable(ty) => Type::Nullable(inner(ty)),
    }
}
