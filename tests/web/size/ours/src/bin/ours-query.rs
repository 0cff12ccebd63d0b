//! One query.

use gql_runtime::{Client, Error, operations};

#[operations(
    schema = "../../../../schemas/bookshop.graphql",
    documents = "../../../../docs/graphql/books.graphql"
)]
mod shop {}

use shop::{Books, Genre};

async fn run() -> Result<(), Error> {
    let client = Client::http("/graphql")?;
    let data = client
        .query(Books {
            genre: Some(Genre::Crime),
            first: 10,
        })
        .data()
        .await?;
    for book in data.books {
        web_sys::console::log_1(&book.title.into());
    }
    Ok(())
}

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        if let Err(error) = run().await {
            web_sys::console::error_1(&error.to_string().into());
        }
    });
}
