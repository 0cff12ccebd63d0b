//! Detects JSON in place of GraphQL, which is reported as a single error.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::syntax::complaint::SYNTAX;

/// Returns an error if a text is a non-empty JSON object. No GraphQL document starts with a brace, a string and a colon,
/// because the first token of a selection is a name or a spread. <https://spec.graphql.org/September2025/#Selection>
pub(super) fn taken_for_graphql(source: SourceId, text: &str) -> Option<Diagnostic> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let members = start.strip_prefix('{')?.trim_start();
    let (_key, value) = members.strip_prefix('"')?.split_once('"')?;
    if !value.trim_start().starts_with(':') {
        return None;
    }
    let (message, help) = if text.contains("\"__schema\"") {
        (
            "expected GraphQL, found the JSON response to an introspection query",
            "give the file a name that ends in .json, or download the schema as SDL: \
             gql-codegen introspect URL --output schema.graphql",
        )
    } else {
        (
            "expected GraphQL, found JSON",
            "files with this extension must contain GraphQL",
        )
    };
    let at = text.len() - start.len();
    let span = Span::of(source, at..at + 1);
    Some(Diagnostic::error(&SYNTAX, message, span).help(help))
}
