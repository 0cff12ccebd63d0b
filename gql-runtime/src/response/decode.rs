//! One pass over the text of a response, into the operation's own types.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::{Response, errors_from, path};
use crate::Error;
use crate::transport::Payload;

/// Decodes an execution result.
///
/// # Errors
/// [`Error::is_decode`], with the place in the response and the GraphQL errors beside the data; [`Error::is_protocol`] when
/// the text is JSON, but not a GraphQL response.
pub(crate) fn decode<D: DeserializeOwned>(payload: Payload) -> Result<Response<D>, Error> {
    // A presumed text that is one value is the payload; one that is not ends elsewhere.
    let presumed = payload.presumed_text().map(serde_json::from_str::<Members<D>>);
    let read = match presumed {
        Some(Ok(members)) if members.is_response => Ok(members.response),
        _ => read(payload.as_bytes()),
    };
    match read {
        Ok(mut response) => {
            response.http = payload.into_head();
            Ok(response)
        }
        Err(error) => Err(match payload.into_head() {
            Some(head) => error.with_head(head.status, head.headers),
            None => error,
        }),
    }
}

fn read<D: DeserializeOwned>(bytes: &[u8]) -> Result<Response<D>, Error> {
    // Checking UTF-8 once and reading a `str` is faster than letting serde_json check each string.
    let text = std::str::from_utf8(bytes)
        .map_err(|source| Error::decode(None, serde::de::Error::custom(source), bytes))?;
    match serde_json::from_str::<Members<D>>(text) {
        Ok(members) if members.is_response => Ok(members.response),
        Ok(_) => Err(not_a_response(bytes)),
        Err(source) => Err(explain::<D>(source, text)),
    }
}

/// Only on failure: finds the place, and the GraphQL errors that may be the reason.
fn explain<D: DeserializeOwned>(source: serde_json::Error, text: &str) -> Error {
    match serde_json::from_str::<Members<IgnoredAny>>(text) {
        Ok(members) => {
            // In front of a late `__typename` values are kept and read afterwards: then the place is one within the value.
            let ordered = path::type_names_first(text);
            let text_of_place = ordered.as_deref().unwrap_or(text);
            let source = match serde_json::from_str::<Members<D>>(text_of_place) {
                Err(source) => source,
                Ok(_) => source,
            };
            let path = path::at(text_of_place, source.line(), source.column());
            Error::decode(Some(path), source, text.as_bytes()).with_errors(members.response.errors)
        }
        Err(second) if second.is_data() => not_a_response(text.as_bytes()).with_source(second),
        Err(second) => Error::decode(None, second, text.as_bytes()),
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
pub(crate) fn errors_in(body: &[u8]) -> Vec<super::GraphQLError> {
    serde_json::from_slice::<Members<IgnoredAny>>(body)
        .map(|members| members.response.errors)
        .unwrap_or_default()
}

/// Whether the body is a GraphQL response: a JSON object with `data` or `errors`.
#[cfg(feature = "__endpoint")]
pub(crate) fn is_response(body: &[u8]) -> bool {
    serde_json::from_slice::<Members<IgnoredAny>>(body).is_ok_and(|members| members.is_response)
}

/// A response and whether it had a member that makes it one.
struct Members<D> {
    response: Response<D>,
    is_response: bool,
}

impl<'de, D: Deserialize<'de>> Deserialize<'de> for Members<D> {
    fn deserialize<T: serde::Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        deserializer.deserialize_map(ResponseVisitor(PhantomData))
    }
}

struct ResponseVisitor<D>(PhantomData<D>);

impl<'de, D: Deserialize<'de>> Visitor<'de> for ResponseVisitor<D> {
    type Value = Members<D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GraphQL response, an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut data = None;
        let mut errors = Vec::new();
        let mut extensions = Map::new();
        let mut is_response = false;
        while let Some(member) = map.next_key()? {
            match member {
                Member::Data => {
                    data = map.next_value()?;
                    is_response = true;
                }
                Member::Errors => {
                    let value: Value = map.next_value()?;
                    is_response |= !value.is_null();
                    errors = errors_from(value);
                }
                Member::Extensions => {
                    if let Value::Object(members) = map.next_value()? {
                        extensions = members;
                    }
                }
                Member::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Members {
            response: Response {
                data,
                errors,
                extensions,
                http: None,
            },
            is_response,
        })
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
