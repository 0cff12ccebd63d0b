//! The attribute: all operations of a program in one module, which share the types of fragments, enums, and inputs.
//!
//! Run it with `cargo run -p gql-examples --example attribute`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{Client, operations};
use shop::{BookFilter, BookLine, Catalog, Format, Search, search::SearchSearch};

#[operations(
    schema = "../schemas/bookshop.graphql",
    documents = "operations/*.graphql",
    scalars(DateTime = "String")
)]
mod shop {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;

    let ebooks = BookFilter::default().format(Format::Ebook);
    let filter = BookFilter::default().not(ebooks);
    let catalog = client.query(Catalog::new(true).filter(filter)).data().await?;
    println!("the catalog at {}, without e-books:", catalog.now);
    for book in &catalog.books {
        println!("  {}", line(&book.book_line));
    }
    for author in catalog.authors.iter().flatten() {
        println!("  {}, born {:?}", author.name, author.born);
    }

    let found = client.query(Search::new("an")).await?;
    println!("found by \"an\":");
    for result in found.data.iter().flat_map(|data| &data.search) {
        match result {
            SearchSearch::Book(book) => println!("  {}", line(book)),
            SearchSearch::Author(author) => println!("  {}", author.name),
            SearchSearch::Other(type_name) => println!("  a {type_name}"),
        }
    }
    server.stop().await?;
    Ok(())
}

/// Formats a book of either operation: both have the same type.
fn line(book: &BookLine) -> String {
    let details = match book {
        BookLine::PrintedBook(book) => format!("{} pages", book.pages),
        BookLine::Audiobook(book) => {
            let recorded = book.chapters.iter().flatten();
            let minutes: f64 = recorded.map(|chapter| chapter.minutes).sum();
            format!("{minutes} minutes")
        }
        BookLine::Other(book) => book.format.as_str().to_owned(),
    };
    format!("{}, ${:.2}, {details}", book.title(), book.price())
}
