//! A server that answers any request with a beginning, and then the same piece over and over.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// What is sent after the head.
#[derive(Clone)]
pub(crate) struct Script {
    /// Sent once, the head of the response in it.
    pub(crate) begin: Vec<u8>,
    /// Sent until the client is gone; if empty, the connection stays open in silence.
    pub(crate) repeat: Vec<u8>,
}

impl Script {
    pub(crate) fn new(begin: impl Into<Vec<u8>>, repeat: impl Into<Vec<u8>>) -> Self {
        Self {
            begin: begin.into(),
            repeat: repeat.into(),
        }
    }

    /// A response of status 200 with this content type, its body ended by the connection alone.
    pub(crate) fn body(content_type: &str, begin: &str, repeat: impl Into<Vec<u8>>) -> Self {
        Self::new(
            format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n{begin}"),
            repeat,
        )
    }
}

/// Serves every connection by this script; gives the address.
pub(crate) fn serve(script: Script) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let script = script.clone();
            // The client goes when it has had enough, which ends the thread.
            thread::spawn(move || play(stream, &script));
        }
    });
    address
}

fn play(mut stream: TcpStream, script: &Script) -> std::io::Result<()> {
    read_head(&mut stream)?;
    stream.write_all(&script.begin)?;
    if script.repeat.is_empty() {
        stream.read_to_end(&mut Vec::new())?;
    }
    loop {
        stream.write_all(&script.repeat)?;
    }
}

/// The rest of the request stays unread.
fn read_head(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(())
}
