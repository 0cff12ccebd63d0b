//! The typed part of the mock transport. An answer that does not fit its operation is an error where the test sets it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::Error;
use crate::operation::Operation;
use crate::response::{self, FieldErrors};
use crate::transport::{Event, MaybeSend, MaybeSync, Mock, MockOperation, MockSubscription, Payload};

impl Mock {
    /// Returns the operation, for which answers can be set: `mock.on::<Books>().answer(…)?`.
    ///
    /// The name of an operation of `graphql_client` is only known at run time, so use [`on_named`](Self::on_named) for it.
    pub fn on<O: Operation>(&self) -> MockOperation<O::Data> {
        MockOperation::new(self.clone(), O::NAME.to_owned(), O::FIELD_ERRORS)
    }
}

impl<D: DeserializeOwned + 'static> MockOperation<D> {
    /// Answers the operation once with data: JSON, or a value that serializes to it.
    ///
    /// # Errors
    /// Returns an error if the data does not fit the operation ([`Error::is_decode`]), with its [`Error::response_path`].
    pub fn answer(&self, data: impl Serialize) -> Result<(), Error> {
        self.push(Ok(of_data(self.field_errors, &data)?));
        Ok(())
    }

    /// Answers the operation once with a whole response: `{"data": …, "errors": […], "extensions": …}`.
    ///
    /// # Errors
    /// Returns an error if the data does not fit the operation ([`Error::is_decode`]), or if the JSON is not a response
    /// ([`Error::is_protocol`]).
    pub fn respond(&self, response: impl Serialize) -> Result<(), Error> {
        self.push(Ok(of_response(self.field_errors, &response)?));
        Ok(())
    }

    /// Computes the data from the variables whenever no other answer is left. Without variables, the function is called
    /// with `{}`.
    ///
    /// If the data does not fit the operation, the call fails, as with data from a server.
    ///
    /// ```
    /// # use gql_runtime::{Error, Operation, Query, transport::Mock};
    /// # use serde_json::json;
    /// # fn run<Square: Operation<Kind = Query>>() {
    /// let mock = Mock::new();
    /// mock.on::<Square>().answer_with(|variables| match variables["of"].as_i64() {
    ///     Some(of) => Ok(json!({"square": of * of})),
    ///     None => Err(Error::connect("the test wants a failure here")),
    /// });
    /// # }
    /// ```
    pub fn answer_with<R: Serialize>(
        &self,
        answer: impl Fn(Value) -> Result<R, Error> + MaybeSend + MaybeSync + 'static,
    ) {
        let field_errors = self.field_errors;
        self.handle(move |variables| answer(variables).and_then(|data| of_data(field_errors, &data)));
    }
}

impl<D: DeserializeOwned> MockSubscription<D> {
    /// Sends an event with only data: JSON, or a value that serializes to it.
    ///
    /// # Errors
    /// Returns an error if the data does not fit the operation ([`Error::is_decode`]), with its [`Error::response_path`].
    pub fn data(&self, data: impl Serialize) -> Result<(), Error> {
        self.push(Ok(Event::Next(of_data(self.field_errors, &data)?)));
        Ok(())
    }

    /// Sends an event that is a whole response: `{"data": …, "errors": […], "extensions": …}`.
    ///
    /// # Errors
    /// Returns an error if the data does not fit the operation ([`Error::is_decode`]), or if the JSON is not a response
    /// ([`Error::is_protocol`]).
    pub fn respond(&self, response: impl Serialize) -> Result<(), Error> {
        self.push(Ok(Event::Next(of_response(self.field_errors, &response)?)));
        Ok(())
    }
}

fn of_data<D: DeserializeOwned>(
    field_errors: Option<FieldErrors<D>>,
    data: &impl Serialize,
) -> Result<Payload, Error> {
    of_response(field_errors, &json!({ "data": value(data)? }))
}

/// Serializes a response, and checks that the client can decode it. Errors that the operation throws are an answer, too.
fn of_response<D: DeserializeOwned>(
    field_errors: Option<FieldErrors<D>>,
    response: &impl Serialize,
) -> Result<Payload, Error> {
    let payload = Payload::from_bytes(value(response)?.to_string());
    match response::decode(payload.clone(), field_errors) {
        Err(error) if !error.is_graphql() => Err(error),
        _ => Ok(payload),
    }
}

fn value(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|source| {
        Error::encode_as(
            format!("the answer of a mock does not serialize to JSON: {source}"),
            source,
        )
    })
}
