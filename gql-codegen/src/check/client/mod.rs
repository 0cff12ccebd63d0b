//! The directives of the client: they change the generated code, and are removed from the document that is sent.
//!
//! A directive is one entry in [`DIRECTIVES`], a `static` next to the rules for its use. `check` handles it like a directive of
//! the schema, and [`Typed`](super::Typed) carries its uses as [`ClientUses`].

mod arguments;
pub mod catch;
mod conflicts;
pub mod drop_nulls;
pub mod paginate;
pub mod required;
mod sdl;
mod strip;
mod uses;

use crate::diagnostic::Diagnostics;
use crate::schema::{DirectiveDef, FieldDef, Schema, TypeDef};
use crate::source::Span;
use crate::syntax::ast::Field;
use crate::syntax::is_executable_location;
pub(super) use arguments::check;
pub use conflicts::MATCHING_CLIENT_DIRECTIVES;
pub(super) use conflicts::conflicts;
pub use sdl::sdl;
pub use strip::strip;
pub use uses::{ClientUse, ClientUses, ClientValue};

/// All directives of the client, in the order of the guide.
pub static DIRECTIVES: &[&ClientDirective] = &[
    &required::REQUIRED,
    &drop_nulls::DROP_NULLS,
    &paginate::PAGINATE,
    &catch::CATCH,
    &catch::CATCH_BY_DEFAULT,
];

/// A directive that changes the generated code and is not sent.
#[derive(Debug)]
pub struct ClientDirective {
    /// The name, without the `@`.
    pub name: &'static str,
    /// The description for editors.
    pub description: &'static str,
    /// The arguments.
    pub arguments: &'static [ClientArgument],
    /// The locations where the directive may be used, such as `FIELD`.
    pub locations: &'static [&'static str],
}

/// An argument of a client directive. Its value is a literal, because it determines the generated code.
#[derive(Debug)]
pub struct ClientArgument {
    /// The name.
    pub name: &'static str,
    /// The description for editors.
    pub description: &'static str,
    /// The type.
    pub ty: ClientType,
    /// The default value. An argument with a default is non-null, and one without is nullable.
    pub default: Option<ClientValue>,
}

/// The type of an argument.
#[derive(Debug)]
pub enum ClientType {
    /// An enum.
    Enum(&'static ClientEnum),
    /// A list of integers: `[Int!]`.
    Ints,
}

/// The enum of an argument.
#[derive(Debug)]
pub struct ClientEnum {
    /// The name.
    pub name: &'static str,
    /// The values and their descriptions.
    pub values: &'static [(&'static str, &'static str)],
}

impl ClientArgument {
    /// Returns the type in GraphQL syntax.
    pub fn type_text(&self) -> String {
        let name = match &self.ty {
            ClientType::Enum(ty) => ty.name,
            ClientType::Ints => "[Int!]",
        };
        let mark = if self.default.is_some() { "!" } else { "" };
        format!("{name}{mark}")
    }
}

/// Returns the client directive with this name, unless the schema defines a directive with that name for operations.
///
/// The schema's directive then applies, and is sent. A definition that is equal to the client's, as editors need it, does not
/// count.
pub fn find(schema: &Schema, name: &str) -> Option<&'static ClientDirective> {
    let found = DIRECTIVES.iter().copied().find(|it| it.name == name)?;
    let is_other = |def: &DirectiveDef| is_executable(def) && !is_definition_of(schema, def, found);
    (!schema.directive(name).is_some_and(is_other)).then_some(found)
}

/// Checks the uses of all client directives on a field. `within` is the directive of an inline fragment that may exclude the
/// field.
pub(super) fn field_rules(
    schema: &Schema,
    field: &Field<'_>,
    parent: &TypeDef,
    def: &FieldDef,
    within: Option<Span>,
    diagnostics: &mut Diagnostics,
) {
    if field.directives.is_empty() {
        return;
    }
    required::rules(schema, field, parent, def, within, diagnostics);
    drop_nulls::rules(schema, field, parent, def, diagnostics);
    catch::rules(schema, field, parent, def, diagnostics);
}

/// Returns the use of a client directive on a field.
fn used(schema: &Schema, field: &Field<'_>, client: &ClientDirective) -> Option<ClientUse> {
    let mut directives = field.directives.iter();
    let node = directives.find(|it| it.name.text == client.name)?;
    find(schema, client.name).map(|client| ClientUse::of(client, node))
}

/// Returns levels as text.
fn listed(levels: &[i64]) -> String {
    let levels: Vec<String> = levels.iter().map(i64::to_string).collect();
    levels.join(", ")
}

fn is_executable(def: &DirectiveDef) -> bool {
    def.locations.iter().any(|it| is_executable_location(it))
}

/// Returns whether a definition in the schema repeats that of the client.
fn is_definition_of(schema: &Schema, def: &DirectiveDef, client: &ClientDirective) -> bool {
    let is_same = |argument: &ClientArgument| {
        def.arguments
            .iter()
            .any(|it| *it.name == *argument.name && schema.display(it.ty) == argument.type_text())
    };
    def.arguments.len() == client.arguments.len()
        && client.arguments.iter().all(is_same)
        && def.locations.len() == client.locations.len()
        && client
            .locations
            .iter()
            .all(|location| def.locations.iter().any(|it| **it == **location))
}
