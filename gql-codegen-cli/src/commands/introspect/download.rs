//! The download of a schema: detects supported introspection features, requests all of them, and falls back to the basics if
//! the server refuses.

use gql_codegen::{ParsedSchema, SourceFile, read_schema};
use gql_runtime::transport::{Http, Payload, Transport};
use gql_runtime::{Error, OperationKind, Request};

use super::query::{self, Knows};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::report::{Format, Limit, many, report};
use crate::server::{Server, block_on, failed};
use crate::terminal::Terminal;

/// A downloaded schema.
pub(super) struct Downloaded {
    /// The response to the introspection query.
    pub(super) json: String,
    /// The schema that the response describes.
    pub(super) schema: ParsedSchema,
}

/// Downloads the schema, and reports parts that are ignored.
pub(super) fn download(url: &str, server: &Server, terminal: &Terminal) -> Result<Downloaded, Failure> {
    let endpoint = server.endpoint(url)?;
    let progress = Progress::default();
    let noted = progress.clone();
    let http = Http::new(&endpoint).progress(move |bytes| noted.note(bytes));
    let session = Session {
        http,
        server,
        terminal,
    };
    let downloaded = block_on(progress.show(terminal, session.schema()))?;
    let diagnostics = &downloaded.schema.diagnostics;
    if !diagnostics.is_empty() && !terminal.is_quiet() {
        let sources = &downloaded.schema.schema.sources;
        terminal.error(&report(diagnostics, sources, Format::Human, Limit::PerRule));
    }
    let types = downloaded.schema.schema.defined_types().count();
    terminal.info(&many(types, "type"));
    Ok(downloaded)
}

struct Session<'s> {
    http: Http,
    server: &'s Server,
    terminal: &'s Terminal,
}

impl Session<'_> {
    async fn schema(&self) -> Result<Downloaded, Failure> {
        // A server that does not answer this query is asked for the features that every server has.
        let knows = match self.ask(query::KNOWS.into()).await {
            Ok(payload) => Knows::read(payload.as_bytes()),
            Err(error) if is_final(&error) => return Err(failed(error)),
            Err(_) => Knows::default(),
        };
        self.terminal.verbose(|| format!("the server supports {knows}"));
        let refusal = match self.ask(query::document(&knows)).await {
            Ok(payload) => match read(&payload) {
                Ok(downloaded) => return Ok(downloaded),
                Err(refusal) => refusal,
            },
            Err(error) if is_final(&error) => return Err(failed(error)),
            Err(error) => failed(error),
        };
        let basics = Knows::default();
        if knows == basics {
            return Err(refusal);
        }
        self.terminal
            .verbose(|| "the server refused; requesting the basics".to_owned());
        let payload = self.ask(query::document(&basics)).await;
        payload
            .ok()
            .and_then(|payload| read(&payload).ok())
            .ok_or(refusal)
    }

    async fn ask(&self, document: String) -> Result<Payload, Error> {
        let mut request = Request::new(document);
        request.kind = Some(OperationKind::Query);
        request.timeout = Some(self.server.timeout());
        self.http.execute(request).await
    }
}

/// Returns whether another query would fail in the same way.
fn is_final(error: &Error) -> bool {
    error.is_connect() || error.is_tls() || error.is_auth()
}

/// Reads a response as if it were a file: anything but a schema is an error.
fn read(payload: &Payload) -> Result<Downloaded, Failure> {
    let json = String::from_utf8(payload.as_bytes().to_vec())
        .map_err(|_| Failure::new("the response is not UTF-8"))?;
    let text = SourceFile::new("answer.json", json.as_str());
    let schema = read_schema(&[text], false);
    if schema.diagnostics.has_errors() {
        return Err(Failure::Unable(schema.diagnostics, schema.schema.sources));
    }
    Ok(Downloaded { json, schema })
}
