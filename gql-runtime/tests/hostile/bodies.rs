//! Responses to one query.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use gql_runtime::transport::{Endpoint, Http};
use gql_runtime::{Client, Error, Request};
use serde_json::Value;

use crate::server::{Script, serve};
use crate::{LIMIT, MIB, hostile};

/// Runs a query, and returns its error.
async fn query(script: Script, configure: impl FnOnce(Http) -> Http) -> Error {
    let http = configure(Http::new(
        &Endpoint::new(format!("http://{}/graphql", serve(script))).unwrap(),
    ));
    let answer = Client::new(http)
        .execute_raw::<Value>(Request::new("{ a }"))
        .await;
    answer.expect_err("a hostile server is no success")
}

fn limited(http: Http) -> Http {
    http.max_response_size(LIMIT)
}

fn json(begin: &str, repeat: impl Into<Vec<u8>>) -> Script {
    Script::body("application/json", begin, repeat)
}

#[test]
fn a_body_without_end() {
    let script = json("{\"data\":\"", "a".repeat(64 * 1024));
    hostile(
        "an endless body",
        4 * LIMIT,
        Error::is_protocol,
        query(script, limited),
    );
}

#[test]
fn a_body_without_end_and_no_option() {
    let script = json("{\"data\":\"", "a".repeat(64 * 1024));
    hostile(
        "an endless body, default limit",
        200 * MIB,
        Error::is_protocol,
        query(script, |http| http),
    );
}

#[test]
fn a_length_beyond_the_limit() {
    let script = Script::new(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 109951162777600\r\n\r\n{",
        "",
    );
    hostile(
        "a `Content-Length` of 100 TiB",
        LIMIT,
        Error::is_protocol,
        query(script, limited),
    );
}

#[test]
fn a_compressed_body_that_grows() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(b"{\"data\":\"").unwrap();
    for _ in 0..1024 {
        encoder.write_all(&[b'a'; 64 * 1024]).unwrap();
    }
    let body = encoder.finish().unwrap();
    assert!(body.len() < MIB / 8, "64 MiB in {} bytes", body.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let script = Script::new([head.as_bytes(), &body].concat(), "");
    hostile(
        "64 MiB in 64 kB of gzip",
        8 * LIMIT,
        Error::is_protocol,
        query(script, limited),
    );
}

#[test]
fn headers_without_end() {
    let script = Script::new(
        "HTTP/1.1 200 OK\r\n",
        "x-header: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(100),
    );
    hostile(
        "endless headers",
        2 * MIB,
        |error| error.is_protocol() || error.is_closed(),
        query(script, limited),
    );
}

#[test]
fn one_header_without_end() {
    let script = Script::new("HTTP/1.1 200 OK\r\nx-header: ", "a".repeat(4096));
    hostile(
        "an endless header",
        2 * MIB,
        |error| error.is_protocol() || error.is_closed(),
        query(script, limited),
    );
}

#[test]
fn a_refusal_without_end() {
    let script = Script::new(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>",
        "a".repeat(64 * 1024),
    );
    hostile(
        "an endless body of status 502",
        4 * MIB,
        Error::is_status,
        query(script, limited),
    );
}

#[test]
fn nesting_without_end() {
    for (what, begin) in [
        ("data", "{\"data\":"),
        ("errors", "{\"errors\":"),
        ("extensions", "{\"extensions\":"),
        ("an unknown member", "{\"other\":"),
    ] {
        let script = json(begin, "[".repeat(64 * 1024));
        hostile(
            &format!("endless nesting in {what}"),
            4 * LIMIT,
            Error::is_protocol,
            query(script, limited),
        );
        let deep = format!("{begin}{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let script = Script::new(
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{deep}",
                deep.len()
            ),
            "",
        );
        hostile(
            &format!("100,000 levels in {what}"),
            4 * LIMIT,
            // An unknown member is skipped at any depth, so that the response has neither data nor errors.
            |error| error.is_decode() || error.is_protocol(),
            query(script, limited),
        );
    }
}

#[test]
fn errors_without_number() {
    let errors = "{\"message\":\"m\"},".repeat(50_000);
    let body = format!("{{\"errors\":[{}]}}", errors.trim_end_matches(','));
    let script = Script::new(
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
        "",
    );
    let query = async {
        let http = Http::new(&Endpoint::new(format!("http://{}/graphql", serve(script))).unwrap())
            .max_response_size(LIMIT);
        let answer = Client::new(http)
            .execute_raw::<Value>(Request::new("{ a }"))
            .await;
        answer.unwrap().into_result().expect_err("there is no data")
    };
    // Each error is a value of several hundred bytes, so a response within the limit may take a multiple of its size.
    hostile("50,000 errors", 64 * MIB, Error::is_graphql, query);
}

#[test]
fn redirects_without_end() {
    let script = Script::new(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /graphql\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "",
    );
    hostile(
        "endless redirects",
        4 * MIB,
        Error::is_status,
        query(script, limited),
    );
}
