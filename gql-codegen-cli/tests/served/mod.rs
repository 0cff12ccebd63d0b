//! A small server for one test: HTTP/1.1, a request a connection, over TCP or TLS.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The response to every request.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "no test needs all of them")]
pub(crate) enum Answer {
    /// An execution result.
    Result,
    /// A schema of one type, to the introspection query.
    Schema,
    /// A late response, with a break of the same length after half of it.
    SlowSchema(Duration),
    /// The schema or an execution result, to requests with the token `secret`; others are refused.
    Private,
    /// These events, as server-sent events.
    Events(&'static str),
    /// These events without their end to the first request, and 404 to the others.
    Cut(&'static str, Arc<AtomicBool>),
    /// These parts to who takes parts; to others an execution result.
    Parts(&'static str),
    /// The schema to a query without `isOneOf`, which it claims to know.
    Boastful,
    /// Anything: the status line's end, a content type and a body.
    Other(&'static str, &'static str, &'static str),
}

/// A server in threads of its own, until the test's process ends.
#[derive(Debug)]
pub(crate) struct Served {
    port: u16,
}

/// TCP, or TLS over it.
trait Pipe: Read + Write {}
impl<T: Read + Write> Pipe for T {}

#[allow(dead_code, reason = "no test needs all of them")]
impl Served {
    pub(crate) fn start(answer: Answer) -> Self {
        Self::start_with(None, answer)
    }

    /// With TLS.
    pub(crate) fn secure(config: Arc<ServerConfig>, answer: Answer) -> Self {
        Self::start_with(Some(config), answer)
    }

    fn start_with(tls: Option<Arc<ServerConfig>>, answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        thread::spawn(move || {
            for tcp in listener.incoming().flatten() {
                let (tls, answer) = (tls.clone(), answer.clone());
                // A client that goes away, or that refuses the certificate, ends its connection alone.
                thread::spawn(move || serve(tcp, tls, &answer));
            }
        });
        Self { port }
    }

    /// Certificates are for `localhost`.
    pub(crate) fn url(&self, scheme: &str) -> String {
        format!("{scheme}://localhost:{}/graphql", self.port)
    }
}

fn serve(tcp: TcpStream, tls: Option<Arc<ServerConfig>>, answer: &Answer) -> std::io::Result<()> {
    let mut pipe: Box<dyn Pipe> = match tls {
        None => Box::new(tcp),
        Some(config) => {
            let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
            Box::new(StreamOwned::new(connection, tcp))
        }
    };
    let request = request(&mut pipe)?;
    match answer {
        Answer::Schema => json(&mut pipe, schema(&request)),
        Answer::Boastful if request.contains("isOneOf") => {
            let body = r#"{"errors":[{"message":"Cannot query field \"isOneOf\" on type \"__Type\"."}]}"#;
            head(&mut pipe, "400 Bad Request", "application/json", Some(body.len()))?;
            pipe.write_all(body.as_bytes())?;
            pipe.flush()
        }
        Answer::Boastful if !request.contains("IntrospectionQuery") => json(
            &mut pipe,
            r#"{"data":{"type":{"fields":[{"name":"isOneOf","args":[]}]}}}"#,
        ),
        Answer::Boastful => json(&mut pipe, schema(&request)),
        Answer::SlowSchema(pause) => {
            let body = schema(&request);
            let (first, second) = body.split_at(body.len() / 2);
            thread::sleep(*pause);
            head(&mut pipe, "200 OK", "application/json", Some(body.len()))?;
            pipe.write_all(first.as_bytes())?;
            pipe.flush()?;
            thread::sleep(*pause);
            pipe.write_all(second.as_bytes())?;
            pipe.flush()
        }
        Answer::Private
            if !request
                .to_ascii_lowercase()
                .contains("authorization: bearer secret\r\n") =>
        {
            head(&mut pipe, "401 Unauthorized", "text/plain", Some(0))
        }
        Answer::Private if request.contains("__schema") || request.contains("IntrospectionQuery") => {
            json(&mut pipe, schema(&request))
        }
        Answer::Private => json(&mut pipe, r#"{"data":{"__typename":"Query"}}"#),
        Answer::Cut(_, was_cut) if was_cut.swap(true, Ordering::Relaxed) => {
            head(&mut pipe, "404 Not Found", "text/plain", Some(0))
        }
        Answer::Events(events) | Answer::Cut(events, _) => {
            head(&mut pipe, "200 OK", "text/event-stream", None)?;
            pipe.write_all(events.as_bytes())?;
            pipe.flush()
        }
        Answer::Parts(parts) if request.to_ascii_lowercase().contains("multipart/mixed") => {
            head(&mut pipe, "200 OK", "multipart/mixed; boundary=\"-\"", None)?;
            pipe.write_all(parts.as_bytes())?;
            pipe.flush()
        }
        Answer::Result | Answer::Parts(_) => json(&mut pipe, r#"{"data":{"__typename":"Query"}}"#),
        Answer::Other(status, content_type, body) => {
            head(&mut pipe, status, content_type, Some(body.len()))?;
            pipe.write_all(body.as_bytes())?;
            pipe.flush()
        }
    }
}

/// To the question what introspection knows: nothing.
fn schema(request: &str) -> &'static str {
    if !request.contains("IntrospectionQuery") {
        return r#"{"data":{}}"#;
    }
    concat!(
        r#"{"data":{"__schema":{"queryType":{"name":"Query"},"mutationType":null,"subscriptionType":null,"#,
        r#""types":[{"kind":"OBJECT","name":"Query","description":null,"fields":[{"name":"price","description":null,"#,
        r#""args":[],"type":{"kind":"SCALAR","name":"Float","ofType":null},"isDeprecated":false,"deprecationReason":null}],"#,
        r#""inputFields":null,"interfaces":[],"enumValues":null,"possibleTypes":null}],"directives":[]}}}"#
    )
}

fn json(pipe: &mut dyn Pipe, body: &str) -> std::io::Result<()> {
    head(pipe, "200 OK", "application/json", Some(body.len()))?;
    pipe.write_all(body.as_bytes())?;
    pipe.flush()
}

/// Without a length, the body goes on to the end of the connection.
fn head(pipe: &mut dyn Pipe, status: &str, content_type: &str, length: Option<usize>) -> std::io::Result<()> {
    let length = length.map_or_else(String::new, |length| format!("content-length: {length}\r\n"));
    write!(
        pipe,
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\nconnection: close\r\n{length}\r\n"
    )
}

/// The head and the body.
fn request(pipe: &mut dyn Pipe) -> std::io::Result<String> {
    let mut reader = BufReader::new(pipe);
    let (mut text, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        let is_end = line == "\r\n";
        text.push_str(&line);
        if is_end {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(text + &String::from_utf8_lossy(&body))
}
