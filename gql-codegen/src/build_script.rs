//! The build script's door: five lines in build.rs.

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::render::{Colour, text};
use crate::source::Sources;

/// Why no code was generated: the findings, as text.
#[derive(Clone)]
pub struct Failure {
    text: String,
}

impl Failure {
    /// The errors among the findings, each with its place.
    pub fn new(diagnostics: &Diagnostics, sources: &Sources) -> Self {
        let errors = diagnostics
            .iter()
            .filter(|finding| finding.severity == crate::diagnostic::Severity::Error);
        let texts: Vec<_> = errors
            .map(|finding| text(finding, sources, Colour::Plain))
            .collect();
        Self {
            text: texts.join("\n"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the GraphQL operations are not valid\n\n{}", self.text)
    }
}

/// The same text: a build script whose `main` gives an error prints it this way, and the frames must stay frames.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Failure {}

#[cfg(feature = "print")]
mod builder {
    use std::path::{Path, PathBuf};
    use std::{env, fs, io};

    use super::Failure;
    use crate::config::{Config, Deprecation, Layout, Normalization, Nullable};
    use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
    use crate::render::line;
    use crate::source::Sources;
    use crate::{generate, load, print, read_schema};

    /// Generates a file from a build script.
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     gql_codegen::Builder::new()
    ///         .schema("graphql/schema.graphql")
    ///         .documents("graphql/operations/*.graphql")
    ///         .generate()?;
    ///     Ok(())
    /// }
    /// ```
    ///
    /// and in the crate: `mod github { include!(concat!(env!("OUT_DIR"), "/graphql.rs")); }`.
    #[derive(Debug, Clone, Default)]
    pub struct Builder {
        config: Config,
        output: Option<PathBuf>,
    }

    impl Builder {
        /// Nothing set yet.
        pub fn new() -> Self {
            Self::default()
        }

        /// A configuration that was made another way.
        pub fn from_config(config: Config) -> Self {
            Self { config, output: None }
        }

        /// A schema file: a path or a glob, relative to the package's folder. Repeatable; at least one.
        pub fn schema(mut self, path: impl Into<String>) -> Self {
            self.config.schema.push(path.into());
            self
        }

        /// Operation files: a path or a glob, relative to the package's folder. Repeatable; at least one.
        pub fn documents(mut self, path: impl Into<String>) -> Self {
            self.config.documents.push(path.into());
            self
        }

        /// The Rust type of a scalar (`DateTime`), or of one field or input alone (`Repo.createdAt`).
        pub fn scalar(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
            self.config.scalars.insert(name.into(), path.into());
            self
        }

        /// The module that has a type for every scalar that is not named otherwise.
        pub fn custom_scalars_module(mut self, path: impl Into<String>) -> Self {
            self.config.custom_scalars_module = Some(path.into());
            self
        }

        /// An enum or input that exists already, at this Rust path.
        pub fn extern_type(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
            self.config.extern_types.insert(name.into(), path.into());
            self
        }

        /// A derive for response types, besides `Debug`, `Clone` and `PartialEq`. Repeatable.
        pub fn response_derive(mut self, path: impl Into<String>) -> Self {
            self.config.response_derives.push(path.into());
            self
        }

        /// A derive for variables and inputs, besides `Debug`, `Clone` and `PartialEq`. Repeatable.
        pub fn variables_derive(mut self, path: impl Into<String>) -> Self {
            self.config.variables_derives.push(path.into());
            self
        }

        /// What to do about deprecated elements. Default: [`Deprecation::Warn`].
        pub fn deprecated(mut self, deprecation: Deprecation) -> Self {
            self.config.deprecated = deprecation;
            self
        }

        /// How names are made. Default: [`Normalization::Rust`].
        pub fn normalization(mut self, normalization: Normalization) -> Self {
            self.config.normalization = normalization;
            self
        }

        /// How nullable inputs are said. Default: [`Nullable::Option`].
        pub fn nullable(mut self, nullable: Nullable) -> Self {
            self.config.nullable = nullable;
            self
        }

        /// The file to write. Default: `graphql.rs` in `OUT_DIR`; a relative path is relative to `OUT_DIR`.
        pub fn output(mut self, path: impl Into<PathBuf>) -> Self {
            self.output = Some(path.into());
            self
        }

        /// Reads, checks, writes; tells cargo when to run again and prints warnings. A file that stays the same is not touched.
        ///
        /// # Errors
        /// If a file cannot be read or written, or the schema or an operation is not valid: then the text shows where.
        pub fn generate(self) -> Result<(), Failure> {
            let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
            let loaded = load(&self.config, &root).map_err(|found| Failure::new(&found, &Sources::new()))?;
            let files = [&loaded.schema_files, &loaded.document_files];
            for path in files
                .iter()
                .flat_map(|files| files.paths.iter().chain(&files.folders))
            {
                println!("cargo::rerun-if-changed={}", path.display());
            }
            let schema = read_schema(&loaded.schema, true);
            let config = Config {
                layout: Layout::Shared,
                ..self.config
            };
            let output = generate(&schema, &loaded.documents, &config);
            let Some(tokens) = output.tokens else {
                return Err(Failure::new(&output.diagnostics, &output.sources));
            };
            for finding in output
                .diagnostics
                .iter()
                .filter(|finding| finding.severity == Severity::Warning)
            {
                println!(
                    "cargo::warning={}",
                    line(finding, &output.sources).replace('\n', " ")
                );
            }
            let text = print(tokens).map_err(|finding| fail(finding, &output.sources))?;
            let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
            let path = folder.join(self.output.unwrap_or_else(|| "graphql.rs".into()));
            write(&path, &text).map_err(|error| {
                let message = format!("{} cannot be written: {error}.", path.display());
                fail(Diagnostic::of_configuration(message), &output.sources)
            })
        }
    }

    fn fail(finding: Diagnostic, sources: &Sources) -> Failure {
        let mut found = Diagnostics::new();
        found.push(finding);
        Failure::new(&found, sources)
    }

    /// Leaves a file alone that has this text already: what depends on it is not built again.
    fn write(path: &Path, text: &str) -> io::Result<()> {
        if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        fs::write(path, text)
    }
}

#[cfg(feature = "print")]
pub use builder::Builder;

#[cfg(test)]
mod tests {
    use super::Failure;
    use crate::diagnostic::{Diagnostic, Diagnostics};
    use crate::source::Sources;

    #[test]
    fn what_main_prints_is_readable() {
        let mut found = Diagnostics::new();
        found.push(Diagnostic::of_configuration("`a \"b\"` matches no file.").help("look again"));
        let printed = format!("{:?}", Failure::new(&found, &Sources::new()));
        assert!(
            printed.contains("error[Configuration]: `a \"b\"` matches no file.\n"),
            "{printed}"
        );
    }
}
