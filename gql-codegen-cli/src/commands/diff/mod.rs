//! `diff`: what changed between two schemas, and which operations that breaks.

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
pub(crate) use report::CHANGES;
use report::Touching;

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
    /// Only changes that affect an operation
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
            let changes = self.touching(&old.schema, &new.schema, None);
            self.tell(&changes, &[], &old.schema.sources, terminal)?;
            let breaks = changes.iter().any(|(change, _)| change.class == Class::Breaking);
            return Ok(Outcome::findings_if(breaks));
        }
        inputs::valid(&project, terminal, |typed, sources, invalid| {
            let changes = self.touching(typed.schema(), &new.schema, Some(&Usage::of(typed)));
            self.tell(&changes, invalid, sources, terminal)?;
            let broken = broken(&changes);
            terminal.info(&format!("{} broken", many(broken.len(), "operation")));
            if !invalid.is_empty() {
                let count = many(invalid.len(), "operation");
                terminal.info(&format!("{count} not valid with the old schema"));
            }
            Ok(Outcome::findings_if(!broken.is_empty()))
        })
    }

    /// The changes that are asked for, the worst first.
    fn touching(&self, old: &Schema, new: &Schema, usage: Option<&Usage>) -> Vec<Touching> {
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

    fn tell(
        &self,
        changes: &[Touching],
        invalid: &[Invalid],
        sources: &Sources,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        terminal.data(&match self.format {
            Format::Human => report::lines(changes, invalid, sources),
            format => report(&report::findings(changes, invalid), sources, format, Limit::None),
        })?;
        let count = |class| changes.iter().filter(|(change, _)| change.class == class).count();
        terminal.info(&format!(
            "{} breaking, {} dangerous, {} safe",
            count(Class::Breaking),
            count(Class::Dangerous),
            count(Class::Safe),
        ));
        Ok(())
    }
}

/// The operations that a breaking change touches.
fn broken(changes: &[Touching]) -> BTreeSet<&str> {
    let breaking = changes
        .iter()
        .filter(|(change, _)| change.class == Class::Breaking);
    let uses = breaking.flat_map(|(_, uses)| uses);
    uses.map(|each| each.operation.as_str()).collect()
}
