//! What is to be generated, in Rust's terms: every name given, every `Option` and `Box` decided, nothing left to choose.
//!
//! Ordered, so that the same input gives the same code; no GraphQL tree and no tokens in it. With the feature `serde` all of it
//! can be written as JSON, as `gql-codegen generate --emit ir` does.

mod decode;
mod inputs;
mod path;
mod responses;

pub use decode::{Arm, Coercion, Decode, Expr, Guard, Object, Part, Slot};
pub use inputs::{Enum, EnumValue, Input, InputField, OneOf};
pub use path::{BuiltIn, Ident, Path, Type};
pub use responses::{Access, Accessor, Field, Reach, Struct, Union, Variant, Views};

/// The code of one run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ir {
    /// Scalars, enums, inputs and fragments: once for all operations.
    pub shared: Vec<Item>,
    /// The operations, in the order of their documents.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Operation {
    /// The documentation: its description, kind, place and text.
    pub docs: String,
    /// Where it is defined: the path of its file and the line.
    pub place: Option<String>,
    /// The type of the operation: the struct of its variables, or the user's struct.
    pub marker: Path,
    /// The module with its types.
    pub module: Ident,
    /// What it does.
    pub kind: OperationKind,
    /// The name in the document.
    pub name: String,
    /// The text that is sent.
    pub document: String,
    /// SHA-256 of that, in hexadecimal.
    pub hash: String,
    /// Whether its result may come in parts.
    pub incremental: bool,
    /// The type of the variables. In the shared layout it is the operation's.
    pub variables: Input,
    /// The fragment's type that `ResponseData` stands for; `None` if `ResponseData` is among `items`.
    pub data: Option<Path>,
    /// The response types of its module.
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
    /// The name of the runtime's type for the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Mutation => "Mutation",
            Self::Subscription => "Subscription",
        }
    }
}

/// A type to be declared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Item {
    /// `type Name = path;`
    Alias {
        /// The new name.
        name: Ident,
        /// The type that it stands for.
        target: Path,
    },
    /// A type that exists elsewhere.
    Use {
        /// Its name here.
        name: Ident,
        /// Where it is.
        target: Path,
    },
    /// An enum of the schema.
    Enum(Enum),
    /// Input objects and variables.
    Input(Input),
    /// A `@oneOf` input.
    OneOf(OneOf),
    /// An object of a response.
    Struct(Struct),
    /// An object of a response that is of one of several types.
    Union(Union),
    /// Several views of one object.
    Views(Views),
}

/// The documentation of a type or a member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Docs {
    /// The schema's description.
    pub text: Option<String>,
    /// The reason of a deprecation.
    pub deprecated: Option<String>,
}
