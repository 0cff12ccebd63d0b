//! `check`: validation alone.

use clap::Args;
use gql_codegen::generate;

use crate::args::Format;
use crate::failure::{Outcome, Verdict};
use crate::inputs;
use crate::parallel::each;
use crate::report::{counts, many, report};
use crate::settings::{Project, ProjectFlags};
use crate::terminal::Terminal;

/// Check operations against the schema
///
/// Tells every finding on standard output, in the format that is asked for. The exit code is 1 if one of them is an error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen check
  gql-codegen check --schema schema.graphql --documents 'graphql/*.graphql'
  gql-codegen check --format sarif > findings.sarif
  gql-codegen check --rule NoDeprecated=error")]
pub(crate) struct Check {
    #[command(flatten)]
    project: ProjectFlags,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Check {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let projects = self.project.projects()?;
        each(&projects, terminal, |project, terminal| {
            self.project(project, terminal)
        })
    }

    fn project(&self, project: &Project, terminal: &Terminal) -> Outcome {
        let loaded = inputs::texts(project, terminal)?;
        let schema = inputs::schema(&loaded, terminal);
        let output = generate(&schema, &loaded.documents, &project.config);
        terminal.data(&report(&output.diagnostics, &output.sources, self.format))?;
        let files = many(loaded.documents.len(), "operation file");
        let name = project.name.as_ref().map(|name| format!("{name}: "));
        let found = counts(&output.diagnostics);
        terminal.say(&format!("{}{files}: {found}", name.unwrap_or_default()));
        Ok(Verdict::bad_if(output.diagnostics.has_errors()))
    }
}
