//! One query by graphql_client and reqwest.

use graphql_client::{GraphQLQuery, Response};

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../../../schemas/bookshop.graphql",
    query_path = "books.graphql"
)]
struct Books;

async fn run() -> Result<(), reqwest::Error> {
    let variables = books::Variables {
        genre: Some(books::Genre::CRIME),
        first: 10,
    };
    let request = reqwest::Client::new()
        .post("http://localhost/graphql")
        .json(&Books::build_query(variables));
    let response: Response<books::ResponseData> = request.send().await?.json().await?;
    for book in response.data.map(|data| data.books).unwrap_or_default() {
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
