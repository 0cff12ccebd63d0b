//! Members of a payload, checked for their types.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::Error;

/// An object with values that are not parsed yet.
pub(super) type Members = BTreeMap<String, Box<RawValue>>;

/// Parses a member that must be `what`, null, or absent.
pub(super) fn typed<T: for<'de> Deserialize<'de>>(
    member: Option<Box<RawValue>>,
    what: &str,
) -> Result<Option<T>, Error> {
    let Some(text) = member else { return Ok(None) };
    serde_json::from_str::<Option<T>>(text.get())
        .map_err(|source| Error::new(format!("a member of the payload is not {what}")).with_source(source))
}

pub(super) fn object(member: Option<Box<RawValue>>) -> Result<Members, Error> {
    Ok(typed(member, "an object")?.unwrap_or_default())
}

/// Parses a list of errors, or a single error that is not in a list.
pub(super) fn errors(member: Option<Box<RawValue>>) -> Result<Vec<Box<RawValue>>, Error> {
    match member {
        Some(text) if !text.get().starts_with('[') && text.get() != "null" => Ok(vec![text]),
        list => Ok(typed(list, "a list of errors")?.unwrap_or_default()),
    }
}

/// Removes the member `id`. It is a string; a number is converted to its digits.
pub(super) fn id(members: &mut Members) -> Result<Option<String>, Error> {
    match typed(members.remove("id"), "an id")? {
        None => Ok(None),
        Some(Value::String(id)) => Ok(Some(id)),
        Some(Value::Number(id)) => Ok(Some(id.to_string())),
        Some(_) => Err(Error::new("the id of a part is not a string")),
    }
}

pub(super) fn required(id: Option<String>) -> Result<String, Error> {
    id.ok_or_else(|| Error::new("a part has no id"))
}
