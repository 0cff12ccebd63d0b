//! Adds a row to a table behind Hasura, and shows the rows whenever they change.

use std::env;
use std::error::Error;

use gql_runtime::transport::{Endpoint, Http, WebSocket};
use gql_runtime::{Client, operations};
use serde_json::json;

#[operations(
    schema = "schema.graphql",
    documents = "graphql/todos.graphql",
    scalars(timestamptz = "String", uuid = "String")
)]
mod todos {}

use todos::{AddTodo, OpenTodos, TodosInsertInput};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = env::var("HASURA_ADMIN_SECRET")?;
    let endpoint = Endpoint::builder("http://localhost:8080/v1/graphql")
        .header("x-hasura-admin-secret", &secret)
        .build()?;
    // Over a WebSocket, Hasura reads the headers from the payload of `connection_init`.
    let socket =
        WebSocket::new(&endpoint).init_payload(json!({ "headers": { "x-hasura-admin-secret": secret } }));
    let client = Client::builder()
        .queries(Http::new(&endpoint))
        .subscriptions(socket)
        .build();

    let todo = TodosInsertInput {
        title: Some("Read the guide".to_owned()),
        ..TodosInsertInput::default()
    };
    client.mutate(AddTodo { todo }).data().await?;

    let mut todos = client.subscribe(OpenTodos { limit: 10 }).data();
    while let Some(data) = todos.next().await {
        println!("open:");
        for todo in data?.todos {
            println!("  {}", todo.title);
        }
    }
    Ok(())
}
