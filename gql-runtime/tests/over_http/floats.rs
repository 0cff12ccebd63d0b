//! Numbers are decoded to the nearest double, and encoded as text that decodes to the same value, on every path.

use std::sync::{Arc, Mutex};

use futures_util::stream;
use gql_runtime::transport::{BoxFuture, BoxStream, Event, Payload, Transport};
use gql_runtime::{Client, Error, Operation, OperationVariables, Query, Request, Response, Upload, kind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A million in total, a fifth for each of the five paths.
const MANY: usize = 200_000;

/// Answers every operation with this text.
struct Answers(String, Arc<Mutex<Option<Request>>>);

impl Transport for Answers {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        *self.1.lock().unwrap() = Some(request);
        Box::pin(std::future::ready(Ok(Payload::from_bytes(self.0.clone()))))
    }

    fn subscribe(&self, _: Request) -> BoxStream<Result<Event, Error>> {
        let payload = Payload::from_bytes(self.0.clone());
        Box::pin(stream::iter([Ok(Event::Next(payload))]))
    }
}

/// A custom scalar that is decoded from a value in memory.
#[derive(Deserialize, PartialEq, Debug)]
#[serde(from = "Value")]
struct Scalar(u64);

impl From<Value> for Scalar {
    fn from(value: Value) -> Self {
        Self(value.as_f64().unwrap().to_bits())
    }
}

macro_rules! operations {
    ($($name:ident: $kind:ty, $data:ty;)*) => {$(
        #[derive(Serialize, Default)]
        struct $name {
            numbers: Vec<f64>,
            file: Option<Upload>,
        }
        impl OperationVariables for $name {
            type Operation = Self;
        }
        impl Operation for $name {
            type Kind = $kind;
            type Variables = Self;
            type Data = Vec<$data>;
            const NAME: &'static str = stringify!($name);
            const DOCUMENT: &'static str = "…";
            const HASH: &'static str = "";
        }
    )*};
}
operations! {
    Ask: Query, f64;
    Watch: kind::Subscription, f64;
    AskScalar: Query, Scalar;
    AskRaw: Query, Box<RawValue>;
}

/// Returns doubles with any exponent and common ones, each with the text that a server sends: the shortest one, or one
/// with too many digits.
fn numbers(seed: u64, count: usize) -> Vec<(f64, String)> {
    let mut state = seed;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        let number = match numbers.len() % 2 {
            0 => f64::from_bits(random()),
            _ => (random() >> 11) as f64 / (1_u64 << 53) as f64 * 100.0,
        };
        if !number.is_finite() {
            continue;
        }
        let text = match numbers.len() % 4 {
            3 => format!("{:.25}", number),
            _ => format!("{number:e}"),
        };
        let exact = text.parse().unwrap();
        numbers.push((exact, text));
    }
    numbers
}

fn response(numbers: &[(f64, String)]) -> String {
    let texts: Vec<_> = numbers.iter().map(|(_, text)| text.as_str()).collect();
    format!("{{\"data\":[{}]}}", texts.join(","))
}

fn bits<'a>(numbers: impl IntoIterator<Item = &'a f64>) -> Vec<u64> {
    numbers.into_iter().map(|number| number.to_bits()).collect()
}

fn exact(numbers: &[(f64, String)]) -> Vec<u64> {
    bits(numbers.iter().map(|(number, _)| number))
}

fn client(numbers: &[(f64, String)]) -> (Client, Arc<Mutex<Option<Request>>>) {
    let sent = Arc::default();
    (Client::new(Answers(response(numbers), Arc::clone(&sent))), sent)
}

#[tokio::test]
async fn a_query_reads_and_sends_exact_numbers() {
    let numbers = numbers(1, MANY);
    let (client, sent) = client(&numbers);
    let variables = Ask {
        numbers: numbers.iter().map(|(number, _)| *number).collect(),
        file: None,
    };
    let data = client.query(variables).await.unwrap().data.unwrap();
    assert!(bits(&data) == exact(&numbers));
    assert!(sent_numbers(&sent) == exact(&numbers));
}

#[tokio::test]
async fn a_subscription_reads_exact_numbers() {
    let numbers = numbers(2, MANY);
    let (client, _) = client(&numbers);
    let mut events = client.subscribe(Watch::default());
    let data = events.next().await.unwrap().unwrap().data.unwrap();
    assert!(bits(&data) == exact(&numbers));
}

#[tokio::test]
async fn a_custom_scalar_reads_exact_numbers() {
    let numbers = numbers(3, MANY);
    let (client, _) = client(&numbers);
    let response: Response<Vec<Scalar>> = client.query(AskScalar::default()).await.unwrap();
    let read: Vec<_> = response
        .data
        .unwrap()
        .into_iter()
        .map(|Scalar(bits)| bits)
        .collect();
    assert!(read == exact(&numbers));
}

#[tokio::test]
async fn text_that_is_kept_stays_as_it_came() {
    let numbers = numbers(4, MANY);
    let (client, _) = client(&numbers);
    let data = client.query(AskRaw::default()).await.unwrap().data.unwrap();
    assert!(
        data.iter()
            .map(|raw| raw.get())
            .eq(numbers.iter().map(|(_, text)| text.as_str()))
    );
}

#[tokio::test]
async fn variables_beside_a_file_are_exact() {
    let numbers = numbers(5, MANY);
    let (client, sent) = client(&[]);
    let variables = Ask {
        numbers: numbers.iter().map(|(number, _)| *number).collect(),
        file: Some(Upload::from_bytes("a", "b")),
    };
    client.query(variables).await.unwrap();
    assert_eq!(sent.lock().unwrap().as_ref().unwrap().uploads.len(), 1);
    assert!(sent_numbers(&sent) == exact(&numbers));
}

/// Decodes the numbers among the variables that were sent, with another decoder.
fn sent_numbers(sent: &Mutex<Option<Request>>) -> Vec<u64> {
    let request = sent.lock().unwrap().take().unwrap();
    let json = request.variables.unwrap();
    let list = json
        .get()
        .split_once("\"numbers\":[")
        .unwrap()
        .1
        .split_once(']')
        .unwrap()
        .0;
    list.split(',')
        .map(|text| text.parse::<f64>().unwrap().to_bits())
        .collect()
}
