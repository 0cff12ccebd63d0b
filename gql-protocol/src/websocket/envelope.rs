//! The members that every message has, which are read without decoding the payload.
//!
//! A result in the usual form takes the [fast path](super::fast_path).

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::message::{Id, Malformed, Span};

/// A message `{"type": …, "id": …, "payload": …}`. Its payload is not parsed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Envelope {
    /// The member `type`.
    pub kind: String,
    /// The member `id`, if there is one. A number is converted to its digits.
    pub id: Option<Id>,
    /// The position of the member `payload`, if there is one that is not null.
    pub payload: Option<Span>,
}

impl Envelope {
    /// Parses the text of a frame. EnvelopeMembers may be in any order, unknown members are ignored, and the last of several equal
    /// members is used.
    ///
    /// # Errors
    /// Returns an error if the text is not a JSON object with a `type`, or if its `id` is neither a string nor a number.
    pub fn read(text: &[u8]) -> Result<Self, Malformed> {
        let unknown = |error: &dyn fmt::Display| {
            Malformed::new(format!(
                "a frame that is not a JSON object with known members: {error}"
            ))
        };
        let json = std::str::from_utf8(text).map_err(|error| unknown(&error))?;
        let members: EnvelopeMembers<'_> = gql_json::from_str(json).map_err(|error| unknown(&error))?;
        let kind = members
            .kind
            .ok_or_else(|| Malformed::new("a message without `type`"))?;
        let kind = gql_json::from_str::<String>(kind.get())
            .map_err(|_| Malformed::new("a message whose `type` is not a string"))?;
        let id = members.id.map(|id| read_id(id.get())).transpose()?.flatten();
        let payload = members.payload.filter(|raw| raw.get() != "null").map(|raw| {
            // The raw value borrows from the text, so the difference of the addresses is its position.
            let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
            Span {
                range: start..start + raw.get().len(),
                speculative: false,
            }
        });
        Ok(Self { kind, id, payload })
    }
}

/// Returns the range of the payload of a frame, which is parsed for it. The range is empty if there is no payload.
pub(super) fn rescan(text: &[u8]) -> Range<usize> {
    let payload = Envelope::read(text).ok().and_then(|envelope| envelope.payload);
    payload.map_or(0..0, |payload| payload.range)
}

/// Parses an id. Ids are strings, but some servers send numbers.
fn read_id(json: &str) -> Result<Option<Id>, Malformed> {
    match json.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'"') => match gql_json::from_str::<String>(json) {
            Ok(id) if id.is_empty() => Err(Malformed::new("a message with an empty `id`")),
            Ok(id) => Ok(Some(Id::read(&id))),
            Err(_) => Err(Malformed::new("a message whose `id` is not Unicode text")),
        },
        Some(b'-' | b'0'..=b'9') => Ok(Some(Id::read(json))),
        _ => Err(Malformed::new("a message whose `id` is not a string")),
    }
}

#[derive(Default)]
struct EnvelopeMembers<'a> {
    kind: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
    payload: Option<&'a RawValue>,
}

impl<'de: 'a, 'a> Deserialize<'de> for EnvelopeMembers<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_map(MembersVisitor)
            .map(|members: EnvelopeMembers<'de>| members)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = EnvelopeMembers<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = EnvelopeMembers::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => members.kind = Some(map.next_value()?),
                "id" => members.id = Some(map.next_value()?),
                "payload" => members.payload = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload_of(text: &str) -> &str {
        let span = Envelope::read(text.as_bytes()).unwrap().payload.unwrap();
        &text[span.range]
    }

    #[test]
    fn msg_024_025_other_orders_and_further_members() {
        for text in [
            r#"{"payload":{"data":1},"type":"next","id":"7"}"#,
            r#"{"id":"1","payload":{"data":1},"id":"7","type":"next","more":[{}]}"#,
            r#"{"\u0069d":"\u0037","type":"next","payload":{"data":1}}"#,
            r#"{"id":7,"type":"next","payload":{"data":1}}"#,
        ] {
            let envelope = Envelope::read(text.as_bytes()).unwrap();
            assert_eq!(
                (envelope.kind.as_str(), envelope.id),
                ("next", Some(Id(7))),
                "{text}"
            );
            assert_eq!(payload_of(text), r#"{"data":1}"#);
        }
        let followed = r#"{"id":"7","type":"next","payload":{"data":1},"more":{}}"#;
        assert_eq!(&followed[rescan(followed.as_bytes())], r#"{"data":1}"#);
    }

    #[test]
    fn msg_022_023_what_is_no_message() {
        for text in [
            "",
            "BLAHBLAH",
            "null",
            "[]",
            "9",
            "{}",
            r#"{"type":3}"#,
            r#"{"id":"","type":"next"}"#,
            r#"{"type":"next""#,
        ] {
            assert!(Envelope::read(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn ids_are_matched_as_text() {
        assert_eq!(Id::read("18446744073709551615"), Id(u64::MAX));
        for foreign in ["0", "01", "+1", "abc", "1.0", "18446744073709551616"] {
            assert_eq!(Id::read(foreign), Id::FOREIGN, "{foreign}");
        }
    }
}
