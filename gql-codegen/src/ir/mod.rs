//! The intermediate representation: the generated code in terms of Rust, with every name, `Option` and `Box` decided.
//!
//! It is ordered, so that the same input produces the same code, and contains neither syntax trees nor tokens. With the feature
//! `serde`, it can be serialized as JSON, as `gql-codegen generate --emit ir` does.

mod decode;
mod errors;
mod inputs;
mod pages;
mod path;
mod responses;

pub use decode::{Arm, Coercion, Conversion, Decode, Expr, Guard, Object, Part, Slot};
pub use errors::{Handling, Position};
pub use inputs::{Enum, EnumValue, Input, InputField, OneOf};
pub use pages::{Cursor, Nodes, Pages, Paging, Route};
pub use path::{BuiltIn, Ident, Path, Type};
pub use responses::{Access, Accessor, Field, Reach, Struct, Union, Variant, Views};

/// The generated code of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ir {
    /// The scalars, enums, inputs and fragments that all operations share.
    pub shared: Vec<Item>,
    /// The operations, in the order of their documents.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Operation {
    /// The documentation: its description, kind, place and text.
    pub docs: String,
    /// Where it is defined: the path of its file and the line.
    pub place: Option<String>,
    /// The type of the operation: the struct of its variables, or the user's struct.
    pub marker: Path,
    /// The module of the operation's types.
    pub module: Ident,
    /// The kind of the operation.
    pub kind: OperationKind,
    /// The name in the document.
    pub name: String,
    /// The document that is sent.
    pub document: String,
    /// The SHA-256 hash of the document, in hexadecimal.
    pub hash: String,
    /// Whether the result may arrive in parts.
    pub incremental: bool,
    /// The fields of the data whose errors are handled.
    pub field_errors: Vec<Position>,
    /// The type of the variables. In the shared layout, it is the type of the operation.
    pub variables: Input,
    /// The type of the fragment that `ResponseData` is an alias of; `None` if `ResponseData` is in `items`.
    pub data: Option<Path>,
    /// The list that is read page by page; `None` if there is none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub pages: Option<Pages>,
    /// The response types in the operation's module.
    pub items: Vec<Item>,
}

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[allow(missing_docs)]
pub enum OperationKind {
    Query,
    Mutation,
    Subscription,
}

impl OperationKind {
    /// Returns the name of the runtime's type for the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Mutation => "Mutation",
            Self::Subscription => "Subscription",
        }
    }
}

/// A type declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Item {
    /// An alias: `type Name = path;`.
    Alias {
        /// The name of the alias.
        name: Ident,
        /// The aliased type.
        target: Path,
    },
    /// An import of an existing type.
    Use {
        /// The local name.
        name: Ident,
        /// The path of the type.
        target: Path,
    },
    /// An enum of the schema.
    Enum(Enum),
    /// An input object, or the variables of an operation.
    Input(Input),
    /// A `@oneOf` input object.
    OneOf(OneOf),
    /// An object in a response.
    Struct(Struct),
    /// An object in a response that has one of several types.
    Union(Union),
    /// Several views of an object.
    Views(Views),
}

/// The documentation of a type or a member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Docs {
    /// The description in the schema.
    pub text: Option<String>,
    /// The reason for the deprecation.
    pub deprecated: Option<String>,
}
