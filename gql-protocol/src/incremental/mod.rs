//! Incremental delivery: merges the payloads of one result.
//!
//! Two formats are supported, distinguished by the members of each increment:
//!
//! * `deferSpec=20220824`: an increment has a `path`.
//!   <https://github.com/graphql/defer-stream-wg/discussions/48>,
//!   <https://github.com/graphql/graphql-spec/blob/defer-stream-draft/spec/Section%207%20--%20Response.md>
//! * `incrementalSpec=v0.2`: an increment has an `id`, for which an entry of `pending` has the path.
//!   <https://github.com/graphql/graphql-spec/pull/1110>

mod members;
mod path;
mod payload;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::{Error, Payload};
use members::Members;
use path::Path;
use payload::{Increment, Received};
use tree::Tree;

/// The maximum depth of a path and of merged values. No JSON decoder of these crates accepts more.
const MAX_DEPTH: usize = 128;

/// The default for the total size of the payloads after the first one, in bytes. The first payload may be as large as the
/// transport allows, as it may be the whole result.
const MAX_SIZE: usize = 64 * 1024 * 1024;

/// A result that is delivered in parts.
#[derive(Debug)]
pub struct Merger {
    /// The maximum total size of the payloads after the first one, in bytes.
    limit: usize,
    /// The first payload, as long as it is the only one. It is returned unchanged.
    only: Option<Payload>,
    data: Option<Tree>,
    errors: Vec<Box<RawValue>>,
    extensions: Members,
    /// The paths of the announced parts, by their ids.
    pending: BTreeMap<String, Path>,
    started: bool,
    has_next: bool,
    size: usize,
}

impl Merger {
    /// Creates a merger. The payloads after the first one may have `limit` bytes in total; the default is 64 MiB.
    pub fn new(limit: Option<usize>) -> Self {
        Self {
            limit: limit.unwrap_or(MAX_SIZE),
            only: None,
            data: None,
            errors: Vec::new(),
            extensions: Members::default(),
            pending: BTreeMap::new(),
            started: false,
            has_next: false,
            size: 0,
        }
    }

    /// Discards the result, as the operation was restarted.
    pub fn reset(&mut self) {
        *self = Self::new(Some(self.limit));
    }

    /// Merges the next payload. Returns whether the result changed, which a last `{"hasNext": false}` does not do.
    /// # Errors
    /// Returns an error if the payload is not a JSON object, does not fit the payloads before it, or exceeds a limit. The
    /// merger must not be used afterwards.
    pub fn handle_payload(&mut self, payload: Payload) -> Result<bool, Error> {
        let bytes = payload.as_bytes();
        if self.started {
            self.size = self.size.saturating_add(bytes.len());
        }
        if self.size > self.limit {
            return Err(Error::new(format!(
                "the parts of the result are larger than the limit of {} bytes",
                self.limit
            )));
        }
        let received = Received::read(bytes)?;
        let changed = self
            .take(received)
            .map_err(|error| error.with_body(payload.as_bytes()))?;
        self.only = (!self.started).then_some(payload);
        self.started = true;
        Ok(changed)
    }

    /// Returns whether the server announced further payloads.
    pub fn has_next(&self) -> bool {
        self.has_next
    }

    /// Returns whether a payload was merged.
    pub fn is_started(&self) -> bool {
        self.started
    }

    /// Returns the current result, as if it had arrived in a single payload.
    pub fn result(&self) -> Payload {
        match &self.only {
            Some(payload) => payload.clone(),
            None => Payload::from_bytes(Bytes::from(self.write())),
        }
    }

    fn take(&mut self, received: Received) -> Result<bool, Error> {
        let mut changed = !self.started || !received.errors.is_empty() || !received.extensions.is_empty();
        if let Some(data) = received.data {
            if self.started {
                return Err(Error::new("the server sent the initial result twice"));
            }
            self.data = Some(Tree::Text(data));
        }
        self.errors.extend(received.errors);
        self.extensions.extend(received.extensions);
        for (id, path) in received.pending {
            if self.pending.insert(id.clone(), path).is_some() {
                return Err(Error::new(format!(
                    "the server announced the part `{}` twice",
                    truncate(&id)
                )));
            }
        }
        for increment in received.incremental {
            changed = true;
            self.increment(increment)?;
        }
        for (id, errors) in received.completed {
            if self.pending.remove(&id).is_none() {
                return Err(unknown(&id));
            }
            changed |= !errors.is_empty();
            self.errors.extend(errors);
        }
        self.has_next = received.has_next.unwrap_or(self.has_next);
        Ok(changed)
    }

    fn increment(&mut self, increment: Increment) -> Result<(), Error> {
        self.errors.extend(increment.errors);
        self.extensions.extend(increment.extensions);
        let base = match &increment.id {
            Some(id) => Some(self.pending.get(id).ok_or_else(|| unknown(id))?),
            None => None,
        };
        let data = match &mut self.data {
            Some(data) => data,
            None if increment.data.is_none() && increment.items.is_none() => return Ok(()),
            None => return Err(Error::new("the server sent a part of a result without data")),
        };
        let mut path = increment.path;
        if let Some(part) = increment.data {
            let steps = path.after(base)?;
            data.at(steps)?.merge(Tree::Text(part), steps.len())?;
        }
        if let Some(items) = increment.items {
            // With an id, the path is that of the list. Without one, its last step is the index of the first item.
            let first = match base {
                Some(_) => None,
                None => Some(path.pop_index()?),
            };
            let steps = path.after(base)?;
            data.at(steps)?.add_items(items, first, steps.len())?;
        }
        Ok(())
    }

    fn write(&self) -> String {
        let mut out = String::from("{\"data\":");
        match &self.data {
            Some(data) => data.write(&mut out),
            None => out.push_str("null"),
        }
        if !self.errors.is_empty() {
            out.push_str(",\"errors\":");
            tree::write_list(&self.errors, &mut out, |error, out| out.push_str(error.get()));
        }
        if !self.extensions.is_empty() {
            out.push_str(",\"extensions\":");
            tree::write_object(&self.extensions, &mut out, |value, out| out.push_str(value.get()));
        }
        out.push('}');
        out
    }
}

fn unknown(id: &str) -> Error {
    Error::new(format!(
        "the server sent the part `{}`, which it did not announce",
        truncate(id)
    ))
}

/// Truncates a text from the server for an error message.
fn truncate(text: &str) -> String {
    crate::error::excerpt(text.as_bytes())
}
