//! Variables and responses with such numbers, and the reader of responses beside serde_json.

use gql_runtime::transport::{BoxFuture, BoxStream, Event, Payload, Transport};
use gql_runtime::{Client, Error, Request};
use serde_json::Number;

use crate::NUMBERS;
use crate::agree::agree;
use crate::texts::{Choices, text};

#[gql_runtime::operations(
    schema = "schema.graphql",
    documents = "prices.graphql",
    scalars(Decimal = "serde_json::Number", JSON = "serde_json::Value")
)]
mod generated {}

use generated::{Prices, prices};

pub(crate) fn run() {
    for number in NUMBERS {
        scalars(number);
        agree(number);
        agree(&format!(
            r#"{{"value":{number},"raw":{number},"loose":[{number}],"tagged":{{"kind":"B","a":{number}}}}}"#
        ));
    }
    for seed in 0..20_000 {
        agree(&text(&mut Choices(seed)));
    }
}

/// Sends a number in a variable, and receives it in custom scalars, with the name of the type before and after them.
fn scalars(number: &str) {
    let book = |name_first: &str, name_last: &str| {
        format!(
            r#"{{{name_first}"price":{number},"details":{{"at":[{number}]}},"pages":320,"weight":0.1{name_last}}}"#
        )
    };
    let name = r#""__typename":"Book""#;
    let (first, last) = (book(&format!("{name},"), ""), book("", &format!(",{name}")));
    let answer = Answer {
        text: format!(r#"{{"data":{{"prices":[{first},{last}]}},"extensions":{{"at":{number}}}}}"#),
        variables: format!(r#"{{"at":{number}}}"#),
    };
    let exact: Number = serde_json::from_str(number).expect("a number");
    let response = futures_executor::block_on(
        Client::new(answer)
            .query(Prices { at: exact.clone() })
            .into_future(),
    );
    let response = response.expect("a response");
    assert_eq!(response.extensions["at"].to_string(), exact.to_string());
    let books = response.data.expect("data").prices;
    assert_eq!(books.len(), 2);
    for book in books {
        let prices::PricesPrices::Book(book) = book else {
            panic!("{book:?}");
        };
        assert_eq!(book.price.to_string(), exact.to_string());
        assert_eq!(
            book.details.expect("details")["at"][0].to_string(),
            exact.to_string()
        );
        assert_eq!((book.pages, book.weight), (320, 0.1));
    }
}

/// A server that always gives the same answer, to requests with these variables.
struct Answer {
    text: String,
    variables: String,
}

impl Transport for Answer {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let sent = serde_json::to_string(&request).expect("a request");
        assert!(sent.contains(&self.variables), "{sent}");
        let payload = Payload::from_bytes(self.text.clone());
        Box::pin(std::future::ready(Ok(payload)))
    }

    fn subscribe(&self, _: Request) -> BoxStream<Result<Event, Error>> {
        unreachable!("there is no subscription")
    }
}
