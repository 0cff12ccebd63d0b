//! Decodes the text of a response into the operation's types, in one pass.

use std::fmt;

use gql_json::Tree;
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{FieldErrors, Response, path};
use crate::Error;
use crate::graphql_error::{GraphQLError, errors_from};
use crate::null_error::is_null;
use crate::payload::Payload;

/// Decodes an execution result, and the errors of its fields if the operation handles them.
///
/// # Errors
/// Returns [`Error::is_decode`] with the response path and the GraphQL errors of the response, [`Error::is_protocol`] if the
/// text is JSON, but not a GraphQL response, or the [GraphQL errors](Error::is_graphql) that the operation throws.
pub(crate) fn decode<D: DeserializeOwned>(
    payload: Payload,
    field_errors: Option<FieldErrors<D>>,
) -> Result<Response<D>, Error> {
    let mut response = Response::empty();
    decode_into(&mut response, payload, field_errors).map(|()| response)
}

/// Decodes an execution result in place. A response is large, and each function in between would move it.
///
/// # Errors
/// Returns the same errors as [`decode`].
pub(crate) fn decode_into<D: DeserializeOwned>(
    response: &mut Response<D>,
    payload: Payload,
    field_errors: Option<FieldErrors<D>>,
) -> Result<(), Error> {
    if let Some(field_errors) = field_errors {
        return field_errors.decode_into(response, payload);
    }
    // If the speculative text is one value, it is the payload. Otherwise, the payload ends elsewhere.
    let presumed = payload.speculative().map(|text| fill(response, text));
    if !matches!(presumed, Some(Ok(true))) {
        *response = Response::empty();
        read(response, payload.as_bytes()).map_err(|error| match payload.head() {
            Some(head) => error.with_head(head.status, head.headers.clone()),
            None => error,
        })?;
    }
    response.http = payload.into_head();
    Ok(())
}

fn read<D: DeserializeOwned>(response: &mut Response<D>, bytes: &[u8]) -> Result<(), Error> {
    // Validating UTF-8 once and parsing a `str` is faster than serde_json validating each string.
    let text = std::str::from_utf8(bytes).map_err(|source| Error::decode(None, source, bytes))?;
    match fill(response, text) {
        Ok(true) => Ok(()),
        Ok(false) => Err(not_a_response(bytes)),
        Err(source) => Err(explain(source, text)),
    }
}

/// Decodes a response in place. It is large, and each function in between would move it. Returns whether the text has a
/// member of a response.
fn fill<'de, D: Deserialize<'de>>(
    response: &mut Response<D>,
    text: &'de str,
) -> Result<bool, gql_json::Error> {
    fill_by(response, text, AsSent)
}

/// Decodes a response in place, and its data by `read`.
pub(super) fn fill_by<'de, D, R: ReadData<'de, D>>(
    response: &mut Response<D>,
    text: &'de str,
    read: R,
) -> Result<bool, gql_json::Error> {
    let mut reader = gql_json::Reader::new(text);
    let is_response = ResponseMembers(response, read).deserialize(&mut reader)?;
    reader.end()?;
    Ok(is_response)
}

/// Reads the data of a response.
pub(super) trait ReadData<'de, D> {
    /// Reads the value of the member, which is next. `errors` are those before it.
    fn read<A: MapAccess<'de>>(
        &mut self,
        errors: &[GraphQLError],
        map: &mut A,
    ) -> Result<Option<D>, A::Error>;
}

/// Data is decoded as it was sent.
struct AsSent;

impl<'de, D: Deserialize<'de>> ReadData<'de, D> for AsSent {
    #[inline]
    fn read<A: MapAccess<'de>>(&mut self, _: &[GraphQLError], map: &mut A) -> Result<Option<D>, A::Error> {
        map.next_value()
    }
}

/// Decodes the members of a response other than its data.
pub(super) fn decode_members(text: &str) -> Result<(Response<IgnoredAny>, bool), gql_json::Error> {
    let mut response = Response::empty();
    let is_response = fill(&mut response, text)?;
    Ok((response, is_response))
}

/// Finds the response path of a failure, and the GraphQL errors that may be its cause.
#[cold]
pub(super) fn explain(source: gql_json::Error, text: &str) -> Error {
    match decode_members(text) {
        Ok((members, _)) => {
            let path = path::at(text, source.offset());
            Error::decode(Some(path), source.explain(text), text.as_bytes()).with_errors(members.errors)
        }
        Err(second) if second.is_syntax() => Error::decode(None, second.explain(text), text.as_bytes()),
        Err(second) => not_a_response(text.as_bytes()).with_source(second.explain(text)),
    }
}

pub(super) fn not_a_response(bytes: &[u8]) -> Error {
    Error::protocol(match crate::error::excerpt(bytes) {
        Some(excerpt) => format!("the response is not a GraphQL response: {excerpt}"),
        None => "the response is empty".to_owned(),
    })
    .with_body(bytes)
}

/// Decodes the GraphQL errors in the body of a failed request. There are none if it is not a GraphQL response.
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
#[cfg_attr(not(feature = "__endpoint"), allow(dead_code))]
pub(crate) fn errors_in(body: &[u8]) -> Vec<GraphQLError> {
    let members = std::str::from_utf8(body)
        .ok()
        .and_then(|text| decode_members(text).ok());
    members.map(|(response, _)| response.errors).unwrap_or_default()
}

/// Returns whether the body is a GraphQL response, a JSON object with `data` or `errors`.
#[cfg(feature = "__endpoint")]
pub(crate) fn is_response(body: &[u8]) -> bool {
    let members = std::str::from_utf8(body)
        .ok()
        .and_then(|text| decode_members(text).ok());
    members.is_some_and(|(_, is_response)| is_response)
}

/// A visitor that decodes the members of a response in place.
struct ResponseMembers<'a, D, R>(&'a mut Response<D>, R);

impl<'de, D, R: ReadData<'de, D>> DeserializeSeed<'de> for ResponseMembers<'_, D, R> {
    type Value = bool;

    fn deserialize<T: serde::Deserializer<'de>>(self, deserializer: T) -> Result<bool, T::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, D, R: ReadData<'de, D>> Visitor<'de> for ResponseMembers<'_, D, R> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GraphQL response, an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let Self(response, mut read) = self;
        let mut is_response = false;
        while let Some(member) = map.next_key()? {
            match member {
                Member::Data => {
                    // If a required field makes the data null, its text has been read to the end.
                    response.data = match read.read(&response.errors, &mut map) {
                        Ok(data) => data,
                        Err(error) if is_null(&error) => None,
                        Err(error) => return Err(error),
                    };
                    is_response = true;
                }
                Member::Errors => {
                    let value = map.next_value::<Tree>()?.into_value();
                    is_response |= !value.is_null();
                    response.errors = errors_from(value);
                }
                Member::Extensions => {
                    if let Value::Object(members) = map.next_value::<Tree>()?.into_value() {
                        response.extensions = members;
                    }
                }
                Member::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(is_response)
    }
}

enum Member {
    Data,
    Errors,
    Extensions,
    Unknown,
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<T: serde::Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        deserializer.deserialize_identifier(MemberVisitor)
    }
}

struct MemberVisitor;

impl Visitor<'_> for MemberVisitor {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member of a GraphQL response")
    }

    fn visit_str<E>(self, key: &str) -> Result<Member, E> {
        Ok(match key {
            "data" => Member::Data,
            "errors" => Member::Errors,
            "extensions" => Member::Extensions,
            _ => Member::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    type Numbers = HashMap<String, Vec<HashMap<String, i32>>>;

    fn decoded<D: DeserializeOwned>(text: &'static str) -> Result<Response<D>, Error> {
        decode(Payload::from_bytes(text), None)
    }

    #[test]
    fn members_in_any_order() {
        let response: Response<HashMap<String, i32>> =
            decoded(r#"{"extensions":{"e":1},"new":[1],"errors":[{"message":"half"}],"data":{"a":1}}"#)
                .unwrap();
        assert_eq!(response.data.as_ref().unwrap()["a"], 1);
        assert_eq!(response.errors[0].message, "half");
        assert_eq!(response.extensions["e"], 1);
        let error = response.into_result().unwrap_err();
        assert!(error.is_graphql() && !error.is_terminal());
        assert_eq!(error.to_string(), "half");
    }

    #[test]
    fn responses_without_data() {
        for text in [
            r#"{"data":null}"#,
            r#"{"data":null,"errors":null}"#,
            r#"{"errors":[{"message":"m"}]}"#,
        ] {
            assert_eq!(decoded::<i32>(text).unwrap().data, None, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_response_is_a_protocol_error() {
        for text in [
            r#"{"message":"Bad credentials"}"#,
            "null",
            "[1]",
            "7",
            r#"{"errors":null}"#,
            "{}",
        ] {
            let error = decoded::<i32>(text).unwrap_err();
            assert!(error.is_protocol(), "{text}: {error:?}");
            assert!(error.to_string().ends_with(text), "{error}");
            assert_eq!(error.body_excerpt(), Some(text));
        }
    }

    #[test]
    fn a_text_that_is_not_json_is_a_terminal_decode_error() {
        for bytes in [
            &b""[..],
            b"<html>",
            b"{\"data\":1",
            b"{\"data\":1} x",
            b"{\"data\":\"\x80\"}",
        ] {
            let error = decode::<i32>(Payload::from_bytes(bytes.to_vec()), None).unwrap_err();
            assert!(error.is_decode() && error.is_terminal(), "{error:?}");
            assert_eq!(error.response_path(), None);
        }
        let deep = format!("{{\"data\":{}{}}}", "[".repeat(200), "]".repeat(200));
        assert!(
            decode::<Value>(Payload::from_bytes(deep), None)
                .unwrap_err()
                .is_decode()
        );
    }

    /// Unlike a number, a conversion fails after its value was read, which may be the last one of the object.
    #[test]
    fn an_error_of_a_conversion_has_the_path_of_its_member() {
        #[derive(Debug, Deserialize)]
        #[serde(try_from = "i64")]
        struct Small;

        impl TryFrom<i64> for Small {
            type Error = &'static str;

            fn try_from(number: i64) -> Result<Self, Self::Error> {
                (number < 100).then_some(Self).ok_or("too large")
            }
        }

        for (text, path) in [
            (r#"{"data":{"a":[{"b":1,"c":100}]}}"#, "data.a[0].c"),
            (r#"{"data":{"a":[{"c":100 } ]}}"#, "data.a[0].c"),
            (r#"{"data":{"a":[{"c":100,"b":1}]}}"#, "data.a[0].c"),
        ] {
            let error = decoded::<HashMap<String, Vec<HashMap<String, Option<Small>>>>>(text).unwrap_err();
            assert_eq!(error.response_path(), Some(path), "{text}: {error}");
        }
    }

    #[test]
    fn a_decode_error_has_the_path_and_the_graphql_errors() {
        for (text, path) in [
            (
                r#"{"data":{"a":[{"b":1},{"b":"x"}]},"errors":[{"message":"m"}]}"#,
                "data.a[1].b",
            ),
            (
                "{\"errors\":[{\"message\":\"m\"}],\n \"data\": {\"a\": [\n{\"b\" : true}]}}",
                "data.a[0].b",
            ),
            (
                r#"{"data":{"a":[{"é\"":1},{"b":2,"c":9999999999}]},"errors":[{"message":"m"}]}"#,
                "data.a[1].c",
            ),
            (r#"{"data":{"a":{}},"errors":[{"message":"m"}]}"#, "data.a"),
            (r#"{"data":5,"errors":[{"message":"m"}]}"#, "data"),
        ] {
            let error = decoded::<Numbers>(text).unwrap_err();
            assert!(error.is_decode() && !error.is_terminal(), "{error:?}");
            assert_eq!(error.response_path(), Some(path), "{text}: {error}");
            assert_eq!(error.graphql_errors()[0].message, "m");
        }
    }
}
