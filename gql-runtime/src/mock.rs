//! The typed side of the mock transport: an answer that does not fit its operation is refused where the test writes it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::error::Error;
use crate::operation::Operation;
use crate::response::Response;
use crate::transport::{Event, Mock, MockOperation, MockSubscription, Payload};

impl Mock {
    /// Returns an operation, to be given its answers: `mock.on::<Books>().answer(…)?`.
    ///
    /// An operation of `graphql_client` has its name at run time alone: [`on_named`](Self::on_named).
    pub fn on<O: Operation>(&self) -> MockOperation<O::Data> {
        MockOperation::new(self.clone(), O::NAME.to_owned())
    }
}

impl<D: DeserializeOwned> MockOperation<D> {
    /// Answers the operation with data, once: JSON, or a value that serializes to it.
    ///
    /// # Errors
    /// If the data do not fit the operation ([`Error::is_decode`]); [`Error::response_path`] says where.
    pub fn answer(&self, data: impl Serialize) -> Result<(), Error> {
        self.push(Ok(of_data::<D>(&data)?));
        Ok(())
    }

    /// Answers the operation with a whole response, once: `{"data": …, "errors": […], "extensions": …}`.
    ///
    /// # Errors
    /// If the data do not fit the operation ([`Error::is_decode`]), or the JSON is no response ([`Error::is_protocol`]).
    pub fn respond(&self, response: impl Serialize) -> Result<(), Error> {
        self.push(Ok(of_response::<D>(&response)?));
        Ok(())
    }

    /// Computes the data from the variables whenever no other answer is left. Without variables the function gets `{}`.
    ///
    /// Data that do not fit the operation are the error of the call, as those of a server would be.
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
        answer: impl Fn(Value) -> Result<R, Error> + Send + Sync + 'static,
    ) {
        self.handle(move |variables| answer(variables).and_then(|data| of_data::<D>(&data)));
    }
}

impl<D: DeserializeOwned> MockSubscription<D> {
    /// Sends an event that is data alone: JSON, or a value that serializes to it.
    ///
    /// # Errors
    /// If the data do not fit the operation ([`Error::is_decode`]); [`Error::response_path`] says where.
    pub fn data(&self, data: impl Serialize) -> Result<(), Error> {
        self.push(Ok(Event::Next(of_data::<D>(&data)?)));
        Ok(())
    }

    /// Sends an event that is a whole response: `{"data": …, "errors": […], "extensions": …}`.
    ///
    /// # Errors
    /// If the data do not fit the operation ([`Error::is_decode`]), or the JSON is no response ([`Error::is_protocol`]).
    pub fn respond(&self, response: impl Serialize) -> Result<(), Error> {
        self.push(Ok(Event::Next(of_response::<D>(&response)?)));
        Ok(())
    }
}

fn of_data<D: DeserializeOwned>(data: &impl Serialize) -> Result<Payload, Error> {
    of_response::<D>(&json!({ "data": value(data)? }))
}

/// Writes a response, and checks that it decodes as the client will decode it.
fn of_response<D: DeserializeOwned>(response: &impl Serialize) -> Result<Payload, Error> {
    let payload = Payload::from_bytes(value(response)?.to_string());
    Response::<D>::decode(payload.clone())?;
    Ok(payload)
}

fn value(value: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|source| {
        Error::encode_as(
            format!("the answer of a mock does not serialize to JSON: {source}"),
            source,
        )
    })
}
