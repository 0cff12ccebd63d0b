//! Invariants of every schema and every operation, shared with the fuzz targets.

use gql_codegen::config::{Layout, Normalization, Nullable};
use gql_codegen::render::{Color, text};
use gql_codegen::{Config, ParsedSchema, SourceFile, generate, print, read_schema, schema};

/// The line between schema and operations in one text.
pub(crate) const BETWEEN: &str = "\n#####\n";

fn read(path: &str, content: &str) -> ParsedSchema {
    let text = SourceFile::new(path, content);
    read_schema(&[text], true)
}

/// Panics if a schema in SDL breaks a promise: what is printed of it is read again, and printed the same.
pub(crate) fn sdl(content: &str) {
    let read_once = read("random.graphql", content);
    let sources = &read_once.schema.sources;
    for diagnostic in &read_once.diagnostics {
        assert!(!text(diagnostic, sources, Color::Plain).is_empty());
    }
    if read_once.diagnostics.is_empty() {
        let printed = schema::print(&read_once.schema);
        let again = read("printed.graphql", &printed);
        assert!(
            !again.diagnostics.has_errors(),
            "{:?}\n{printed}",
            again.diagnostics
        );
        assert_eq!(schema::print(&again.schema), printed);
    }
}

/// Panics if an introspection result breaks a promise.
pub(crate) fn introspection(content: &str) {
    let read = read("random.json", content);
    for diagnostic in &read.diagnostics {
        assert!(!diagnostic.message.is_empty());
    }
    drop(schema::print(&read.schema));
}

/// Panics if the whole generator does, or makes what is not Rust. Schema and operations stand in one text.
pub(crate) fn whole(content: &str) {
    let (schema, operations) = content.split_once(BETWEEN).unwrap_or((content, content));
    let schema = read("schema.graphql", schema);
    let operations = SourceFile::new("operations.graphql", operations);
    let output = generate(&schema, &[operations], &config(content.len()));
    for diagnostic in &output.diagnostics {
        assert!(!text(diagnostic, &output.sources, Color::Plain).is_empty());
    }
    match output.items {
        Some(items) => {
            let code = print(items);
            assert!(code.is_ok(), "{code:?}");
        }
        None => assert!(output.diagnostics.has_errors(), "no code, and nothing said"),
    }
}

/// One of the ways to generate.
fn config(number: usize) -> Config {
    let mut config = Config::default();
    config.lenient = number.is_multiple_of(2);
    match number / 2 % 4 {
        0 => config.nullable = Nullable::Input,
        1 => config.normalization = Normalization::None,
        2 => config.layout = Layout::Single,
        _ => {}
    }
    config
}
