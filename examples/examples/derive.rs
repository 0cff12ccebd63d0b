//! The derive: one operation, one struct. The keys and the module are those of `graphql_client`.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{Client, GraphQLQuery};
use request_berth::{BerthRequest, RequestBerthRequestBerth as Answer, Variables};

/// The schema's custom scalar: the derive looks for a type of that name beside the struct.
type Moment = String;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../schemas/harbour.graphql",
    query_path = "operations/request_berth.graphql"
)]
struct RequestBerth;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;
    for berth in [1, 2, 4] {
        let request = BerthRequest {
            vessel: "v2".to_owned(),
            berth,
        };
        let response = client.mutate::<RequestBerth>(Variables { request }).await?;
        match response.into_result()?.request_berth {
            Answer::Arrival(arrival) => println!("berth {} at {}", arrival.berth.number, arrival.at),
            Answer::Refusal(refusal) => {
                let others: Vec<_> = refusal.alternatives.iter().map(|berth| berth.number).collect();
                println!("refused: {}; free: {others:?}", refusal.reason);
            }
            Answer::Other(name) => println!("an answer of a kind that the schema did not have: {name}"),
        }
    }
    server.stop().await?;
    Ok(())
}
