//! KnownDirectives, UniqueDirectivesPerLocation, and rules for directive definitions.
//! <https://spec.graphql.org/September2025/#sec-Validation.Directives>

use std::collections::HashMap;

use super::Rules;
use super::places::{DirectivePlace, DirectiveTarget, places};
use super::types::{input_type, required_deprecated, reserved_name};
use crate::rule::{Level, Relaxation, Rule};
use crate::schema::coordinate::Coordinate;
use crate::schema::semantic::SemanticNames;
use crate::source::Span;
use crate::syntax::ast::Definition;

/// The rule `KnownDirectives`.
pub static KNOWN_DIRECTIVES: Rule = Rule {
    name: "KnownDirectives",
    level: Level::Error,
    relaxation: Relaxation::Lenient,
    specification: Some("https://spec.graphql.org/September2025/#sec-Directives-Are-Defined"),
    explanation: "Directives must be defined by the schema and used in locations that their definition allows.",
    example: None,
};

/// The rule `UniqueDirectivesPerLocation`.
pub static UNIQUE_DIRECTIVES_PER_LOCATION: Rule = Rule {
    name: "UniqueDirectivesPerLocation",
    level: Level::Error,
    relaxation: Relaxation::Lenient,
    specification: Some("https://spec.graphql.org/September2025/#sec-Directives-Are-Unique-per-Location"),
    explanation: "A directive that is not repeatable must be used at most once in each location.",
    example: None,
};

/// Checks the directives in use.
pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let semantic = SemanticNames::of(&rules.features);
    let mut shared: HashMap<DirectiveTarget<'_>, HashMap<&str, Span>> = HashMap::new();
    for document in rules.documents {
        for place in places(document) {
            known(rules, &place, &semantic);
            let alone = &mut HashMap::new();
            let seen = match place.shared {
                DirectiveTarget::No => alone,
                of => shared.entry(of).or_default(),
            };
            once(rules, &place, seen);
        }
    }
}

fn known(rules: &mut Rules<'_, '_>, place: &DirectivePlace<'_, '_>, semantic: &SemanticNames) {
    for directive in place.directives {
        let name = directive.name.text;
        let Some(definition) = rules.schema.directive(name) else {
            // The parts of a supergraph need not define what they link. https://specs.apollo.dev/link/v1.0
            // Nor does a schema define the directives for semantic nullability. https://specs.apollo.dev/nullability/v0.4
            if rules.features.has_directive(name) || semantic.contain(name) {
                continue;
            }
            rules.warn(
                &KNOWN_DIRECTIVES,
                format!("Unknown directive \"@{name}\"."),
                [directive.span],
            );
            continue;
        };
        if !definition
            .locations
            .iter()
            .any(|location| **location == *place.location)
        {
            let message = format!("Directive \"@{name}\" may not be used on {}.", place.location);
            rules.warn(&KNOWN_DIRECTIVES, message, [directive.span]);
        }
    }
}

fn once<'a>(rules: &mut Rules<'_, 'a>, place: &DirectivePlace<'_, 'a>, seen: &mut HashMap<&'a str, Span>) {
    for directive in place.directives {
        let name = directive.name.text;
        if rules
            .schema
            .directive(name)
            .is_none_or(|definition| definition.repeatable)
        {
            continue;
        }
        if let Some(&first) = seen.get(name) {
            let message = format!("The directive \"@{name}\" can only be used once at this location.");
            rules.warn(&UNIQUE_DIRECTIVES_PER_LOCATION, message, [first, directive.span]);
        } else {
            seen.insert(name, directive.span);
        }
    }
}

/// Checks the definitions of directives. <https://spec.graphql.org/September2025/#sec-Type-System.Directives.Type-Validation>
pub(super) fn check_definitions(rules: &mut Rules<'_, '_>) {
    for (definition, _) in rules.definitions() {
        let Definition::Directive(node) = definition else {
            continue;
        };
        if node.extend {
            continue;
        }
        reserved_name(rules, node.name);
        for argument in &node.arguments {
            reserved_name(rules, argument.name);
            let place = Coordinate::DirectiveArgument(node.name.text, argument.name.text);
            input_type(rules, &argument.ty, argument.name.span, place);
            required_deprecated(rules, argument, "argument", place);
        }
    }
}
