//! Event streams as servers send them, split into chunks in every way.

use bytes::Bytes;
use proptest::prelude::*;

use super::Sse;
use crate::message::{Message, Reader};

fn lines<'a>(limit: usize, chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut reader = Sse::new(limit);
    let mut lines = Vec::new();
    for chunk in chunks {
        reader.handle_bytes(Bytes::copy_from_slice(chunk));
        while let Some(message) = reader.poll_message() {
            match message {
                Message::Heartbeat => {}
                Message::Next(payload) => {
                    lines.push(String::from_utf8_lossy(payload.as_bytes()).into_owned())
                }
                Message::Complete => {
                    lines.push("complete".into());
                    return lines;
                }
                Message::Fatal(error) => {
                    lines.push(format!("failed: {error}"));
                    return lines;
                }
                Message::Failed(errors) => {
                    lines.push(format!("failed: {}", String::from_utf8_lossy(&errors)));
                    return lines;
                }
                Message::Last(..) => panic!("{message:?}"),
            }
        }
    }
    lines.push("missing".into());
    lines
}

fn read(body: &[u8]) -> Vec<String> {
    let whole = lines(1 << 16, [body]);
    for cut in 0..=body.len() {
        let (head, tail) = body.split_at(cut);
        assert_eq!(
            lines(1 << 16, [head, tail]),
            whole,
            "split at {cut}: {}",
            body.escape_ascii()
        );
    }
    assert_eq!(lines(1 << 16, body.chunks(1)), whole);
    whole
}

#[test]
fn ss_001_two_events_in_all_line_ends() {
    let body = ":\n\nevent: next\ndata: {\"data\":1}\n\n: ping\nevent: next\ndata: {\"data\":2}\n\nevent: complete\ndata:\n\n";
    for end in ["\n", "\r\n", "\r"] {
        let body = body.replace('\n', end);
        assert_eq!(
            read(body.as_bytes()),
            [r#"{"data":1}"#, r#"{"data":2}"#, "complete"],
            "{end:?}"
        );
    }
}

#[test]
fn ss_002_the_grammar_of_events() {
    for (body, expected) in [
        (
            "\u{feff}event:next\ndata:{\"data\":\ndata: \"é\"}\n\n",
            "{\"data\":\n\"é\"}",
        ),
        ("data: {\"data\":1}\n\n", r#"{"data":1}"#),
        ("id: 5\nretry: 7\nfoo\nevent: next\ndata:  x\n\n", " x"),
        ("event: ping\ndata: x\n\nevent: next\ndata: y\n\n", "y"),
        ("event: next\n\nevent: next\ndata\ndata: z\n\n", "\nz"),
    ] {
        assert_eq!(read(body.as_bytes()), [expected, "missing"], "{body:?}");
    }
}

#[test]
fn ss_101_message_is_the_default_name() {
    let body =
        "event: message\ndata: {\"data\":1}\n\nevent:\ndata: {\"data\":2}\n\nevent: complete\ndata:\n\n";
    assert_eq!(
        read(body.as_bytes()),
        [r#"{"data":1}"#, r#"{"data":2}"#, "complete"]
    );
}

#[test]
fn ss_102_an_error_is_not_a_quiet_end() {
    let silent = "failed: the server sent an `error` event without a reason";
    for (data, failure) in [
        (
            r#"[{"message":"out of order"}]"#,
            r#"failed: [{"message":"out of order"}]"#,
        ),
        (
            r#"{"message":"out of order"}"#,
            r#"failed: {"message":"out of order"}"#,
        ),
        ("out of \"order\"", r#"failed: "out of \"order\"""#),
        ("", silent),
        ("[]", silent),
    ] {
        let body = format!("data: 1\n\nevent: error\ndata: {data}\n\nevent: complete\ndata:\n\n");
        assert_eq!(read(body.as_bytes()), ["1", failure], "{data}");
    }
}

#[test]
fn ss_003_the_end_of_the_body_is_not_the_end_of_the_operation() {
    assert_eq!(read(b""), ["missing"]);
    assert_eq!(read(b"event: next\ndata: {}"), ["missing"]);
    assert_eq!(read(b"event: complete\n"), ["missing"]);
}

#[test]
fn ss_004_complete_with_and_without_data() {
    for body in [
        "event: complete\n\n",
        "event: complete\ndata:\n\n",
        "event: complete\r\ndata: \r\n\r\n",
    ] {
        assert_eq!(read(body.as_bytes()), ["complete"], "{body:?}");
    }
}

#[test]
fn ss_005_limit() {
    for line in ["x".repeat(500), "data: y\n".repeat(100)] {
        for size in [1, 10, 1000] {
            let got = lines(100, line.as_bytes().chunks(size));
            assert_eq!(got, ["failed: an event is larger than the limit of 100 bytes"]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The messages do not depend on how the body is split into chunks.
    #[test]
    fn any_chunking_gives_the_same_messages(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "event: next", "event: complete", "data: {\"data\":1}", "data:", "\n", "\r\n", "\r", "\n\n", ":", "é", "\u{feff}",
        ]), 0..24),
        cuts in prop::collection::vec(1usize..9, 1..100),
    ) {
        let body = pieces.concat();
        let mut chunks = Vec::new();
        let mut rest = body.as_bytes();
        let mut cuts = cuts.iter().cycle();
        while !rest.is_empty() {
            let (head, tail) = rest.split_at((*cuts.next().unwrap_or(&1)).min(rest.len()));
            chunks.push(head);
            rest = tail;
        }
        prop_assert_eq!(lines(1 << 16, chunks), lines(1 << 16, [body.as_bytes()]), "{:?}", body);
    }
}
