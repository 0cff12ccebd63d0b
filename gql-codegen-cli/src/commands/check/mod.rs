//! `check`: validates operations without generating code.

mod fix;

use std::collections::BTreeMap;
use std::sync::Mutex;

use clap::Args;
use gql_codegen::options::Way;
use gql_codegen::project::Project;
use gql_codegen::{Generated, Loaded, generate, unknown_names};
use serde_json::{Value, json};

use self::fix::apply;
use super::watch::{self, Task};
use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::parallel::each;
use crate::report::{Format, Limit, counts, many, report};
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
  gql-codegen check --fix
  gql-codegen check --watch
  gql-codegen check --format sarif > gql.sarif
  gql-codegen check --rule NoDeprecated=error")]
pub(crate) struct Check {
    #[command(flatten)]
    project: ProjectFlags<Checks>,
    /// Format of diagnostics
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Replace misspelled names that have exactly one candidate, then report the remaining diagnostics
    #[arg(long, conflicts_with = "watch")]
    fix: bool,
    /// Print every diagnostic, without limiting each rule to 20 and without hiding unused types
    #[arg(long)]
    all: bool,
    /// Check again when a file changes
    #[arg(long)]
    watch: bool,
}

/// The maximum number of rounds of fixes. A fix can reveal other mistakes: fixing a type condition makes the checker look at
/// the fields below it.
const ROUNDS: usize = 8;

impl Check {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        if self.watch {
            return watch::watch(self, terminal);
        }
        let projects = self.project.projects()?;
        // All projects share one SARIF document.
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
        let (loaded, mut output) = self.output(project, terminal)?;
        let unused = std::mem::take(&mut output.unused_schema);
        let quiet = if self.all { 0 } else { unused.len() };
        if self.all {
            output.diagnostics.append(unused);
        }
        let limit = if self.all { Limit::None } else { Limit::PerRule };
        let text = report(&output.diagnostics, &output.sources, self.format, limit);
        match (self.format, runs.lock()) {
            (Format::Sarif, Ok(mut runs)) => drop(runs.insert(project.name.clone(), text)),
            _ => terminal.data(&text)?,
        }
        let files = many(loaded.count_documents(), "operation file");
        let name = project.name.as_ref().map(|name| format!("{name}: "));
        let found = counts(&output.diagnostics);
        terminal.info(&format!("{}{files}: {found}", name.unwrap_or_default()));
        if quiet > 0 {
            let warnings = many(quiet, "warning");
            terminal.info(&format!(
                "{warnings} about types that no operation uses; run with `--all` to show them"
            ));
        }
        Ok(Outcome::problems_if(output.diagnostics.has_errors()))
    }

    /// Checks the operations of a project, and again after each round of fixes.
    fn output(&self, project: &Project, terminal: &Terminal) -> Result<(Loaded, Generated), Failure> {
        let mut loaded = inputs::texts(project, terminal)?;
        // Fixes change operations only, so the schema is read once.
        let schema = inputs::schema(&loaded, terminal);
        let mut fixed = 0;
        let mut rounds = if self.fix { ROUNDS } else { 0 };
        loop {
            let mut output = generate(&schema, &loaded.documents, &project.config);
            output
                .diagnostics
                .append(unknown_names(project, &schema.schema, Way::File));
            project.locate(&mut output.diagnostics, &mut output.sources);
            let applied = if rounds == 0 {
                0
            } else {
                apply(&output.diagnostics, &output.sources, &loaded.documents)?
            };
            if applied == 0 {
                if self.fix {
                    terminal.info(&format!("{} applied", many(fixed, "fix")));
                }
                return Ok((loaded, output));
            }
            fixed += applied;
            rounds -= 1;
            loaded = inputs::texts(project, terminal)?;
        }
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

/// Merges the documents of all projects into one, whose runs name their project.
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
