//! `generate`: generates Rust code from operations.

mod product;

use std::collections::BTreeMap;
use std::time::Instant;

use clap::{Args, ValueEnum};
use gql_codegen::diagnostic::{Diagnostics, Severity};
use gql_codegen::ir::Ir;
use gql_codegen::options::Way;
use gql_codegen::project::Project;
use gql_codegen::unknown_names;
use gql_codegen::{Generated, ParsedSchema, SourceFile};

use super::watch::{self, Task};
use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::parallel::each;
use crate::report::{Format, Limit, counts, many, report};
use crate::settings::{Code, ProjectFlags};
use crate::terminal::Terminal;
pub(super) use product::Product;

/// Generate Rust from operations
///
/// Checks the operations against the schema and writes their types and queries as Rust: one file, or a folder with a
/// module for each operation. Files whose content would not change are not touched. Diagnostics go to standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen generate
  gql-codegen generate --schema schema.graphql \\
      --documents 'graphql/*.graphql' --output src/graphql.rs
  gql-codegen generate --layout modules --output src/graphql
  gql-codegen generate --watch
  gql-codegen generate --check    # in CI: is the committed code up to date?")]
pub(crate) struct Generate {
    #[command(flatten)]
    project: ProjectFlags<Code>,
    /// Write nothing; print a diff and exit with 1 if the output is out of date
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Regenerate when a file changes
    #[arg(long)]
    watch: bool,
    /// Format of diagnostics
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Kind of output; the intermediate representation is printed to standard output
    #[arg(long, value_enum, default_value_t, conflicts_with_all = ["check", "watch"])]
    emit: Emit,
}

/// The kind of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Emit {
    /// Rust code
    #[default]
    Code,
    /// Intermediate representation of the generator as JSON, whose format may change in any version
    Ir,
}

/// The schema of the last run, which is reused while the schema files are unchanged.
#[derive(Debug, Default)]
pub(super) struct LastSchema(Option<(Vec<SourceFile>, ParsedSchema)>);

impl Generate {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        if self.watch {
            return watch::watch(self, terminal);
        }
        let projects = self.projects()?;
        each(&projects, terminal, |project, terminal| {
            self.project(project, &mut LastSchema::default(), terminal)
        })
    }
}

impl Task for Generate {
    type Kept = LastSchema;

    /// Returns the projects, after checking that their outputs differ.
    fn projects(&self) -> Result<Vec<Project>, Failure> {
        let projects = self.project.projects()?;
        let mut outputs = BTreeMap::new();
        for project in &projects {
            let (Some(output), Some(name)) = (&project.output, &project.name) else {
                continue;
            };
            if let Some(other) = outputs.insert(output, name) {
                return Err(Failure::with_help(
                    format!("projects `{other}` and `{name}` have the same output `{output}`"),
                    "set a different `output` for each project",
                ));
            }
        }
        Ok(projects)
    }

    fn project(&self, project: &Project, last: &mut LastSchema, terminal: &Terminal) -> CommandResult {
        let start = Instant::now();
        if self.check && project.output.is_none() {
            return Err(Failure::with_help(
                "`--check` requires an output",
                "specify the committed file with `--output`, or set `output` in gql.toml",
            ));
        }
        let loaded = inputs::texts(project, terminal)?;
        let schema = last.read(&loaded, terminal);
        let mut output = gql_codegen::generate(schema, &loaded.documents, &project.config);
        output
            .diagnostics
            .append(unknown_names(project, &schema.schema, Way::File));
        project.locate(&mut output.diagnostics, &mut output.sources);
        self.show(&output, terminal);
        let (Some(items), Some(ir)) = (output.items, output.ir) else {
            return Ok(Outcome::Problems);
        };
        if self.emit == Emit::Ir {
            return print_ir(&ir, terminal);
        }
        let product = Product::new(project, items, &ir).map_err(|diagnostic| {
            let mut diagnostics = Diagnostics::new();
            diagnostics.push(diagnostic);
            Failure::Unable(diagnostics, output.sources)
        })?;
        let outcome = if self.check {
            product.compare(terminal)?
        } else {
            product.write(terminal)?
        };
        let operations = many(ir.operations.len(), "operation");
        terminal.verbose(|| format!("{operations} in {:.1?}", start.elapsed()));
        Ok(outcome)
    }
}

impl Generate {
    /// Reports errors, warnings unless quiet, and the number of notes.
    fn show(&self, output: &Generated, terminal: &Terminal) {
        let mut diagnostics = output.diagnostics.clone();
        diagnostics.retain(|diagnostic| match diagnostic.severity {
            Severity::Error => true,
            Severity::Warning => !terminal.is_quiet(),
            Severity::Note => false,
        });
        if !diagnostics.is_empty() {
            let text = report(&diagnostics, &output.sources, self.format, Limit::PerRule);
            terminal.error(&text);
        }
        if output.items.is_none() {
            terminal.info(&format!("{}; no code was generated", counts(&diagnostics)));
            return;
        }
        let notes = output.diagnostics.len() - count_reported(&output.diagnostics);
        if notes > 0 {
            terminal.verbose(|| format!("{}; run `gql-codegen check` to show them", many(notes, "note")));
        }
    }
}

/// Prints the intermediate representation of a project.
fn print_ir(ir: &Ir, terminal: &Terminal) -> CommandResult {
    let text = serde_json::to_string_pretty(ir);
    let text = text.map_err(|error| {
        Failure::new(format!(
            "cannot serialize the intermediate representation: {error}"
        ))
    })?;
    terminal.data(&format!("{text}\n"))?;
    Ok(Outcome::Clean)
}

fn count_reported(diagnostics: &Diagnostics) -> usize {
    let reported = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Note);
    reported.count()
}

impl LastSchema {
    fn read(&mut self, loaded: &gql_codegen::Loaded, terminal: &Terminal) -> &ParsedSchema {
        let same = |(texts, _): &(Vec<SourceFile>, ParsedSchema)| {
            let pairs = || texts.iter().zip(&loaded.schema);
            texts.len() == loaded.schema.len()
                && pairs().all(|(old, new)| old.path == new.path && old.text == new.text)
        };
        let kept = self.0.take().filter(same);
        let read = kept.unwrap_or_else(|| (loaded.schema.clone(), inputs::schema(loaded, terminal)));
        &self.0.insert(read).1
    }
}
