//! Events that a server sends as fast as it can, in a process of its own: what each of them costs the client.
//!
//! `events` prints the tables; `events serve` is the server; `events profile NAME BYTES COUNT` runs one contestant alone.

mod hand;
mod multipart;
mod ours;
mod payload;
mod peers;
mod server;
mod tables;
mod websocket;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["serve"] => server::serve(),
        ["profile", name, bytes, count] => tables::profile(name, bytes.parse()?, count.parse()?),
        _ => tables::all(),
    }
}
