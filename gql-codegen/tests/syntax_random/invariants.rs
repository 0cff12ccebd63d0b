//! Invariants of every text, shared with the fuzz target.

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::render::{Color, text};
use gql_codegen::source::{SourceId, Sources};
use gql_codegen::syntax;

/// Panics if parsing, printing or rendering of the text breaks a promise.
pub(crate) fn check(content: &str) {
    let mut sources = Sources::new();
    let id = sources.add("random.graphql", content);
    let mut diagnostics = Diagnostics::new();
    let document = syntax::parse(id, content, &mut diagnostics);
    spans_lie_within(content, &format!("{document:?}{diagnostics:?}"));
    for diagnostic in &diagnostics {
        let rendered = text(diagnostic, &sources, Color::Plain);
        assert!(rendered.starts_with(diagnostic.severity.as_str()), "{rendered}");
    }
    if diagnostics.is_empty() {
        assert!(
            !document.definitions.is_empty(),
            "without definitions there is an error"
        );
        printing_is_stable(&document);
    }
}

/// Every span of the tree and of the diagnostics, found in their debug texts.
fn spans_lie_within(content: &str, debug: &str) {
    for span in debug.split("Span { source: SourceId(0), start: ").skip(1) {
        let (start, rest) = span.split_once(", end: ").unwrap_or_default();
        let end = rest.split(' ').next().unwrap_or_default();
        // A text can hold these words itself, in a string.
        let (Ok(start), Ok(end)) = (start.parse::<usize>(), end.parse::<usize>()) else {
            continue;
        };
        assert!(
            content.get(start..end).is_some(),
            "{start}..{end} of {} bytes",
            content.len()
        );
    }
}

/// Parsing a printed document and printing it again gives the same text.
fn printing_is_stable(document: &syntax::ast::Document<'_>) {
    let printed = syntax::print(document);
    let mut diagnostics = Diagnostics::new();
    let again = syntax::parse(SourceId(0), &printed, &mut diagnostics);
    assert!(
        diagnostics.is_empty(),
        "{:?}\n{printed}",
        diagnostics.iter().next()
    );
    assert_eq!(again.definitions.len(), document.definitions.len());
    assert_eq!(syntax::print(&again), printed);
}
