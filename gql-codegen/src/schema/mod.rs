//! The types of a schema, indexed; built from the trees of one or many documents.
//! <https://spec.graphql.org/September2025/#sec-Type-System>

mod build;
mod builtin;
mod collect;
mod define;
#[cfg(feature = "graphql-parser")]
pub mod graphql_parser;
#[cfg(feature = "introspection")]
pub mod introspection;
#[cfg(feature = "introspection")]
mod json;
mod names;
mod print;
mod relate;
mod roots;
mod sdl;
mod type_ref;
mod validate;

pub use build::build;
pub use print::print;
pub use type_ref::TypeRef;
pub use validate::{validate, validate_extension};

use crate::source::{Sources, Span};
use crate::syntax::ast::OperationType;
use names::{NameIndex, Ordered};

/// An index into the types of a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// A schema as its documents (and their extensions) say, with the built-in scalars, introspection types and directives.
#[derive(Debug, Default)]
pub struct Schema {
    /// The texts that it was built from, and last the one that defines what is built in;
    /// every span in here points into them.
    pub sources: Sources,
    /// In the order of definition, built-in ones last.
    pub types: Vec<TypeDef>,
    /// Type names to places in `types`.
    pub(crate) by_name: NameIndex,
    /// Directive definitions, built-in ones last.
    pub directives: Vec<DirectiveDef>,
    /// The root types, by [`OperationType`] as index.
    pub roots: [Option<TypeId>; 3],
    /// Of the schema itself.
    pub description: Option<Description>,
    /// `__typename`, `__schema` and `__type`.
    pub(crate) meta_fields: Vec<FieldDef>,
}

/// A text in the schema's sources, read only when asked for: most are never shown.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The text between the quotes.
    pub raw: Span,
    /// `"""…"""`.
    pub block: bool,
}

/// A named type.
#[derive(Debug)]
pub struct TypeDef {
    /// Its place in [`Schema::types`].
    pub id: TypeId,
    /// As written.
    pub name: Box<str>,
    /// The name at the definition; `None` for what is built in, and for a scalar that stands for a name
    /// which is used and nowhere defined.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// What is different for each kind.
    pub kind: TypeKind,
}

/// <https://spec.graphql.org/September2025/#sec-Types>
#[derive(Debug)]
#[allow(missing_docs)]
pub enum TypeKind {
    Scalar { specified_by: Option<String> },
    Object(Composite),
    Interface(Composite),
    Union { members: Vec<TypeId> },
    Enum { values: Vec<EnumValue> },
    InputObject { fields: Vec<InputValue>, one_of: bool },
}

/// What objects and interfaces have.
#[derive(Debug, Default)]
pub struct Composite {
    /// As declared, in order.
    pub interfaces: Vec<TypeId>,
    /// In order; the first of a name counts.
    pub fields: Vec<FieldDef>,
    /// `fields` by name.
    pub(crate) index: Ordered,
    /// Of an interface: the object types that implement it, in order of definition.
    pub implementors: Vec<TypeId>,
}

/// A field of an object or interface.
#[derive(Debug)]
pub struct FieldDef {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// In order.
    pub arguments: Vec<InputValue>,
    /// What it gives.
    pub ty: TypeRef,
    /// `@deprecated`, with its reason (the default reason where none is written).
    pub deprecated: Option<String>,
}

/// An argument, or a field of an input object.
#[derive(Debug)]
pub struct InputValue {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// What it takes.
    pub ty: TypeRef,
    /// Whether a default is written, and where its value stands.
    pub default: Option<Span>,
    /// `@deprecated`, with its reason.
    pub deprecated: Option<String>,
}

impl InputValue {
    /// Non-null and without a default: must be given. <https://spec.graphql.org/September2025/#sec-Required-Arguments>
    pub fn is_required(&self) -> bool {
        self.ty.is_non_null() && self.default.is_none()
    }
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// As written.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// `@deprecated`, with its reason.
    pub deprecated: Option<String>,
}

/// A directive's definition.
#[derive(Debug)]
pub struct DirectiveDef {
    /// Without the `@`.
    pub name: Box<str>,
    /// The name at the definition.
    pub span: Option<Span>,
    /// Its documentation.
    pub description: Option<Description>,
    /// In order.
    pub arguments: Vec<InputValue>,
    /// Whether it may stand twice at one place.
    pub repeatable: bool,
    /// Where it may stand: names of the grammar, such as `FIELD`.
    pub locations: Vec<Box<str>>,
}

impl TypeDef {
    /// Scalar or enum: no sub-selection. <https://spec.graphql.org/September2025/#sec-Leaf-Field-Selections>
    pub fn is_leaf(&self) -> bool {
        matches!(self.kind, TypeKind::Scalar { .. } | TypeKind::Enum { .. })
    }

    /// Object, interface or union.
    pub fn is_composite(&self) -> bool {
        matches!(
            self.kind,
            TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union { .. }
        )
    }

    /// Interface or union.
    pub fn is_abstract(&self) -> bool {
        matches!(self.kind, TypeKind::Interface(_) | TypeKind::Union { .. })
    }

    /// Scalar, enum or input object. <https://spec.graphql.org/September2025/#IsInputType()>
    pub fn is_input(&self) -> bool {
        matches!(
            self.kind,
            TypeKind::Scalar { .. } | TypeKind::Enum { .. } | TypeKind::InputObject { .. }
        )
    }

    /// Fields and interfaces of an object or interface.
    pub fn composite(&self) -> Option<&Composite> {
        match &self.kind {
            TypeKind::Object(composite) | TypeKind::Interface(composite) => Some(composite),
            _ => None,
        }
    }
}

impl Schema {
    /// The type of that id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0 as usize]
    }

    /// The type of that name.
    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.find(&self.types, name)
    }

    /// The root type of an operation.
    pub fn root(&self, operation: OperationType) -> Option<TypeId> {
        self.roots[operation as usize]
    }

    /// The definition of a directive, by its name without the `@`.
    pub fn directive(&self, name: &str) -> Option<&DirectiveDef> {
        self.directives.iter().find(|directive| *directive.name == *name)
    }

    /// A field of an object or interface as declared; for `__typename` and its like see [`Schema::meta_field`].
    pub fn field(&self, id: TypeId, name: &str) -> Option<&FieldDef> {
        let composite = self.ty(id).composite()?;
        composite.index.find(&composite.fields, name)
    }

    /// `__typename` of any composite type, `__schema` and `__type` of the query root.
    /// <https://spec.graphql.org/September2025/#sec-Introspection.Reserved-Names>
    pub fn meta_field(&self, parent: TypeId, name: &str) -> Option<&FieldDef> {
        let allowed = match name {
            "__typename" => self.ty(parent).is_composite(),
            "__schema" | "__type" => self.root(OperationType::Query) == Some(parent),
            _ => false,
        };
        if !allowed {
            return None;
        }
        self.meta_fields.iter().find(|field| *field.name == *name)
    }

    /// The object types that a composite type may be at run time: of an object and an interface in order of
    /// definition, of a union as listed. <https://spec.graphql.org/September2025/#GetPossibleTypes()>
    pub fn possible_types(&self, id: TypeId) -> &[TypeId] {
        let ty = self.ty(id);
        match &ty.kind {
            TypeKind::Object(_) => std::slice::from_ref(&ty.id),
            TypeKind::Interface(composite) => &composite.implementors,
            TypeKind::Union { members } => members,
            _ => &[],
        }
    }

    /// Whether objects of the concrete type `object` satisfy the type condition `condition`.
    /// <https://spec.graphql.org/September2025/#DoesFragmentTypeApply()>
    pub fn applies(&self, condition: TypeId, object: TypeId) -> bool {
        condition == object
            || match &self.ty(condition).kind {
                // In order of definition, so in order of their ids.
                TypeKind::Interface(composite) => composite.implementors.binary_search(&object).is_ok(),
                TypeKind::Union { members } => members.contains(&object),
                _ => false,
            }
    }

    /// A type reference as it is written in GraphQL.
    pub fn display(&self, ty: TypeRef) -> String {
        let nullable = ty.nullable();
        let inner = match nullable.item() {
            Some(item) => format!("[{}]", self.display(item)),
            None => self.ty(ty.named).name.to_string(),
        };
        if ty.is_non_null() { inner + "!" } else { inner }
    }

    /// What a description says; `None` where there is none or it is empty.
    pub fn text(&self, description: Option<Description>) -> Option<String> {
        let description = description?;
        let raw = self.sources.slice(description.raw);
        let value = crate::syntax::string::value(raw, description.block);
        (!value.trim().is_empty()).then(|| value.into_owned())
    }
}
