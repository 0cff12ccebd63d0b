//! A key that does not exist.

use gql_runtime::{Client, Error, Operation, operations};

#[operations(schema = "graphql/schema.graphql", documents = "graphql/broken.graphql", scalar(Tide = "String"))]
mod port {}

use port::{Berths, Gauge, berths, gauge};

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
    let _ = (show, watch);
}
