//! The settings of one call, which change the request before it is sent.

use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::{OnError, Request, Resume};
use crate::error::Error;
use crate::finite;

/// A request, or the first error of its setters. Setters do not return a `Result`; the call reports the error.
#[derive(Debug)]
pub(crate) struct Prepared(pub(crate) Result<Request, Error>);

impl Prepared {
    /// Sets a header, and replaces any header with this name.
    pub(crate) fn header<N, V>(&mut self, name: N, value: V)
    where
        N: TryInto<HeaderName, Error: Into<http::Error>>,
        V: TryInto<HeaderValue, Error: Into<http::Error>>,
    {
        let header = name
            .try_into()
            .map_err(Into::into)
            .and_then(|name| Ok((name, value.try_into().map_err(Into::into)?)));
        self.change(|request| {
            let (name, value) = header
                .map_err(|source| Error::builder(format!("not a header: {source}")).with_source(source))?;
            request.headers.insert(name, value);
            Ok(())
        });
    }

    pub(crate) fn timeout(&mut self, limit: Duration) {
        self.change(|request| {
            request.timeout = Some(limit);
            Ok(())
        });
    }

    pub(crate) fn extensions(&mut self, extensions: &(impl Serialize + ?Sized)) {
        let json = finite::to_raw_value(extensions);
        self.change(|request| {
            let json = json.map_err(|source| {
                Error::encode_as(
                    format!("the extensions do not serialize to JSON: {source}"),
                    source,
                )
            })?;
            request.extensions = Some(json).filter(|json| json.get() != "null");
            request.check_extensions()
        });
    }

    pub(crate) fn on_error(&mut self, behavior: OnError) {
        self.change(|request| {
            request.on_error = Some(behavior);
            Ok(())
        });
    }

    pub(crate) fn max_parts_size(&mut self, bytes: usize) {
        self.change(|request| {
            request.max_parts_size = Some(bytes);
            Ok(())
        });
    }

    pub(crate) fn resume(&mut self, resume: Resume) {
        self.change(|request| {
            request.resume = Some(resume);
            Ok(())
        });
    }

    fn change(&mut self, change: impl FnOnce(&mut Request) -> Result<(), Error>) {
        if let Ok(request) = &mut self.0
            && let Err(error) = change(request)
        {
            self.0 = Err(error);
        }
    }
}
