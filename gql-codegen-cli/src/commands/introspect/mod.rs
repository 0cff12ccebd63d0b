//! `introspect`: a server's schema to a file.

mod query;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gql_codegen::{Text, read_schema, schema};
use gql_runtime::transport::{Http, Transport};
use gql_runtime::{OperationKind, Request};
use serde_json::Value;

use crate::failure::{Failure, Outcome, Verdict};
use crate::progress::Progress;
use crate::report::many;
use crate::server::{Server, block_on, failed};
use crate::settings::STANDARD_OUTPUT;
use crate::terminal::Terminal;
use crate::write::write;
use query::Knows;

/// Download a server's schema
///
/// First detects which introspection features the server supports (deprecated inputs, @oneOf, @specifiedBy, repeatable
/// directives), then requests all of them. The file is written only if the response is a valid schema.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen introspect https://example.com/graphql --output schema.graphql
  gql-codegen introspect https://api.github.com/graphql \\
      -H 'Authorization: Bearer ${GITHUB_TOKEN}' > github.graphql
  gql-codegen introspect https://example.com/graphql --output schema.json")]
pub(crate) struct Introspect {
    /// URL of the server: http or https
    url: String,
    /// Output file; - for standard output. Default: -
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Output format. Default: json if the output ends with .json, else sdl
    #[arg(long, value_enum)]
    style: Option<Style>,
    #[command(flatten)]
    server: Server,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    /// GraphQL's schema definition language
    Sdl,
    /// The introspection result
    Json,
}

impl Introspect {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let text = schema_text(&self.url, &self.server, self.style(), terminal)?;
        let output = self.output.as_ref();
        match output.filter(|path| path.as_os_str() != STANDARD_OUTPUT) {
            None => terminal.data(&text)?,
            Some(path) => {
                write(path, &text)?;
                terminal.say(&format!("{} written", path.display()));
            }
        }
        Ok(Verdict::Good)
    }

    fn style(&self) -> Style {
        let is_json = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        let by_output = match self.output.as_ref().is_some_and(is_json) {
            true => Style::Json,
            false => Style::Sdl,
        };
        self.style.unwrap_or(by_output)
    }
}

/// Downloads the server's schema as SDL.
pub(super) fn sdl(url: &str, server: &Server, terminal: &Terminal) -> Result<String, Failure> {
    schema_text(url, server, Style::Sdl, terminal)
}

fn schema_text(url: &str, server: &Server, style: Style, terminal: &Terminal) -> Result<String, Failure> {
    let endpoint = server.endpoint(url)?;
    let progress = Progress::default();
    let noted = progress.clone();
    let http = Http::new(endpoint)
        .map_err(failed)?
        .progress(move |bytes| noted.note(bytes));
    let download = async {
        let limit = server.timeout();
        let ask = |document: String| {
            let mut request = Request::new(document);
            request.kind = Some(OperationKind::Query);
            request.timeout = Some(limit);
            http.execute(request)
        };
        // A server that does not tell is asked for what every server has.
        let knows = match ask(query::KNOWS.into()).await {
            Ok(payload) => Knows::read(payload.as_bytes()),
            Err(error) if error.is_connect() || error.is_tls() || error.is_auth() => {
                return Err(failed(error));
            }
            Err(_) => Knows::default(),
        };
        terminal.detail(|| format!("the server knows {knows}"));
        let payload = ask(query::document(&knows)).await.map_err(failed)?;
        String::from_utf8(payload.as_bytes().to_vec())
            .map_err(|_| Failure::new("The server's answer is not UTF-8."))
    };
    let json = block_on(progress.show(terminal, download))?;
    // The answer is read as any file is: what is not a schema is told, and not written.
    let text = Text {
        path: Path::new("answer.json").to_path_buf(),
        text: json.as_str().into(),
    };
    let read = read_schema(&[text], false);
    if read.diagnostics.has_errors() {
        return Err(Failure::Unable(read.diagnostics, read.schema.sources));
    }
    let types = read.schema.defined_types().count();
    terminal.say(&many(types, "type"));
    Ok(match style {
        Style::Sdl => schema::print(&read.schema),
        Style::Json => {
            let value: Value = serde_json::from_str(&json)
                .map_err(|error| Failure::new(format!("The server's answer is not JSON: {error}.")))?;
            format!("{value:#}\n")
        }
    })
}
