//! `coverage`: reports which parts of the schema the operations use.

mod compact;
mod elements;
mod page;

use std::path::Path;

use clap::{Args, ValueEnum};
use gql_codegen::check::Typed;
use gql_codegen::check::typed::Operation;
use gql_codegen::project::Project;
use gql_codegen::source::{Sources, Span};
use serde_json::{Value, json};

use crate::failure::{CommandResult, Outcome};
use crate::inputs;
use crate::settings::{ProjectFlags, Uses};
use crate::terminal::Terminal;
use crate::usage::{ANONYMOUS, Usage};
use crate::write::write;
use elements::{Element, elements};

/// Report which schema elements the operations use
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen coverage
  gql-codegen coverage --style html --output coverage.html")]
pub(crate) struct Coverage {
    #[command(flatten)]
    project: ProjectFlags<Uses>,
    /// Format of the report
    #[arg(long, value_enum, default_value_t)]
    style: ReportStyle,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum ReportStyle {
    /// A summary, and the deprecated elements in use
    #[default]
    Text,
    /// Every element with its uses
    Json,
    /// A self-contained HTML page
    Html,
}

impl Coverage {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let project = self.project.project()?;
        let text = inputs::typed(&project, terminal, |typed, sources| {
            let usage = Usage::of(typed);
            let elements = elements(typed.schema(), &usage);
            Ok(match self.style {
                ReportStyle::Text => summary(&elements, sources),
                ReportStyle::Json => format!("{:#}\n", data(&project, typed, &elements, sources)),
                ReportStyle::Html => page::page(&compact::compact(&project, typed, &elements, sources)),
            })
        })?;
        match self.project.output() {
            None => terminal.data(&text)?,
            Some(path) => {
                write(Path::new(path), &text)?;
                terminal.info(&format!("wrote {path}"));
            }
        }
        Ok(Outcome::Clean)
    }
}

/// The kinds of elements that are counted, in the order of the report.
const KINDS: [&str; 5] = ["type", "field", "argument", "input field", "directive"];

fn summary(elements: &[Element<'_>], sources: &Sources) -> String {
    let mut text = String::new();
    for kind in KINDS {
        let of_kind = || elements.iter().filter(|element| element.kind == kind);
        let (used, total) = (
            of_kind().filter(|element| element.is_used()).count(),
            of_kind().count(),
        );
        let share = 100.0 * used as f64 / total.max(1) as f64;
        text += &format!(
            "{:<14}{used:>7} of {total:>6}  {share:>5.1} %\n",
            format!("{kind}s")
        );
    }
    let deprecated = || elements.iter().filter(|element| element.deprecated.is_some());
    let used: Vec<_> = deprecated().filter(|element| element.is_used()).collect();
    text += &format!(
        "\ndeprecated elements in use: {} of {}\n",
        used.len(),
        deprecated().count()
    );
    for element in used {
        text += &format!(
            "  {}: {}\n",
            element.coordinate,
            element.deprecated.unwrap_or_default()
        );
        for each in &element.uses {
            text += &format!("    {} ({})\n", each.operation, place_text(each.span, sources));
        }
    }
    text
}

fn data(project: &Project, typed: &Typed<'_>, elements: &[Element<'_>], sources: &Sources) -> Value {
    let elements = elements.iter().map(|element| {
        let uses = element
            .uses
            .iter()
            .map(|each| json!({ "operation": each.operation, "place": place_text(each.span, sources) }));
        json!({
            "coordinate": element.coordinate,
            "kind": element.kind,
            "of": element.of,
            "deprecated": element.deprecated,
            "uses": uses.collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": project.config.schema,
        "operations": operations(typed, sources),
        "elements": elements.collect::<Vec<_>>(),
    })
}

fn operations(typed: &Typed<'_>, sources: &Sources) -> Vec<Value> {
    let operation = |operation: &Operation<'_>| {
        let operation = operation.node;
        let name = operation.name.map_or(ANONYMOUS, |name| name.text);
        let kind = operation.operation.as_str();
        json!({ "name": name, "kind": kind, "place": place_text(operation.span, sources) })
    };
    typed.operations().iter().map(operation).collect()
}

/// Returns the place as `path:line:column`.
fn place_text(span: Span, sources: &Sources) -> String {
    let (path, line, column) = place(span, sources);
    format!("{path}:{line}:{column}")
}

/// Returns the path, line and column of a span.
fn place(span: Span, sources: &Sources) -> (String, usize, usize) {
    let path = sources
        .get(span.source)
        .map(|source| source.path.display().to_string());
    let at = sources.line_column(span);
    let path = path.unwrap_or_default().replace('\\', "/");
    (path, at.line as usize, at.column as usize)
}
