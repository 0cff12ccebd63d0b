//! A mistake in the document of a derive.

use gql_runtime::{Client, Error, GraphQLQuery};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "graphql/schema.graphql",
    query = r#"
        query Books {
            books { titel }
        }
    "#
)]
struct Books;

async fn show(client: Client) -> Result<(), Error> {
    let data = client.query(books::Variables).await?.into_result()?;
    println!("{}", data.books.len());
    Ok(())
}

fn main() {
    let _ = show;
}
