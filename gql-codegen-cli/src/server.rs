//! The server options that `introspect` and `run` share.

use std::env;
use std::fmt;
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use gql_runtime::transport::{Endpoint, Proxy};
use gql_runtime::{Error, Tls};

use gql_codegen::project::Project;

use crate::failure::Failure;

/// Options for reaching a server.
#[derive(Clone, Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct Server {
    /// Request header; ${NAME} is replaced by that environment variable; repeatable
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE")]
    headers: Vec<String>,
    /// Seconds to wait for a response
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Proxy for all connections, instead of the one in the environment
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    /// Additional trusted certificate authorities (PEM file)
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Client certificate (PEM file)
    #[arg(long, value_name = "FILE", requires = "client_key")]
    client_certificate: Option<PathBuf>,
    /// Private key of the client certificate (PEM file)
    #[arg(long, value_name = "FILE", requires = "client_certificate")]
    client_key: Option<PathBuf>,
    /// Accept any certificate; use for testing only
    #[arg(long)]
    insecure: bool,
}

/// Omits headers and addresses, which may contain secrets.
impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Server {
    /// Returns the URL and the server with its headers: either the given URL with the given headers, or `url` of the only
    /// project with its `headers`, over which the given headers take precedence.
    ///
    /// Headers of the configuration are never sent to another URL.
    pub(crate) fn target(&self, url: Option<&str>, projects: &[Project]) -> Result<(String, Self), Failure> {
        if let Some(url) = url {
            return Ok((url.to_owned(), self.clone()));
        }
        let remote = match projects {
            [project] => &project.remote,
            _ => {
                return Err(Failure::with_help(
                    "the configuration has several projects, and no URL was specified",
                    "choose one with `--project`",
                ));
            }
        };
        let Some(url) = &remote.url else {
            return Err(Failure::with_help(
                "no URL was specified",
                "specify it on the command line, or set `url` in gql.toml",
            ));
        };
        let mut server = self.clone();
        let is_given = |name: &str| {
            let mut given = self.headers.iter().filter_map(|header| header.split_once(':'));
            given.any(|(given, _)| given.trim().eq_ignore_ascii_case(name))
        };
        for (name, value) in &remote.headers {
            if !is_given(name) {
                server.headers.push(format!("{name}: {value}"));
            }
        }
        Ok((expand(url)?, server))
    }

    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// Creates an endpoint for the transports over HTTP.
    pub(crate) fn endpoint(&self, url: &str) -> Result<Endpoint, Failure> {
        let help = match url.split_once("://") {
            None => Some("a URL starts with a scheme: `http://` or `https://`".to_owned()),
            Some(("ws" | "wss", _)) => Some("only `gql-codegen run` supports WebSockets".into()),
            Some(_) => None,
        };
        if let Some(help) = help {
            return Err(Failure::with_help("expected an `http` or `https` URL", help));
        }
        self.endpoint_of_any(url)
    }

    /// Creates an endpoint for any transport.
    pub(crate) fn endpoint_of_any(&self, url: &str) -> Result<Endpoint, Failure> {
        let mut builder = Endpoint::builder(url)
            .tls(self.tls()?)
            .connect_timeout(self.timeout());
        for (name, value) in self.headers()? {
            builder = builder.header(name.as_str(), value.as_str());
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(Proxy::all(proxy).map_err(failed)?);
        }
        builder.build().map_err(failed)
    }

    /// Returns the names and values of the headers, with environment variables replaced.
    fn headers(&self) -> Result<Vec<(String, String)>, Failure> {
        let header = |text: &String| {
            let (name, value) = text.split_once(':').ok_or_else(|| {
                Failure::with_help("missing colon in a header", "write it as `Name: value`")
            })?;
            Ok((name.trim().to_owned(), expand(value.trim())?))
        };
        self.headers.iter().map(header).collect()
    }

    fn tls(&self) -> Result<Tls, Failure> {
        let mut tls = Tls::new().danger_accept_invalid_certs(self.insecure);
        if let Some(path) = &self.ca {
            let text = read(path)?;
            tls = tls.add_ca_pem(&text).map_err(|error| of_pem(path, &error))?;
        }
        if let (Some(certificate), Some(key)) = (&self.client_certificate, &self.client_key) {
            tls = tls
                .client_certificate_pem(&read(certificate)?, &read(key)?)
                .map_err(|error| of_pem(certificate, &error))?;
        }
        Ok(tls)
    }
}

fn of_pem(path: &Path, error: &Error) -> Failure {
    Failure::of_file(path, "used", error)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::of_file(path, "read", error))
}

/// Replaces `${NAME}` with the value of the environment variable.
fn expand(text: &str) -> Result<String, Failure> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        let value = env::var(name).map_err(|_| {
            Failure::with_help(
                format!("environment variable `{name}` is not set"),
                "set it, or remove it from the header or URL",
            )
        })?;
        expanded.push_str(before);
        expanded.push_str(&value);
        rest = tail;
    }
    Ok(expanded + rest)
}

/// Converts an error of the runtime, including the response of the server.
pub(crate) fn failed(error: Error) -> Failure {
    let mut message = error.to_string();
    for each in error.graphql_errors() {
        let text = each.to_string();
        if !message.contains(&text) {
            message += &format!("\n{text}");
        }
    }
    let first = std::error::Error::source(&error);
    let causes: Vec<_> = iter::successors(first, |cause| cause.source())
        .map(ToString::to_string)
        .collect();
    // If the message contains the root cause, the intermediate causes add nothing.
    if !causes.last().is_some_and(|cause| message.contains(cause)) {
        for cause in causes {
            if !message.contains(&cause) {
                message += &format!(": {cause}");
            }
        }
    }
    let said = error
        .body_excerpt()
        .map(str::trim)
        .filter(|body| !body.is_empty());
    Failure::of_server(message, said.map(|body| format!("the server said: {body}")))
}

/// Runs a task to completion on the current thread.
pub(crate) fn block_on<T>(task: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start the network runtime: {error}")))?;
    runtime.block_on(task)
}
