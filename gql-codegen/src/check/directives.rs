//! Checks that directives are known, allowed at their location, and not repeated.
//! <https://spec.graphql.org/September2025/#sec-Validation.Directives>

use std::collections::HashMap;

use super::arguments::{Owner, OwnerKind};
use super::walk::Walk;
use super::{client, deprecated, incremental};
use crate::diagnostic::Diagnostic;
use crate::schema::DirectiveDef;
use crate::schema::validate::directives::KNOWN_DIRECTIVES;
use crate::schema::validate::directives::UNIQUE_DIRECTIVES_PER_LOCATION;
use crate::suggest;
use crate::syntax::ast::Directive;

impl<'a> Walk<'_, 'a> {
    /// Checks the directives at one location, and their arguments.
    pub(super) fn directives(&mut self, directives: &'a [Directive<'a>], location: &str) {
        if directives.is_empty() {
            return;
        }
        self.unique_directives(directives);
        for directive in directives {
            if let Some(client) = client::find(self.index.schema, directive.name.text) {
                client::check(client, directive, location, &mut self.diagnostics);
                continue;
            }
            let def = self.directive_def(directive);
            self.known_directive(directive, def, location);
            match incremental::label(directive) {
                Ok(label) => self.labels.extend(label),
                Err(diagnostic) => self.diagnostics.push(*diagnostic),
            }
            let used = directive.span.through(directive.name.span);
            self.report(def.and_then(|def| deprecated::directive(def, used)));
            let owner = def.map(|def| Owner {
                kind: OwnerKind::Directive { name: &def.name },
                arguments: &def.arguments,
                used,
                defined: def.span,
            });
            self.arguments(&directive.arguments, owner);
        }
    }

    /// Checks KnownDirectives. <https://spec.graphql.org/September2025/#sec-Directives-Are-Defined>,
    /// <https://spec.graphql.org/September2025/#sec-Directives-Are-in-Valid-Locations>
    fn known_directive(&mut self, directive: &Directive<'_>, def: Option<&DirectiveDef>, location: &str) {
        let name = directive.name.text;
        let used = directive.span.through(directive.name.span);
        let Some(def) = def else {
            let message = format!("Unknown directive \"@{name}\".");
            let of_schema = self.index.schema.directives.iter().map(|it| &*it.name);
            let of_client = client::DIRECTIVES.iter().map(|it| it.name);
            let near = suggest::suggestion_list(name, of_schema.chain(of_client));
            let diagnostic =
                Diagnostic::error(&KNOWN_DIRECTIVES, message, used).with_label("no such directive");
            self.diagnostics.push(match near.first() {
                _ if matches!(name, "defer" | "stream") => diagnostic.help(format!(
                    "the schema of a server that supports `@{name}` defines it; update the schema file, or check that the server supports it"
                )),
                Some(first) => diagnostic
                    .help(format!("a directive with a similar name exists: `@{first}`"))
                    .replace(directive.name.span, &near),
                None => diagnostic,
            });
            return;
        };
        if !def.locations.iter().any(|it| **it == *location) {
            let places: Vec<&str> = def.locations.iter().map(|it| &**it).collect();
            let message = format!("Directive \"@{name}\" may not be used on {location}.");
            self.diagnostics.push(
                Diagnostic::error(&KNOWN_DIRECTIVES, message, used)
                    .with_label("not allowed here")
                    .with_secondary(def.span, "defined here")
                    .help(format!("allowed locations: {}", places.join(", "))),
            );
        }
    }

    /// Checks UniqueDirectivesPerLocation. <https://spec.graphql.org/September2025/#sec-Directives-Are-Unique-per-Location>
    fn unique_directives(&mut self, directives: &'a [Directive<'a>]) {
        if directives.len() < 2 {
            return;
        }
        let mut seen: HashMap<&str, &Directive<'_>> = HashMap::new();
        for directive in directives {
            let is_of_client = client::find(self.index.schema, directive.name.text).is_some();
            if !is_of_client && self.directive_def(directive).is_none_or(|def| def.repeatable) {
                continue;
            }
            let name = directive.name.text;
            let first = *seen.entry(name).or_insert(directive);
            if first.span != directive.span {
                let message = format!("The directive \"@{name}\" can only be used once at this location.");
                let at = |it: &Directive<'_>| it.span.through(it.name.span);
                self.diagnostics.push(
                    Diagnostic::error(&UNIQUE_DIRECTIVES_PER_LOCATION, message, at(first))
                        .with_label("first use")
                        .with_primary(at(directive), "repeated here"),
                );
            }
        }
    }
}
