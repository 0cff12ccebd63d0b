//! `check`: validation alone.

use std::collections::BTreeMap;
use std::sync::Mutex;

use clap::Args;
use gql_codegen::generate;
use gql_codegen::options::Way;
use gql_codegen::project::Project;
use gql_codegen::unknown_names;
use serde_json::{Value, json};

use super::watch::{self, Task};
use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::parallel::each;
use crate::report::{Format, counts, many, report};
use crate::settings::{Checks, ProjectFlags};
use crate::terminal::Terminal;

/// Check operations against the schema
///
/// Prints all diagnostics to standard output. The exit code is 1 if one of them is an error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen check
  gql-codegen check --schema schema.graphql --documents 'graphql/*.graphql'
  gql-codegen check --watch
  gql-codegen check --format sarif > findings.sarif
  gql-codegen check --rule NoDeprecated=error")]
pub(crate) struct Check {
    #[command(flatten)]
    project: ProjectFlags<Checks>,
    /// Format of diagnostics
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Check again when a file changes
    #[arg(long)]
    watch: bool,
}

impl Check {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        if self.watch {
            return watch::watch(self, terminal);
        }
        let projects = self.project.projects()?;
        // SARIF is one document, whatever it is about.
        let runs = Mutex::default();
        let outcome = each(&projects, terminal, |project, terminal| {
            self.project(project, &runs, terminal)
        });
        let runs = runs.into_inner().unwrap_or_default();
        if let Some(sarif) = together(runs) {
            terminal.data(&sarif)?;
        }
        outcome
    }

    fn project(&self, project: &Project, runs: &Mutex<Runs>, terminal: &Terminal) -> CommandResult {
        let loaded = inputs::texts(project, terminal)?;
        let schema = inputs::schema(&loaded, terminal);
        let mut output = generate(&schema, &loaded.documents, &project.config);
        output
            .diagnostics
            .append(unknown_names(project, &schema.schema, Way::File));
        let text = report(&output.diagnostics, &output.sources, self.format);
        match (self.format, runs.lock()) {
            (Format::Sarif, Ok(mut runs)) => drop(runs.insert(project.name.clone(), text)),
            _ => terminal.data(&text)?,
        }
        let files = many(loaded.documents.len(), "operation file");
        let name = project.name.as_ref().map(|name| format!("{name}: "));
        let found = counts(&output.diagnostics);
        terminal.info(&format!("{}{files}: {found}", name.unwrap_or_default()));
        Ok(Outcome::findings_if(output.diagnostics.has_errors()))
    }
}

impl Task for Check {
    type Kept = ();

    fn projects(&self) -> Result<Vec<Project>, Failure> {
        self.project.projects()
    }

    fn project(&self, project: &Project, (): &mut (), terminal: &Terminal) -> CommandResult {
        let runs = Mutex::default();
        let outcome = self.project(project, &runs, terminal);
        if let Some(sarif) = together(runs.into_inner().unwrap_or_default()) {
            terminal.data(&sarif)?;
        }
        outcome
    }
}

/// A SARIF document for each project.
type Runs = BTreeMap<Option<String>, String>;

/// One document with the runs of all; a run says which project it is of.
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317482>
fn together(documents: Runs) -> Option<String> {
    let mut all: Option<Value> = None;
    for (name, text) in documents {
        let Some(name) = name else { return Some(text) };
        let mut document: Value = serde_json::from_str(&text).ok()?;
        let runs = document.get_mut("runs")?.as_array_mut()?;
        for run in runs.iter_mut() {
            run.as_object_mut()?
                .insert("automationDetails".into(), json!({ "id": format!("{name}/") }));
        }
        let runs = std::mem::take(runs);
        match &mut all {
            None => {
                *document.get_mut("runs")? = runs.into();
                all = Some(document);
            }
            Some(all) => all.get_mut("runs")?.as_array_mut()?.extend(runs),
        }
    }
    all.map(|all| format!("{all}\n"))
}
