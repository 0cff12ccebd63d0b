//! The build script's door: `build.rs` generated the module into `OUT_DIR`; here it is included.

use std::error::Error;

use gql_examples::Server;
use gql_runtime::Client;

#[allow(unused_qualifications)]
mod harbour {
    include!(concat!(env!("OUT_DIR"), "/harbour.rs"));
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let client = Client::http(server.http_url())?;
    let filter = harbour::VesselFilter {
        longer_than: Some(50.0),
        ..Default::default()
    };
    let variables = harbour::quay::Variables {
        filter: Some(filter),
        with_berths: false,
    };
    let quay = client.query::<harbour::Quay>(variables).data().await?;
    println!("longer than 50 m: {:#?}", quay.vessels);
    println!("berths, which were not asked for: {:?}", quay.berths);
    server.stop().await?;
    Ok(())
}
