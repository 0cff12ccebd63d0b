//! The types of responses.

use super::{Decode, Docs, Ident, Path, Type};

/// An object in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Struct {
    /// The documentation of the schema's type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Additional derives.
    pub derives: Vec<Path>,
    /// The fields, in the order of the selection.
    pub fields: Vec<Field>,
    /// The decoding of the struct; `None` if it is always decoded as part of another type.
    pub decode: Option<Decode>,
    /// Whether the struct implements `Serialize`.
    pub serialize: bool,
    /// Whether every operation selects `__typename` as the first field of the object.
    pub typed: bool,
}

/// A field of a response struct, for a selected field or a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Field {
    /// The documentation of the field.
    pub docs: Docs,
    /// The response key; `None` for a fragment, whose members are beside those of the struct.
    pub key: Option<String>,
    /// Whether a directive may exclude the field.
    pub conditional: bool,
    /// The name in Rust.
    pub name: Ident,
    /// The type.
    pub ty: Type,
}

/// An object in a response that has one of several types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Union {
    /// The documentation of the schema's type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Additional derives.
    pub derives: Vec<Path>,
    /// The variants. The last one is for all other types.
    pub variants: Vec<Variant>,
    /// The methods that return members common to the variants.
    pub accessors: Vec<Accessor>,
    /// The decoding of the enum; `None` if it is always decoded as part of another type.
    pub decode: Option<Decode>,
    /// Whether the enum implements `Serialize`.
    pub serialize: bool,
}

/// A method of a union that returns a reference to a member of the current variant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Accessor {
    /// The documentation of the member.
    pub docs: Docs,
    /// The name in Rust.
    pub name: Ident,
    /// The type of the member, without `Option`.
    pub ty: Type,
    /// Whether the member may be missing.
    pub optional: bool,
    /// The variants with the member, and how each provides it.
    pub variants: Vec<(Ident, Access)>,
    /// The variant without the member; `None` if all variants have it.
    pub other: Option<Ident>,
}

/// The access to a member of a variant's value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Access {
    /// The location of the member.
    pub reach: Reach,
    /// Whether the location contains an `Option`.
    pub optional: bool,
    /// The field of the location that contains the member, if it is nested.
    pub part: Option<Ident>,
}

/// The location of a member in a variant's value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reach {
    /// The value itself.
    Whole,
    /// A field.
    Field(Ident),
    /// An accessor method.
    Method(Ident),
}

/// A variant for one or more types of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Variant {
    /// The name in Rust.
    pub name: Ident,
    /// The content; `None` if nothing is selected, in which case the variant contains the name of the type.
    pub ty: Option<Type>,
    /// The type that the variant is for; `None` for several types.
    pub type_name: Option<String>,
}

/// Several views of an object, which are decoded at once and then separated: `struct Name(A, B, …)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Views {
    /// The name of the Rust type.
    pub name: Ident,
    /// The first view.
    pub first: Type,
    /// The other views, at least one.
    pub others: Vec<Type>,
    /// The decoding of the object.
    pub decode: Decode,
}
