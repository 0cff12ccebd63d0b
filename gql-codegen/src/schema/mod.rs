//! An indexed schema, built from the syntax trees of one or more documents.
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
mod list_levels;
pub(crate) mod literal;
mod lookup;
mod names;
mod print;
mod relate;
mod roots;
mod sdl;
mod semantic;
mod type_ref;
pub(crate) mod validate;

pub use build::build;
pub(crate) use coordinate::Coordinate;
pub use list_levels::ListLevels;
pub use print::print;
pub use type_ref::TypeRef;
pub use validate::{validate, validate_extension};

use std::collections::HashMap;

use crate::source::{Sources, Span};
use names::{NameIndex, Ordered};

/// The index of a type in a [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// A schema: the merged definitions and extensions of its documents, and the built-in scalars, introspection types and
/// directives.
///
/// A supergraph is reduced to the part that a router serves, without inaccessible elements and without the types and directives
/// that describe its composition. <https://specs.apollo.dev/join/v0.3>
#[derive(Debug, Default)]
pub struct Schema {
    /// The sources of the documents, followed by the source of the built-in definitions. All spans refer to these sources.
    pub sources: Sources,
    /// The types: first those that are defined, in order, then those that are only extended, the built-in types, and scalars
    /// for undefined names.
    pub types: Vec<TypeDef>,
    /// The index of `types` by name.
    pub(crate) by_name: NameIndex,
    /// The directives, the built-in ones last.
    pub directives: Vec<DirectiveDef>,
    /// The root types, indexed by [`OperationType`](crate::syntax::ast::OperationType).
    pub roots: [Option<TypeId>; 3],
    /// The value of `@catchByDefault(to: …)` on the schema. <https://specs.apollo.dev/nullability/v0.4>
    pub catch_by_default: Option<Box<str>>,
    /// The description of the schema itself.
    pub description: Option<Description>,
    /// The meta-fields `__typename`, `__schema` and `__type`.
    pub(crate) meta_fields: Vec<FieldDef>,
    /// The omitted inaccessible elements, by schema coordinate.
    pub(crate) inaccessible: HashMap<Box<str>, Span>,
}

/// A text in the schema's sources, which is only read on demand, because most descriptions are never shown.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The span between the quotes.
    pub raw: Span,
    /// Whether it is a block string: `"""…"""`.
    pub block: bool,
}

/// A type of a schema.
#[derive(Debug)]
pub struct TypeDef {
    /// The index in [`Schema::types`].
    pub id: TypeId,
    /// The name.
    pub name: Box<str>,
    /// The name in the definition; `None` for built-in types, and for scalars that represent undefined names.
    pub span: Option<Span>,
    /// The description.
    pub description: Option<Description>,
    /// The kind of the type, with its members.
    pub kind: TypeKind,
}

/// The kind of a type. <https://spec.graphql.org/September2025/#sec-Types>
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

/// The members of objects and interfaces.
#[derive(Debug, Default)]
pub struct Composite {
    /// The declared interfaces, in order.
    pub interfaces: Vec<TypeId>,
    /// The fields, in order. The first field with a name counts.
    pub fields: Vec<FieldDef>,
    /// The index of `fields` by name.
    pub(crate) index: Ordered,
    /// The object types that implement an interface, in the order of definition.
    pub implementors: Vec<TypeId>,
}

/// A field of an object or interface.
#[derive(Debug)]
pub struct FieldDef {
    /// The name.
    pub name: Box<str>,
    /// The name in the definition.
    pub span: Option<Span>,
    /// The description.
    pub description: Option<Description>,
    /// The arguments, in order.
    pub arguments: Vec<InputValue>,
    /// The type.
    pub ty: TypeRef,
    /// The levels of the type that are only null if there is an error. <https://specs.apollo.dev/nullability/v0.4>
    pub semantic_non_null: ListLevels,
    /// The reason of `@deprecated`, or its default.
    pub deprecated: Option<String>,
}

/// An argument or a field of an input object.
#[derive(Debug)]
pub struct InputValue {
    /// The name.
    pub name: Box<str>,
    /// The name in the definition.
    pub span: Option<Span>,
    /// The description.
    pub description: Option<Description>,
    /// The type.
    pub ty: TypeRef,
    /// The location of the default value, if there is one.
    pub default: Option<Span>,
    /// The reason of `@deprecated`, or its default.
    pub deprecated: Option<String>,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// The name.
    pub name: Box<str>,
    /// The name in the definition.
    pub span: Option<Span>,
    /// The description.
    pub description: Option<Description>,
    /// The reason of `@deprecated`, or its default.
    pub deprecated: Option<String>,
}

/// A directive.
#[derive(Debug)]
pub struct DirectiveDef {
    /// The name, without the `@`.
    pub name: Box<str>,
    /// The name in the definition.
    pub span: Option<Span>,
    /// The description.
    pub description: Option<Description>,
    /// The arguments, in order.
    pub arguments: Vec<InputValue>,
    /// Whether the directive can be repeated at a location.
    pub repeatable: bool,
    /// The allowed locations, such as `FIELD`.
    pub locations: Vec<Box<str>>,
    /// The reason of `@deprecated` on the definition or an extension, or its default.
    pub deprecated: Option<String>,
}
