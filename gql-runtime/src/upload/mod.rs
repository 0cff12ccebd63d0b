//! A file among the variables. <https://github.com/jaydenseric/graphql-multipart-request-spec>

mod collect;

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use serde::{Serialize, Serializer};

pub(crate) use collect::collect;

/// A file to upload. This is the Rust type of the scalar that servers call `Upload`.
///
/// It may occur anywhere in the variables of an operation, also several times. The [`Http`](crate::transport::Http)
/// transport implements the GraphQL multipart request specification; other transports reject it
/// ([`Error::is_encode`](crate::Error::is_encode)).
///
/// ```
/// # use gql_runtime::Upload;
/// let notes = Upload::from_bytes("notes.txt", "Dear diary").content_type("text/plain");
/// let scan = Upload::from_path("/scans/0001.tiff");
/// ```
#[derive(Clone, PartialEq)]
pub struct Upload {
    pub(crate) name: Cow<'static, str>,
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) content: UploadContent,
}

#[derive(Clone, PartialEq)]
pub(crate) enum UploadContent {
    Bytes(Bytes),
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    Path(std::path::PathBuf),
}

impl Upload {
    /// Creates a file with this name and content.
    pub fn from_bytes(name: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        Self::new(name.into(), UploadContent::Bytes(bytes.into()))
    }

    /// Creates a file from a path. It is read while it is sent and never loaded into memory as a whole. The server only
    /// sees its file name. A browser has no paths: there it is [`from_bytes`](Self::from_bytes).
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    pub fn from_path(path: impl Into<std::path::PathBuf>) -> Self {
        let path = path.into();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Self::new(name.into(), UploadContent::Path(path))
    }

    fn new(name: Cow<'static, str>, content: UploadContent) -> Self {
        Self {
            name,
            content_type: "application/octet-stream".into(),
            content,
        }
    }

    /// Sets the media type. The default is `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = media_type.into();
        self
    }
}

/// Only works while the variables of a [`Request`](crate::Request) are set, as JSON cannot contain a file.
impl Serialize for Upload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match collect::register(self) {
            Some(mark) => serializer.serialize_str(&mark),
            None => Err(serde::ser::Error::custom(
                "an upload can only be among the variables of a request",
            )),
        }
    }
}

/// Omits the content and the path.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
