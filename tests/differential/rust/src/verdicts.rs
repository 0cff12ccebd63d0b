//! The verdict of each library on a text.

use apollo_compiler::parser::Parser;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema as ApolloSchema};
use gql_codegen::check::check;
use gql_codegen::check::levels::Levels;
use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::schema::Schema;
use gql_codegen::source::{SourceId, Sources};
use gql_codegen::syntax::parse;

/// A schema as this project and apollo-compiler have it.
pub struct Schemas {
    pub name: String,
    pub text: String,
    pub ours: Schema,
    pub apollo: Valid<ApolloSchema>,
}

impl Schemas {
    /// # Panics
    /// If the schema is not valid to either.
    pub fn read(name: &str, text: String) -> Self {
        let mut sources = Sources::new();
        let mut diagnostics = Diagnostics::new();
        let source = sources.add(name, text.as_str());
        let document = parse(source, &text, &mut diagnostics);
        let ours = gql_codegen::schema::build(sources, &[document], &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        // apollo-compiler does not know this directive; without its definition it refuses every schema that uses it.
        let extended = format!("{text}\ndirective @oneOf on INPUT_OBJECT\n");
        let apollo =
            ApolloSchema::parse_and_validate(extended, name).unwrap_or_else(|errors| panic!("{errors}"));
        Self {
            name: name.to_owned(),
            text,
            ours,
            apollo,
        }
    }
}

/// The errors that one library reports for a text, each with its rule or kind and its message. Empty if it is accepted.
pub type Findings = Vec<(String, String)>;

/// The syntax alone, by this project.
pub fn our_syntax(text: &str) -> Findings {
    let mut diagnostics = Diagnostics::new();
    parse(SourceId(0), text, &mut diagnostics);
    findings(&diagnostics)
}

/// The whole validation, by this project.
pub fn ours(schemas: &Schemas, text: &str) -> Findings {
    let mut diagnostics = Diagnostics::new();
    let documents = [parse(SourceId(0), text, &mut diagnostics)];
    if !diagnostics.is_empty() {
        return findings(&diagnostics);
    }
    let (typed, found) = check(&schemas.ours, &documents, &Levels::default());
    match typed {
        Some(_) => Vec::new(),
        None => findings(&found),
    }
}

fn findings(diagnostics: &Diagnostics) -> Findings {
    let of = |it: &gql_codegen::diagnostic::Diagnostic| (it.rule.name.to_string(), it.message.to_string());
    // Deprecations are warnings, and no part of the verdict.
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
    errors.map(of).collect()
}

/// The syntax alone, by apollo-compiler.
pub fn apollo_syntax(text: &str) -> Findings {
    let parsed = Parser::new().parse_ast(text, "document.graphql");
    parsed.err().map_or_else(Vec::new, |it| named(&it.errors))
}

/// The whole validation, by apollo-compiler.
pub fn apollo(schemas: &Schemas, text: &str) -> Findings {
    let checked = ExecutableDocument::parse_and_validate(&schemas.apollo, text, "document.graphql");
    checked.err().map_or_else(Vec::new, |it| named(&it.errors))
}

fn named(errors: &DiagnosticList) -> Findings {
    let found = errors.iter().map(|it| {
        let name = it.error.unstable_error_name().unwrap_or("syntax");
        (name.to_owned(), it.error.to_string())
    });
    found.collect()
}

/// The syntax of operations, by graphql-parser.
pub fn graphql_parser_query(text: &str) -> Findings {
    let parsed = graphql_parser::parse_query::<&str>(text);
    parsed
        .err()
        .map_or_else(Vec::new, |it| vec![("syntax".into(), it.to_string())])
}

/// The syntax of a schema, by graphql-parser.
pub fn graphql_parser_schema(text: &str) -> Findings {
    let parsed = graphql_parser::parse_schema::<&str>(text);
    parsed
        .err()
        .map_or_else(Vec::new, |it| vec![("syntax".into(), it.to_string())])
}
