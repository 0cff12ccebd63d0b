//! `diff`: lists the changes between two schemas and the operations that they break.

mod change;
mod compare;
mod members;
mod report;
mod value;

use std::collections::BTreeSet;

use clap::Args;
use gql_codegen::schema::Schema;
use gql_codegen::source::Sources;

use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs::{self, Invalid};
use crate::report::{Format, Limit, many, report};
use crate::settings::{Changes, ProjectFlags};
use crate::terminal::Terminal;
use crate::usage::Usage;
use change::{Change, Class};
use compare::compare;
use report::AffectedUses;
pub(crate) use report::CHANGES;

/// Compare two schemas
///
/// Changes are breaking, dangerous or non-breaking, as in graphql-js. With operations (the project's, or --documents)
/// each change lists the operations it affects, and the exit code is 1 only if a breaking change affects one. Without
/// operations it is 1 if there is any breaking change. Operations that are invalid with the old schema are reported and
/// skipped.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen diff old.graphql new.graphql --documents 'graphql/*.graphql'
  gql-codegen diff old.graphql new.graphql --used --format github
  git show HEAD~1:schema.graphql > old.graphql
  gql-codegen diff old.graphql schema.graphql")]
pub(crate) struct Diff {
    /// Old schema: file or glob
    old: String,
    /// New schema: file or glob
    new: String,
    #[command(flatten)]
    project: ProjectFlags<Changes>,
    /// Show only changes that affect an operation
    #[arg(long)]
    used: bool,
    /// Format of the changes
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Diff {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let new = inputs::schema_of(std::slice::from_ref(&self.new))?;
        let mut project = self.project.project()?;
        project.config.schema = vec![self.old.clone()];
        if project.config.documents.is_empty() {
            let old = inputs::schema_of(&project.config.schema)?;
            let changes = self.changes(&old.schema, &new.schema, None);
            self.print(&changes, &[], &old.schema.sources, terminal)?;
            let breaks = changes.iter().any(|(change, _)| change.class == Class::Breaking);
            return Ok(Outcome::problems_if(breaks));
        }
        inputs::valid(&project, terminal, |typed, sources, invalid| {
            let changes = self.changes(typed.schema(), &new.schema, Some(&Usage::of(typed)));
            self.print(&changes, invalid, sources, terminal)?;
            let broken = broken(&changes);
            terminal.info(&format!("{} broken", many(broken.len(), "operation")));
            if !invalid.is_empty() {
                let count = many(invalid.len(), "operation");
                terminal.info(&format!("{count} not valid with the old schema"));
            }
            Ok(Outcome::problems_if(!broken.is_empty()))
        })
    }

    /// Returns the requested changes, the most severe first.
    fn changes(&self, old: &Schema, new: &Schema, usage: Option<&Usage>) -> Vec<AffectedUses> {
        let mut changes = compare(old, new);
        changes.sort_by(|a, b| (a.class, &a.coordinate).cmp(&(b.class, &b.coordinate)));
        let uses = |change: &Change| usage.map_or_else(Vec::new, |usage| change.uses(usage, old, new));
        let changes = changes.into_iter().map(|change| {
            let uses = uses(&change);
            (change, uses)
        });
        changes
            .filter(|(_, uses)| !self.used || !uses.is_empty())
            .collect()
    }

    fn print(
        &self,
        changes: &[AffectedUses],
        invalid: &[Invalid],
        sources: &Sources,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        terminal.data(&match self.format {
            Format::Human => report::lines(changes, invalid, sources),
            format => report(
                &report::diagnostics(changes, invalid),
                sources,
                format,
                Limit::None,
            ),
        })?;
        let count = |class| changes.iter().filter(|(change, _)| change.class == class).count();
        terminal.info(&format!(
            "{} breaking, {} dangerous, {} non-breaking",
            count(Class::Breaking),
            count(Class::Dangerous),
            count(Class::NonBreaking),
        ));
        Ok(())
    }
}

/// Returns the names of the operations that a breaking change affects.
fn broken(changes: &[AffectedUses]) -> BTreeSet<&str> {
    let breaking = changes
        .iter()
        .filter(|(change, _)| change.class == Class::Breaking);
    let uses = breaking.flat_map(|(_, uses)| uses);
    uses.map(|each| each.operation.as_str()).collect()
}
