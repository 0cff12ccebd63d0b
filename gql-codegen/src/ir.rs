//! What is to be generated, said in Rust's terms: every name made, every `Option` and `Box` decided, nothing left to choose.
//!
//! Ordered, so that the same input gives the same code; no GraphQL tree and no tokens in it.

/// The code of one run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ir {
    /// Scalars, enums, inputs and fragments: once for all operations.
    pub shared: Vec<Item>,
    /// The operations, in the order of their documents.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Of the operation, as documentation.
    pub docs: Option<String>,
    /// The marker type.
    pub marker: String,
    /// The module with its types.
    pub module: String,
    /// `Query`, `Mutation` or `Subscription`.
    pub kind: &'static str,
    /// As in the document.
    pub name: String,
    /// What is sent.
    pub document: String,
    /// SHA-256 of that, in hexadecimal.
    pub hash: String,
    /// Whether its result may come in parts.
    pub incremental: bool,
    /// The type of the variables.
    pub variables: Input,
    /// The type of the data: `ResponseData`, or a fragment's type.
    pub data: Type,
    /// The response types of its module.
    pub items: Vec<Item>,
}

/// A type to be declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `type Name = path;`
    Alias {
        /// The new name.
        name: String,
        /// What it stands for.
        target: String,
    },
    /// A type that exists elsewhere.
    Use {
        /// What it is called here.
        name: String,
        /// Where it is.
        target: String,
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

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// By its path.
    Path(String),
    /// May be null or absent.
    Option(Box<Type>),
    /// Absent, null or a value.
    Input(Box<Type>),
    /// A list.
    Vec(Box<Type>),
    /// On the heap, to end a recursion.
    Box(Box<Type>),
    /// A view of an object that a directive may take away, among others.
    Maybe(Box<Type>),
}

impl Type {
    /// `Option<self>`, once.
    pub fn optional(self) -> Self {
        if matches!(self, Self::Option(_)) {
            self
        } else {
            Self::Option(Box::new(self))
        }
    }

    /// Whether it is an `Option`.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Option(_))
    }
}

/// What is said of a type or a member besides its type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// The schema's description.
    pub docs: Option<String>,
    /// The reason of a deprecation.
    pub deprecated: Option<String>,
}

/// An enum of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Of the type.
    pub about: About,
    /// Of the Rust type.
    pub name: String,
    /// Beyond the ones that every enum has.
    pub derives: Vec<String>,
    /// In the schema's order.
    pub values: Vec<EnumValue>,
    /// The variant for values that the schema does not have.
    pub other: String,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// Of the value.
    pub about: About,
    /// In the schema.
    pub value: String,
    /// In Rust.
    pub variant: String,
}

/// Variables, or an input object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Of the type.
    pub about: About,
    /// Of the Rust type.
    pub name: String,
    /// Beyond the ones that every input has.
    pub derives: Vec<String>,
    /// In the schema's order.
    pub fields: Vec<InputField>,
    /// Whether every field may be left out: then it has a default.
    pub default: bool,
}

/// A variable or a field of an input object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputField {
    /// Of the field.
    pub about: About,
    /// In the request.
    pub key: String,
    /// In Rust.
    pub name: String,
    /// The Rust variable that holds it.
    pub variable: String,
    /// Its type.
    pub ty: Type,
    /// Whether it is left out when it has no value.
    pub skip: bool,
}

/// A `@oneOf` input: one variant a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOf {
    /// Of the type.
    pub about: About,
    /// Of the Rust type.
    pub name: String,
    /// Beyond the ones that every input has.
    pub derives: Vec<String>,
    /// `name` is the variant's.
    pub variants: Vec<InputField>,
}

/// An object of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Struct {
    /// Of the schema's type.
    pub about: About,
    /// Of the Rust type.
    pub name: String,
    /// Beyond the ones that every response type has.
    pub derives: Vec<String>,
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
pub struct Field {
    /// Of the field.
    pub about: About,
    /// In the response; `None` for a fragment, whose members stand beside the others.
    pub key: Option<String>,
    /// Whether a directive may take it away.
    pub conditional: bool,
    /// In Rust.
    pub name: String,
    /// Its type.
    pub ty: Type,
}

/// An object of a response that is of one of several types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    /// Of the schema's type.
    pub about: About,
    /// Of the Rust type.
    pub name: String,
    /// Beyond the ones that every response type has.
    pub derives: Vec<String>,
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
pub struct Accessor {
    /// The member's.
    pub about: About,
    /// In Rust.
    pub name: String,
    /// The member's type, without the `Option` around it.
    pub ty: Type,
    /// Whether it may be missing.
    pub optional: bool,
    /// The variants that hold it, and how each does.
    pub variants: Vec<(String, Access)>,
    /// The variant that does not hold it; `None` if all do.
    pub other: Option<String>,
}

/// How a variant's value gives a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The place of the member.
    pub reach: Reach,
    /// Whether that is an `Option`.
    pub optional: bool,
    /// The field in it that holds what is read.
    pub part: Option<String>,
}

/// Where a variant's value has a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// It is the member.
    Whole,
    /// In a field.
    Field(String),
    /// Behind an accessor of its own.
    Method(String),
}

/// One of the types that an object may be of, or several that are treated alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// In Rust.
    pub name: String,
    /// What it holds; `None` where nothing is selected: then it is the type's name.
    pub ty: Option<Type>,
    /// The one type that it stands for; `None` for several.
    pub type_name: Option<String>,
}

/// Several views of one object: `struct Name(A, B, …)`, read at once and taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Views {
    /// Of the Rust type.
    pub name: String,
    /// At least two.
    pub views: Vec<Type>,
    /// How it is read.
    pub decode: Decode,
}

/// How a JSON object becomes a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decode {
    /// Always the same members.
    Object(Object),
    /// Members by `__typename`.
    Cases {
        /// The object types that are told apart.
        types: Vec<String>,
        /// Which arm each of `types` takes.
        arms: Vec<(Vec<usize>, Arm)>,
        /// For all other types.
        other: Arm,
        /// For an object that was written without its type's name, since all that asks for the name was away.
        nameless: Option<Object>,
    },
}

/// What is done with an object of a known type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arm {
    /// Its members are read here.
    Object(Object),
    /// A type that reads itself, in this variant.
    Variant(String),
}

/// The members of one JSON object, and what is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// One a response key.
    pub slots: Vec<Slot>,
    /// What is made of them.
    pub make: Make,
}

/// A member of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its response key.
    pub key: String,
    /// The Rust variable that holds it.
    pub name: String,
    /// Its type, where it cannot be inferred from what is made of it.
    pub ty: Option<Type>,
    /// Whether it may be absent by a directive: then it is an `Option` of what it holds.
    pub maybe: bool,
    /// The views that it is taken apart into; empty where there is but one.
    pub parts: Vec<Part>,
}

/// A view of a member, among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The Rust variable that holds it.
    pub name: String,
    /// Whether it may be absent by a directive: then it is an `Option` of what it holds.
    pub maybe: bool,
}

/// A value, made of slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Make {
    /// `Path { field: value, … }`
    Struct {
        /// The struct.
        path: String,
        /// Its fields.
        fields: Vec<(String, Make)>,
    },
    /// `Path::Variant(value)`
    Variant {
        /// The enum.
        path: String,
        /// The variant.
        variant: String,
        /// What it holds.
        value: Box<Make>,
    },
    /// `Path(value, …)`
    Tuple {
        /// The struct.
        path: String,
        /// What it holds.
        values: Vec<Make>,
    },
    /// What slot `slot` holds, its view `view`.
    Slot {
        /// Which slot.
        slot: usize,
        /// Which of its views.
        view: usize,
        /// Cloned, since another one takes it too.
        clone: bool,
        /// What is to be done so that it fits.
        fit: Fit,
    },
    /// `Some(value)` if these slots are there, `None` otherwise: a fragment that a directive may take away.
    When {
        /// The slots that may be absent, each with its view and whether it is cloned.
        slots: Vec<(usize, usize, bool)>,
        /// What is made if all are there.
        value: Box<Make>,
    },
    /// A view of several that may be taken away.
    Maybe(Box<Make>),
    /// Such a view, where it is away.
    Away,
    /// The name of the object's type, which has been read already.
    TypeName {
        /// In a `Some`: for a field that a directive may take away.
        some: bool,
    },
}

/// How the content of a slot becomes the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is the value.
    Same,
    /// `Some(…)`: always there, but not for this field.
    Some,
    /// `….flatten()`: absent and null are the same for this field.
    Flatten,
}
