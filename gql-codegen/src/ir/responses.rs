//! The types of responses.

use super::{Decode, Docs, Ident, Path, Type};

/// An object of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Struct {
    /// Of the schema's type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Beyond the ones that every response type has.
    pub derives: Vec<Path>,
    /// In the order of the selection.
    pub fields: Vec<Field>,
    /// How it is read by itself; `None` when it is only ever a part of another.
    pub decode: Option<Decode>,
    /// Whether it can be written as the JSON that it was read from.
    pub serialize: bool,
    /// Whether the object's type is asked for in front of its other members, wherever the operation selects it.
    pub typed: bool,
}

/// A member of a response struct: a field, or a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Field {
    /// Of the field.
    pub docs: Docs,
    /// In the response; `None` for a fragment, whose members stand beside the others.
    pub key: Option<String>,
    /// Whether a directive may take it away.
    pub conditional: bool,
    /// In Rust.
    pub name: Ident,
    /// Its type.
    pub ty: Type,
}

/// An object of a response that is of one of several types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Union {
    /// Of the schema's type.
    pub docs: Docs,
    /// The name of the Rust type.
    pub name: Ident,
    /// Beyond the ones that every response type has.
    pub derives: Vec<Path>,
    /// The last one is for all other types.
    pub variants: Vec<Variant>,
    /// Methods for members that the variants have in common.
    pub accessors: Vec<Accessor>,
    /// How it is read by itself; `None` when it is only ever a part of another.
    pub decode: Option<Decode>,
    /// Whether it can be written as the JSON that it was read from.
    pub serialize: bool,
}

/// A method of a union that borrows a member of whichever variant there is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Accessor {
    /// The member's.
    pub docs: Docs,
    /// In Rust.
    pub name: Ident,
    /// The member's type, without the `Option` around it.
    pub ty: Type,
    /// Whether it may be missing.
    pub optional: bool,
    /// The variants that hold it, and how each does.
    pub variants: Vec<(Ident, Access)>,
    /// The variant that does not hold it; `None` if all do.
    pub other: Option<Ident>,
}

/// How a variant's value gives a member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Access {
    /// The place of the member.
    pub reach: Reach,
    /// Whether that is an `Option`.
    pub optional: bool,
    /// The field in it that holds what is read.
    pub part: Option<Ident>,
}

/// Where a variant's value has a member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reach {
    /// It is the member.
    Whole,
    /// In a field.
    Field(Ident),
    /// Behind an accessor of its own.
    Method(Ident),
}

/// One of the types that an object may be of, or several that are treated alike.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Variant {
    /// In Rust.
    pub name: Ident,
    /// What it holds; `None` where nothing is selected: then it is the type's name.
    pub ty: Option<Type>,
    /// The one type that it stands for; `None` for several.
    pub type_name: Option<String>,
}

/// Several views of one object: `struct Name(A, B, …)`, read at once and taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Views {
    /// The name of the Rust type.
    pub name: Ident,
    /// The first view.
    pub first: Type,
    /// The other views, one or more.
    pub others: Vec<Type>,
    /// How it is read.
    pub decode: Decode,
}
