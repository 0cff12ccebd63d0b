//! Feeds the messages of a server to a session, and prints the messages and events that result. No socket is involved.
//!
//! ```sh
//! cargo run -p gql-protocol --example transcript              # uses a built-in transcript
//! cargo run -p gql-protocol --example transcript -- FILE      # uses one message of the server per line
//! ```

use std::time::Duration;
use std::{env, error, fs};

use gql_protocol::websocket::{Event, GraphqlTransportWs, Id, Options, Session, Transmit};

const MESSAGES: &str = r#"{"type":"connection_ack"}
{"id":"1","type":"next","payload":{"data":{"tick":1}}}
{"type":"ping","payload":{"sent":1}}
{"id":"1","type":"next","payload":{"data":{"tick":2}}}
{"id":"1","type":"complete"}"#;

fn main() -> Result<(), Box<dyn error::Error>> {
    let messages = match env::args_os().nth(1) {
        Some(path) => fs::read_to_string(path)?,
        None => MESSAGES.to_owned(),
    };
    let now = Duration::ZERO;
    let mut session = Session::new(now, &GraphqlTransportWs, Options::default(), None);
    session.start(Id(1), r#"{"query":"subscription { tick }"}"#);
    report(&mut session);
    for message in messages.lines() {
        println!("< {message}");
        session.handle_text(now, message.to_owned().into());
        report(&mut session);
    }
    session.close(now);
    report(&mut session);
    Ok(())
}

/// Prints every frame to send, and every event.
fn report(session: &mut Session) {
    while let Some(transmit) = session.poll_transmit() {
        match transmit {
            Transmit::Text(text) => println!("> {text}"),
            other => println!("> {other:?}"),
        }
    }
    while let Some(event) = session.poll_event() {
        match event {
            Event::Next(id, payload) => {
                println!("= result of {id}: {}", payload.as_str().unwrap_or("not UTF-8"))
            }
            other => println!("= {other:?}"),
        }
    }
}
