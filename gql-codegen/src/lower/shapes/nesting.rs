//! Checks that a null does not go on to a field whose null is an error.

use super::{Content, Member, Payload, ShapeId, ShapeKind, Shapes};
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
    for &id in &shapes.inside_out {
        each_member(shapes, id, &mut |member| {
            let Content::Object { field, child, .. } = &member.content else {
                return;
            };
            if member.policy.required != Some(Action::Throw) || !passes_on(shapes, member) {
                return;
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
        });
    }
}

/// Returns whether a null in the objects of a member makes its object null.
fn passes_on(shapes: &Shapes<'_>, member: &Member<'_>) -> bool {
    match &member.content {
        Content::Object { field, child, .. } if !member.conditional => {
            let nullable = shapes.is_nullable(child.shape);
            member
                .policy
                .conversion(member.policy.ty(field), nullable, false)
                .is_fallible()
        }
        _ => false,
    }
}

/// Returns the field whose null makes the objects of a shape null.
fn cause<'t>(shapes: &Shapes<'t>, shape: ShapeId) -> Option<&'t Field<'t>> {
    let mut found = None;
    each_member(shapes, shape, &mut |member| {
        if found.is_some() {
            return;
        }
        found = match &member.content {
            Content::Leaf { field, .. } | Content::Object { field, .. }
                if member.policy.required == Some(Action::None) =>
            {
                Some(*field)
            }
            Content::Object { child, .. } if passes_on(shapes, member) => cause(shapes, child.shape),
            _ => None,
        };
    });
    found
}

/// Visits the members of a shape, and of the fragments that are variants of it.
fn each_member<'s, 't>(shapes: &'s Shapes<'t>, shape: ShapeId, visit: &mut dyn FnMut(&'s Member<'t>)) {
    match &shapes.get(shape).kind {
        ShapeKind::Object(members) => members.iter().for_each(visit),
        ShapeKind::Union(union) => {
            for variant in union.variants() {
                match &variant.payload {
                    Payload::TypeName => {}
                    Payload::Fragment { shape, .. } => each_member(shapes, *shape, visit),
                    Payload::Struct { members, .. } => members.iter().for_each(&mut *visit),
                }
            }
        }
    }
}

/// Returns the directive of a field or, if the configuration requires it, the field itself.
fn at(field: &Field<'_>) -> Span {
    let directive = field.client.get(&REQUIRED).map(|it| it.span);
    directive.unwrap_or(field.node.span.through(field.node.name.span))
}
