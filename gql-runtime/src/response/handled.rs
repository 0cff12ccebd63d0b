//! Decodes responses of operations that handle the errors of fields (`@catch`).
//!
//! If there are no errors, or if they precede the data, the data is decoded once. Otherwise, its text is decoded a second time,
//! once the errors are known.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Error as _, MapAccess};
use serde_json::value::RawValue;

use super::decode::{ReadData, decode_members, explain, fill_by, not_a_response};
use super::positions::Position;
use super::settle::{Settled, settle};
use super::{Response, path};
use crate::Error;
use crate::graphql_error::GraphQLError;
use crate::null_error::is_null;
use crate::payload::Payload;

/// The handling of errors by an operation's types, which have values of type `D`.
pub struct FieldErrors<D> {
    fields: &'static [Position],
    // A pointer, so that the function is only compiled for operations that handle errors.
    decode: Decode<D>,
}

/// Decodes an execution result in place.
type Decode<D> = fn(&mut Response<D>, Payload, &'static [Position]) -> Result<(), Error>;

impl<D: DeserializeOwned> FieldErrors<D> {
    /// Creates the handling of errors at these fields of the data.
    pub const fn new(fields: &'static [Position]) -> Self {
        Self {
            fields,
            decode: decode_into::<D>,
        }
    }
}

impl<D> FieldErrors<D> {
    pub(super) fn decode_into(self, response: &mut Response<D>, payload: Payload) -> Result<(), Error> {
        (self.decode)(response, payload, self.fields)
    }
}

impl<D> Clone for FieldErrors<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D> Copy for FieldErrors<D> {}

impl<D> fmt::Debug for FieldErrors<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldErrors")
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

/// Decodes an execution result in place.
fn decode_into<D: DeserializeOwned>(
    response: &mut Response<D>,
    payload: Payload,
    fields: &'static [Position],
) -> Result<(), Error> {
    // As for any other operation, the speculative text is the payload if it is one value.
    let presumed = payload.speculative().map(|text| read(response, text, fields));
    let read = match presumed {
        Some(Ok(())) => Ok(()),
        Some(Err(Rejection::Final(error))) => Err(error),
        Some(Err(Rejection::Text(_))) | None => {
            *response = Response::empty();
            read_bytes(response, payload.as_bytes(), fields)
        }
    };
    read.map_err(|error| match payload.head() {
        Some(head) => error.with_head(head.status, head.headers.clone()),
        None => error,
    })?;
    response.http = payload.into_head();
    Ok(())
}

fn read_bytes<D: DeserializeOwned>(
    response: &mut Response<D>,
    bytes: &[u8],
    fields: &'static [Position],
) -> Result<(), Error> {
    let text = std::str::from_utf8(bytes).map_err(|source| Error::decode(None, source, bytes))?;
    read(response, text, fields).map_err(|failure| match failure {
        Rejection::Final(error) => error,
        Rejection::Text(None) => not_a_response(bytes),
        Rejection::Text(Some(source)) => explain(source, text),
    })
}

/// The failure of a text.
enum Rejection {
    /// The error of the response.
    Final(Error),
    /// The text may not be the payload, or it is no response.
    Text(Option<gql_json::Error>),
}

fn read<D: DeserializeOwned>(
    response: &mut Response<D>,
    text: &str,
    fields: &'static [Position],
) -> Result<(), Rejection> {
    let mut handler = Handler::new(fields);
    let first = fill_by(response, text, &mut handler);
    let errors = match first {
        Ok(false) => return Err(Rejection::Text(None)),
        Ok(true) if handler.is_unsettled && !response.errors.is_empty() => {
            std::mem::take(&mut response.errors)
        }
        Ok(true) => return handler.finish(response),
        Err(_) if handler.failure.is_some() => return handler.finish(response),
        // The null that does not fit may be explained by an error after the data.
        Err(source) => match decode_members(text) {
            Ok((members, true)) if !members.errors.is_empty() => members.errors,
            _ => return Err(Rejection::Text(Some(source))),
        },
    };
    *response = Response::empty();
    let mut handler = Handler {
        known: errors,
        ..Handler::new(fields)
    };
    match fill_by(response, text, &mut handler) {
        Err(source) if handler.failure.is_none() => Err(Rejection::Text(Some(source))),
        _ => handler.finish(response),
    }
}

/// Reads the data with the errors that are known.
struct Handler {
    fields: &'static [Position],
    /// The errors of an earlier pass.
    known: Vec<GraphQLError>,
    /// Whether data was read before an error was known.
    is_unsettled: bool,
    /// Whether the values of the operation handle every error.
    caught: bool,
    /// The index of the error that was thrown.
    thrown: Option<usize>,
    /// The data does not fit the operation's types.
    failure: Option<Error>,
}

impl Handler {
    fn new(fields: &'static [Position]) -> Self {
        Self {
            fields,
            known: Vec::new(),
            is_unsettled: false,
            caught: false,
            thrown: None,
            failure: None,
        }
    }

    /// Decodes data whose errors are known.
    fn settled<D: DeserializeOwned>(&mut self, errors: &[GraphQLError], data: &str) -> Option<D> {
        let text = match settle(self.fields, errors, data) {
            Settled::Thrown(index) => {
                self.thrown = Some(index);
                return None;
            }
            Settled::Data { text, caught } => {
                self.caught = caught;
                text
            }
        };
        let mut reader = gql_json::Reader::new(&text);
        match Option::<D>::deserialize(&mut reader) {
            Ok(data) => data,
            // A required field makes the data null.
            Err(source) if is_null(&source) => None,
            Err(source) => {
                let path = match path::at(&text, source.offset()) {
                    path if path == path::WHOLE => "data".to_owned(),
                    path if path.starts_with('[') => format!("data{path}"),
                    path => format!("data.{path}"),
                };
                self.failure = Some(Error::decode(Some(path), source.explain(&text), text.as_bytes()));
                None
            }
        }
    }

    /// Completes the response, which has been filled.
    fn finish<D>(self, response: &mut Response<D>) -> Result<(), Rejection> {
        let mut errors = std::mem::take(&mut response.errors);
        if errors.is_empty() {
            errors = self.known;
        }
        if let Some(failure) = self.failure {
            return Err(Rejection::Final(failure.with_errors(errors)));
        }
        if let Some(thrown) = self.thrown {
            // The message of the error is that of the first one.
            if let Some(first) = errors.get_mut(..=thrown) {
                first.rotate_right(1);
            }
            return Err(Rejection::Final(Error::graphql(errors).with_terminal(false)));
        }
        response.errors = errors;
        response.caught = self.caught;
        Ok(())
    }
}

impl<'de, D: DeserializeOwned> ReadData<'de, D> for &mut Handler {
    fn read<A: MapAccess<'de>>(
        &mut self,
        errors: &[GraphQLError],
        map: &mut A,
    ) -> Result<Option<D>, A::Error> {
        let known = std::mem::take(&mut self.known);
        let errors = if errors.is_empty() { &known } else { errors };
        let data = if errors.is_empty() {
            self.is_unsettled = true;
            map.next_value()
        } else {
            let text = map.next_value::<&RawValue>()?;
            Ok(self.settled(errors, text.get()))
        };
        self.known = known;
        match &self.failure {
            Some(failure) => Err(A::Error::custom(failure)),
            None => data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codegen::{Caught, FieldResult, object};
    use crate::response;
    use crate::response::positions::Handling::{Keep, NonNull, Null, Result as Caught_, Throw};
    use crate::response::positions::field;

    /// `{ user @catch(to: RESULT) { name @catch(to: THROW) age! } product @catch(to: THROW) ids @catch(to: RESULT, levels: [1])
    /// old @catch(to: NULL) { name @catch(to: THROW) } }`
    const FIELDS: &[Position] = &[
        field(
            "user",
            &[Caught_],
            &[field("name", &[Throw], &[]), field("age", &[NonNull], &[])],
        ),
        field("product", &[Throw], &[]),
        field("ids", &[Keep, Caught_], &[]),
        field("old", &[Null], &[field("name", &[Throw], &[])]),
    ];

    #[derive(Debug, PartialEq)]
    struct Data {
        user: FieldResult<Option<User>>,
        product: Option<i32>,
        ids: Option<Vec<FieldResult<Option<i32>>>>,
        old: Option<User>,
        plain: Option<i32>,
    }

    #[derive(Debug, PartialEq)]
    struct User {
        name: String,
        age: i64,
    }

    impl<'de> Deserialize<'de> for User {
        fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            object(d, &["name", "age"], |(name, age)| Self { name, age })
        }
    }

    impl<'de> Deserialize<'de> for Data {
        fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            object(
                d,
                &["user", "product", "ids", "old", "plain"],
                |(Caught(user), product, ids, old, plain): (_, _, Option<Vec<Caught<_>>>, _, _)| Self {
                    user,
                    product,
                    ids: ids.map(|ids| ids.into_iter().map(|Caught(id)| id).collect()),
                    old,
                    plain,
                },
            )
        }
    }

    fn decoded(text: &str) -> Result<Response<Data>, Error> {
        response::decode(
            Payload::from_bytes(text.to_owned()),
            Some(FieldErrors::new(FIELDS)),
        )
    }

    /// Decodes a response with its errors before and after its data, which must have the same result.
    fn both(data: &str, errors: &str) -> Result<Response<Data>, Error> {
        let first = decoded(&format!(r#"{{"errors":[{errors}],"data":{data}}}"#));
        let last = decoded(&format!(r#"{{"data":{data},"errors":[{errors}]}}"#));
        match (&first, &last) {
            (Ok(first), Ok(last)) => assert_eq!(first, last, "{data} {errors}"),
            (Err(first), Err(last)) => {
                let message = |error: &Error| error.to_string().split(" at line").next().map(str::to_owned);
                assert_eq!(message(first), message(last));
                assert_eq!(first.response_path(), last.response_path());
                assert_eq!(first.graphql_errors(), last.graphql_errors());
            }
            _ => panic!("{first:?} {last:?}"),
        }
        first
    }

    fn user(data: &Data) -> &str {
        match &data.user {
            Ok(Some(user)) => &user.name,
            Ok(None) => "null",
            Err(error) => error.message(),
        }
    }

    #[test]
    fn an_error_takes_the_place_of_its_field() {
        for (data, errors, wanted) in [
            (r#"{"user":null}"#, r#"{"message":"m","path":["user"]}"#, "m"),
            (
                r#"{ "user" : null , "plain" : 1 }"#,
                r#"{"message":"m","path":["user"]}"#,
                "m",
            ),
            // Some servers omit failed fields.
            ("{}", r#"{"message":"m","path":["user"]}"#, "m"),
            (r#"{"plain":1}"#, r#"{"message":"m","path":["user"]}"#, "m"),
            // The error of a non-null field reached its parent.
            (
                r#"{"user":null}"#,
                r#"{"message":"m","path":["user","age"]}"#,
                "m",
            ),
            // With `onError: NULL`, it did not.
            (
                r#"{"user":{"name":"n","age":null}}"#,
                r#"{"message":"m","path":["user","age"]}"#,
                "m",
            ),
            // An error that is thrown is caught by the next field around it.
            (
                r#"{"user":{"name":null,"age":1}}"#,
                r#"{"message":"m","path":["user","name"]}"#,
                "m",
            ),
            // A null without an error is a value, and so is a value with an error.
            (r#"{"user":null}"#, r#"{"message":"m","path":["plain"]}"#, "null"),
            (
                r#"{"user":{"name":"n","age":1}}"#,
                r#"{"message":"m","path":["user"]}"#,
                "n",
            ),
            // The first error counts.
            (
                r#"{"user":null}"#,
                r#"{"message":"m","path":["user","age"]},{"message":"other","path":["user"]}"#,
                "m",
            ),
        ] {
            let response = both(data, errors).unwrap();
            assert_eq!(user(response.data.as_ref().unwrap()), wanted, "{data} {errors}");
        }
        let response = both(
            r#"{"user":null}"#,
            r#"{"message":"m","path":["user","age"],"extensions":{"code":"X"}}"#,
        )
        .unwrap();
        let error = response.data.as_ref().unwrap().user.as_ref().unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.code()),
            ("m (at user.age)", Some("X"))
        );
        assert_eq!(error.graphql_error(), &response.errors[0]);
    }

    #[test]
    fn items_of_lists() {
        let response = both(
            r#"{"user":null,"ids":[1,null,null]}"#,
            r#"{"message":"m","path":["ids",1]},{"message":"far","path":["ids",7]}"#,
        )
        .unwrap();
        assert!(!response.caught);
        let ids = response.data.unwrap().ids.unwrap();
        assert_eq!((&ids[0], &ids[2]), (&Ok(Some(1)), &Ok(None)));
        assert_eq!(ids[1].as_ref().unwrap_err().message(), "m");
    }

    #[test]
    fn an_error_that_nothing_catches_is_that_of_the_call() {
        let error = both(
            r#"{"user":null,"product":null}"#,
            r#"{"message":"other","path":["user"]},{"message":"m","path":["product"]}"#,
        )
        .unwrap_err();
        assert!(error.is_graphql() && !error.is_terminal());
        assert!(error.to_string().starts_with("m (at product)"), "{error}");
        assert_eq!(error.graphql_errors().len(), 2);
    }

    #[test]
    fn a_field_that_is_null_by_request_handles_its_errors() {
        for (data, path) in [
            (r#"{"user":null,"old":null}"#, r#"["old"]"#),
            (
                r#"{"user":null,"old":{"name":null,"age":1}}"#,
                r#"["old","name"]"#,
            ),
        ] {
            let response = both(data, &format!(r#"{{"message":"m","path":{path}}}"#)).unwrap();
            assert_eq!(response.errors.len(), 1);
            assert_eq!(response.into_result().unwrap().old, None);
        }
    }

    /// `data()` fails only for errors that no field represents.
    #[test]
    fn the_data_is_complete_if_its_fields_represent_every_error() {
        let caught = r#"{"message":"m","path":["user"]}"#;
        assert!(both(r#"{"user":null}"#, caught).unwrap().into_result().is_ok());
        for other in [
            r#"{"message":"m","path":["plain"]}"#,
            r#"{"message":"m","path":["plain","unknown"]}"#,
            r#"{"message":"m"}"#,
            r#""text""#,
        ] {
            let response = both(r#"{"user":null,"plain":null}"#, &format!("{caught},{other}")).unwrap();
            assert_eq!(response.errors.len(), 2);
            assert!(response.into_result().unwrap_err().is_graphql());
        }
        // Without data, no field takes or throws an error.
        for without in [
            r#"{"message":"m","path":["user"]}"#,
            r#"{"message":"m","path":["product"]}"#,
            r#"{"message":"m"}"#,
        ] {
            let response = both("null", without).unwrap();
            assert_eq!(response.data, None);
            assert!(response.into_result().unwrap_err().is_graphql());
        }
    }

    #[test]
    fn a_null_without_an_error_is_a_decode_error() {
        for errors in ["", r#"{"message":"m","path":["plain"]}"#, r#"{"message":"m"}"#] {
            let error = both(r#"{"user":{"name":null,"age":1}}"#, errors).unwrap_err();
            assert!(error.is_decode() && !error.is_terminal(), "{error:?}");
            assert_eq!(error.response_path(), Some("data.user.name"), "{error:?}");
            assert_eq!(error.graphql_errors().is_empty(), errors.is_empty());
        }
        let error = both("5", r#"{"message":"m","path":["plain"]}"#).unwrap_err();
        assert_eq!(error.response_path(), Some("data"));
    }

    #[test]
    fn text_that_is_not_a_response() {
        for text in ["{}", "null", r#"{"message":"m"}"#] {
            assert!(decoded(text).unwrap_err().is_protocol(), "{text}");
        }
        for text in [
            "",
            "{\"data\":1",
            r#"{"errors":[{}],"data":{"user":nul}}"#,
            r#"{"data":{"user":nul},"errors":[{}]}"#,
        ] {
            let error = decoded(text).unwrap_err();
            assert!(error.is_decode() && error.is_terminal(), "{text}: {error:?}");
        }
    }

    /// A server cannot make the client panic, or recurse without limit.
    #[test]
    fn hostile_text() {
        let deep = "[".repeat(100_000);
        let path = vec!["\"user\""; 10_000].join(",");
        for data in [
            &*deep,
            r#"{"user":{"user":{}}}"#,
            "{}",
            r#"{"user":"#,
            r#"}{"user""#,
        ] {
            let _ = both(
                data,
                &format!(r#"{{"path":[{path}]}},{{"path":[1]}},{{"path":[]}}"#),
            );
        }
    }
}
