//! `@required`: a null makes the object around the field null, or is an error.
//! <https://relay.dev/docs/guides/required-directive>

use super::{ClientArgument, ClientDirective, ClientEnum, ClientType, ClientUse, ClientValue};
use crate::check::conditional::condition;
use crate::check::place::DeclaredType;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::{FieldDef, Schema, TypeDef};
use crate::source::Span;
use crate::syntax::ast::Field;

/// The directive `@required`.
pub static REQUIRED: ClientDirective = ClientDirective {
    name: "required",
    description: "The field is not null in generated code. A null of the server makes the object around it null, \
        or is an error.",
    arguments: &[ClientArgument {
        name: "action",
        description: "The consequence of a null.",
        ty: ClientType::Enum(&ClientEnum {
            name: "RequiredAction",
            values: &[
                (
                    "NONE",
                    "The nearest nullable field, list item or fragment around the field is null.",
                ),
                ("THROW", "The response cannot be decoded."),
            ],
        }),
        default: Some(ClientValue::Word("NONE")),
    }],
    locations: &["FIELD"],
};

/// The consequence of a null. A later action is stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Action {
    /// The object around the field is null.
    None,
    /// The response cannot be decoded.
    Throw,
}

impl Action {
    /// Returns the action of a use of the directive.
    pub fn of(required: &ClientUse) -> Self {
        match required.word("action") {
            Some("THROW") => Self::Throw,
            _ => Self::None,
        }
    }
}

/// The rule `RequiredOnNullableField`.
pub static REQUIRED_ON_NULLABLE_FIELD: Rule = Rule {
    name: "RequiredOnNullableField",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: Some("https://relay.dev/docs/guides/required-directive"),
    explanation: "`@required` must be used on a nullable field. A non-null field is never null, so the directive has no \
        effect.",
    example: Some(
        "query { book(id: 1) { id @required } }       # wrong: the id is non-null
query { book(id: 1) { title @required } }    # right",
    ),
};

/// The rule `RequiredOnUnconditionalField`.
pub static REQUIRED_ON_UNCONDITIONAL_FIELD: Rule = Rule {
    name: "RequiredOnUnconditionalField",
    level: Level::Error,
    relaxation: Relaxation::Any,
    specification: None,
    explanation: "`@required` must not be used on a field that `@skip`, `@include` or `@defer` may exclude. Such a field has no \
        value to require, and is an `Option` in any case. Move the field to a named fragment, and put the condition on its \
        spread.",
    example: Some(
        "query ($full: Boolean!) { book { title @required @include(if: $full) } }    # wrong
query ($full: Boolean!) { book { ...Title @include(if: $full) } }           # right
fragment Title on Book { title @required }",
    ),
};

/// Checks the use of `@required` on a field. `within` is the directive of an inline fragment that may exclude the field.
pub(in crate::check) fn rules(
    schema: &Schema,
    field: &Field<'_>,
    parent: &TypeDef,
    def: &FieldDef,
    within: Option<Span>,
    diagnostics: &mut Diagnostics,
) {
    let Some(used) = super::used(schema, field, &REQUIRED) else {
        return;
    };
    if def.ty.is_non_null() {
        diagnostics.push(on_non_null(schema, used.span, parent, def));
    }
    let own = condition(&field.directives).map(|it| it.span.through(it.name.span));
    if let Some(condition) = own.or(within) {
        let name = field.response_key().text;
        let message = format!("`@required` on `{name}`, which may be excluded");
        diagnostics.push(
            Diagnostic::error(&REQUIRED_ON_UNCONDITIONAL_FIELD, message, used.span)
                .with_label("requires a value")
                .with_secondary(condition, "may exclude the field")
                .help("move the field to a named fragment, and put the condition on its spread"),
        );
    }
}

fn on_non_null(schema: &Schema, used: Span, parent: &TypeDef, def: &FieldDef) -> Diagnostic {
    let message = format!(
        "`@required` on the non-null field `{}.{}` has no effect",
        parent.name, def.name
    );
    let diagnostic = Diagnostic::error(&REQUIRED_ON_NULLABLE_FIELD, message, used)
        .with_label("never null")
        .help("remove the directive")
        .replace(used, &[""]);
    DeclaredType::of_field(def).explain(schema, diagnostic)
}
