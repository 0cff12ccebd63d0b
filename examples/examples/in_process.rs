//! A transport of your own: the server is in this process, and there is no socket.
//!
//! Run it with `cargo run -p gql-examples --example in_process`.

use std::error;

use async_graphql::Executor;
use futures_util::{StreamExt, TryStreamExt, stream};
use gql_runtime::{
    Client, Error, Request, operations,
    transport::{BoxFuture, BoxStream, Event, Payload, Transport},
};
use shop::{PriceChanged, Search};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

/// Any schema of async-graphql. Requests and responses are the JSON of GraphQL over HTTP.
struct InProcess<S>(S);

impl<S: Executor> Transport for InProcess<S> {
    fn execute(&self, request: Request) -> BoxFuture<Result<Payload, Error>> {
        let schema = self.0.clone();
        Box::pin(async move { to_client(&schema.execute(to_server(&request)?).await) })
    }

    fn subscribe(&self, request: Request) -> BoxStream<Result<Event, Error>> {
        match to_server(&request) {
            Ok(request) => {
                let responses = self.0.execute_stream(request, None);
                Box::pin(responses.map(|response| to_client(&response).map(Event::Next)))
            }
            Err(error) => Box::pin(stream::iter([Err(error)])),
        }
    }
}

fn to_server(request: &Request) -> Result<async_graphql::Request, Error> {
    serde_json::to_value(request)
        .and_then(serde_json::from_value)
        .map_err(|source| Error::protocol("the server cannot read the request").with_source(source))
}

fn to_client(response: &async_graphql::Response) -> Result<Payload, Error> {
    serde_json::to_vec(response)
        .map(Payload::from_bytes)
        .map_err(|source| Error::protocol("the response cannot be written").with_source(source))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let client = Client::new(InProcess(gql_examples::executor()));

    let response = client.query(Search::new("Frankenstein")).await?;
    println!("data: {:?}", response.data);
    for error in &response.errors {
        println!("error: {error}");
    }

    let changes = client.subscribe(PriceChanged { changes: 3 }).data();
    let prices = changes.map_ok(|change| change.price_changed.price);
    println!("prices: {:?}", prices.try_collect::<Vec<_>>().await?);
    Ok(())
}
