//! SemanticNullability: `@semanticNonNull` and `@semanticNonNullField` refer to positions that exist.
//! <https://specs.apollo.dev/nullability/v0.4>

use super::{Rules, fields};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::collect::types_of;
use crate::schema::semantic::{SemanticField, SemanticNames, SemanticNonNull};
use crate::source::Span;
use crate::suggest::{did_you_mean, suggestion_list};
use crate::syntax::ast::TypeDefinition;

/// The rule `SemanticNullability`.
pub static SEMANTIC_NULLABILITY: Rule = Rule {
    name: "SemanticNullability",
    level: Level::Warn,
    relaxation: Relaxation::Fixed,
    specification: Some("https://specs.apollo.dev/nullability/v0.4"),
    explanation: "`@semanticNonNull` and `@semanticNonNullField` must refer to a field of the type and to levels of its lists: \
        0 is the field, 1 are the items of its list. A use that is invalid has no effect.",
    example: Some(
        "extend type Query @semanticNonNullField(name: \"books\", levels: [0, 1])   # right, for `books: [Book]`
extend type Query @semanticNonNullField(name: \"books\", levels: [2])      # wrong",
    ),
};

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let names = SemanticNames::of(&rules.features);
    for document in rules.documents {
        for node in types_of(document) {
            for semantic in names.uses(node) {
                check_use(rules, node, &semantic);
            }
        }
    }
}

fn check_use(rules: &mut Rules<'_, '_>, node: &TypeDefinition<'_>, semantic: &SemanticNonNull<'_, '_>) {
    let directive = semantic.directive;
    let name = directive.name.text;
    let used = directive.span.through(directive.name.span);
    let Some(field) = semantic.name() else {
        let message =
            format!("The directive \"@{name}\" must have the name of a field as its argument \"name\".");
        return rules.warn(&SEMANTIC_NULLABILITY, message, [used]);
    };
    let ty = node.name.text;
    let known = rules
        .schema
        .find(ty)
        .and_then(|id| rules.schema.field(id, &field));
    let Some(dimensions) = known.map(|known| known.ty.dimensions()) else {
        let nodes = rules.nodes.get(ty).map_or(&[][..], Vec::as_slice);
        let all: Vec<&str> = nodes
            .iter()
            .flat_map(|node| fields(node))
            .map(|it| it.name.text)
            .collect();
        let near = did_you_mean(&suggestion_list(&field, all));
        let message = format!(
            "The directive \"@{name}\" refers to the unknown field \"{field}\" of type \"{ty}\".{near}"
        );
        let span = match semantic.field {
            SemanticField::Named(Some(value)) => value.span(),
            _ => used,
        };
        return rules.warn(&SEMANTIC_NULLABILITY, message, [span]);
    };
    let wrong: Vec<(Span, String)> = semantic
        .levels()
        .into_iter()
        .flatten()
        .filter(|(_, level)| level.is_none_or(|level| level > dimensions))
        .map(|(value, _)| (value.span(), value.to_string()))
        .collect();
    for (span, value) in wrong {
        let allowed = match dimensions {
            0 => "is not a list, so the only level is 0".to_owned(),
            most => format!("has the levels 0 to {most}"),
        };
        let message = format!("The level {value} of \"@{name}\" does not exist: \"{ty}.{field}\" {allowed}.");
        rules.warn(&SEMANTIC_NULLABILITY, message, [span]);
    }
}
