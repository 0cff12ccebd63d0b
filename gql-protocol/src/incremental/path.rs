//! Where in the data a part belongs. <https://spec.graphql.org/September2025/#sec-Response-Position>

use serde_json::Value;
use serde_json::value::RawValue;

use super::members::typed;
use super::{MAX_DEPTH, short};
use crate::{Error, PathSegment};

/// How many bytes the keys of a path may have together.
const MAX_KEYS: usize = 8 * 1024;

/// A path as a server sends it, within the limits.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    segments: Vec<PathSegment>,
}

/// A path that goes on where another one ends. Nothing is copied: a server may name a long path very often.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps<'a> {
    first: &'a [PathSegment],
    rest: &'a [PathSegment],
}

impl Path {
    /// Reads a path; none, and null, is the root.
    ///
    /// # Errors
    /// If it is no list of keys and places, or too long.
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

    /// Takes the last step off, which has to be a place in a list.
    ///
    /// # Errors
    /// If it is none.
    pub(super) fn pop_index(&mut self) -> Result<usize, Error> {
        match self.segments.pop() {
            Some(PathSegment::Index(index)) => Ok(index),
            _ => Err(Error::new(
                "the path of list items does not end with a place in a list",
            )),
        }
    }

    /// From the end of `base`, or from the root, along this path.
    ///
    /// # Errors
    /// If that is too deep.
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

    /// That there is nothing after so many steps.
    pub(super) fn nowhere(&self, steps: usize) -> Error {
        let mut text = String::from("data");
        for segment in self.iter().take(steps) {
            match segment {
                PathSegment::Key(key) => text.extend([".", key]),
                PathSegment::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        Error::new(format!(
            "the server sent a part for `{}`, where there is nothing",
            short(&text)
        ))
    }
}

fn segment(value: Value) -> Result<PathSegment, Error> {
    let place = value.as_u64().and_then(|index| usize::try_from(index).ok());
    match (value, place) {
        (Value::String(key), _) => Ok(PathSegment::Key(key)),
        (_, Some(index)) => Ok(PathSegment::Index(index)),
        (other, None) => Err(Error::new(format!(
            "the path of a part has the step {}",
            short(&other.to_string())
        ))),
    }
}
