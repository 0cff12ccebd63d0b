// A mutation of a database's schema, with the names that Rust has: of the operation, the types, the variants and the scalars.

use graphql_client::reqwest::post_graphql_blocking as post_graphql;

type Bpchar = String;
type Timestamptz = String;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "programs/upsert.graphqls",
    query_path = "programs/upsert.graphql",
    response_derives = "Debug",
    normalization = "rust"
)]
struct UpsertMooring;

pub fn run(http: &reqwest_012::blocking::Client, url: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    use upsert_mooring::{MooringsUpdateColumn::*, *};

    let moored: Timestamptz = "2019-06-11T08:14:28Z".to_string();
    let variables = Variables {
        moorings: vec![MooringsInsertInput {
            id: Some("7".to_string()),
            name: Some("North quay".to_string()),
            moored_at: Some(moored),
        }],
        update_columns: vec![Name, MooredAt],
    };
    let response = post_graphql::<UpsertMooring, _>(http, url, variables)?;
    for error in response.errors.iter().flatten() {
        eprintln!("{error:?}");
    }
    let mut lines = Vec::new();
    for mooring in &response.data.ok_or("no data")?.insert_moorings.ok_or("no moorings")?.returning {
        let id: &Bpchar = &mooring.id;
        lines.push(format!("{id}: {:?}", mooring.name));
    }
    Ok(lines)
}
