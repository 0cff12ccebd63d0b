//! `run`: runs an operation against a server and prints each result as JSON.

mod check;
mod fragments;
mod json;
mod parts;
mod transport;
mod variables;

pub(crate) use check::VARIABLES;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use futures_util::StreamExt;
use gql_codegen::check::client;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::project::Project;
use gql_codegen::schema::Schema;
use gql_codegen::source::Sources;
use gql_codegen::suggest::{quoted_list, similar_names, suggestion_list};
use gql_codegen::syntax::ast::{Definition, Document, OperationDefinition, OperationType};
use gql_codegen::syntax::parse;
use gql_codegen::{SourceFile, is_rust, read_schema, rust_source};
use gql_runtime::transport::{Event, Transport};
use gql_runtime::{OperationKind, Request};
use serde_json::Value;

use crate::failure::{CommandResult, Failure, Outcome};
use crate::inputs;
use crate::server::{Server, block_on, failed};
use crate::settings::{ProjectFlags, Requested};
use crate::terminal::Terminal;
use check::check;
use transport::TransportKind;
use variables::variables;

/// Run an operation against a server
///
/// Prints each result as JSON to standard output: indented and colored on a terminal, else one line per result, as the
/// server sent it. Results in parts (@defer, @stream) are merged. The exit code is 1 if a result has errors. Fragments that
/// the operation lacks are taken from the documents of the configuration. Variables are checked before anything is sent.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen run viewer.graphql --url https://api.github.com/graphql \\
      -H 'Authorization: Bearer ${GITHUB_TOKEN}'
  gql-codegen run search.graphql --url http://localhost:8000/graphql \\
      --operation Search -f text=tug -f first=10 -f filter=@filter.json
  gql-codegen run --query '{ __typename }' --url http://localhost:8000/graphql
  gql-codegen run events.graphql --url ws://localhost:8000/ws --first 3")]
pub(crate) struct Run {
    /// GraphQL or Rust file with the operation, or - for standard input
    #[arg(required_unless_present = "query", conflicts_with = "query")]
    file: Option<PathBuf>,
    /// Text of the operation, instead of a file
    #[arg(long, value_name = "GRAPHQL")]
    query: Option<String>,
    /// URL of the server: http, https, ws or wss. Default: url in gql.toml
    #[arg(long)]
    url: Option<String>,
    /// Name of the operation, if the document has several
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
    /// Variable: a string, ID or enum value as is, anything else as JSON; @FILE reads it from a file; repeatable
    #[arg(long = "field", short = 'f', value_name = "NAME=VALUE", value_parser = variables::field)]
    fields: Vec<String>,
    /// All variables as a JSON object, or @FILE
    #[arg(long, value_name = "JSON")]
    variables: Option<String>,
    /// Send variables without checking them first
    #[arg(long)]
    no_check: bool,
    /// Transport
    #[arg(long, value_enum, default_value_t)]
    transport: TransportKind,
    /// Payload of connection_init over WebSocket: a JSON object, or @FILE
    #[arg(long, value_name = "JSON")]
    init_payload: Option<String>,
    /// End a subscription after this many results
    #[arg(long, value_name = "COUNT")]
    first: Option<usize>,
    /// Print the result each time a part of it arrives (@defer, @stream)
    #[arg(long)]
    incremental: bool,
    #[command(flatten)]
    project: ProjectFlags<Requested>,
    #[command(flatten)]
    server: Server,
}

impl Run {
    pub(crate) fn run(&self, terminal: &Terminal) -> CommandResult {
        let projects = self.project.projects()?;
        let (url, server) = self.server.target(self.url.as_deref(), &projects)?;
        let request = self.request(&projects, terminal)?;
        block_on(async {
            let answered = Arc::new(AtomicBool::new(false));
            let transport = self.transport(request.kind, &url, &server, &answered)?;
            match request.kind {
                Some(OperationKind::Subscription) => {
                    self.subscribe(&*transport, request, &answered, terminal).await
                }
                _ if request.incremental => parts::run(transport, request, self.incremental, terminal).await,
                _ => {
                    let payload = transport.execute(request).await.map_err(failed)?;
                    show(payload.as_bytes(), terminal)
                }
            }
        })
    }

    async fn subscribe(
        &self,
        transport: &dyn Transport,
        request: Request,
        answered: &AtomicBool,
        terminal: &Terminal,
    ) -> CommandResult {
        let mut outcome = Outcome::Clean;
        let mut events = transport.subscribe(request);
        let mut count = 0;
        while self.first.is_none_or(|first| count < first) {
            let item = events.next().await;
            if matches!(item, Some(Ok(_))) {
                answered.store(true, Ordering::Relaxed);
            }
            match item {
                None => break,
                Some(Ok(Event::Next(payload))) => {
                    outcome = outcome.and(show(payload.as_bytes(), terminal)?);
                    count += 1;
                }
                Some(Ok(Event::Reconnected)) => {
                    terminal.info("reconnected after the connection was lost; results may be missing");
                }
                Some(Ok(_)) => {}
                Some(Err(error)) if error.is_terminal() => return Err(failed(error)),
                Some(Err(error)) => {
                    terminal.error(&format!("{error}\n"));
                    outcome = Outcome::Problems;
                }
            }
        }
        Ok(outcome)
    }

    fn request(&self, projects: &[Project], terminal: &Terminal) -> Result<Request, Failure> {
        let (path, text) = match (&self.query, &self.file) {
            (Some(query), _) => (Path::new("--query"), query.clone()),
            (None, Some(file)) => (file.as_path(), read(file)?),
            (None, None) => return Err(Failure::new("no operation to run")),
        };
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let file = SourceFile::new(path, text);
        let texts = match is_rust(path) {
            true => rust_source::documents(&file, |_| true, &mut sources, &mut diagnostics),
            false => vec![file],
        };
        let parsed = texts
            .iter()
            .map(|text| parse(text.add_to(&mut sources), &text.text, &mut diagnostics));
        let documents: Vec<Document<'_>> = parsed.collect();
        if diagnostics.has_errors() {
            return Err(Failure::Unable(diagnostics, sources));
        }
        let operation = choose(&documents, self.operation.as_deref())?;
        let text = sources
            .get(operation.span.source)
            .map(|source| source.text.to_string());
        let text = fragments::complete(text.unwrap_or_default(), &texts, projects, terminal)?;
        // The schema has the types of variables, and may define directives with the names of the client's.
        let needs_schema = !operation.variables.is_empty() || text.contains('@');
        let schema = schema(needs_schema.then_some(projects), terminal);
        let variables = variables(self.variables.as_deref(), &self.fields, operation, &schema)?;
        if !self.no_check {
            let diagnostics = check(operation, &variables, &schema);
            if diagnostics.has_errors() {
                return Err(Failure::Unable(diagnostics, sources));
            }
        }
        let kind = match operation.operation {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        };
        let name = operation.name.map(|name| name.text.to_owned());
        let mut request = Request::new(client::strip(&schema, &text));
        request.kind = Some(kind);
        request.operation_name = name.map(Into::into);
        if !variables.is_empty() {
            request.set_variables(&variables).map_err(failed)?;
        }
        if kind != OperationKind::Subscription {
            request.timeout = Some(self.server.timeout());
            request.incremental = parts::are_asked_for(&request.document);
        }
        Ok(request)
    }
}

/// Returns the only operation of some documents, or the one with this name.
fn choose<'d, 'a>(
    documents: &'d [Document<'a>],
    wanted: Option<&str>,
) -> Result<&'d OperationDefinition<'a>, Failure> {
    let operations: Vec<_> = documents
        .iter()
        .flat_map(|document| &document.definitions)
        .filter_map(|definition| match definition {
            Definition::Operation(operation) => Some(operation),
            _ => None,
        })
        .collect();
    let name = |operation: &OperationDefinition<'a>| operation.name.map(|name| name.text);
    let names: Vec<&str> = operations
        .iter()
        .filter_map(|operation| name(operation))
        .collect();
    let choices = match names.is_empty() {
        true => "no named operation".to_owned(),
        false => quoted_list(names.iter().copied()),
    };
    match (wanted, operations.as_slice()) {
        (None, [only]) => Ok(only),
        (None, []) => Err(Failure::new("the document has no operation")),
        (None, _) => {
            let help = format!("choose one with `--operation`: {choices}");
            Err(Failure::with_help("the document has several operations", help))
        }
        (Some(wanted), all) => {
            let found = all.iter().find(|operation| name(operation) == Some(wanted));
            found.copied().ok_or_else(|| {
                let near = similar_names(&suggestion_list(wanted, names.iter().copied()));
                let message = format!("no operation named `{wanted}`{near}");
                Failure::with_help(message, format!("the document has {choices}"))
            })
        }
    }
}

/// Returns the schema of the only project, for checking variables. Without a project or a readable schema, only built-in
/// scalars are known.
fn schema(projects: Option<&[Project]>, terminal: &Terminal) -> Schema {
    let read = match projects {
        Some([project]) if !project.config.schema.is_empty() => inputs::schema_of(&project.config.schema)
            .map(|read| read.schema)
            .inspect_err(|_| {
                terminal.verbose(|| "cannot read the schema; types of variables are not checked".into())
            })
            .ok(),
        _ => None,
    };
    read.unwrap_or_else(|| read_schema(&[], false).schema)
}

fn read(file: &Path) -> Result<String, Failure> {
    if file == Path::new("-") {
        let mut text = String::new();
        let read = io::stdin().read_to_string(&mut text);
        return read
            .map(|_| text)
            .map_err(|error| Failure::of_file(file, "read", error));
    }
    fs::read_to_string(file).map_err(|error| Failure::of_file(file, "read", error))
}

/// Prints a result: indented on a terminal, otherwise on one line.
fn show(payload: &[u8], terminal: &Terminal) -> CommandResult {
    let text = match terminal.shows_results() {
        true => json::pretty(payload),
        false => json::one_line(payload),
    };
    terminal.data(&(text + "\n"))?;
    let result: Value = serde_json::from_slice(payload).unwrap_or_default();
    let has_errors = result.get("errors").is_some_and(|errors| !errors.is_null());
    Ok(Outcome::problems_if(has_errors))
}
