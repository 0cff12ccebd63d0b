// A program over HTTP that blocks. The scalar has the name that it has in the schema.

use graphql_client::reqwest::post_graphql_blocking as post_graphql;

#[allow(clippy::upper_case_acronyms)]
type URI = String;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "programs/stars.graphqls",
    query_path = "programs/stars.graphql",
    response_derives = "Debug"
)]
struct ProjectStars;

pub fn run(http: &reqwest_012::blocking::Client, url: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let variables = project_stars::Variables {
        owner: "harbour".to_string(),
        name: "port".to_string(),
    };
    let response = post_graphql::<ProjectStars, _>(http, url, variables)?;
    println!("{response:?}");
    let data: project_stars::ResponseData = response.data.ok_or("no data")?;
    let stars: Option<i64> = data.project.as_ref().map(|project| project.stargazers.total_count);
    let home: Option<URI> = data.project.as_ref().and_then(|project| project.homepage_url.clone());
    let mut lines = vec![format!("{home:?}: {stars:?}")];
    let tickets = data.project.ok_or("no project")?.tickets.nodes;
    for ticket in tickets.ok_or("no tickets")?.iter().flatten() {
        lines.push(format!("{}: {}", ticket.title, ticket.comments.total_count));
    }
    Ok(lines)
}
