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

    let mut after = None;
    loop {
        let page = Issues {
            owner: owner.to_owned(),
            name: name.to_owned(),
            first: 100,
            after,
        };
        let data = client.query(page).data().await?;
        let issues = data.repository.ok_or("no such repository")?.issues;
        for issue in issues.nodes.into_iter().flatten().flatten() {
            let author = issue.author.map_or("ghost".to_owned(), |author| author.login);
            println!("#{} {} ({author})", issue.number, issue.title);
        }
        if data.rate_limit.is_some_and(|limit| limit.remaining == 0) {
            return Err("the rate limit is exhausted".into());
        }
        if !issues.page_info.has_next_page {
            return Ok(());
        }
        after = issues.page_info.end_cursor;
    }
}
