//! JSON that was taken for GraphQL: recognized by its beginning, and reported once.

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::syntax::complaint::SYNTAX;

/// An error if a text is a JSON object that has members. No GraphQL document begins with a brace, a string and a colon: the first token of a selection is
/// a name or a spread. <https://spec.graphql.org/September2025/#Selection>
pub(super) fn taken_for_graphql(source: SourceId, text: &str) -> Option<Diagnostic> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let members = start.strip_prefix('{')?.trim_start();
    let (_key, value) = members.strip_prefix('"')?.split_once('"')?;
    if !value.trim_start().starts_with(':') {
        return None;
    }
    let (message, help) = if text.contains("\"__schema\"") {
        (
            "This is the JSON answer to an introspection query, not GraphQL.",
            "give the file a name that ends in .json, or download the schema as SDL: \
             gql-codegen introspect URL --output schema.graphql",
        )
    } else {
        (
            "This is JSON, not GraphQL.",
            "the text of a file with this name is GraphQL",
        )
    };
    let at = u32::try_from(text.len() - start.len()).unwrap_or(u32::MAX);
    let span = Span::new(source, at, at.saturating_add(1));
    Some(Diagnostic::error(&SYNTAX, message, span).help(help))
}
