//! A server that answers any request with a beginning, and then repeats a piece.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The bytes that the server sends.
#[derive(Clone)]
pub(crate) struct Script {
    /// The beginning, including the head of the response.
    pub(crate) begin: Vec<u8>,
    /// The piece to repeat until the client disconnects. If it is empty, the connection stays open in silence.
    pub(crate) repeat: Vec<u8>,
}

impl Script {
    pub(crate) fn new(begin: impl Into<Vec<u8>>, repeat: impl Into<Vec<u8>>) -> Self {
        Self {
            begin: begin.into(),
            repeat: repeat.into(),
        }
    }

    /// A response with status 200 and this content type, whose body ends with the connection.
    pub(crate) fn body(content_type: &str, begin: &str, repeat: impl Into<Vec<u8>>) -> Self {
        Self::new(
            format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n{begin}"),
            repeat,
        )
    }
}

/// Serves every connection with this script, and returns the address.
pub(crate) fn serve(script: Script) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let script = script.clone();
            // The client disconnects when it fails, which ends the thread.
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

/// The rest of the request is not read.
fn read_head(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(())
}
