//! One pass over the text of a response, into the operation's own types.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{Response, path};
use crate::Error;
use crate::graphql_error::errors_from;
use crate::payload::Payload;

/// Decodes an execution result.
///
/// # Errors
/// [`Error::is_decode`], with the place in the response and the GraphQL errors beside the data; [`Error::is_protocol`] when
/// the text is JSON, but not a GraphQL response.
pub(crate) fn decode<D: DeserializeOwned>(payload: Payload) -> Result<Response<D>, Error> {
    let mut response = Response::empty();
    decode_into(&mut response, payload).map(|()| response)
}

/// Decodes an execution result where it is to be: a response is large, and each layer between would move it.
///
/// # Errors
/// As for [`decode`].
pub(crate) fn decode_into<D: DeserializeOwned>(
    response: &mut Response<D>,
    payload: Payload,
) -> Result<(), Error> {
    // A presumed text that is one value is the payload; one that is not ends elsewhere.
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
    // Checking UTF-8 once and reading a `str` is faster than letting serde_json check each string.
    let text = std::str::from_utf8(bytes).map_err(|source| Error::decode(None, source, bytes))?;
    match fill(response, text) {
        Ok(true) => Ok(()),
        Ok(false) => Err(not_a_response(bytes)),
        Err(source) => Err(explain(source, text)),
    }
}

/// Reads into a response, in place: it is large, and each layer between here and its members would move it. Gives whether there
/// was a member that makes it one.
fn fill<'de, D: Deserialize<'de>>(
    response: &mut Response<D>,
    text: &'de str,
) -> Result<bool, gql_json::Error> {
    let mut reader = gql_json::Reader::new(text);
    let is_response = Members(response).deserialize(&mut reader)?;
    reader.end()?;
    Ok(is_response)
}

/// The members of a response alone, whatever its data.
fn skim(text: &str) -> Result<(Response<IgnoredAny>, bool), gql_json::Error> {
    let mut response = Response::empty();
    let is_response = fill(&mut response, text)?;
    Ok((response, is_response))
}

/// Only on failure: finds the place, and the GraphQL errors that may be the reason.
#[cold]
fn explain(source: gql_json::Error, text: &str) -> Error {
    match skim(text) {
        Ok((skimmed, _)) => {
            let path = path::at(text, source.offset());
            Error::decode(Some(path), source.explain(text), text.as_bytes()).with_errors(skimmed.errors)
        }
        Err(second) if second.is_syntax() => Error::decode(None, second.explain(text), text.as_bytes()),
        Err(second) => not_a_response(text.as_bytes()).with_source(second.explain(text)),
    }
}

fn not_a_response(bytes: &[u8]) -> Error {
    Error::protocol(match crate::error::excerpt(bytes) {
        Some(excerpt) => format!("the server's answer is not a GraphQL response: {excerpt}"),
        None => "the server's answer is empty".to_owned(),
    })
    .with_body(bytes)
}

/// Reads the GraphQL errors of a body that came with a failure; none when it is not a GraphQL response.
#[cfg(any(feature = "__endpoint", feature = "websocket"))]
pub(crate) fn errors_in(body: &[u8]) -> Vec<crate::GraphQLError> {
    let skimmed = std::str::from_utf8(body).ok().and_then(|text| skim(text).ok());
    skimmed.map(|(response, _)| response.errors).unwrap_or_default()
}

/// Whether the body is a GraphQL response: a JSON object with `data` or `errors`.
#[cfg(feature = "__endpoint")]
pub(crate) fn is_response(body: &[u8]) -> bool {
    let skimmed = std::str::from_utf8(body).ok().and_then(|text| skim(text).ok());
    skimmed.is_some_and(|(_, is_response)| is_response)
}

/// Reads the members of a response into it.
struct Members<'a, D>(&'a mut Response<D>);

impl<'de, D: Deserialize<'de>> DeserializeSeed<'de> for Members<'_, D> {
    type Value = bool;

    fn deserialize<T: serde::Deserializer<'de>>(self, deserializer: T) -> Result<bool, T::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, D: Deserialize<'de>> Visitor<'de> for Members<'_, D> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GraphQL response, an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let Self(response) = self;
        let mut is_response = false;
        while let Some(member) = map.next_key()? {
            match member {
                Member::Data => {
                    response.data = map.next_value()?;
                    is_response = true;
                }
                Member::Errors => {
                    let value: Value = map.next_value()?;
                    is_response |= !value.is_null();
                    response.errors = errors_from(value);
                }
                Member::Extensions => {
                    if let Value::Object(members) = map.next_value()? {
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
        decode(Payload::from_bytes(text))
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
    fn no_data() {
        for text in [
            r#"{"data":null}"#,
            r#"{"data":null,"errors":null}"#,
            r#"{"errors":[{"message":"m"}]}"#,
        ] {
            assert_eq!(decoded::<i32>(text).unwrap().data, None, "{text}");
        }
    }

    #[test]
    fn what_is_no_response_is_a_protocol_error_with_an_excerpt() {
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
    fn what_is_no_json_is_a_terminal_decode_error() {
        for bytes in [
            &b""[..],
            b"<html>",
            b"{\"data\":1",
            b"{\"data\":1} x",
            b"{\"data\":\"\x80\"}",
        ] {
            let error = decode::<i32>(Payload::from_bytes(bytes.to_vec())).unwrap_err();
            assert!(error.is_decode() && error.is_terminal(), "{error:?}");
            assert_eq!(error.response_path(), None);
        }
        let deep = format!("{{\"data\":{}{}}}", "[".repeat(200), "]".repeat(200));
        assert!(
            decode::<Value>(Payload::from_bytes(deep))
                .unwrap_err()
                .is_decode()
        );
    }

    #[test]
    fn a_misfit_names_its_path_and_keeps_the_errors() {
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
