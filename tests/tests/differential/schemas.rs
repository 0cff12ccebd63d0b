//! Random type system documents: the same syntax error, and the same findings in the same places.

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::schema::{build, print, validate};
use gql_codegen::source::Sources;
use gql_codegen::syntax::parse;
use gql_codegen::{SourceFile, read_schema};
use serde_json::Value;

use crate::cases;
use crate::comparison::{Comparison, Finding, text};

/// The number of documents that are made.
const COUNT: &str = "4000";
/// The rule of findings about types; graphql-js has no name for it.
const TYPE_SYSTEM: &str = "TypeSystem";
/// Our words, and those of graphql-js, for a description that stands nowhere.
const DESCRIPTIONS: (&str, &str) = (
    "descriptions are supported only on type definitions",
    "only GraphQL definitions support descriptions",
);

#[test]
#[ignore = "needs node and npm: cargo test -p gql-tests -- --ignored"]
fn findings_in_random_schemas_are_those_of_graphql_js() {
    let mut comparison = Comparison::default();
    for line in cases("schemas.js", COUNT).lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let document = text(&case, "document");
        let ours = findings(document);
        let is_syntax = |it: &&Finding| it.rule == "Syntax";
        for version in ["16", "17"] {
            let theirs = &case[format!("found{version}")];
            let id = format!("{} in {version}\n{document}\n", text(&case, "id"));
            if !theirs["syntax"].is_null() {
                // What is new in the grammar is an error to version 16.
                if version == "17" || theirs["syntax"] == case["found17"]["syntax"] {
                    let expected = Finding::theirs(&theirs["syntax"], "Syntax");
                    let mut first: Vec<_> = ours.iter().filter(is_syntax).take(1).cloned().collect();
                    // The words of version 16 before 16.12.
                    for finding in &mut first {
                        let (old, new) = DESCRIPTIONS;
                        finding.message = finding.message.replace(old, new);
                    }
                    comparison.compare(&format!("syntax ({version})"), &id, &expected, &first);
                }
                continue;
            }
            let expected = Finding::theirs(&theirs["documents"], "");
            let again = repeated(&expected);
            let (types, documents): (Vec<_>, Vec<_>) = ours
                .iter()
                .cloned()
                .partition(|finding| finding.rule == TYPE_SYSTEM);
            let sides = [expected, documents].map(|mut findings| {
                findings.retain(|it| !again.contains(&&*it.rule));
                findings
            });
            compare(&mut comparison, "documents", version, &id, sides);
            // graphql-js looks at the types only where the documents are good. To version 16 an input has no default value if that
            // is none of its type.
            let has_wrong_default = |it: &Finding| it.message.contains(" has invalid default value: ");
            let is_comparable = version == "17" || !types.iter().any(has_wrong_default);
            // Where version 17 has none, a built-in directive has an argument that it does not take.
            if !case["found17"]["types"].is_null() && !theirs["types"].is_null() && is_comparable {
                let expected = Finding::theirs(&theirs["types"], TYPE_SYSTEM);
                compare(&mut comparison, "types", version, &id, [expected, types]);
            }
        }
        let introspection = &case["found17"]["introspection"];
        if !introspection.is_null() {
            let [theirs, ours] = [
                definitions("introspection.json", &introspection.to_string()),
                definitions("schema.graphql", document),
            ];
            comparison.compare("introspection", text(&case, "id"), &theirs, &ours);
        }
    }
    comparison.print();
    comparison.judge("");
}

fn compare(comparison: &mut Comparison, what: &str, version: &str, id: &str, sides: [Vec<Finding>; 2]) {
    let [theirs, ours] = sides.map(|mut findings| {
        findings.retain(|it| !(is_more_than_graphql_js(it) || version == "16" && is_newer(it)));
        for finding in &mut findings {
            finding.places.sort();
            if version == "17" {
                finding.message.clear();
            }
        }
        findings.sort();
        findings.dedup();
        findings
    });
    comparison.compare(&format!("{what} ({version})"), id, &theirs, &ours);
}

/// The specification forbids these, and no version looks for them yet: a directive that refers to itself, and the extension of a
/// directive that is not defined.
fn is_more_than_graphql_js(finding: &Finding) -> bool {
    let starts = ["Cannot reference directive ", "Cannot extend directive "];
    starts.iter().any(|start| finding.message.starts_with(start))
}

/// Version 16 does not look for these, or has other words for them, or another location for the fields of an input's extension.
fn is_newer(finding: &Finding) -> bool {
    [
        "All root types must be different",
        "Cannot reference Input Object ",
        " cannot be provided a finite value ",
        "Invalid circular reference. The default value ",
        " is not deprecated, so implementation field ",
        "Object field ",
        " must not be required type ",
        " may not be used on INPUT_FIELD_DEFINITION.",
        " may not be used on ARGUMENT_DEFINITION.",
    ]
    .iter()
    .any(|part| finding.message.contains(part))
}

/// Rules that look at a definition which is there twice: to graphql-js the last one counts, to us the first.
fn repeated(theirs: &[Finding]) -> Vec<&'static str> {
    let mut rules = Vec::new();
    for finding in theirs {
        match &*finding.rule {
            "UniqueTypeNames" => rules.push("PossibleTypeExtensions"),
            "UniqueDirectiveNames" | "UniqueArgumentDefinitionNames" => rules.extend([
                "KnownDirectives",
                "KnownArgumentNamesOnDirectives",
                "ProvidedRequiredArgumentsOnDirectives",
                "UniqueDirectivesPerLocation",
            ]),
            _ => {}
        }
    }
    rules
}

/// The definitions of a schema in either form, without white space: graphql-js prints default values anew.
fn definitions(path: &str, text: &str) -> Vec<Finding> {
    let read = read_schema(&[SourceFile::new(path, text)], false);
    assert!(read.diagnostics.is_empty(), "{:?} in {text}", read.diagnostics);
    let printed = print(&read.schema);
    let definitions = printed.split("\n\n").map(|definition| Finding {
        rule: "Definition".to_owned(),
        message: definition.split_whitespace().collect(),
        places: Vec::new(),
    });
    definitions.collect()
}

/// Returns the diagnostics of a document, and of the schema that it makes; only the syntax errors if it cannot be parsed.
fn findings(document: &str) -> Vec<Finding> {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add("schema.graphql", document);
    let documents = [parse(source, document, &mut diagnostics)];
    if !diagnostics.has_errors() {
        let schema = build(sources.clone(), &documents, &mut Diagnostics::new());
        validate(&documents, &schema, &mut diagnostics);
    }
    let findings = diagnostics.iter();
    findings.map(|it| Finding::ours(&sources, it)).collect()
}
