//! `doctor`: checks the setup of a project and suggests how to fix problems.

use std::env;
use std::fs;
use std::path::Path;

use clap::Args;
use gql_codegen::diagnostic::{Diagnostic, Diagnostics};
use gql_codegen::ir::Ir;
use gql_codegen::project::Project;
use gql_codegen::rules::NO_DEPRECATED;
use gql_codegen::rules::UNMAPPED_SCALAR;
use gql_codegen::schema::{Schema, TypeDef, TypeKind};
use gql_codegen::source::Span;
use gql_codegen::{generate, load, read_schema};

use super::generate::Product;
use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::report::{counts, many};
use crate::settings::{Code, ProjectFlags};
use crate::style::{BAD, GOOD, WARNING};
use crate::terminal::Terminal;

/// Diagnose problems of a project
///
/// Checks the versions of generator and runtime, configuration, schema, operations, generated files, and scalars without a
/// Rust type. The exit code is 1 if something must be fixed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen doctor
  gql-codegen doctor --project bookshop")]
pub(crate) struct Doctor {
    #[command(flatten)]
    project: ProjectFlags<Code>,
}

/// The result of one check.
enum Health {
    Good(String),
    /// Works, but deserves attention.
    Warning(String),
    Bad(String),
}

use Health::{Bad, Good, Warning};

impl Doctor {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let mut checks = vec![versions()];
        match self.project.projects() {
            Err(Failure::OutputClosed) => return Err(Failure::OutputClosed),
            Err(failure) => {
                terminal.fail(failure);
                checks.push(Bad("the configuration is invalid; see the errors above".into()));
            }
            Ok(projects) => {
                for project in &projects {
                    checks.extend(examine(project, terminal));
                }
            }
        }
        let mut text = String::new();
        for check in &checks {
            let (style, sign, line) = match check {
                Good(line) => (GOOD, '✓', line),
                Warning(line) => (WARNING, '!', line),
                Bad(line) => (BAD, '✗', line),
            };
            text += &format!("{style}{sign}{style:#} {line}\n");
        }
        terminal.data(&text)?;
        Ok(Outcome::problems_if(
            checks.iter().any(|check| matches!(check, Bad(_))),
        ))
    }
}

/// Checks that the locked version of the runtime, here or in a parent folder, is the version of the generator.
fn versions() -> Health {
    let ours = env!("CARGO_PKG_VERSION");
    match locked("gql-runtime") {
        None => Warning(format!(
            "gql-codegen {ours}; no Cargo.lock here or in a parent folder has gql-runtime; run `cargo add gql-runtime`"
        )),
        Some(runtime) if runtime == ours => Good(format!("gql-codegen and gql-runtime {ours}")),
        Some(runtime) => Bad(format!(
            "gql-codegen is {ours} but gql-runtime is {runtime}; generated code requires equal versions"
        )),
    }
}

/// Returns the version of a package in the nearest lock file.
fn locked(package: &str) -> Option<String> {
    let here = env::current_dir().ok()?;
    let text = here
        .ancestors()
        .find_map(|folder| fs::read_to_string(folder.join("Cargo.lock")).ok())?;
    let mut lines = text.lines();
    let name = format!("name = \"{package}\"");
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = ")?;
    Some(version.trim_matches('"').to_owned())
}

fn examine(project: &Project, terminal: &Terminal) -> Vec<Health> {
    let name = project
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!("{name}: "));
    let loaded = match load(project, Path::new(inputs::HERE)) {
        Ok(loaded) => loaded,
        Err(error) => {
            let first = error
                .diagnostics
                .iter()
                .next()
                .map(|diagnostic| diagnostic.message.clone());
            return vec![Bad(format!("{name}{}", first.unwrap_or_default()))];
        }
    };
    let schema = read_schema(&loaded.schema, true);
    let types = schema.schema.defined_types().count();
    let mut health = vec![match schema.diagnostics.is_empty() {
        true => Good(format!("{name}schema: {}", many(types, "type"))),
        false => Warning(format!(
            "{name}schema: {}, {}",
            many(types, "type"),
            counts(&schema.diagnostics)
        )),
    }];
    let output = generate(&schema, &loaded.documents, &project.config);
    let files = many(loaded.count_documents(), "operation file");
    let Some((items, ir)) = output.items.zip(output.ir) else {
        health.push(Bad(format!(
            "{name}{files}: {}; run `gql-codegen check`",
            counts(&output.diagnostics)
        )));
        return health;
    };
    let operations = many(ir.operations.len(), "operation");
    health.push(Good(format!("{name}{files}, {operations}, valid")));
    let deprecated = output
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule == &NO_DEPRECATED)
        .count();
    if deprecated > 0 {
        health.push(Warning(format!(
            "{name}deprecated elements in use: {deprecated}; run `gql-codegen coverage`"
        )));
    }
    let unmapped = unmapped(&schema.schema, &output.diagnostics);
    if !unmapped.is_empty() {
        health.push(Warning(format!(
            "{name}scalars without a Rust type: {}",
            unmapped.join(", ")
        )));
    }
    health.extend(freshness(&name, project, items, &ir, terminal));
    health
}

/// Returns the names of the scalars that diagnostics are about, which are defined where a diagnostic points. A type that is
/// used but not defined is treated as a scalar; neither it nor its diagnostic has a place.
fn unmapped<'s>(schema: &'s Schema, diagnostics: &Diagnostics) -> Vec<&'s str> {
    let is_unmapped = |diagnostic: &&Diagnostic| diagnostic.rule == &UNMAPPED_SCALAR;
    let places: Vec<Option<Span>> = diagnostics
        .iter()
        .filter(is_unmapped)
        .map(|diagnostic| diagnostic.primary.first().map(|label| label.span))
        .collect();
    let is_named = |ty: &&TypeDef| {
        matches!(ty.kind, TypeKind::Scalar { .. })
            && !BUILT_IN.contains(&&*ty.name)
            && places.contains(&ty.span)
    };
    schema.types.iter().filter(is_named).map(|ty| &*ty.name).collect()
}

/// The built-in scalars. <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

fn freshness(
    name: &str,
    project: &Project,
    items: Vec<proc_macro2::TokenStream>,
    ir: &Ir,
    terminal: &Terminal,
) -> Option<Health> {
    let path = project.output.as_ref()?;
    let stale = Product::new(project, items, ir)
        .map_err(|diagnostic| diagnostic.message)
        .and_then(|product| product.stale().map_err(|_| format!("{path} cannot be read")));
    terminal.verbose(|| format!("compared {path}"));
    Some(match stale {
        Ok(stale) if stale.is_empty() => Good(format!("{name}{path} is up to date")),
        Ok(stale) => Bad(format!("{name}{}; run `gql-codegen generate`", stale.join(", "))),
        Err(message) => Bad(format!("{name}{message}")),
    })
}
