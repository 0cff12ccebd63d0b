//! Checks that a null does not go on to a field whose null is an error.

use std::collections::HashSet;

use super::nulls::passes_on;
use super::{Content, Member, ShapeId, Shapes};
use crate::check::client::required::{Action, REQUIRED};
use crate::check::typed::Field;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Level, Relaxation, Rule};
use crate::source::Span;

/// The rule `RequiredFieldNesting`.
pub static REQUIRED_FIELD_NESTING: Rule = Rule {
    name: "RequiredFieldNesting",
    level: Level::Error,
    relaxation: Relaxation::Fixed,
    specification: Some("https://relay.dev/docs/guides/required-directive"),
    explanation: "A null that goes on from a field with `@required` must not reach a field with `@required(action: THROW)`. It \
        would be an error although the inner directive has another action. Use the action THROW for the inner field, or \
        NONE for the outer one.",
    example: Some(
        "query { author @required(action: THROW) { name @required } }                  # wrong
query { author @required(action: THROW) { name @required(action: THROW) } }  # right",
    ),
};

/// Reports fields whose null is an error, and that a required field within them makes null.
pub(in crate::lower) fn check(shapes: &Shapes<'_>, diagnostics: &mut Diagnostics) {
    // Several variants have the members that are selected on an interface.
    let mut reported = HashSet::new();
    for member in shapes
        .inside_out
        .iter()
        .flat_map(|&id| shapes.get(id).own_members())
    {
        let Content::Object { field, child, .. } = &member.content else {
            continue;
        };
        if member.policy.required != Some(Action::Throw)
            || !passes_on(member, |id| shapes.is_nullable(id))
            || !reported.insert(field.node.id)
        {
            continue;
        }
        let key = field.node.response_key().text;
        let inner = cause(shapes, child.shape);
        let name = inner.map_or("a field", |inner| inner.node.response_key().text);
        let message = format!(
            "a null of `{key}` is an error, but a null of `{name}` in it makes it null with the action `NONE`"
        );
        let diagnostic = Diagnostic::error(&REQUIRED_FIELD_NESTING, message, at(field))
            .with_label("a null is an error")
            .help("use the action `THROW` for the inner field, or `NONE` for the outer one");
        diagnostics.push(match inner {
            Some(inner) => diagnostic.with_primary(at(inner), "a null makes the object around it null"),
            None => diagnostic,
        });
    }
}

/// Returns the field whose null makes the objects of a shape null.
fn cause<'t>(shapes: &Shapes<'t>, shape: ShapeId) -> Option<&'t Field<'t>> {
    let shape = shapes.get(shape);
    let of_member = |member: &Member<'t>| match &member.content {
        Content::Leaf { field, .. } | Content::Object { field, .. }
            if member.policy.required == Some(Action::None) =>
        {
            Some(*field)
        }
        Content::Object { child, .. } if passes_on(member, |id| shapes.is_nullable(id)) => {
            cause(shapes, child.shape)
        }
        _ => None,
    };
    let mut fragments = shape.variant_fragments();
    let own = shape.own_members().find_map(of_member);
    own.or_else(|| fragments.find_map(|fragment| cause(shapes, fragment)))
}

/// Returns the directive of a field or, if the configuration requires it, the field itself.
fn at(field: &Field<'_>) -> Span {
    let directive = field.client.get(&REQUIRED).map(|it| it.span);
    directive.unwrap_or(field.node.span.through(field.node.name.span))
}
