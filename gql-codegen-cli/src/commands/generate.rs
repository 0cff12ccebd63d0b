//! `generate`: operations to Rust.

use std::fs;
use std::path::Path;
use std::time::Instant;

use clap::Args;
use gql_codegen::{generate, print};

use crate::args::Format;
use crate::difference::difference;
use crate::failure::{Failure, Outcome, Verdict};
use crate::inputs;
use crate::report::{counts, many, report};
use crate::settings::{Project, ProjectFlags};
use crate::terminal::Terminal;
use crate::write::{Written, write};

/// Generate Rust from operations
///
/// Checks the operations against the schema and writes their types and queries as one Rust file. A file that would stay
/// the same is not touched. Findings go to standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen generate
  gql-codegen generate --schema schema.graphql --documents 'graphql/*.graphql' --output src/graphql.rs
  gql-codegen generate --check          # in CI: is what is committed what would be generated?")]
pub(crate) struct Generate {
    #[command(flatten)]
    project: ProjectFlags,
    /// Write nothing; fail with a diff if the output is not what would be written
    #[arg(long)]
    check: bool,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Generate {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let mut verdict = Verdict::Good;
        for project in self.project.projects()? {
            verdict = verdict.and(self.project(&project, terminal)?);
        }
        Ok(verdict)
    }

    fn project(&self, project: &Project, terminal: &Terminal) -> Outcome {
        let start = Instant::now();
        if self.check && project.output.is_none() {
            return Err(Failure::with_help(
                "There is nothing to check: no output is named.",
                "name the committed file with --output",
            ));
        }
        let loaded = inputs::texts(project, terminal)?;
        let schema = inputs::schema(&loaded, terminal);
        let output = generate(&schema, &loaded.documents, &project.config);
        if !output.diagnostics.is_empty() {
            let findings = report(&output.diagnostics, &output.sources, self.format);
            if output.tokens.is_none() || !terminal.is_quiet() {
                terminal.error(&findings);
            }
        }
        let (Some(tokens), Some(ir)) = (output.tokens, output.ir) else {
            terminal.say(&format!("{}, nothing is written", counts(&output.diagnostics)));
            return Ok(Verdict::Bad);
        };
        let text = print(tokens).map_err(|finding| {
            let mut findings = gql_codegen::diagnostic::Diagnostics::new();
            findings.push(finding);
            Failure::Unable(findings, output.sources)
        })?;
        let Some(path) = &project.output else {
            terminal.data(&text)?;
            return Ok(Verdict::Good);
        };
        if self.check {
            return compare(path, &text, terminal);
        }
        let written = write(Path::new(path), &text)?;
        let what = match written {
            Written::Changed => "written",
            Written::Same => "is up to date",
        };
        let operations = many(ir.operations.len(), "operation");
        terminal.say(&format!("{path} {what}: {operations} in {:.0?}", start.elapsed()));
        Ok(Verdict::Good)
    }
}

/// Whether a file has this text already.
fn compare(path: &str, text: &str, terminal: &Terminal) -> Outcome {
    let old = match fs::read(path) {
        Ok(old) => String::from_utf8_lossy(&old).into_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            terminal.error(&format!("{path} is not there\n"));
            return Ok(Verdict::Bad);
        }
        Err(error) => return Err(Failure::of_file(Path::new(path), "read", error)),
    };
    if old == text {
        terminal.say(&format!("{path} is up to date"));
        return Ok(Verdict::Good);
    }
    terminal.data(&difference(&old, text, path))?;
    terminal.error(&format!("{path} is stale: run `gql-codegen generate`\n"));
    Ok(Verdict::Bad)
}
