//! Mistakes in documents of the module: each is at its literal, and shown at its own line.

use gql_runtime::{Client, Error, Operation, operations};

#[operations(schema = "graphql/schema.graphql")]
mod shop {
    graphql! { r#"
        query Books($genre: Genre!) {
            books(genre: $genre) { titel ...Written }
        }
    "# }

    graphql!("fragment Written on Book {\n  # ä\n title \
        auth\u{6f}r { nam } }");

    /// An item of the user's own.
    pub(crate) const LIMIT: usize = 10;

    graphql! { "subscription Prices { price { amount } }" }
}

use shop::{Books, Prices, books};

fn names(data: &books::ResponseData) -> Vec<String> {
    data.books.iter().filter_map(|book| Some(book.author.as_ref()?.name.clone())).collect()
}

async fn show(client: Client) -> Result<(), Error> {
    let variables = Books { genre: books::Genre::Crime };
    let data = client.query(variables).await?.into_result()?;
    println!("{} of {}", names(&data).len(), data.books.len());
    println!("{} {}", <Books as Operation>::NAME, shop::LIMIT);
    Ok(())
}

async fn watch(client: Client) -> Result<(), Error> {
    let mut changes = client.subscribe(Prices);
    while let Some(change) = changes.next().await {
        println!("{}", change?.into_result()?.price.amount);
    }
    Ok(())
}

fn main() {
    let _ = (show, watch);
}
