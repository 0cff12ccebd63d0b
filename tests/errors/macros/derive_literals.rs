//! A path, a key, a scalar and a rule that are not there: the error is at the literal.

use gql_runtime::{Client, Error, GraphQLQuery, Operation};

#[derive(GraphQLQuery)]
#[graphql(schema_path = "graphql/schema.graphql", query_path = "graphql/nowhere/*.graphql")]
struct Berths;

#[derive(GraphQLQuery)]
#[graphql(schema_path = "graphql/schema.graphql", query_path = "graphql/valid.graphql", rules(NoDeprecatd = "warn"))]
struct Gauge;

#[derive(GraphQLQuery)]
#[graphql(schema_path = "graphql/schema.graphql", query_path = "graphql/valid.graphql", operation = "Gauge", scalars(Tide = "String"))]
struct Level;

fn names(data: &berths::ResponseData) -> Vec<String> {
    data.berths.iter().filter_map(|berth| Some(berth.vessel.as_ref()?.name.clone())).collect()
}

async fn show(client: Client) -> Result<(), Error> {
    let variables = berths::Variables { state: berths::BerthState::Free };
    let data = client.query::<Berths>(variables).await?.into_result()?;
    println!("{} of {}", names(&data).len(), data.berths.len());
    println!("{}", <Berths as Operation>::NAME);
    Ok(())
}

async fn watch(client: Client) -> Result<(), Error> {
    let mut tides = client.subscribe::<Gauge>(gauge::Variables {});
    while let Some(tide) = tides.next().await {
        println!("{}", tide?.into_result()?.tide.metres);
    }
    Ok(())
}

fn main() {
    let _ = (show, watch, Level);
}
