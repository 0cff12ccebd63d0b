//! Requests: a document, its variables as JSON, and the settings of one request.

mod on_error;
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

pub use on_error::OnError;
pub(crate) use resume::Resume;
pub(crate) use settings::Prepared;

/// An untyped request, as a transport sends it.
///
/// It serializes to `{"query": …, "operationName": …, "variables": …, "onError": …, "extensions": …}`, without the members
/// that have no value. A request with [uploads](Self::uploads) does not serialize, as JSON cannot contain files.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The kind of the operation, if it is known.
    pub kind: Option<OperationKind>,
    /// The document.
    pub document: Cow<'static, str>,
    /// The name of the operation to run.
    pub operation_name: Option<Cow<'static, str>>,
    /// The variables, a JSON object.
    pub variables: Option<Box<RawValue>>,
    /// The error behavior that the server is asked for. It is not sent if it is `None`.
    /// <https://github.com/graphql/graphql-spec/pull/1163>
    pub on_error: Option<OnError>,
    /// The extensions, a JSON object. Any other value is an error ([`Error::is_builder`]).
    /// <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
    pub extensions: Option<Box<RawValue>>,
    /// The SHA-256 hash of the document in hexadecimal, if it is known.
    pub hash: Option<Cow<'static, str>>,
    /// The headers of this request. A WebSocket does not have headers for single operations, so it rejects a request with
    /// headers ([`Error::is_builder`]).
    pub headers: HeaderMap,
    /// The timeout for the result, or for the first result of a subscription. It overrides the timeout of the transport.
    pub timeout: Option<Duration>,
    /// Whether the result may be delivered in parts (`@defer`, `@stream`). The transport announces this to the server.
    pub incremental: bool,
    /// The maximum total size of the parts of a result after the first one, in bytes. `None` is 64 MiB. The transport
    /// limits the size of each part, including the first one.
    pub max_parts_size: Option<usize>,
    /// The files among the variables with their paths, such as `variables.files.0`. The variables have `null` in their
    /// place.
    pub uploads: Vec<(String, Upload)>,
    /// The variables with which a subscription continues: see [`resumed`](Self::resumed).
    pub(crate) resume: Option<Resume>,
}

impl Request {
    /// Creates a request for a document without variables.
    pub fn new(document: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind: None,
            document: document.into(),
            operation_name: None,
            variables: None,
            on_error: None,
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

    /// Checks that the request can be executed with a single result.
    ///
    /// # Errors
    /// Returns an error if it is a subscription, or if its extensions are not an object ([`Error::is_builder`]).
    pub(crate) fn check_single_result(&self) -> Result<(), Error> {
        self.check_extensions()?;
        match self.operation_kind() {
            Some(OperationKind::Subscription) => Err(Error::builder(
                "a subscription gives a stream of results, not one: run it by `Client::subscribe`, an untyped one by \
                 `Client::subscribe_raw`",
            )),
            _ => Ok(()),
        }
    }

    /// Checks that the request can be executed as a stream, which is restarted if its connection is lost. This includes
    /// queries, as some servers keep their results up to date.
    ///
    /// # Errors
    /// Returns an error if it is a mutation, if it limits the size of parts, which a subscription does not have, or if its
    /// extensions are not an object ([`Error::is_builder`]).
    pub(crate) fn check_stream(&self) -> Result<(), Error> {
        self.check_extensions()?;
        if self.max_parts_size.is_some() {
            return Err(Error::builder(
                "`max_parts_size` limits the parts of one result (`@defer`, `@stream`) and does not apply to subscriptions",
            ));
        }
        match self.operation_kind() {
            Some(OperationKind::Mutation) => Err(Error::builder(
                "a mutation has one result, not a stream: use `Client::mutate`, or `Client::execute_raw` for an untyped mutation",
            )),
            _ => Ok(()),
        }
    }

    /// Checks that the extensions are an object.
    ///
    /// # Errors
    /// Returns an error if they are not ([`Error::is_builder`]).
    fn check_extensions(&self) -> Result<(), Error> {
        match &self.extensions {
            Some(json) if !json.get().trim_start().starts_with('{') => Err(Error::builder(
                "the extensions of a request must be a JSON object",
            )),
            _ => Ok(()),
        }
    }

    /// Returns the kind, which is detected in the document if it is not set.
    pub(crate) fn operation_kind(&self) -> Option<OperationKind> {
        let name = self.operation_name.as_deref();
        self.kind.or_else(|| document::kind(&self.document, name))
    }

    /// Sets the variables, which must serialize to a JSON object. Nothing is sent for `null` and `{}`.
    ///
    /// # Errors
    /// Returns an error if they do not serialize to JSON, or have a number that is not finite ([`Error::is_encode`]).
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
            return Err(S::Error::custom("files can only be sent by the HTTP transport"));
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
        if let Some(on_error) = self.on_error {
            map.serialize_entry("onError", on_error.as_str())?;
        }
        if let Some(extensions) = &self.extensions {
            map.serialize_entry("extensions", extensions)?;
        }
        map.end()
    }
}

/// Omits variables and the values of headers, which may be confidential.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("kind", &self.kind)
            .field("operation_name", &self.operation_name)
            .field("document", &self.document)
            .finish_non_exhaustive()
    }
}
