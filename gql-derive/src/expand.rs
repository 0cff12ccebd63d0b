//! Converts a configuration to items or compile errors.

use std::env;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::options::Way;
use gql_codegen::project::Project;
use gql_codegen::render::{Color, text};
use gql_codegen::source::Sources;
use gql_codegen::{Files, Found, configured, generate, is_rust, matching_files, names_rust, unknown_names};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::cache;
use crate::documents::Documents;
use crate::keys::Keys;
use crate::literals;
use crate::texts::texts;
use crate::track::track;

/// The invocation of a macro.
pub(crate) struct Call<'c> {
    /// The tokens of the options.
    pub(crate) arguments: &'c TokenStream,
    /// The documents in the source of the program.
    pub(crate) documents: Documents,
    /// The location of errors in other files: the name of the struct or module.
    pub(crate) name: Span,
}

/// The expansion of a macro.
pub(crate) struct Expansion {
    /// The path of the runtime crate.
    pub(crate) runtime: String,
    /// The tokens of each generated item, or of each compile error.
    pub(crate) code: Result<Vec<TokenStream>, Vec<TokenStream>>,
    /// Items that make the compiler track the files.
    pub(crate) watched: Vec<TokenStream>,
}

/// Generates the code for the options of a macro.
///
/// `settle` changes the project after the keys and the configuration file were applied.
pub(crate) fn expand(keys: Keys, settle: impl FnOnce(&mut Project), call: &Call<'_>) -> Expansion {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let found = match keys.need_file(!call.documents.is_empty()) {
        true => configured(&root, keys.project(), Way::Macro),
        false => Ok(None),
    };
    let (mut project, file) = match found {
        Ok(Some(Found { project, path, .. })) => (project, Some(path)),
        Ok(None) => (Project::default(), None),
        Err(error) => {
            return Expansion {
                runtime: Project::default().config.runtime,
                code: Err(call.errors(&error.diagnostics, &error.sources)),
                watched: Vec::new(),
            };
        }
    };
    // Paths are those that the compiler shows.
    project.config.base = None;
    let are_own = keys.are_given("documents");
    keys.apply(&mut project);
    settle(&mut project);
    let config = &project.config;
    let mut diagnostics = Diagnostics::new();
    if config.schema.is_empty() && config.documents.is_empty() {
        let message = format!("no gql.toml found in {} or a parent folder", root.display());
        let help = "specify the files here: schema = \"…\", documents = \"…\"";
        diagnostics.push(Diagnostic::configuration(message).help(help));
        return Expansion {
            runtime: config.runtime.clone(),
            code: Err(call.errors(&diagnostics, &Sources::new())),
            watched: Vec::new(),
        };
    }
    // Diagnostics use the names of options where they were set.
    let way = if file.is_some() { Way::File } else { Way::Macro };
    let schema = matching_files(&config.schema, &root, "schema", &mut diagnostics);
    let documents = call.files(&config.documents, are_own, &root, &mut diagnostics);
    Expansion {
        runtime: config.runtime.clone(),
        watched: track(file.as_deref(), &schema, &documents),
        code: match diagnostics.has_errors() {
            true => Err(call.located(&project, diagnostics, Sources::new())),
            false => call.generate(&project, way, &root, &schema, &documents),
        },
    }
}

impl Call<'_> {
    /// Finds the operation files. `are_own` is whether the macro specifies them, rather than the configuration.
    ///
    /// The Rust files of a configuration are for the command: what they contain belongs to the macros there.
    fn files(&self, written: &[String], are_own: bool, root: &Path, diagnostics: &mut Diagnostics) -> Files {
        let (rust, mut graphql): (Vec<String>, Vec<String>) = written
            .iter()
            .cloned()
            .partition(|pattern| is_rust(Path::new(pattern)));
        if let Some(pattern) = written.iter().find(|pattern| are_own && names_rust(pattern)) {
            let message = format!("`{pattern}` names a Rust file");
            let help = "a document in Rust source belongs to the module or struct that it is written in";
            let diagnostic = Diagnostic::configuration(message).help(help);
            diagnostics.push(diagnostic.configured("documents", pattern));
        }
        // A pattern that excludes a folder may be for the Rust files.
        if !rust.is_empty() && graphql.iter().all(|pattern| pattern.starts_with('!')) {
            graphql.clear();
        }
        if graphql.is_empty() && !(rust.is_empty() && self.documents.is_empty()) {
            if self.documents.is_empty() && !are_own {
                let message = "`documents` names only Rust files, and there is no document here";
                let help = "write `graphql! { r#\"…\"# }` in the module, or `query = \"…\"` in the derive";
                diagnostics.push(Diagnostic::configuration(message).help(help));
            }
            return Files::default();
        }
        let mut files = matching_files(&graphql, root, "documents", diagnostics);
        files.paths.retain(|path| !is_rust(path));
        files
    }

    fn generate(
        &self,
        project: &Project,
        way: Way,
        root: &Path,
        schema: &Files,
        documents: &Files,
    ) -> Result<Vec<TokenStream>, Vec<TokenStream>> {
        let no_sources = Sources::new();
        let schema = cache::schema(schema, root).map_err(|found| self.errors(&found, &no_sources))?;
        let mut diagnostics = Diagnostics::new();
        let mut documents = texts(documents, root, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(self.errors(&diagnostics, &no_sources));
        }
        documents.extend(self.documents.texts());
        let output = generate(&schema, &documents, &project.config);
        // Macros cannot emit warnings, so names that are not in the schema are errors, like unknown keys.
        let mut unknown = match schema.diagnostics.has_errors() {
            true => Diagnostics::new(),
            false => unknown_names(project, &schema.schema, way),
        };
        for diagnostic in unknown.iter_mut() {
            diagnostic.severity = Severity::Error;
        }
        let unknown = self.located(project, unknown, Sources::new());
        match output.items {
            Some(items) => Ok(items.into_iter().chain(unknown).collect()),
            None => {
                let found = self.located(project, output.diagnostics, output.sources);
                Err(found.into_iter().chain(unknown).collect())
            }
        }
    }

    /// Returns a compile error for each error, like [`errors`](Self::errors), and shows lines of the configuration file, too.
    fn located(
        &self,
        project: &Project,
        mut diagnostics: Diagnostics,
        mut sources: Sources,
    ) -> Vec<TokenStream> {
        project.locate(&mut diagnostics, &mut sources);
        self.errors(&diagnostics, &sources)
    }

    /// Returns a compile error for each error, whose text contains the source lines of the GraphQL file.
    fn errors(&self, diagnostics: &Diagnostics, sources: &Sources) -> Vec<TokenStream> {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .map(|diagnostic| {
                let text = text(diagnostic, sources, Color::Plain);
                // The compiler adds the prefix `error: `.
                let message = text.strip_prefix("error").unwrap_or(&text).trim_end();
                let span = self.place(diagnostic, sources);
                quote_spanned! { span => ::core::compile_error!(#message); }
            })
            .collect()
    }

    /// Returns the location of the literal that a diagnostic is about, or of the macro's name.
    fn place(&self, diagnostic: &Diagnostic, sources: &Sources) -> Span {
        let origin = diagnostic.origin.as_deref();
        let literal = origin.and_then(|origin| literals::find(self.arguments, origin));
        let source = diagnostic
            .primary
            .first()
            .and_then(|label| sources.get(label.span.source));
        let document = source.and_then(|source| self.documents.span(source));
        literal.or(document).unwrap_or(self.name)
    }
}
