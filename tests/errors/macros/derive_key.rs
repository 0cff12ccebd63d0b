//! A key that does not exist.

use gql_runtime::{Client, Error, GraphQLQuery, Operation};

#[derive(GraphQLQuery)]
#[graphql(schema_path = "graphql/schema.graphql", query_path = "graphql/valid.graphql", nulable = "input")]
struct Books;

#[derive(GraphQLQuery)]
#[graphql(schema_path = "graphql/schema.graphql", query_path = "graphql/broken.graphql")]
struct Prices;

fn names(data: &books::ResponseData) -> Vec<String> {
    data.books.iter().filter_map(|book| Some(book.author.as_ref()?.name.clone())).collect()
}

async fn show(client: Client) -> Result<(), Error> {
    let variables = books::Variables { genre: books::Genre::Crime };
    let data = client.query(variables).await?.into_result()?;
    println!("{} of {}", names(&data).len(), data.books.len());
    println!("{}", <Books as Operation>::NAME);
    Ok(())
}

async fn watch(client: Client) -> Result<(), Error> {
    let mut changes = client.subscribe(prices::Variables {});
    while let Some(change) = changes.next().await {
        println!("{}", change?.into_result()?.price.amount);
    }
    Ok(())
}

fn main() {
    let _ = (show, watch);
}
