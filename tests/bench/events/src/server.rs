//! The server: it sends events that were encoded before, in large writes, and costs the client nothing but its reads.
//!
//! The path says what to send: `/ITEMS/COUNT`. A request to upgrade gets a WebSocket, any other one a multipart response.
//! `/ITEMS/COUNT/SUBSCRIPTIONS` waits for so many subscriptions and serves them in turn; those of `/…/stay` are not ended.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::{Failure, payload};

/// Listens, prints the port, and serves until the process is ended.
pub fn serve() -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    for stream in listener.incoming() {
        let stream = stream?;
        // A client that has seen enough hangs up: that is no failure.
        thread::spawn(move || drop(answer(stream)));
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> Result<(), Failure> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut path, mut key, mut length) = (String::new(), None, 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim();
        match line.split_once(": ") {
            _ if line.is_empty() => break,
            Some((name, value)) if name.eq_ignore_ascii_case("sec-websocket-key") => {
                key = Some(value.to_owned())
            }
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse()?,
            Some(_) => {}
            None => path = line.split(' ').nth(1).unwrap_or_default().to_owned(),
        }
    }
    let mut parts = path.split('/').skip(1);
    let items = parts.next().unwrap_or_default().parse()?;
    let count = parts.next().unwrap_or_default().parse()?;
    let subscriptions = parts.next().unwrap_or("1").parse()?;
    let ends = parts.next().is_none();
    let event = payload::event(items);
    match key {
        Some(key) => {
            let mut reader = accept(reader, &mut stream, &key)?;
            let ids = subscribed(&mut reader, subscriptions)?;
            let next = |id: &String| frame(&format!(r#"{{"id":"{id}","type":"next","payload":{event}}}"#));
            let all: Vec<u8> = ids.iter().flat_map(next).collect();
            repeat(&mut stream, &all, count / subscriptions)?;
            if ends {
                let complete = |id: &String| frame(&format!(r#"{{"id":"{id}","type":"complete"}}"#));
                stream.write_all(&ids.iter().flat_map(complete).collect::<Vec<_>>())?;
            }
            // Until the client hangs up.
            std::io::copy(&mut reader, &mut std::io::sink())?;
            Ok(())
        }
        None => {
            reader.read_exact(&mut vec![0; length])?;
            multipart(stream, &event, count)
        }
    }
}

fn accept(
    mut reader: BufReader<TcpStream>,
    stream: &mut TcpStream,
    key: &str,
) -> Result<BufReader<TcpStream>, Failure> {
    let accept = derive_accept_key(key.as_bytes());
    write!(
        stream,
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: {accept}\r\n\
         Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
    )?;
    read(&mut reader)?;
    stream.write_all(&frame(r#"{"type":"connection_ack"}"#))?;
    Ok(reader)
}

/// The ids of so many subscriptions.
fn subscribed(reader: &mut impl Read, count: usize) -> Result<Vec<String>, Failure> {
    let id = |_| {
        let subscribe: serde_json::Value = serde_json::from_slice(&read(reader)?)?;
        Ok(subscribe["id"].as_str().unwrap_or_default().to_owned())
    };
    (0..count).map(id).collect()
}

/// A text frame as servers send it: not masked. <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>
fn frame(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u8::try_from(text.len()) {
        Ok(length) if length < 126 => frame.push(length),
        _ => {
            frame.push(126);
            frame.extend((text.len() as u16).to_be_bytes());
        }
    }
    frame.extend(text.as_bytes());
    frame
}

/// The text of a client's frame, which is masked.
fn read(reader: &mut impl Read) -> Result<Vec<u8>, Failure> {
    let mut head = [0; 2];
    reader.read_exact(&mut head)?;
    let mut length = usize::from(head[1] & 0x7f);
    if length == 126 {
        let mut long = [0; 2];
        reader.read_exact(&mut long)?;
        length = usize::from(u16::from_be_bytes(long));
    }
    let mut mask = [0; 4];
    reader.read_exact(&mut mask)?;
    let mut text = vec![0; length];
    reader.read_exact(&mut text)?;
    for (index, byte) in text.iter_mut().enumerate() {
        *byte ^= mask[index % 4];
    }
    Ok(text)
}

fn multipart(mut stream: TcpStream, event: &str, count: usize) -> Result<(), Failure> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\
         content-type: multipart/mixed; boundary=\"graphql\"; subscriptionSpec=\"1.0\"\r\n\r\n"
    )?;
    stream.write_all(&chunk("--graphql"))?;
    let part = format!("\r\ncontent-type: application/json\r\n\r\n{{\"payload\":{event}}}\r\n--graphql");
    repeat(&mut stream, &chunk(&part), count)?;
    stream.write_all(&chunk("--\r\n"))?;
    stream.write_all(b"0\r\n\r\n")?;
    Ok(())
}

fn chunk(text: &str) -> Vec<u8> {
    format!("{:x}\r\n{text}\r\n", text.len()).into_bytes()
}

/// Writes the bytes `count` times, about 64 kB at once.
fn repeat(stream: &mut TcpStream, bytes: &[u8], count: usize) -> Result<(), Failure> {
    let at_once = (64 * 1024 / bytes.len()).max(1);
    let many = bytes.repeat(at_once);
    for _ in 0..count / at_once {
        stream.write_all(&many)?;
    }
    stream.write_all(&bytes.repeat(count % at_once))?;
    Ok(())
}
