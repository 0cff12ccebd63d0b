//! Lists the open issues of a repository on GitHub, page by page.

use std::env;
use std::error::Error;

use gql_runtime::transport::{Endpoint, Http};
use gql_runtime::{Client, operations};

#[operations(
    schema = "schema.graphql",
    documents = "graphql/issues.graphql",
    scalars(DateTime = "String", URI = "String")
)]
mod github {}

use github::Issues;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let repository = env::args().nth(1).ok_or("usage: github-issues OWNER/NAME")?;
    let (owner, name) = repository
        .split_once('/')
        .ok_or("usage: github-issues OWNER/NAME")?;
    let endpoint = Endpoint::builder("https://api.github.com/graphql")
        .bearer_auth(&env::var("GITHUB_TOKEN")?)
        .header("user-agent", "github-issues") // GitHub refuses requests without one
        .build()?;
    let client = Client::new(Http::new(&endpoint));

    let mut issues = client.query(Issues::new(owner, name, 100)).nodes();
    while let Some(issue) = issues.next().await {
        let issue = issue?;
        let author = issue.author.map_or("ghost".to_owned(), |author| author.login);
        println!("#{} {} ({author})", issue.number, issue.title);
    }
    Ok(())
}
