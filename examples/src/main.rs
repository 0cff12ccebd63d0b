//! Runs the examples' server on a fixed port until it is interrupted.

use gql_examples::Server;

const PORT: u16 = 8000;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let server = Server::start_at(PORT).await?;
    println!("queries and mutations: {}", server.http_url());
    println!("everything:            {}", server.ws_url());
    println!("everything, multipart: {}", server.enveloped_url());
    server.wait().await
}
