//! `events` prints the tables; `events serve` is the server; `events profile NAME BYTES COUNT` runs one contestant alone,
//! `events many ours|hand SUBSCRIPTIONS COUNT` one client with so many subscriptions on one socket.

use events::{Failure, server, tables};

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
        ["many", client, subscriptions, count] => {
            tables::profile_many(client, subscriptions.parse()?, count.parse()?)
        }
        _ => tables::all(),
    }
}
