//! The attribute: all operations of a program in one module. What they share - here the fragment `VesselLine` and its
//! enums - is one type for all of them.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::{Client, operations};
use harbour::{Quay, Search, VesselFilter, VesselKind, VesselLine, quay, search::SearchSearch};

#[operations(
    schema = "../schemas/harbour.graphql",
    documents = "operations/*.graphql",
    scalars(Moment = "String")
)]
mod harbour {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;

    let tugs = VesselFilter {
        kind: Some(VesselKind::Tug),
        ..VesselFilter::default()
    };
    let others = VesselFilter {
        not: Some(Box::new(tugs)),
        ..VesselFilter::default()
    };
    let quay = client
        .query::<Quay>(quay::Variables {
            filter: Some(others),
            with_berths: true,
        })
        .await?
        .into_result()?;
    println!("{} o'clock, without tugs:", quay.now);
    for vessel in &quay.vessels {
        println!("  {}", line(&vessel.vessel_line));
    }
    for berth in quay.berths.iter().flatten() {
        println!(
            "  berth {}: {}, {} m",
            berth.number,
            berth.state.as_str(),
            berth.depth_metres
        );
    }

    let found = client
        .query::<Search>(harbour::search::Variables { text: "o".to_owned() })
        .await?;
    println!("found by an \"o\":");
    for hit in found.data.iter().flat_map(|data| &data.search) {
        match hit {
            SearchSearch::Vessel(vessel) => println!("  {}", line(vessel)),
            SearchSearch::Berth(berth) => println!("  berth {}", berth.number),
            SearchSearch::Other(name) => println!("  a {name}"),
        }
    }
    server.stop().await?;
    Ok(())
}

/// Takes what either operation found: it is the same type.
fn line(vessel: &VesselLine) -> String {
    match vessel {
        VesselLine::Freighter(freighter) => {
            let tonnes: f64 = freighter.holds.iter().flatten().map(|cargo| cargo.tonnes).sum();
            format!(
                "{}, {} m, carries {tonnes} t",
                freighter.name, freighter.length_metres
            )
        }
        VesselLine::Ferry(ferry) => format!(
            "{}, {} m, {} passengers",
            ferry.name, ferry.length_metres, ferry.passengers
        ),
        VesselLine::Other(other) => format!("{}, {} m", other.name, other.length_metres),
    }
}
