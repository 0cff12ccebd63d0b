//! Runs the examples' server until it is interrupted: on port 8000, or on the port of the first argument (0 for any free one).

use gql_examples::Server;

const PORT: u16 = 8000;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = match std::env::args().nth(1) {
        Some(port) => port.parse().map_err(std::io::Error::other)?,
        None => PORT,
    };
    let server = Server::start_at(port).await?;
    println!("queries and mutations: {}", server.http_url());
    println!("everything:            {}", server.ws_url());
    println!("everything, multipart: {}", server.enveloped_url());
    server.wait().await
}
