//! Generates typed Rust from GraphQL: the pipeline behind the derive, the attribute, build scripts and the command.
//!
//! ```text
//! text ─parse─▶ Document ─build─▶ Schema ┐
//! text ─parse─▶ Document ────────check──▶ Typed ─lower─▶ Ir ─emit─▶ items ─print─▶ file
//!                       any stage ─▶ Diagnostics
//! ```
//!
//! Most programs do not need this crate: they use the macros of `gql-runtime` or the command `gql-codegen`. Build scripts use
//! [`Builder`]:
//!
//! ```no_run
//! // build.rs
//! # #[cfg(feature = "print")]
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     gql_codegen::Builder::new()
//!         .schema("graphql/schema.graphql")
//!         .documents("graphql/operations/*.graphql")
//!         .generate()?;
//!     Ok(())
//! }
//! # #[cfg(not(feature = "print"))]
//! # fn main() {}
//! ```
//!
//! The stages of the pipeline are public for the macros and the command, hidden from the documentation, and may change in any
//! version.
//!
//! [The guide](https://github.com/gql-toolkit/gql-toolkit/blob/main/docs/README.md) describes build scripts, every option, and the rules that diagnostics name.
//!
//! # Features
//!
//! | Feature | What it adds | On by default |
//! | --- | --- | --- |
//! | `introspection` | Schemas as introspection results in `.json` files | yes |
//! | `print` | [`Builder`], and printing code as text | yes |
//! | `toml` | Options from `gql.toml`, as in [`Builder::from_config`] | yes |
//! | `serde` | Serialization of the intermediate representation | |
//! | `graphql-parser` | Schemas as documents of the crate `graphql-parser` | |
// Types of hidden modules may change in any version, so that they need no `non_exhaustive`.
#![deny(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod bug;
mod build_script;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod check;
pub mod config;
pub mod diagnostic;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod emit;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod ir;
mod load;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod lower;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod options;
mod places;
#[cfg(feature = "print")]
mod print;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod project;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod render;
pub mod rule;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod rules;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod rust_source;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod schema;
pub mod source;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod suggest;
#[doc(hidden)]
#[allow(clippy::exhaustive_enums, clippy::exhaustive_structs)]
pub mod syntax;
mod unknown_names;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::TokenStream;

#[cfg(feature = "print")]
pub use build_script::Builder;
pub use build_script::Failure;
pub use config::Config;
#[cfg(feature = "toml")]
#[doc(hidden)]
pub use load::{ConfigFile, Found, choose, configured, metadata, own_file};
#[doc(hidden)]
pub use load::{
    Files, LoadError, Loaded, alternatives, is_rust, load, matching_files, names_rust, read_files, rebase,
};
#[doc(hidden)]
pub use places::ConfigPlaces;
#[cfg(feature = "print")]
#[doc(hidden)]
pub use print::{GENERATED_MARKER, print, print_file, print_modules};
#[doc(hidden)]
pub use unknown_names::unknown_names;

use crate::check::deprecated::NO_DEPRECATED;
use crate::rule::Level;
use check::Concern;
use check::levels::Levels;
use config::Layout;
use diagnostic::{Diagnostic, Diagnostics, Severity};
use schema::Schema;
use source::{Embedding, SourceId, Sources, Span};
use syntax::ast::{Definition, Document, OperationDefinition};

/// The text of a file, or of a string literal in a Rust file.
#[doc(hidden)]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SourceFile {
    /// The path of the file, as shown in diagnostics.
    pub path: PathBuf,
    /// The text.
    pub text: Arc<str>,
    /// The location of the text in the file; `None` if it is the content of the file.
    pub embedding: Option<Embedding>,
}

impl SourceFile {
    /// Creates the text of a file.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            embedding: None,
        }
    }

    /// Creates a text that is a part of the file at `path`.
    pub fn embedded(path: impl Into<PathBuf>, text: Arc<str>, embedding: Embedding) -> Self {
        Self {
            path: path.into(),
            text,
            embedding: Some(embedding),
        }
    }

    /// Adds the text to the sources of diagnostics.
    pub fn add_to(&self, sources: &mut Sources) -> SourceId {
        sources.add_embedded(&self.path, self.text.clone(), self.embedding.clone())
    }
}

/// A schema and the diagnostics found while reading it.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct ParsedSchema {
    /// The schema with its sources.
    pub schema: Schema,
    /// Syntax errors, and violations of rules as warnings, because users usually do not own the schema.
    pub diagnostics: Diagnostics,
}

/// The result of generating code.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The generated code as the tokens of each item; `None` if there are errors.
    pub items: Option<Vec<TokenStream>>,
    /// The generated code as data; `None` if there are errors.
    pub ir: Option<ir::Ir>,
    /// Diagnostics about operations and about the parts of the schema that they use.
    pub diagnostics: Diagnostics,
    /// Warnings about parts of the schema that no operation uses.
    pub unused_schema: Diagnostics,
    /// The sources of the diagnostics.
    pub sources: Sources,
}

/// Reads a schema from SDL files or, if a path ends in `.json`, from introspection results.
///
/// `validate` enables checking the rules of the type system. Violations are warnings and do not affect the generated code.
#[doc(hidden)]
pub fn read_schema(files: &[SourceFile], validate: bool) -> ParsedSchema {
    let mut diagnostics = Diagnostics::new();
    let mut sources = Sources::new();
    let mut documents = Vec::new();
    let files: Vec<_> = files
        .iter()
        .filter_map(|file| sdl(file, &mut sources, &mut diagnostics))
        .collect();
    for file in &files {
        let id = file.add_to(&mut sources);
        documents.push(syntax::parse(id, &file.text, &mut diagnostics));
    }
    let schema = schema::build(sources, &documents, &mut diagnostics);
    // Validating a schema that could not be read would only report consequential errors.
    let is_unread = documents.iter().all(|document| document.definitions.is_empty());
    if validate && !(is_unread && diagnostics.has_errors()) {
        schema::validate(&documents, &schema, &mut diagnostics);
    }
    ParsedSchema { schema, diagnostics }
}

/// Returns the text of a schema file as SDL.
fn sdl(file: &SourceFile, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<SourceFile> {
    if file.path.extension().is_none_or(|extension| extension != "json") {
        return Some(file.clone());
    }
    let id = sources.add(&file.path, file.text.clone());
    #[cfg(feature = "introspection")]
    {
        let sdl = schema::introspection::to_sdl(id, &file.text, diagnostics)?;
        Some(SourceFile::new(
            file.path.with_extension("graphql (from JSON)"),
            sdl,
        ))
    }
    #[cfg(not(feature = "introspection"))]
    {
        let message = "reading introspection results requires the feature `introspection`";
        let _ = id;
        diagnostics.push(Diagnostic::configuration(message));
        None
    }
}

/// Checks the operations and generates their code.
///
/// ```
/// # #[cfg(feature = "print")] {
/// use gql_codegen::{Config, SourceFile, generate, print, read_schema};
///
/// let file = |path: &str, text: &str| SourceFile::new(path, text);
/// let schema = read_schema(&[file("schema.graphql", "type Query { now: String! }")], true);
/// let output = generate(&schema, &[file("now.graphql", "query Now { now }")], &Config::default());
/// let code = output.items.and_then(|items| print(items).ok()).expect("the operation is valid");
/// assert!(code.contains("pub mod now"));
///
/// let output = generate(&schema, &[file("now.graphql", "query Now { new }")], &Config::default());
/// assert!(output.items.is_none());
/// let diagnostic = output.diagnostics.iter().next().expect("the field does not exist");
/// assert_eq!(diagnostic.rule.name, "FieldsOnCorrectType");
/// # }
/// ```
#[doc(hidden)]
pub fn generate(schema: &ParsedSchema, documents: &[SourceFile], config: &Config) -> Generated {
    let mut diagnostics = schema.diagnostics.clone();
    let mut sources = schema.schema.sources.clone();
    let mut touched = HashSet::new();
    let ir = translate(
        &schema.schema,
        documents,
        config,
        &mut sources,
        &mut diagnostics,
        &mut touched,
    );
    let (diagnostics, unused_schema) = split(diagnostics, schema.diagnostics.len(), &touched);
    Generated {
        items: ir.as_ref().map(|ir| emit::emit(ir, config)),
        ir,
        diagnostics,
        unused_schema,
        sources,
    }
}

/// Separates the warnings about parts of the schema that no operation uses. The first `count` diagnostics are about the schema.
fn split(diagnostics: Diagnostics, count: usize, touched: &HashSet<Span>) -> (Diagnostics, Diagnostics) {
    let (mut used, mut unused) = (Diagnostics::new(), Diagnostics::new());
    for (index, diagnostic) in diagnostics.into_iter().enumerate() {
        let mut spans = diagnostic.primary.iter().map(|label| label.span);
        let is_quiet = index < count
            && diagnostic.severity != Severity::Error
            && !spans.any(|span| touched.contains(&span));
        if is_quiet { &mut unused } else { &mut used }.push(diagnostic);
    }
    (used, unused)
}

/// Runs the pipeline from texts to the intermediate representation; `None` if there are errors.
fn translate(
    schema: &Schema,
    documents: &[SourceFile],
    config: &Config,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    touched: &mut HashSet<Span>,
) -> Option<ir::Ir> {
    // The touched elements only matter for diagnostics about the schema, which macros do not have.
    let has_diagnostics = !diagnostics.is_empty();
    let levels = levels(config, diagnostics);
    let mut found = Diagnostics::new();
    let mut parsed: Vec<_> = documents
        .iter()
        .map(|text| syntax::parse(text.add_to(sources), &text.text, &mut found))
        .collect();
    // If an operation has its own macro, errors in other operations are reported by their macros.
    let concern =
        (config.layout == Layout::Single).then(|| Concern::new(schema, &parsed, &wanted(&parsed, config)));
    if let Some(concern) = &concern {
        found.retain(|it| concern.includes_syntax_error(it));
    }
    diagnostics.append(found);
    if concern.is_some() && !diagnostics.has_errors() {
        config::check_operations(&operations(&parsed), config, diagnostics);
    }
    if diagnostics.has_errors() {
        return None;
    }
    let (typed, mut found) = check::check(schema, &parsed, &levels);
    if let Some(concern) = &concern {
        found.retain(|it| concern.includes(it));
    }
    // For invalid operations, the secondary locations of their diagnostics show which elements they use.
    touched.extend(found.iter().flat_map(|it| &it.secondary).map(|label| label.span));
    diagnostics.append(found);
    if diagnostics.has_errors() {
        return None;
    }
    if let Some(typed) = typed {
        if has_diagnostics {
            touched.extend(check::touched(&typed));
        }
        if concern.is_none() {
            config::check_operations(&operations(&parsed), config, diagnostics);
        }
        if diagnostics.has_errors() {
            return None;
        }
        return lower::lower(&typed, sources, config, diagnostics);
    }
    concern?.restrict(&mut parsed);
    let (typed, found) = check::check(schema, &parsed, &levels);
    if typed.is_none() {
        diagnostics.append(found);
    }
    let typed = typed?;
    if has_diagnostics {
        touched.extend(check::touched(&typed));
    }
    lower::lower(&typed, sources, config, diagnostics)
}

/// Returns the names of the selected operations as written in the documents.
fn wanted(documents: &[Document<'_>], config: &Config) -> Vec<String> {
    let operations = operations(documents);
    let names: Vec<&str> = operations.iter().filter_map(|it| Some(it.name?.text)).collect();
    let wanted = config.operations.iter();
    wanted
        .map(|wanted| config.operation(wanted, &names).unwrap_or(wanted).to_owned())
        .collect()
}

/// Returns every operation, in the order of the documents.
fn operations<'d, 'a>(documents: &'d [Document<'a>]) -> Vec<&'d OperationDefinition<'a>> {
    let definitions = documents.iter().flat_map(|document| &document.definitions);
    let operations = definitions.filter_map(|definition| match definition {
        Definition::Operation(operation) => Some(operation),
        _ => None,
    });
    operations.collect()
}

/// Returns the levels of rules, as set by the configuration.
fn levels(config: &Config, diagnostics: &mut Diagnostics) -> Levels {
    let mut levels = if config.lenient {
        Levels::lenient()
    } else {
        Levels::new()
    };
    match config.deprecated {
        config::Deprecation::Allow => drop(levels.set(NO_DEPRECATED.name, Level::Allow)),
        config::Deprecation::Warn => {}
        config::Deprecation::Deny => drop(levels.set(NO_DEPRECATED.name, Level::Error)),
    }
    for (rule, level) in &config.rules {
        if let Err(message) = levels.set(rule, *level) {
            diagnostics.push(Diagnostic::configuration(message).configured("rules", rule));
        }
    }
    levels
}
