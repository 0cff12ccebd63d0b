//! The path of a part in the data. <https://spec.graphql.org/September2025/#sec-Response-Position>

use serde_json::Value;
use serde_json::value::RawValue;

use super::members::typed;
use super::{MAX_DEPTH, truncate};
use crate::{Error, PathSegment};

/// The maximum total size of the keys of a path, in bytes.
const MAX_KEYS: usize = 8 * 1024;

/// A path from the server, within the limits.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    segments: Vec<PathSegment>,
}

/// A path that continues another path. Nothing is copied, as a server may refer to a long path often.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps<'a> {
    first: &'a [PathSegment],
    rest: &'a [PathSegment],
}

impl Path {
    /// Parses a path. A path that is absent or null is the root.
    ///
    /// # Errors
    /// Returns an error if the path is not a list of keys and indices, or too long.
    pub(super) fn read(member: Option<Box<RawValue>>) -> Result<Self, Error> {
        let steps: Vec<Value> = typed(member, "a path")?.unwrap_or_default();
        let segments: Vec<_> = steps.into_iter().map(segment).collect::<Result<_, _>>()?;
        let keys = segments.iter().map(|segment| match segment {
            PathSegment::Key(key) => key.len(),
            PathSegment::Index(_) => 0,
        });
        if keys.sum::<usize>() > MAX_KEYS {
            return Err(Error::new(format!(
                "the path of a part is longer than {MAX_KEYS} bytes"
            )));
        }
        Ok(Self { segments })
    }

    /// Removes the last step, which must be an index into a list.
    ///
    /// # Errors
    /// Returns an error if it is not.
    pub(super) fn pop_index(&mut self) -> Result<usize, Error> {
        match self.segments.pop() {
            Some(PathSegment::Index(index)) => Ok(index),
            _ => Err(Error::new(
                "the path of list items does not end with a list index",
            )),
        }
    }

    /// Returns the steps of `base`, or none for the root, followed by those of this path.
    ///
    /// # Errors
    /// Returns an error if there are too many steps.
    pub(super) fn after<'a>(&'a self, base: Option<&'a Self>) -> Result<Steps<'a>, Error> {
        let steps = Steps {
            first: base.map_or(&[], |base| &base.segments),
            rest: &self.segments,
        };
        if steps.len() > MAX_DEPTH {
            return Err(Error::new(format!(
                "the path of a part has more than {MAX_DEPTH} steps"
            )));
        }
        Ok(steps)
    }
}

impl Steps<'_> {
    pub(super) fn len(self) -> usize {
        self.first.len() + self.rest.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &PathSegment> {
        self.first.iter().chain(self.rest)
    }

    /// Returns the error for a path with no value after this number of steps.
    pub(super) fn missing_value(&self, steps: usize) -> Error {
        let mut text = String::from("data");
        for segment in self.iter().take(steps) {
            match segment {
                PathSegment::Key(key) => text.extend([".", key]),
                PathSegment::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        Error::new(format!(
            "the server sent a part for `{}`, which does not exist",
            truncate(&text)
        ))
    }
}

fn segment(value: Value) -> Result<PathSegment, Error> {
    let place = value.as_u64().and_then(|index| usize::try_from(index).ok());
    match (value, place) {
        (Value::String(key), _) => Ok(PathSegment::Key(key)),
        (_, Some(index)) => Ok(PathSegment::Index(index)),
        (other, None) => Err(Error::new(format!(
            "the path of a part has the invalid step {}",
            truncate(&other.to_string())
        ))),
    }
}
