//! The documentation of operations in generated code: their kind, place and text.

use std::path::PathBuf;

use gql_codegen::config::Config;
use gql_codegen::{SourceFile, generate, read_schema};

/// Returns the documentation of the only operation of a file.
fn docs(path: &str, operation: &str, base: Option<&str>) -> String {
    let text = |path: &str, text: &str| SourceFile::new(path, text);
    let schema = text("schema.graphql", "type Query { now(as: String): String! }");
    let schema = read_schema(&[schema], true);
    let mut config = Config::default();
    config.base = base.map(PathBuf::from);
    let ir = generate(&schema, &[text(path, operation)], &config).ir;
    let operation = ir.and_then(|ir| ir.operations.into_iter().next());
    operation.expect("the operation is valid").docs
}

#[test]
fn an_operation_has_its_description_place_and_text() {
    let text = "\n\"\"\"\nThe time.\n\"\"\"\nquery Now {\n  now\n}\n";
    let expected =
        "The time.\n\nQuery, defined at `graphql/now.graphql:5`:\n\n```graphql\nquery Now {\n  now\n}\n```";
    assert_eq!(docs("graphql/now.graphql", text, None), expected);
    // In its file it is indented.
    let indented = docs("now.graphql", "    query Now {\n      now\n    }\n", None);
    assert!(
        indented.ends_with("```graphql\nquery Now {\n  now\n}\n```"),
        "{indented}"
    );
}

/// Committed code is the same from every working directory, and contains no path of a machine.
#[test]
fn a_place_is_relative_to_the_configuration() {
    for (path, base, place) in [
        ("graphql/now.graphql", None, "graphql/now.graphql:1"),
        ("graphql/now.graphql", Some(""), "graphql/now.graphql:1"),
        ("../graphql/now.graphql", Some(".."), "graphql/now.graphql:1"),
        ("app/graphql/now.graphql", Some("app"), "graphql/now.graphql:1"),
        ("shared/now.graphql", Some("app"), "now.graphql:1"),
        ("../shared/now.graphql", Some(""), "now.graphql:1"),
        ("/somewhere/now.graphql", None, "now.graphql:1"),
    ] {
        let docs = docs(path, "query Now { now }", base);
        assert!(
            docs.contains(&format!("`{place}`")),
            "{path} from {base:?}: {docs}"
        );
    }
}

/// For any text, it ends the block of code nowhere but at its end.
#[test]
fn a_text_stays_within_its_block_of_code() {
    let docs = docs(
        "now.graphql",
        "query Now { now(as: \"\"\"\n```\n\u{202E}fn main() {}\n````\n\"\"\") }",
        None,
    );
    assert!(docs.contains(":\n\n`````graphql\n"), "{docs}");
    assert!(docs.ends_with("\n`````") && !docs.contains('\u{202E}'), "{docs}");
}
