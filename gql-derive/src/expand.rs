//! From a configuration to items, or to compile errors.

use std::env;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Severity};
use gql_codegen::options::Way;
use gql_codegen::project::Project;
use gql_codegen::render::{Colour, text};
use gql_codegen::source::Sources;
use gql_codegen::{Files, Found, configured, generate, patterns, unknown_names};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::cache;
use crate::keys::Keys;
use crate::literals;
use crate::texts::texts;
use crate::track::track;

/// A macro as it was written.
pub(crate) struct Call<'c> {
    /// The tokens that the options were read from.
    pub(crate) arguments: &'c TokenStream,
    /// The place of errors that are in other files: the name of the struct or of the module.
    pub(crate) name: Span,
}

/// The code of a macro, the tokens of one item each.
pub(crate) struct Expansion {
    /// The path of the runtime crate.
    pub(crate) runtime: String,
    /// The generated items; the compile errors, if there are any.
    pub(crate) code: Result<Vec<TokenStream>, Vec<TokenStream>>,
    /// Items that make the compiler watch the files.
    pub(crate) watched: Vec<TokenStream>,
}

/// Generates the code for the options of a macro.
///
/// `settle` changes the project that keys and configuration file make together.
pub(crate) fn expand(keys: Keys, settle: impl FnOnce(&mut Project), call: &Call<'_>) -> Expansion {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let found = match keys.need_file() {
        true => configured(&root, keys.project(), Way::Macro),
        false => Ok(None),
    };
    let (mut project, file) = match found {
        Ok(Some(Found { project, path })) => (project, Some(path)),
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
    keys.apply(&mut project);
    settle(&mut project);
    let config = &project.config;
    let mut diagnostics = Diagnostics::new();
    if config.schema.is_empty() && config.documents.is_empty() {
        let message = format!("There is no gql.toml in {} or above.", root.display());
        let help = "name the files here: schema = \"…\", documents = \"…\"";
        diagnostics.push(Diagnostic::of_configuration(message).help(help));
        return Expansion {
            runtime: config.runtime.clone(),
            code: Err(call.errors(&diagnostics, &Sources::new())),
            watched: Vec::new(),
        };
    }
    // The words of the options are those of where they stand.
    let way = if file.is_some() { Way::File } else { Way::Macro };
    let schema = patterns(&config.schema, &root, "schema", &mut diagnostics);
    let documents = patterns(&config.documents, &root, "documents", &mut diagnostics);
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
        let documents = texts(documents, root, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(self.errors(&diagnostics, &no_sources));
        }
        let output = generate(&schema, &documents, &project.config);
        // A macro has no way to warn: names that mean nothing are errors, as unknown keys are.
        let mut unknown = match schema.diagnostics.has_errors() {
            true => Diagnostics::new(),
            false => unknown_names(project, &schema.schema, way),
        };
        for finding in unknown.iter_mut() {
            finding.severity = Severity::Error;
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

    /// Returns a compile error for each error, as [`errors`](Self::errors) does; the line of the configuration file is shown, too.
    fn located(
        &self,
        project: &Project,
        mut diagnostics: Diagnostics,
        mut sources: Sources,
    ) -> Vec<TokenStream> {
        project.locate(&mut diagnostics, &mut sources);
        self.errors(&diagnostics, &sources)
    }

    /// Returns a compile error for each error, with the frame of the GraphQL file in its text.
    fn errors(&self, diagnostics: &Diagnostics, sources: &Sources) -> Vec<TokenStream> {
        diagnostics
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| {
                let text = text(finding, sources, Colour::Plain);
                // The compiler says "error: " in front.
                let message = text.strip_prefix("error").unwrap_or(&text).trim_end();
                let span = self.place(finding);
                quote_spanned! { span => ::core::compile_error!(#message); }
            })
            .collect()
    }

    /// Returns the literal that a finding is about, or else the macro's name.
    fn place(&self, finding: &Diagnostic) -> Span {
        let origin = finding.origin.as_deref();
        let literal = origin.and_then(|origin| literals::find(self.arguments, origin));
        literal.unwrap_or(self.name)
    }
}
