//! What is sent: a document, its variables as JSON, and what belongs to one request alone.

mod resume;
mod settings;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::document::{self, OperationKind};
use crate::error::Error;
use crate::upload::{self, Upload};

pub(crate) use resume::Resume;
pub(crate) use settings::Prepared;

/// A request, untyped: what a transport sends.
///
/// Serialises to `{"query": …, "operationName": …, "variables": …, "extensions": …}`, members without a value left out. One with
/// [uploads](Self::uploads) does not: JSON cannot hold them.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// What kind of operation it is, where that is known.
    pub kind: Option<OperationKind>,
    /// The document.
    pub document: Cow<'static, str>,
    /// The operation to run.
    pub operation_name: Option<Cow<'static, str>>,
    /// A JSON object.
    pub variables: Option<Box<RawValue>>,
    /// A JSON object; any other value is an error ([`Error::is_builder`]).
    /// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
    pub extensions: Option<Box<RawValue>>,
    /// SHA-256 of the document in hexadecimal, where it is known.
    pub hash: Option<Cow<'static, str>>,
    /// Headers of this request alone. A WebSocket has none for a single operation: it refuses a request that has some
    /// ([`Error::is_builder`]).
    pub headers: HeaderMap,
    /// How long to wait for the result, or for the first result of a subscription, instead of the transport's own limit.
    pub timeout: Option<Duration>,
    /// Whether the result may come in parts (`@defer`, `@stream`): the transport says so to the server.
    pub incremental: bool,
    /// How large the parts of a result may be that come after the first, together, in bytes; `None` is 64 MiB. The transport limits
    /// each of them, the first too.
    pub max_parts_size: Option<usize>,
    /// The files among the variables, with their paths, such as `variables.files.0`; there the variables have `null`.
    pub uploads: Vec<(String, Upload)>,
    /// The variables with which a subscription continues: see [`resumed`](Self::resumed).
    pub(crate) resume: Option<Resume>,
}

impl Request {
    /// A request for a document without variables.
    pub fn new(document: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: None,
            document: document.into(),
            operation_name: None,
            variables: None,
            extensions: None,
            hash: None,
            headers: HeaderMap::new(),
            timeout: None,
            incremental: false,
            max_parts_size: None,
            uploads: Vec::new(),
            resume: None,
        }
    }

    /// Checks that the request can run as an operation with one result.
    ///
    /// # Errors
    /// If it is a subscription, or its extensions are no object ([`Error::is_builder`]).
    pub(crate) fn gives_one_result(&self) -> Result<(), Error> {
        self.check_extensions()?;
        match self.found_kind() {
            Some(OperationKind::Subscription) => Err(Error::builder(
                "a subscription gives a stream of results, not one: run it by `Client::subscribe`, an untyped one by \
                 `Client::subscribe_raw`",
            )),
            _ => Ok(()),
        }
    }

    /// Checks that the request can run as a stream, which starts again when its connection is lost. A query can: some servers keep
    /// its result up to date.
    ///
    /// # Errors
    /// If it is a mutation, has a limit for parts that a subscription does not have, or its extensions are no object
    /// ([`Error::is_builder`]).
    pub(crate) fn gives_a_stream(&self) -> Result<(), Error> {
        self.check_extensions()?;
        if self.max_parts_size.is_some() {
            return Err(Error::builder(
                "`max_parts_size` limits the parts of one result (`@defer`, `@stream`), which the events of a subscription are not",
            ));
        }
        match self.found_kind() {
            Some(OperationKind::Mutation) => Err(Error::builder(
                "a mutation gives one result, not a stream: run it by `Client::mutate`, an untyped one by `Client::execute_raw`",
            )),
            _ => Ok(()),
        }
    }

    /// # Errors
    /// If the extensions are another JSON value than an object ([`Error::is_builder`]).
    fn check_extensions(&self) -> Result<(), Error> {
        match &self.extensions {
            Some(json) if !json.get().trim_start().starts_with('{') => Err(Error::builder(
                "the extensions of a request are a JSON object, and these are another value",
            )),
            _ => Ok(()),
        }
    }

    /// The kind, looked for in the document where it is not set.
    pub(crate) fn found_kind(&self) -> Option<OperationKind> {
        let name = self.operation_name.as_deref();
        self.kind.or_else(|| document::kind(&self.document, name))
    }

    /// Sets the variables: something that serialises to a JSON object; none are sent for `null` and `{}`.
    ///
    /// # Errors
    /// If they do not serialise to JSON, or have a number that JSON does not have ([`Error::is_encode`]).
    pub fn set_variables(&mut self, variables: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        let (json, uploads) = upload::collect(variables).map_err(Error::encode)?;
        self.uploads = uploads;
        self.variables = Some(json).filter(|json| !matches!(json.get(), "null" | "{}"));
        Ok(())
    }
}

impl Serialize for Request {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{Error, SerializeMap};
        if !self.uploads.is_empty() {
            return Err(S::Error::custom("files are sent by the HTTP transport alone"));
        }
        let mut map = serializer.serialize_map(None)?;
        if !self.document.is_empty() {
            map.serialize_entry("query", &self.document)?;
        }
        if let Some(name) = &self.operation_name {
            map.serialize_entry("operationName", name)?;
        }
        if let Some(variables) = &self.variables {
            map.serialize_entry("variables", variables)?;
        }
        if let Some(extensions) = &self.extensions {
            map.serialize_entry("extensions", extensions)?;
        }
        map.end()
    }
}

/// Variables and the values of headers are left out: they may be secret.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("kind", &self.kind)
            .field("operation_name", &self.operation_name)
            .field("document", &self.document)
            .finish_non_exhaustive()
    }
}
