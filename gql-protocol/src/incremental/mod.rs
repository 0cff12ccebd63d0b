//! Incremental delivery: one result that comes in parts, put together again. Payloads go in, the result so far comes out.
//!
//! Two formats are read, told apart by the shape of each increment:
//!
//! * `deferSpec=20220824`: an increment has a `path`.
//!   <https://github.com/graphql/defer-stream-wg/discussions/48>,
//!   <https://github.com/graphql/graphql-spec/blob/defer-stream-draft/spec/Section%207%20--%20Response.md>
//! * `incrementalSpec=v0.2`: an increment has an `id`, which an entry of `pending` gave a path to.
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

/// How deep a path may lead and how deep two values are put together: no JSON decoder here goes deeper.
const MAX_DEPTH: usize = 128;

/// How many bytes the payloads after the first may have together, unless the request says. The first is as large as its transport
/// allows: it may be all.
const MAX_SIZE: usize = 64 * 1024 * 1024;

/// A result in the making.
#[derive(Debug)]
pub struct Merger {
    /// How many bytes the payloads after the first may have together.
    limit: usize,
    /// The only payload so far: then it is the result as it came.
    only: Option<Payload>,
    data: Option<Tree>,
    errors: Vec<Box<RawValue>>,
    extensions: Members,
    /// Where the parts that were announced belong, by their ids.
    pending: BTreeMap<String, Path>,
    started: bool,
    has_next: bool,
    size: usize,
}

impl Merger {
    /// A result whose payloads after the first may have `limit` bytes together; 64 MiB without one.
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

    /// Forgets what came: the operation was started anew.
    pub fn start_anew(&mut self) {
        *self = Self::new(Some(self.limit));
    }

    /// Takes the next payload, and says whether the result changed: a last `{"hasNext": false}` changes nothing.
    ///
    /// # Errors
    /// If it is no JSON object, does not fit the payloads before it, or is over a limit. The merger is of no use then.
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

    /// Whether the server said that more is to come.
    pub fn has_next(&self) -> bool {
        self.has_next
    }

    /// Whether a payload came.
    pub fn is_started(&self) -> bool {
        self.started
    }

    /// The result so far, as if it had come at once.
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
                return Err(Error::new("the server began the result a second time"));
            }
            self.data = Some(Tree::Text(data));
        }
        self.errors.extend(received.errors);
        self.extensions.extend(received.extensions);
        for (id, path) in received.pending {
            if self.pending.insert(id.clone(), path).is_some() {
                return Err(Error::new(format!(
                    "the server announced the part `{}` a second time",
                    short(&id)
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
            // With an id the path is the list's; without one its last step is the place of the first item.
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
        "the server sent the part `{}`, which it has not announced",
        short(id)
    ))
}

/// A text of the server's, short enough for a message.
fn short(text: &str) -> String {
    crate::error::excerpt(text.as_bytes())
}
