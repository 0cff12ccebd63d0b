//! The types of a schema, indexed; built from the trees of one or many documents.
//! <https://spec.graphql.org/September2025/#sec-Type-System>

mod build;
mod builtin;
mod collect;
mod coordinate;
mod define;
mod federation;
#[cfg(feature = "graphql-parser")]
pub mod graphql_parser;
#[cfg(feature = "introspection")]
pub mod introspection;
#[cfg(feature = "introspection")]
mod json;
pub(crate) mod literal;
mod lookup;
mod names;
mod print;
mod relate;
mod roots;
mod sdl;
mod type_ref;
pub(crate) mod validate;

pub use build::build;
pub(crate) use coordinate::Coordinate;
pub use print::print;
pub use type_ref::TypeRef;
pub use validate::{validate, validate_extension};

use std::collections::HashMap;

use crate::source::{Sources, Span};
use names::{NameIndex, Ordered};

/// An index into the types of a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// A schema as its documents (and their extensions) say, with the built-in scalars, introspection types and directives.
///
/// Of a supergraph it is what a router serves: without what is inaccessible, and without the types and directives that say how
/// the supergraph was composed. <https://specs.apollo.dev/join/v0.3>
#[derive(Debug, Default)]
pub struct Schema {
    /// The texts that it was built from, and last the one that defines what is built in;
    /// every span in here points into them.
    pub sources: Sources,
    /// In the order of definition; then those that are only extended, the built-in ones, and scalars for names that
    /// are nowhere defined.
    pub types: Vec<TypeDef>,
    /// Type names to places in `types`.
    pub(crate) by_name: NameIndex,
    /// Directive definitions, built-in ones last.
    pub directives: Vec<DirectiveDef>,
    /// The root types, by [`OperationType`](crate::syntax::ast::OperationType) as index.
    pub roots: [Option<TypeId>; 3],
    /// Of the schema itself.
    pub description: Option<Description>,
    /// `__typename`, `__schema` and `__type`.
    pub(crate) meta_fields: Vec<FieldDef>,
    /// What was left out since it is inaccessible, by schema coordinate.
    pub(crate) inaccessible: HashMap<Box<str>, Span>,
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
    /// `@deprecated` on the definition or an extension, with its reason.
    pub deprecated: Option<String>,
}
