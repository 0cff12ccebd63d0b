//! `diff`: what changed between two schemas, and which operations that breaks.

mod change;
mod compare;
mod members;

use clap::Args;
use gql_codegen::diagnostic::{Diagnostic, Diagnostics, Label, Severity};
use gql_codegen::schema::Schema;
use gql_codegen::source::Sources;

use crate::args::Format;
use crate::failure::{Outcome, Verdict};
use crate::inputs;
use crate::report::{many, report};
use crate::settings::ProjectFlags;
use crate::terminal::Terminal;
use crate::usage::{Usage, Use};
use change::{Change, Class};
use compare::compare;

/// Compare two schemas
///
/// Changes are breaking, dangerous or safe, as graphql-js classes them. With operations (the project's, or --documents)
/// each change names those that it touches, and the exit code is 1 only if a breaking change touches one. Without
/// operations it is 1 if there is a breaking change at all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen diff old.graphql new.graphql --documents 'graphql/*.graphql'
  gql-codegen diff old.graphql new.graphql --used --format github
  git show HEAD~1:schema.graphql > old.graphql && gql-codegen diff old.graphql schema.graphql")]
pub(crate) struct Diff {
    /// The schema as it was: a file or glob
    old: String,
    /// The schema as it is to be
    new: String,
    #[command(flatten)]
    project: ProjectFlags,
    /// Only changes that touch an operation
    #[arg(long)]
    used: bool,
    /// How changes are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Diff {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let new = inputs::schema_of(std::slice::from_ref(&self.new))?;
        let mut project = self.project.project()?;
        project.config.schema = vec![self.old.clone()];
        if project.config.documents.is_empty() {
            let old = inputs::schema_of(&project.config.schema)?;
            let sources = old.schema.sources.clone();
            return self.tell(&old.schema, &new.schema, None, sources, terminal);
        }
        inputs::typed(&project, terminal, |typed, sources| {
            let usage = Usage::of(typed);
            self.tell(
                typed.schema(),
                &new.schema,
                Some(&usage),
                sources.clone(),
                terminal,
            )
        })
    }

    fn tell(
        &self,
        old: &Schema,
        new: &Schema,
        usage: Option<&Usage>,
        sources: Sources,
        terminal: &Terminal,
    ) -> Outcome {
        let mut changes = compare(old, new);
        changes.sort_by(|a, b| (a.class, &a.coordinate).cmp(&(b.class, &b.coordinate)));
        let mut touching: Vec<(Change, Vec<Use>)> = changes
            .into_iter()
            .map(|change| {
                let uses = usage.map_or_else(Vec::new, |usage| change.uses(usage));
                (change, uses)
            })
            .collect();
        if self.used {
            touching.retain(|(_, uses)| !uses.is_empty());
        }
        let text = match self.format {
            Format::Human => lines(&touching, &sources),
            _ => {
                let findings = findings(&touching);
                report(&findings, &sources, self.format)
            }
        };
        terminal.data(&text)?;
        let count = |class| {
            touching
                .iter()
                .filter(|(change, _)| change.class == class)
                .count()
        };
        let breaks = |(change, uses): &&(Change, Vec<Use>)| {
            change.class == Class::Breaking && (usage.is_none() || !uses.is_empty())
        };
        let breaking = touching.iter().filter(breaks).count();
        terminal.say(&format!(
            "{} breaking, {} dangerous, {} safe",
            count(Class::Breaking),
            count(Class::Dangerous),
            count(Class::Safe),
        ));
        if usage.is_some() {
            let mut names: Vec<&str> = touching
                .iter()
                .filter(breaks)
                .flat_map(|(_, uses)| uses)
                .map(|each| each.operation.as_str())
                .collect();
            names.sort_unstable();
            names.dedup();
            terminal.say(&format!("{} broken", many(names.len(), "operation")));
        }
        Ok(Verdict::bad_if(breaking > 0))
    }
}

/// A line a change, and below it one for each operation with the first place that is touched.
fn lines(changes: &[(Change, Vec<Use>)], sources: &Sources) -> String {
    let mut text = String::new();
    for (change, uses) in changes {
        let (colour, class) = match change.class {
            Class::Breaking => ("\x1b[1;31m", "breaking"),
            Class::Dangerous => ("\x1b[33m", "dangerous"),
            Class::Safe => ("\x1b[32m", "safe"),
        };
        text += &format!("{colour}{class:<10}\x1b[0m{}\n", change.message);
        let mut last = None;
        for each in uses
            .iter()
            .filter(|each| last.replace(&each.operation) != Some(&each.operation))
        {
            let path = sources
                .get(each.span.source)
                .map(|source| source.path.display().to_string());
            let at = sources.line_column(each.span);
            let path = path.unwrap_or_default();
            text += &format!(
                "          {} ({path}:{}:{})\n",
                each.operation, at.line, at.column
            );
        }
    }
    text
}

/// The changes as every other finding: the operations are at fault, the old schema explains.
fn findings(changes: &[(Change, Vec<Use>)]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for (change, uses) in changes {
        let (severity, rule) = match change.class {
            Class::Breaking => (Severity::Error, "BreakingChange"),
            Class::Dangerous => (Severity::Warning, "DangerousChange"),
            Class::Safe => (Severity::Note, "SafeChange"),
        };
        let primary = uses.iter().map(|each| Label {
            span: each.span,
            text: format!("in {}", each.operation),
        });
        let secondary = change.span.iter().map(|&span| Label {
            span,
            text: "as it was".into(),
        });
        findings.push(Diagnostic {
            severity,
            rule,
            message: change.message.clone(),
            primary: primary.collect(),
            secondary: secondary.collect(),
            help: None,
        });
    }
    findings
}
