//! From a configuration to items, or to compile errors.

use std::env;
use std::path::PathBuf;

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::options::Way;
use gql_codegen::project::Project;
use gql_codegen::render::{Colour, text};
use gql_codegen::source::Sources;
use gql_codegen::{Found, configured, generate, patterns, read, unknown_names};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::cache;
use crate::keys::Keys;
use crate::track::track;

/// Generates the code for the options of a macro, the tokens of one item each.
///
/// `settle` changes the project that keys and configuration file make together. `span` is the place of errors that are in other files.
pub(crate) fn expand(keys: Keys, settle: impl FnOnce(&mut Project), span: Span) -> Vec<TokenStream> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let found = match keys.need_file() {
        true => configured(&root, keys.project(), Way::Macro),
        false => Ok(None),
    };
    let (mut project, file) = match found {
        Ok(Some(Found { project, path })) => (project, Some(path)),
        Ok(None) => (Project::default(), None),
        Err(error) => return errors(&error.diagnostics, &error.sources, span),
    };
    keys.apply(&mut project);
    settle(&mut project);
    let config = &project.config;
    if config.schema.is_empty() && config.documents.is_empty() {
        let message = format!("There is no gql.toml in {} or above.", root.display());
        let help = "name the files here: schema = \"…\", documents = \"…\"";
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(Diagnostic::of_configuration(message).help(help));
        return errors(&diagnostics, &Sources::new(), span);
    }
    // The words of the options are those of where they stand.
    let way = if file.is_some() { Way::File } else { Way::Macro };
    let mut diagnostics = Diagnostics::new();
    let schema_files = patterns(&config.schema, &root, "schema", &mut diagnostics);
    let document_files = patterns(&config.documents, &root, "documents", &mut diagnostics);
    let watched = track(file.as_deref(), &schema_files, &document_files);
    if diagnostics.has_errors() {
        return errors(&diagnostics, &Sources::new(), span);
    }
    let schema = match cache::schema(&schema_files, &root) {
        Ok(schema) => schema,
        Err(found) => return errors(&found, &Sources::new(), span),
    };
    let documents = read(&document_files, &root, &mut diagnostics);
    if diagnostics.has_errors() {
        return errors(&diagnostics, &Sources::new(), span);
    }
    let output = generate(&schema, &documents, config);
    // A macro has no way to warn: names that mean nothing are errors, as unknown keys are.
    let mut unknown = match schema.diagnostics.has_errors() {
        true => Diagnostics::new(),
        false => unknown_names(&project, &schema.schema, way),
    };
    for finding in unknown.iter_mut() {
        finding.severity = Severity::Error;
    }
    let mut items = output
        .items
        .unwrap_or_else(|| errors(&output.diagnostics, &output.sources, span));
    items.extend(errors(&unknown, &Sources::new(), span));
    items.extend(watched);
    items
}

/// One compile error a finding, with the frame of the GraphQL file in its text.
fn errors(diagnostics: &Diagnostics, sources: &Sources, span: Span) -> Vec<TokenStream> {
    diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| {
            let text = text(finding, sources, Colour::Plain);
            // The compiler says "error: " in front.
            let message = text.strip_prefix("error").unwrap_or(&text).trim_end();
            quote_spanned! { span => ::core::compile_error!(#message); }
        })
        .collect()
}
