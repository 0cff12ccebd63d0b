//! `run`: an operation against a server, one JSON value a line.

mod fragments;
mod json;
mod parts;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueEnum};
use futures_util::StreamExt;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::Sources;
use gql_codegen::suggest::{did_you_mean, suggestion_list};
use gql_codegen::syntax::ast::{Definition, OperationType};
use gql_codegen::syntax::parse;
use gql_runtime::transport::ws::{Observation, Subprotocols};
use gql_runtime::transport::{Event, Http, Multipart, Reconnect, Sse, Transport, WebSocket};
use gql_runtime::{OperationKind, Request};
use serde_json::{Map, Value};

use super::introspect;
use crate::failure::{Failure, Outcome, Verdict};
use crate::server::{Server, block_on, failed};
use crate::terminal::Terminal;

/// Run an operation against a server
///
/// Every result is a line of JSON on standard output, as the server sent it; one that comes in parts (@defer, @stream) is put
/// together. The exit code is 1 if one has errors. Fragments that are not in the file are taken from the documents of the
/// configuration.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gql-codegen run viewer.graphql --url https://api.github.com/graphql \\
      -H 'Authorization: Bearer ${GITHUB_TOKEN}'
  gql-codegen run harbour.graphql --url http://localhost:8000/graphql \\
      --operation Search --variables '{\"text\": \"tug\"}'
  gql-codegen run movements.graphql --url ws://localhost:8000/ws --first 3
  echo '{ __typename }' | gql-codegen run - --url http://localhost:8000/graphql
  gql-codegen run --print-schema --url http://localhost:8000/graphql")]
pub(crate) struct Run {
    /// The file with the operation; - for standard input
    #[arg(required_unless_present = "print_schema", conflicts_with = "print_schema")]
    file: Option<PathBuf>,
    /// The server's address: http, https, ws or wss
    #[arg(long)]
    url: String,
    /// Which operation of the file
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
    /// A JSON object, or @FILE
    #[arg(long, value_name = "JSON")]
    variables: Option<String>,
    /// How to ask
    #[arg(long, value_enum, default_value_t)]
    transport: Carrier,
    /// What connection_init carries over a WebSocket: a JSON object, or @FILE
    #[arg(long, value_name = "JSON")]
    init_payload: Option<String>,
    /// End a subscription after so many results
    #[arg(long, value_name = "COUNT")]
    first: Option<usize>,
    /// Print a result that comes in parts (@defer, @stream) each time that it has grown
    #[arg(long)]
    incremental: bool,
    /// Print the server's schema instead
    #[arg(long)]
    print_schema: bool,
    #[command(flatten)]
    server: Server,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Carrier {
    /// By the URL: a WebSocket for ws and wss, else HTTP, with multipart for subscriptions
    #[default]
    Auto,
    /// One HTTP request, one response
    Http,
    /// Subscriptions over multipart HTTP
    Multipart,
    /// Subscriptions over server-sent events
    Sse,
    /// A WebSocket, graphql-transport-ws or graphql-ws as the server likes
    Websocket,
    /// A WebSocket, the legacy graphql-ws alone
    WebsocketLegacy,
}

impl Run {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let Some(file) = self.file.as_ref().filter(|_| !self.print_schema) else {
            terminal.data(&introspect::sdl(&self.url, &self.server, terminal)?)?;
            return Ok(Verdict::Good);
        };
        let request = self.request(file, terminal)?;
        block_on(async {
            let transport = self.transport(request.kind)?;
            match request.kind {
                Some(OperationKind::Subscription) => self.subscribe(&*transport, request, terminal).await,
                _ if request.incremental => parts::run(transport, request, self.incremental, terminal).await,
                _ => {
                    let payload = transport.execute(request).await.map_err(failed)?;
                    tell(payload.as_bytes(), terminal)
                }
            }
        })
    }

    async fn subscribe(&self, transport: &dyn Transport, request: Request, terminal: &Terminal) -> Outcome {
        let mut verdict = Verdict::Good;
        let mut events = transport.subscribe(request);
        let mut count = 0;
        while self.first.is_none_or(|first| count < first) {
            match events.next().await {
                None => break,
                Some(Ok(Event::Next(payload))) => {
                    verdict = verdict.and(tell(payload.as_bytes(), terminal)?);
                    count += 1;
                }
                Some(Ok(Event::Gap)) => {
                    terminal.say("the connection was lost and made again: results may be missing");
                }
                Some(Ok(_)) => {}
                Some(Err(error)) if error.is_terminal() => return Err(failed(error)),
                Some(Err(error)) => {
                    terminal.error(&format!("{error}\n"));
                    verdict = Verdict::Bad;
                }
            }
        }
        Ok(verdict)
    }

    fn request(&self, file: &Path, terminal: &Terminal) -> Result<Request, Failure> {
        let text = read(file)?;
        let (kind, name) = self.chosen(file, &text)?;
        let mut request = Request::new(fragments::complete(text, terminal)?);
        request.kind = Some(kind);
        request.operation_name = name.map(Into::into);
        if let Some(variables) = &self.variables {
            let variables = object(variables, "--variables")?;
            request.set_variables(&variables).map_err(failed)?;
        }
        if kind != OperationKind::Subscription {
            request.timeout = Some(self.server.timeout());
            request.incremental = parts::are_asked_for(&request.document);
        }
        Ok(request)
    }

    /// The operation to run: the only one, or the one that was named.
    fn chosen(&self, file: &Path, text: &str) -> Result<(OperationKind, Option<String>), Failure> {
        let (mut sources, mut findings) = (Sources::new(), Diagnostics::new());
        let document = parse(sources.add(file, text), text, &mut findings);
        if findings.has_errors() {
            return Err(Failure::Unable(findings, sources));
        }
        let operations: Vec<_> = document
            .definitions
            .iter()
            .filter_map(|definition| match definition {
                Definition::Operation(operation) => {
                    Some((operation.name.map(|name| name.text), operation.operation))
                }
                _ => None,
            })
            .collect();
        let names: Vec<&str> = operations.iter().filter_map(|(name, _)| *name).collect();
        let found = match (&self.operation, operations.as_slice()) {
            (None, [only]) => only,
            (None, []) => return Err(Failure::new("The file holds no operation.")),
            (None, _) => {
                let help = format!("choose with --operation: {}", names.join(", "));
                return Err(Failure::with_help("The file holds several operations.", help));
            }
            (Some(wanted), all) => {
                let found = all.iter().find(|(name, _)| *name == Some(wanted.as_str()));
                found.ok_or_else(|| {
                    let near = did_you_mean(&suggestion_list(wanted, names.iter().copied()));
                    let message = format!("There is no operation named \"{wanted}\".{near}");
                    Failure::with_help(message, format!("the file holds {}", names.join(", ")))
                })?
            }
        };
        let kind = match found.1 {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        };
        Ok((kind, found.0.map(str::to_owned)))
    }

    fn transport(&self, kind: Option<OperationKind>) -> Result<Arc<dyn Transport>, Failure> {
        let is_ws = self.url.starts_with("ws://") || self.url.starts_with("wss://");
        let carrier = match self.transport {
            Carrier::Auto if is_ws => Carrier::Websocket,
            Carrier::Auto if kind == Some(OperationKind::Subscription) => Carrier::Multipart,
            Carrier::Auto => Carrier::Http,
            said => said,
        };
        let endpoint = || self.server.endpoint(&self.url);
        Ok(match carrier {
            Carrier::Auto | Carrier::Http => Arc::new(Http::new(endpoint()?).map_err(failed)?),
            Carrier::Multipart => Arc::new(Multipart::new(endpoint()?).map_err(failed)?),
            Carrier::Sse => Arc::new(Sse::new(endpoint()?).map_err(failed)?),
            Carrier::Websocket => Arc::new(self.web_socket(Subprotocols::Negotiate)?),
            Carrier::WebsocketLegacy => Arc::new(self.web_socket(Subprotocols::GraphqlWs)?),
        })
    }

    fn web_socket(&self, subprotocols: Subprotocols) -> Result<WebSocket, Failure> {
        let url = match self.url.strip_prefix("http") {
            // `http://…` is `ws://…`, `https://…` is `wss://…`.
            Some(rest) => format!("ws{rest}"),
            None => self.url.clone(),
        };
        // A server that never spoke is told at once; one that did and is gone may come back.
        let spoke = Arc::new(AtomicBool::new(false));
        let speaks = spoke.clone();
        let mut builder = WebSocket::builder(url)
            .subprotocols(subprotocols)
            .tls(self.server.tls()?)
            .connect_timeout(self.server.timeout())
            .observe(move |seen| {
                if matches!(seen, Observation::Received(_)) {
                    speaks.store(true, Ordering::Relaxed);
                }
            })
            .reconnect(Reconnect::new().should_retry(move |_| spoke.load(Ordering::Relaxed)));
        for (name, value) in self.server.headers()? {
            builder = builder.header(name, value);
        }
        if let Some(proxy) = self.server.proxy() {
            builder = builder.proxy(proxy);
        }
        if let Some(payload) = &self.init_payload {
            builder = builder.init_payload(Value::Object(object(payload, "--init-payload")?));
        }
        builder.build().map_err(failed)
    }
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

/// A JSON object from the command line, or from the file behind an `@`.
fn object(text: &str, flag: &str) -> Result<Map<String, Value>, Failure> {
    let text = match text.strip_prefix('@') {
        Some(path) => read(Path::new(path))?,
        None => text.to_owned(),
    };
    // A parser may ignore a byte order mark. <https://www.rfc-editor.org/rfc/rfc8259#section-8.1>
    let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(json).map_err(|error| Failure::new(format!("{flag} is not a JSON object: {error}.")))
}

/// Prints a result, and says whether it has errors.
fn tell(payload: &[u8], terminal: &Terminal) -> Outcome {
    terminal.data(&(json::one_line(payload) + "\n"))?;
    let result: Value = serde_json::from_slice(payload).unwrap_or_default();
    let has_errors = result.get("errors").is_some_and(|errors| !errors.is_null());
    Ok(Verdict::bad_if(has_errors))
}
