//! A fragment that no operation uses is in no generated code: unless the rule is strict, its mistakes stop nothing.

use gql_codegen::diagnostic::Severity;
use gql_codegen::rule::Level;
use gql_codegen::{Config, Generated, SourceFile, generate, print, read_schema};

const SCHEMA: &str = "type Query { jar: Jar } type Jar { lid: String glass: String inner: Jar }";
/// One mistake of each kind that is an error whatever the level of its rule is.
const UNUSED: &str = "
    fragment Overlap on Jar { part: lid part: glass }
    fragment Misspelled on Jra { lid }
    fragment Unknown on Jar { glas(by: $by) @often ...Nowhere }
    fragment Round on Jar { inner { ...Round } lid { deep } inner }
    fragment Leaf on String { lid }";

fn generated(operations: &str, config: &Config) -> Generated {
    let text = |path: &str, text: &str| SourceFile::new(path, text);
    let schema = read_schema(&[text("schema.graphql", SCHEMA)], true);
    generate(&schema, &[text("operations.graphql", operations)], config)
}

fn of_rule(level: Level) -> Config {
    let mut config = Config::default();
    config.rules = [("NoUnusedFragments".to_owned(), level)].into();
    config
}

fn relaxed() -> [Config; 4] {
    let mut lenient = Config::default();
    lenient.lenient = true;
    [
        Config::default(),
        lenient,
        of_rule(Level::Warn),
        of_rule(Level::Allow),
    ]
}

#[test]
fn mistakes_in_unused_fragments_are_warnings_where_these_are_allowed() {
    let alone = "query Open { jar { lid } }";
    let all = format!("{alone}{UNUSED}");
    let strict = generated(&all, &of_rule(Level::Error));
    assert!(strict.items.is_none(), "unused fragments are errors if asked for");
    for config in relaxed() {
        let output = generated(&all, &config);
        let diagnostics = output.diagnostics;
        assert!(
            diagnostics.iter().all(|it| it.severity == Severity::Warning),
            "{diagnostics:?}"
        );
        for rule in [
            "OverlappingFieldsCanBeMerged",
            "KnownTypeNames",
            "FieldsOnCorrectType",
            "KnownFragmentNames",
            "NoFragmentCycles",
            "ScalarLeafs",
            "FragmentsOnCompositeTypes",
        ] {
            assert!(
                diagnostics.iter().any(|it| it.rule.name == rule),
                "{rule} is not reported"
            );
        }
        let code = generated(alone, &config).items.expect("the operation is valid");
        let text = |items: Vec<_>| print(items).expect("the code is Rust");
        assert_eq!(text(output.items.expect("no error is left")), text(code));
    }
}

#[test]
fn mistakes_in_fragments_in_use_stay_errors() {
    for config in relaxed() {
        let used = "query Open { jar { ...A } } fragment A on Jar { ...B } fragment B on Jar { part: lid part: glass }";
        assert!(generated(used, &config).items.is_none());
        // One of the two is in use.
        let twice = "query Open { jar { ...A } } fragment A on Jar { lid } fragment A on Jar { glass }";
        assert!(generated(twice, &config).items.is_none());
    }
}
