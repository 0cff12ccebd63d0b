//! `@catch` and `@catchByDefault`: how the generated code represents the errors of fields.
//! <https://specs.apollo.dev/nullability/v0.4>

use std::borrow::Cow;

use super::{
    ClientArgument, ClientDirective, ClientEnum, ClientType, ClientUse, ClientUses, ClientValue, listed,
};
use crate::check::place::DeclaredType;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{FieldDef, Schema, TypeDef};
use crate::syntax::ast::Field;

/// The enum of the argument `to`.
static CATCH_TO: ClientEnum = ClientEnum {
    name: "CatchTo",
    values: &[
        (
            "RESULT",
            "The field is a `Result`, whose `Err` is the error of the response.",
        ),
        (
            "NULL",
            "The field is null, and its error is only in the response.",
        ),
        (
            "THROW",
            "The error is that of the nearest field around it that catches errors, or else of the call.",
        ),
    ],
};

/// The directive `@catch`.
pub static CATCH: ClientDirective = ClientDirective {
    name: "catch",
    description: "The representation of the errors of the field in generated code.",
    arguments: &[
        ClientArgument {
            name: "to",
            description: "The representation of an error.",
            ty: ClientType::Enum(&CATCH_TO),
            default: Some(ClientValue::Word("RESULT")),
        },
        ClientArgument {
            name: "levels",
            description: "The levels of nested lists: 0 is the field, 1 are the items of its list. The field by default.",
            ty: ClientType::Ints,
            default: Some(ClientValue::Ints(Cow::Borrowed(&[0]))),
        },
    ],
    locations: &["FIELD"],
};

/// The directive `@catchByDefault`.
pub static CATCH_BY_DEFAULT: ClientDirective = ClientDirective {
    name: "catchByDefault",
    description: "The representation of the errors of fields without `@catch` in this operation or fragment, or for the whole \
        schema.",
    arguments: &[ClientArgument {
        name: "to",
        description: "The representation of an error.",
        ty: ClientType::Enum(&CATCH_TO),
        default: Some(ClientValue::Word("RESULT")),
    }],
    locations: &[
        "SCHEMA",
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FRAGMENT_DEFINITION",
    ],
};

/// The representation of the errors of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CatchTo {
    /// The field is null, and the error is only in the response.
    #[default]
    Null,
    /// The field is a `Result`.
    Result,
    /// The error is that of the nearest field around it that catches errors, or else of the call.
    Throw,
}

impl CatchTo {
    fn of(directive: &ClientUse) -> Self {
        directive.word("to").map_or(Self::Null, Self::of_word)
    }

    fn of_word(word: &str) -> Self {
        match word {
            "RESULT" => Self::Result,
            "THROW" => Self::Throw,
            _ => Self::Null,
        }
    }

    /// Returns the default of a schema, if it has one.
    pub fn of_schema(schema: &Schema) -> Option<Self> {
        schema.catch_by_default.as_deref().map(Self::of_word)
    }

    /// Returns the default of an operation or a fragment, if it has one.
    pub fn by_default(client: &ClientUses) -> Option<Self> {
        client.get(&CATCH_BY_DEFAULT).map(Self::of)
    }

    /// Returns the representation of errors at a level of a field, if the field has a directive for it.
    pub fn at(client: &ClientUses, level: u32) -> Option<Self> {
        let directive = client.get(&CATCH)?;
        let levels = directive.ints("levels").unwrap_or_default();
        levels.contains(&i64::from(level)).then(|| Self::of(directive))
    }
}

/// The rule `CatchOnNullableField`.
pub static CATCH_ON_NULLABLE_FIELD: Rule = Rule {
    name: "CatchOnNullableField",
    level: Level::Error,
    relaxation: Relaxation::Never,
    specification: Some("https://specs.apollo.dev/nullability/v0.4"),
    explanation: "`@catch` must be used at nullable levels of a field: 0 is the field, 1 are the items of its list. The error of a \
        non-null field makes the field around it null, which is where it can be caught.",
    example: Some(
        "query { book(id: 1) { id @catch } }           # wrong: the id is non-null
query { book(id: 1) { title @catch } }        # right
query { books @catch(levels: [1]) { id } }    # right: the items of the list",
    ),
};

/// Checks the use of `@catch` on a field.
pub(in crate::check) fn rules(
    schema: &Schema,
    field: &Field<'_>,
    parent: &TypeDef,
    def: &FieldDef,
    diagnostics: &mut Diagnostics,
) {
    let Some(used) = super::used(schema, field, &CATCH) else {
        return;
    };
    let nullable: Vec<i64> = def.ty.nullable_levels().map(i64::from).collect();
    let given = used.ints("levels").unwrap_or_default();
    let Some(level) = given.iter().find(|level| !nullable.contains(level)) else {
        return;
    };
    let coordinate = format!("{}.{}", parent.name, def.name);
    let is_level = (0..=i64::from(def.ty.dimensions())).contains(level);
    let (message, label) = match (is_level, *level) {
        (true, 0) => (
            format!("`@catch` on the non-null field `{coordinate}`"),
            "an error makes the field around it null",
        ),
        (true, level) => (
            format!("`@catch` on `{coordinate}`, which is non-null at level {level}"),
            "an error makes the list around it null",
        ),
        (false, level) => (
            format!("`@catch` on `{coordinate}`, which has no level {level}"),
            "no such level",
        ),
    };
    let diagnostic = Diagnostic::error(&CATCH_ON_NULLABLE_FIELD, message, used.span).with_label(label);
    let diagnostic = DeclaredType::of_field(def).explain(schema, diagnostic);
    diagnostics.push(diagnostic.help(match nullable.is_empty() {
        true => "use the directive on a nullable field around it".to_owned(),
        false => format!("nullable levels: {}", listed(&nullable)),
    }));
}
