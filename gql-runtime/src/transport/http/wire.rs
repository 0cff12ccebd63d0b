//! Serializes requests as JSON or into a URL, with the document or only its hash.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::transport::endpoint::Url;
use crate::{Error, Request};

/// The maximum length of a URL. Servers and proxies reject longer ones.
const MAX_URL: usize = 8000;

/// The representation of the document in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DocumentForm {
    Document,
    /// Only the hash, as `extensions.persistedQuery`.
    PersistedQuery,
    /// The document and its hash, so that the server stores the document.
    Both,
    /// Only the hash, as `documentId`.
    DocumentId,
}

/// Returns the body of a POST. <https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters>
pub(super) fn json(request: &Request, form: DocumentForm) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(&Wire {
        request,
        form,
        extensions: extensions(request, form),
    })
    .map_err(Error::encode)
}

/// [`url`].
pub(super) type QueryUrl = fn(&Url, &Request, DocumentForm) -> Option<Url>;

/// Returns the URL of a GET, or `None` if it would be too long.
/// <https://graphql.github.io/graphql-over-http/draft/#sec-GET>
pub(super) fn url(endpoint: &Url, request: &Request, form: DocumentForm) -> Option<Url> {
    let mut url = endpoint.clone();
    {
        let mut pairs = url.query_pairs_mut();
        if let Some(document) = document(request, form) {
            pairs.append_pair("query", document);
        }
        if let Some(id) = document_id(request, form) {
            pairs.append_pair("documentId", &id);
        }
        if let Some(name) = &request.operation_name {
            pairs.append_pair("operationName", name);
        }
        if let Some(variables) = &request.variables {
            pairs.append_pair("variables", variables.get());
        }
        if let Some(on_error) = request.on_error {
            pairs.append_pair("onError", on_error.as_str());
        }
        if let Some(extensions) = extensions(request, form) {
            pairs.append_pair("extensions", extensions.get());
        }
    }
    (url.as_str().len() <= MAX_URL).then_some(url)
}

struct Wire<'a> {
    request: &'a Request,
    form: DocumentForm,
    extensions: Option<Box<RawValue>>,
}

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(document) = document(self.request, self.form) {
            map.serialize_entry("query", document)?;
        }
        if let Some(id) = document_id(self.request, self.form) {
            map.serialize_entry("documentId", &id)?;
        }
        if let Some(name) = &self.request.operation_name {
            map.serialize_entry("operationName", name)?;
        }
        if let Some(variables) = &self.request.variables {
            map.serialize_entry("variables", variables)?;
        }
        if let Some(on_error) = self.request.on_error {
            map.serialize_entry("onError", on_error.as_str())?;
        }
        if let Some(extensions) = &self.extensions {
            map.serialize_entry("extensions", extensions)?;
        }
        map.end()
    }
}

fn document(request: &Request, form: DocumentForm) -> Option<&str> {
    matches!(form, DocumentForm::Document | DocumentForm::Both).then_some(&*request.document)
}

fn document_id(request: &Request, form: DocumentForm) -> Option<String> {
    let hash = request
        .hash
        .as_ref()
        .filter(|_| form == DocumentForm::DocumentId)?;
    Some(format!("sha256:{hash}"))
}

/// Returns the extensions of the request, with the hash if the form includes it.
fn extensions(request: &Request, form: DocumentForm) -> Option<Box<RawValue>> {
    let hash = request
        .hash
        .as_ref()
        .filter(|_| matches!(form, DocumentForm::PersistedQuery | DocumentForm::Both));
    let Some(hash) = hash else {
        return request.extensions.clone();
    };
    let persisted = format!(r#""persistedQuery":{{"version":1,"sha256Hash":"{hash}"}}"#);
    let own = request
        .extensions
        .as_ref()
        .and_then(|own| own.get().trim().strip_prefix('{'));
    let json = match own.map(str::trim_start) {
        None | Some("}") => format!("{{{persisted}}}"),
        Some(rest) => format!("{{{persisted},{rest}"),
    };
    RawValue::from_string(json).ok()
}
