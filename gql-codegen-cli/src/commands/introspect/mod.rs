//! `introspect`: downloads a server's schema.

mod download;
mod query;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gql_codegen::project::Project;
use gql_codegen::schema;
use serde_json::Value;

use crate::diff::unified;
use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::server::Server;
use crate::settings::{Download, ProjectFlags, STANDARD_OUTPUT};
use crate::terminal::Terminal;
use crate::write::write;
use download::download;

/// Download a server's schema
///
/// First detects which introspection features the server supports (deprecated inputs and directives, @oneOf, @specifiedBy,
/// repeatable directives), then requests all of them, and only the basics if the server refuses that. The file is written only
/// if the response is a valid schema; directive locations and kinds of types that are not known are left out with a warning.
/// Without a URL, `url` and `headers` of gql.toml are used, and the schema file of gql.toml is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen introspect https://example.com/graphql --output schema.graphql
  gql-codegen introspect https://api.github.com/graphql \\
      -H 'Authorization: Bearer ${GITHUB_TOKEN}' > github.graphql
  gql-codegen introspect            # url and schema of gql.toml
  gql-codegen introspect --check    # in CI: is the schema up to date?")]
pub(crate) struct Introspect {
    /// URL of the server: http or https. Default: url in gql.toml
    url: Option<String>,
    /// Output file; - for standard output. Default: the schema file of gql.toml if its url is used, else -
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Output format. Default: json if the output ends with .json, else sdl
    #[arg(long, value_enum)]
    style: Option<SchemaStyle>,
    /// Write nothing; print a diff and exit with 1 if the server's schema differs from the file
    #[arg(long, conflicts_with = "style")]
    check: bool,
    #[command(flatten)]
    project: ProjectFlags<Download>,
    #[command(flatten)]
    server: Server,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaStyle {
    /// GraphQL's schema definition language
    Sdl,
    /// The introspection result
    Json,
}

impl Introspect {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let projects = match (&self.url, &self.output, self.check) {
            (Some(_), _, false) | (Some(_), Some(_), true) => Vec::new(),
            _ => self.project.projects()?,
        };
        let (url, server) = self.server.target(self.url.as_deref(), &projects)?;
        if self.check {
            return self.compare(&url, &server, &projects, terminal);
        }
        let output = match (&self.output, &self.url) {
            (Some(path), _) => path.clone(),
            (None, Some(_)) => STANDARD_OUTPUT.into(),
            (None, None) => schema_file(&projects)?,
        };
        let text = schema_text(&url, &server, self.style(&output), terminal)?;
        if output.as_os_str() == STANDARD_OUTPUT {
            terminal.data(&text)?;
        } else {
            write(&output, &text)?;
            terminal.info(&format!("wrote {}", output.display()));
        }
        Ok(Outcome::Clean)
    }

    /// Compares schemas instead of texts, because the file may be formatted differently or there may be several files.
    fn compare(
        &self,
        url: &str,
        server: &Server,
        projects: &[Project],
        terminal: &Terminal,
    ) -> CommandResult {
        let paths = match (&self.output, projects) {
            (Some(path), _) => vec![path.to_string_lossy().into_owned()],
            (None, [project]) if !project.config.schema.is_empty() => project.config.schema.clone(),
            _ => return Err(no_file()),
        };
        let old = schema::print(&inputs::schema_of(&paths)?.schema);
        let new = schema_text(url, server, SchemaStyle::Sdl, terminal)?;
        let path = paths.join(", ");
        if old == new {
            terminal.info(&format!("{path} is up to date"));
            return Ok(Outcome::Clean);
        }
        terminal.data(&unified(&old, &new, &path, "server"))?;
        terminal.error(&format!("{path} is out of date\nrun `gql-codegen introspect`\n"));
        Ok(Outcome::Problems)
    }

    fn style(&self, output: &Path) -> SchemaStyle {
        let by_output = match output.extension().is_some_and(|extension| extension == "json") {
            true => SchemaStyle::Json,
            false => SchemaStyle::Sdl,
        };
        self.style.unwrap_or(by_output)
    }
}

/// Returns the only schema file of the only project.
fn schema_file(projects: &[Project]) -> Result<PathBuf, Failure> {
    match projects {
        [project] => match project.config.schema.as_slice() {
            [path] if !path.contains(['*', '?', '[', '{']) => Ok(path.into()),
            _ => Err(no_file()),
        },
        _ => Err(no_file()),
    }
}

fn no_file() -> Failure {
    Failure::with_help(
        "the configuration does not specify a single schema file",
        "specify the file with `--output`",
    )
}

/// Downloads the server's schema as SDL.
pub(super) fn sdl(url: &str, server: &Server, terminal: &Terminal) -> Result<String, Failure> {
    schema_text(url, server, SchemaStyle::Sdl, terminal)
}

fn schema_text(
    url: &str,
    server: &Server,
    style: SchemaStyle,
    terminal: &Terminal,
) -> Result<String, Failure> {
    let downloaded = download(url, server, terminal)?;
    Ok(match style {
        SchemaStyle::Sdl => schema::print(&downloaded.schema.schema),
        SchemaStyle::Json => {
            let value: Value = serde_json::from_str(&downloaded.json)
                .map_err(|error| Failure::new(format!("the response is not JSON: {error}")))?;
            format!("{value:#}\n")
        }
    })
}
