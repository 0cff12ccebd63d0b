//! Bodies as servers send them, split into chunks in every way.

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{Limits, Multipart};
use crate::media_type::MediaType;
use crate::{Message, Reader};

const LIMITS: Limits = Limits {
    part: 1 << 20,
    header: 1 << 12,
};
const ROUTER: &str = "multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0";

/// Returns the messages of a reader for these chunks, one line for each, without heartbeats.
fn lines<'a>(content_type: &str, limits: Limits, chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut reader = Multipart::new(&MediaType::parse(content_type.as_bytes()), limits);
    let mut lines = Vec::new();
    let text = |payload: &crate::Payload| String::from_utf8_lossy(payload.as_bytes()).into_owned();
    for chunk in chunks {
        reader.handle_bytes(Bytes::copy_from_slice(chunk));
        while let Some(message) = reader.poll_message() {
            match message {
                Message::Heartbeat => {}
                Message::Next(payload) => lines.push(text(&payload)),
                Message::Last(payload, errors) => lines.extend([text(&payload), failed(&errors)]),
                Message::Failed(errors) => lines.push(failed(&errors)),
                Message::Fatal(error) => lines.push(format!("failed: {error}")),
                Message::Complete => lines.push("complete".into()),
            }
            if lines
                .last()
                .is_some_and(|last| last == "complete" || last.starts_with("failed"))
            {
                return lines;
            }
        }
    }
    lines.push("missing".into());
    lines
}

/// Returns the messages of the GraphQL errors that end a stream, as one line.
fn failed(errors: &[u8]) -> String {
    let errors: Value = serde_json::from_slice(errors).expect("the errors are JSON");
    let messages = errors
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error["message"].to_string());
    format!("failed: {}", messages.collect::<Vec<_>>().join(", "))
}

/// Returns the lines up to the first part that the fast path got wrong, followed by the object at the beginning of that
/// part, and whether there is such a part. A complete part is assumed to be one object from its first to its last brace,
/// which the decoder checks.
fn scanned(lines: Vec<String>) -> (Vec<String>, bool) {
    let mut scanned = Vec::new();
    for line in lines {
        let mut values = serde_json::Deserializer::from_str(&line).into_iter::<Map<String, Value>>();
        match values.next() {
            Some(Ok(first)) if values.byte_offset() < line.len() => {
                let object = Value::Object(first.clone());
                scanned.push(first.get("payload").unwrap_or(&object).to_string());
                return (scanned, true);
            }
            _ => scanned.push(line),
        }
    }
    (scanned, false)
}

/// Returns the lines, which must be the same for the whole body, byte by byte, and split in two at every position.
fn read(content_type: &str, body: &[u8]) -> Vec<String> {
    let whole = lines(content_type, LIMITS, [body]);
    assert_eq!(
        lines(content_type, LIMITS, body.chunks(1)),
        whole,
        "byte by byte: {}",
        body.escape_ascii()
    );
    for cut in 0..body.len() {
        let (head, tail) = body.split_at(cut);
        assert_eq!(
            lines(content_type, LIMITS, [head, tail]),
            whole,
            "split at {cut}: {}",
            body.escape_ascii()
        );
    }
    whole
}

#[test]
fn mp_001_003_apollo_router_with_its_boundary_in_quotes() {
    let body = b"\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql\
        \r\ncontent-type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":1}}}\r\n--graphql\
        \r\ncontent-type: application/json\r\n\r\n{\"payload\":{\"data\":{\"n\":2}}}\r\n--graphql";
    for end in [
        &b"--\r\n"[..],
        b"\r\ncontent-type: application/json\r\n\r\n{}\r\n--graphql--\r\n",
    ] {
        let body = [&body[..], end].concat();
        assert_eq!(
            read(ROUTER, &body),
            [r#"{"data":{"n":1}}"#, r#"{"data":{"n":2}}"#, "complete"]
        );
    }
}

#[test]
fn mp_004_033_async_graphql_sends_no_envelopes() {
    let body = b"--graphql\r\nContent-Type: application/json\r\n\r\n{\"data\":{\"n\":1}}\r\n\
        --graphql\r\nContent-Type: application/json\r\n\r\n{}\r\n\
        --graphql\r\nContent-Type: application/json\r\n\r\n{\"data\":{\"n\":2}}\r\n--graphql--\r\n";
    let expected = [r#"{"data":{"n":1}}"#, r#"{"data":{"n":2}}"#, "complete"];
    assert_eq!(read("multipart/mixed; boundary=graphql", body), expected);
}

#[test]
fn mp_strawberry_omits_the_opening_delimiter() {
    let part = |json: &str| {
        format!(
            "\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{json}\r\n--graphql",
            json.len()
        )
    };
    let body = part("{}") + &part(r#"{"payload":{"data":{"n":2}}}"#) + "\r\n--graphql--\r\n";
    let content_type = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json";
    assert_eq!(
        read(content_type, body.as_bytes()),
        [r#"{"data":{"n":2}}"#, "complete"]
    );
}

#[test]
fn mp_006_boundary_of_one_dash() {
    let body = b"---\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"data\":{\"n\":\"--\"}}\r\n---\r\n-----\r\n";
    for content_type in ["multipart/mixed; boundary=\"-\"", "multipart/mixed"] {
        assert_eq!(read(content_type, body), [r#"{"data":{"n":"--"}}"#, "complete"]);
    }
}

#[test]
fn mp_105_a_boundary_missing_in_the_header() {
    let head = "Content-Type: application/json";
    for content_type in [
        "multipart/mixed",
        "multipart/mixed; boundary",
        "multipart/mixed; boundary=",
        "multipart/mixed; boundary=\"",
        "multipart/mixed; boundary=\"\"; subscriptionSpec=1.0",
    ] {
        for boundary in ["graphql", "-", "--", "a b", "é"] {
            let body = format!(
                "\r\n--{boundary} \r\n{head}\r\n\r\n{{\"data\":1}}\r\n--{boundary}\r\n{head}\r\n\r\n{{\"data\":2}}\r\n--{boundary}--\r\n"
            );
            assert_eq!(
                read(content_type, body.as_bytes()),
                [r#"{"data":1}"#, r#"{"data":2}"#, "complete"],
                "{content_type} {boundary}"
            );
        }
        assert_eq!(read(content_type, b"--graphql--\r\n"), ["complete"]);
        assert_eq!(read(content_type, b"--\r\n"), ["complete"]);
        let none = "failed: the multipart response has no boundary: neither its `Content-Type` nor its first line has one";
        for body in ["{\"data\":1}\r\n", "a preamble\r\n--graphql\r\n"] {
            assert_eq!(read(content_type, body.as_bytes()), [none], "{body}");
        }
        let endless = format!("--{}", "x".repeat(1 << 17));
        let failed = lines(content_type, LIMITS, [endless.as_bytes()]);
        assert!(
            failed[0].starts_with("failed: a delimiter is larger than"),
            "{failed:?}"
        );
    }
}

#[test]
fn mp_106_a_boundary_other_than_the_one_in_the_header() {
    let other =
        "failed: the multipart response begins with a boundary other than the one in its `Content-Type`";
    let unclosed = "multipart/mixed;boundary=\"graphql;subscriptionSpec=1.0";
    for content_type in [ROUTER, unclosed] {
        for body in ["--gql\r\n\r\n{\"data\":1}\r\n--gql--", "\r\n--gql--\r\n"] {
            assert_eq!(read(content_type, body.as_bytes()), [other], "{body}");
        }
    }
}

#[test]
fn mp_007_unusual_boundaries() {
    for boundary in ["é.*+?[(", "a;b=c,d", &"x".repeat(200), "--"] {
        let body = format!("--{boundary}\r\n\r\n{{\"data\":1}}\r\n--{boundary}--");
        let content_type = format!("multipart/mixed; boundary=\"{boundary}\"");
        assert_eq!(
            read(&content_type, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{boundary}"
        );
    }
}

#[test]
fn mp_005_057_media_types_with_other_parameters() {
    for (content_type, boundary) in [
        ("Multipart/Mixed; charset=utf-8; BOUNDARY=\"a;b=c\"; x=y", "a;b=c"),
        (
            "multipart/mixed;boundary=\"graphql\";deferSpec=20220824",
            "graphql",
        ),
    ] {
        let body = format!("--{boundary}\r\n\r\n{{\"payload\":{{\"data\":1}}}}\r\n--{boundary}--");
        assert_eq!(
            read(content_type, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{content_type}"
        );
    }
}

#[test]
fn mp_010_five_parts_in_one_chunk() {
    let part = |n: u8| format!("--graphql\r\n\r\n{{\"payload\":{{\"data\":{n}}}}}\r\n");
    let parts: String = (1..=5).map(part).collect();
    let data: Vec<_> = (1..=5).map(|n| format!("{{\"data\":{n}}}")).collect();
    for (body, end) in [(format!("{parts}--graphql--"), "complete"), (parts, "missing")] {
        let mut expected = data.clone();
        expected.push(end.to_owned());
        assert_eq!(lines(ROUTER, LIMITS, [body.as_bytes()]), expected);
    }
}

#[test]
fn mp_011_code_points_and_delimiters_inside_strings() {
    let json = r#"{"data":{"n":"é😀 --graphql \" \\"}}"#;
    let body = format!("--graphql\r\n\r\n{{\"payload\":{json}}}\r\n--graphql--");
    assert_eq!(read(ROUTER, body.as_bytes()), [json, "complete"]);
}

#[test]
fn mp_009_012_013_a_part_ends_with_its_last_brace() {
    for after in ["\r\n--graphql", "\r\n", ""] {
        let body = format!("--graphql\r\n\r\n{{\"payload\":{{\"data\":1}}}}{after}");
        assert_eq!(
            read(ROUTER, body.as_bytes()),
            [r#"{"data":1}"#, "missing"],
            "{after:?}"
        );
    }
}

#[test]
fn mp_014_a_part_does_not_end_before_its_last_brace() {
    for json in [
        r#"{"data":{"n":1}"#,
        r#"{"data":"}"#,
        r#"{"data":[{}]"#,
        "1",
        "\"a\"",
    ] {
        let body = format!("--graphql\r\n\r\n{json}");
        assert_eq!(read(ROUTER, body.as_bytes()), ["missing"], "{json}");
    }
    let spaces = b"--graphql\r\n\r\n{\"data\":1}   \t \r\n\r\n--graphql--";
    assert_eq!(read(ROUTER, spaces), [r#"{"data":1}"#, "complete"]);
    let text = b"--graphql\r\n\r\n{\"data\":1}1\r\n--graphql--";
    assert_eq!(
        read(ROUTER, text),
        [r#"{"data":1}"#, "failed: there is text after the JSON of a part"]
    );
}

#[test]
fn mp_017_text_after_the_end_is_ignored() {
    for end in ["--", "--\r\n", "--\r\nepilogue\r\n--graphql\r\n\r\n{\"data\":2}"] {
        let body = format!("--graphql\r\n\r\n{{\"data\":1}}\r\n--graphql{end}");
        assert_eq!(
            read(ROUTER, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{end:?}"
        );
    }
}

#[test]
fn mp_018_mp_019_a_body_cut_anywhere_is_missing_its_end() {
    let body =
        b"\r\n--graphql\r\ncontent-type: application/json\r\n\r\n{\"payload\":{\"data\":1}}\r\n--graphql--";
    for cut in 0..body.len() {
        let got = read(ROUTER, &body[..cut]);
        assert_eq!(got.last().map(String::as_str), Some("missing"), "split at {cut}");
        assert!(got.len() == 1 || got[0] == r#"{"data":1}"#);
    }
}

#[test]
fn mp_022_024_029_032_heartbeats_and_ignored_members() {
    for json in [
        "{}",
        "{ }",
        "{\n}",
        r#"{"errors":null}"#,
        r#"{"foo":"bar"}"#,
        r#"{"payload":null}"#,
        r#"{"errors":[]}"#,
    ] {
        let body = format!("--graphql\r\n\r\n{json}\r\n--graphql--");
        assert_eq!(read(ROUTER, body.as_bytes()), ["complete"], "{json}");
    }
    let body = b"--graphql\r\n\r\n{\"done\":true,\"payload\" : {\"data\":1} , \"x\":[]}\r\n--graphql--";
    assert_eq!(read(ROUTER, body), [r#"{"data":1}"#, "complete"]);
}

#[test]
fn mp_025_bodies_without_parts() {
    for (body, expected) in [
        ("--graphql--", "complete"),
        ("--\r\n", "complete"),
        ("", "missing"),
        ("\r\n", "missing"),
        ("--", "missing"),
    ] {
        assert_eq!(read(ROUTER, body.as_bytes()), [expected], "{body:?}");
    }
}

#[test]
fn mp_027_errors_with_a_null_payload() {
    for json in [
        r#"{"payload":null,"errors":[{"message":"a"},{"message":"b"}]}"#,
        r#"{"errors":[{"message":"a"},{"message":"b"}]}"#,
    ] {
        let body = format!("--graphql\r\n\r\n{json}\r\n--graphql--");
        assert_eq!(read(ROUTER, body.as_bytes()), [r#"failed: "a", "b""#], "{json}");
    }
    let both = br#"{"payload":{"data":1},"errors":[{"message":"a"}]}"#;
    let body = [&b"--graphql\r\n\r\n"[..], both, b"\r\n--graphql--"].concat();
    assert_eq!(read(ROUTER, &body), [r#"{"data":1}"#, r#"failed: "a""#]);
}

#[test]
fn mp_034_mp_035_empty_parts() {
    for part in [
        "\r\n\r\n",
        "\r\n\r\n\r\n",
        "\r\n\r\n  \t\r\n",
        "\r\nContent-Type: application/json\r\n\r\n\r\n",
        "\r\n",
    ] {
        let body = format!("--graphql{part}--graphql\r\n\r\n{{\"data\":1}}\r\n--graphql\r\n--graphql--");
        assert_eq!(
            read(ROUTER, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{part:?}"
        );
    }
}

#[test]
fn mp_036_mp_037_mp_038_bodies_that_are_no_objects() {
    for (json, says) in [
        (&b"{\"data\":"[..], "not valid JSON"),
        (b"{\"data\":\"x", "not valid JSON"),
        (b"nonsense", "not valid JSON"),
        (b"[1,2]", "not an object: [1,2]"),
        (b"\"text\"", "not an object"),
        (b"7", "not an object: 7"),
        (b"\x80\x81", "not valid JSON"),
        (b"--not-the-delimiter", "not valid JSON"),
    ] {
        let body = [b"--graphql\r\n\r\n", json, b"\r\n--graphql--"].concat();
        let got = read(ROUTER, &body);
        assert!(
            got.len() == 1 && got[0].starts_with("failed") && got[0].contains(says),
            "{got:?}"
        );
    }
}

#[test]
fn mp_039_mp_040_mp_045_headers_of_parts() {
    for header in [
        "",
        "content-type:application/json\r\n",
        "CONTENT-TYPE: application/graphql-response+json; charset=utf-8\r\n",
        "Content-Type: application/json;\r\n charset=utf-8\r\nX-Other: a:b\r\n",
        "no colon\r\n",
    ] {
        let body = format!("--graphql\r\n{header}\r\n{{\"data\":1}}\r\n--graphql--");
        assert_eq!(
            read(ROUTER, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{header:?}"
        );
    }
    let bare = b"--graphql\r\n{\"data\":1}\r\n--graphql--";
    assert_eq!(read(ROUTER, bare), [r#"{"data":1}"#, "complete"]);
    for media_type in ["text/html", "multipart/mixed; boundary=inner"] {
        let body = format!("--graphql\r\nContent-Type: {media_type}\r\n\r\n{{\"data\":1}}\r\n--graphql--");
        let got = read(ROUTER, body.as_bytes());
        assert!(got.len() == 1 && got[0].contains("not JSON"), "{got:?}");
    }
}

#[test]
fn mp_041_the_delimiter_wins_over_content_length() {
    for length in ["10", "0", "3", "5000", "-1", "x"] {
        let body = format!("--graphql\r\nContent-Length: {length}\r\n\r\n{{\"data\":1}}\r\n--graphql--");
        assert_eq!(
            read(ROUTER, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{length}"
        );
    }
}

#[test]
fn mp_043_mp_044_line_ends_padding_and_preambles() {
    for body in [
        "--graphql\n\n{\"data\":1}\n--graphql--\n",
        "--graphql \t\r\n\r\n{\"data\":1}\n--graphql--",
        "preamble --graphql no\r\n-\r\n--graphql\r\n\r\n{\"data\":1}\r\n--graphql--",
        "{\"data\":0}\r\n--graphql\r\n\r\n{\"data\":1}\r\n--graphql--",
        "\r\n\r\n--graphql\r\n\r\n{\"data\":1}\r\n--graphql--",
    ] {
        assert_eq!(
            read(ROUTER, body.as_bytes()),
            [r#"{"data":1}"#, "complete"],
            "{body:?}"
        );
    }
}

#[test]
fn mp_046_a_large_part_is_read_in_linear_time() {
    let json = format!("{{\"data\":\"{}\"}}", "x".repeat(20 << 20));
    let body = format!("--graphql\r\n\r\n{json}\r\n--graphql--");
    let limits = Limits {
        part: 32 << 20,
        ..LIMITS
    };
    // In such small chunks, scanning each byte again for every chunk would take hours.
    let got = lines(ROUTER, limits, body.as_bytes().chunks(100));
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].len(), json.len());
    let text = format!("--graphql\r\n\r\n[{}\r\n--graphql--", "x".repeat(20 << 20));
    assert_eq!(lines(ROUTER, limits, text.as_bytes().chunks(100)).len(), 1);
}

#[test]
fn mp_047_limits() {
    let limits = Limits {
        part: 100,
        header: 50,
    };
    let long = "x".repeat(1000);
    for (body, says) in [
        (
            format!("--graphql\r\n\r\n{{\"data\":\"{long}"),
            "a part is larger than the limit of 100 bytes",
        ),
        (
            format!("--graphql\r\n\r\n[{long}"),
            "a part is larger than the limit of 100 bytes",
        ),
        (
            format!("--graphql\r\nX-Y: {long}"),
            "a part's header is larger than the limit of 50 bytes",
        ),
        (
            format!("--graphql\r\n{}", "a: b\r\n".repeat(100)),
            "a part's header is larger than the limit of 50 bytes",
        ),
        (
            format!("--graphql{}", " ".repeat(1000)),
            "a delimiter is larger than the limit of 50 bytes",
        ),
        (
            long.clone(),
            "the text before the first part is larger than the limit of 100 bytes",
        ),
    ] {
        for size in [1, 7, 2000] {
            let got = lines(ROUTER, limits, body.as_bytes().chunks(size));
            assert_eq!(got, [format!("failed: {says}")], "{size}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The messages do not depend on how the body is split into chunks.
    #[test]
    fn any_chunking_gives_the_same_messages(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "\r\n--graphql", "--graphql", "\r\n", "\n", "Content-Type: application/json\r\n\r\n", "{}", " ",
            "{\"payload\":{\"data\":\"é--graphql\"}}", "{\"data\":[1]}", "{\"payload\":null,\"errors\":[{}]}", "{\"a\":\"",
            "[", "}", "--", "-", "\"", "\\", "x",
            "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"data\":[{}]}}",
            "\r\n--graphql\r\nContent-Type: application/json\r\n\r\n{\"payload\":{\"data\":1},\"errors\":[{}],\"x\":{}}",
        ]), 0..16),
        cuts in prop::collection::vec(1usize..20, 1..200),
    ) {
        let body = pieces.concat();
        let body = body.as_bytes();
        let whole = lines(ROUTER, LIMITS, [body]);
        let mut chunks = Vec::new();
        let mut rest = body;
        let mut cuts = cuts.iter().cycle();
        while !rest.is_empty() {
            let (head, tail) = rest.split_at((*cuts.next().unwrap_or(&1)).min(rest.len()));
            chunks.push(head);
            rest = tail;
        }
        let (mut got, _) = scanned(lines(ROUTER, LIMITS, chunks));
        let (whole, presumed_wrongly) = scanned(whole);
        if presumed_wrongly {
            // A part in several chunks is scanned, so that any text may follow its object.
            got.truncate(whole.len());
        }
        prop_assert_eq!(got, whole, "{}", body.escape_ascii());
    }

    /// The reader does not panic on any bytes.
    #[test]
    fn any_bytes(body in prop::collection::vec(any::<u8>(), 0..200)) {
        read(ROUTER, &[b"--graphql\r\n\r\n", &body[..]].concat());
    }
}
