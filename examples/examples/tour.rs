//! The tour: typed operations over HTTP, both WebSocket protocols, and multipart HTTP, with one server.
//!
//! `operations/*.graphql` is written by hand; every type below is generated from it and from the schema.
//! Run it with `cargo run -p gql-examples --example tour`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{
    Client, operations,
    transport::{Endpoint, WebSocket, websocket::Subprotocols},
};
use shop::{Activity, BookLine, Catalog, activity::ActivityActivity as Event, catalog};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;

    println!("a query over HTTP");
    books(&Client::http(server.http_url())?).await?;

    println!("a subscription over WebSocket, graphql-transport-ws");
    let socket =
        WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlTransportWs);
    events(&Client::new(socket)).await?;

    println!("a subscription over WebSocket, graphql-ws");
    let socket = WebSocket::new(&Endpoint::new(server.ws_url())?).subprotocols(Subprotocols::GraphqlWs);
    events(&Client::new(socket)).await?;

    println!("a subscription over multipart HTTP");
    events(&Client::multipart(server.enveloped_url())?).await?;

    server.stop().await?;
    Ok(())
}

/// Lists the books, and their authors.
async fn books(client: &Client) -> Result<(), gql_runtime::Error> {
    let catalog: catalog::ResponseData = client.query(Catalog::new(true)).data().await?;
    for book in catalog.books {
        let stock = book.stock.map_or("download".to_owned(), |stock| {
            format!("{} in stock", stock.copies)
        });
        let details = match &book.book_line {
            BookLine::PrintedBook(book) => format!("{} pages", book.pages),
            BookLine::Audiobook(book) => format!("{} chapters", book.chapters.len()),
            BookLine::Other(book) => book.format.as_str().to_owned(),
        };
        println!("  {}, {details}, {stock}", book.book_line.title());
    }
    for author in catalog.authors.unwrap_or_default() {
        println!("  by {}", author.name);
    }
    Ok(())
}

/// Prints the first events in the shop, each as it arrives.
async fn events(client: &Client) -> Result<(), gql_runtime::Error> {
    let mut events = client.subscribe(Activity { first: Some(3) }).data();
    while let Some(event) = events.next().await {
        match event?.activity {
            Event::Delivery(it) => println!("  {} {} × {} delivered", it.at, it.copies, it.book.title),
            Event::Sale(it) => println!("  {} {} × {} sold", it.at, it.copies, it.book.title),
            Event::Notice(it) => println!("  {} {}", it.at, it.text),
            Event::Other(type_name) => println!("  a {type_name}, which the schema did not have"),
        }
    }
    println!("  complete");
    Ok(())
}
