//! The meaning of a part: an event, a heartbeat, or the end of the stream. The form of the body decides, and not the head of the
//! response, which contradicts the body with some servers.

use std::ops::Range;

use bytes::Bytes;
use serde::de::IgnoredAny;

use super::fast_path;
use super::object::PartMembers;
use super::parser::{Form, Part};
use crate::{Error, Message, Payload};

/// Reads the body of a part. `members` are the members of a body that is an object.
///
/// | Body | Meaning |
/// | --- | --- |
/// | `{"payload": {…}}` | an execution result |
/// | `{"payload": null, "errors": […]}` | the stream failed |
/// | `{"data": …}` | an execution result without an envelope |
/// | `{"errors": […]}` | the operation failed: there was no execution |
/// | `{}`, `{"payload": null}` | a heartbeat |
pub(super) fn read(part: Part, members: &PartMembers) -> Message {
    let body = part.body;
    match part.form {
        Form::Result(result) => Message::Next(Payload::speculate(body, result, fast_path::rescan)),
        Form::Object => read_object(body, members),
        Form::Other => Message::Fatal(not_an_object(&body)),
    }
}

fn read_object(body: Bytes, members: &PartMembers) -> Message {
    let text = |range: &Option<Range<usize>>| {
        range
            .clone()
            .map(|range| body.slice(range))
            .filter(|text| !matches!(&text[..], b"null" | b"[]" | b""))
    };
    match (text(&members.payload), &members.data) {
        (Some(payload), _) => match text(&members.errors) {
            None => Message::Next(Payload::from_bytes(payload)),
            Some(errors) => Message::Last(Payload::from_bytes(payload), errors),
        },
        (None, Some(_)) => Message::Next(Payload::from_bytes(body)),
        (None, None) => text(&members.errors).map_or(Message::Heartbeat, Message::Failed),
    }
}

/// Reads the body of a part of one result. It has no envelope, and adds to the result if it is not empty.
/// <https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md>
pub(super) fn read_increment(part: Part, members: &PartMembers) -> Message {
    let is_bare = matches!(part.form, Form::Object) && members.payload.is_none();
    let is_empty = part.body.len() > 1 && part.body[1..part.body.len() - 1].trim_ascii().is_empty();
    if is_bare && !is_empty {
        Message::Next(Payload::from_bytes(part.body))
    } else {
        read(part, members)
    }
}

fn not_an_object(body: &[u8]) -> Error {
    match serde_json::from_slice::<IgnoredAny>(body) {
        Err(source) => Error::json(source, body),
        Ok(_) => {
            let excerpt = crate::error::excerpt(body);
            Error::new(format!("a part of the response is not an object: {excerpt}")).with_body(body)
        }
    }
}
