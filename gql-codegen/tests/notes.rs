//! A note is reported once, however often it applies.

use gql_codegen::{Config, SourceFile, generate, read_schema};

fn text(path: &str, text: &str) -> SourceFile {
    SourceFile::new(path, text)
}

#[test]
fn a_scalar_without_a_type_is_told_of_once() {
    let schema = text(
        "schema.graphql",
        "scalar Time scalar Url input Span { from: Time to: Time }
         type Log { at: Time until: Time link: Url } type Query { log(span: Span, on: Time): Log now: Time }",
    );
    let documents = [
        text(
            "a.graphql",
            "query A($span: Span, $on: Time) { log(span: $span, on: $on) { at until } now }",
        ),
        text(
            "b.graphql",
            "query B { log { ...Parts } } fragment Parts on Log { at until link }",
        ),
    ];
    let output = generate(&read_schema(&[schema], true), &documents, &Config::default());
    let notes: Vec<_> = output
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule.name == "UnmappedScalar")
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert_eq!(
        notes,
        [
            "scalar `Time` has no Rust type; its values are JSON",
            "scalar `Url` has no Rust type; its values are JSON"
        ]
    );
}
