//! Invalid frames and messages.

use std::time::Duration;

use gql_runtime::Error;

use crate::server::{BOTH, Dialect, Received, Server, frame};
use crate::{last_error, next_text, running, subscribe};

/// Returns the error of all streams, and the close code that the server receives.
async fn broken_by(dialect: Dialect, bytes: &[u8]) -> (Error, Option<u16>) {
    let mut server = Server::memory();
    let builder = server.client().max_message_size(1000);
    let (socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
    let mut other = subscribe(&socket);
    peer.expect_start().await;
    peer.raw(bytes).await;
    let error = last_error(&mut events).await;
    assert_eq!(last_error(&mut other).await.to_string(), error.to_string());
    let code = match peer.receive().await {
        Received::Close(code, reason) => {
            assert!(reason.len() <= 123);
            code
        }
        other => panic!("{other:?}"),
    };
    assert!(server.has_no_connection_within(Duration::from_secs(300)).await);
    (error, code)
}

#[tokio::test(start_paused = true)]
async fn msg_021_022_023_031_invalid_messages() {
    for dialect in BOTH {
        let kind = dialect.pick("next", "data");
        let other = dialect.pick("data", "next");
        for text in [
            "BLAHBLAH".to_owned(),
            String::new(),
            "null".into(),
            "[]".into(),
            "9".into(),
            "{}".into(),
            r#"{"type":7}"#.into(),
            r#"{"type":"nuxt"}"#.into(),
            format!(r#"{{"type":"{}"}}"#, "x".repeat(500)),
            format!(r#"{{"type":"{kind}","payload":{{}}}}"#),
            format!(r#"{{"type":"{kind}","id":"","payload":{{}}}}"#),
            format!(r#"{{"type":"{kind}","id":"1"}}"#),
            format!(r#"{{"type":"{kind}","id":"1","payload":7}}"#),
            format!(r#"{{"type":"{kind}","id":true,"payload":{{}}}}"#),
            format!(r#"{{"type":"{other}","id":"1","payload":{{}}}}"#),
            r#"{"type":"complete"}"#.into(),
            r#"{"type":"subscription_data","id":"1","payload":{}}"#.into(),
            r#"{"type":"init_success"}"#.into(),
            r#"{"type":"keepalive"}"#.into(),
        ] {
            let (error, code) = broken_by(dialect, &frame(true, 1, text.as_bytes())).await;
            assert!(error.is_protocol(), "{text}: {error:?}");
            assert_eq!(code, Some(4004), "{text}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn msg_023_a_lenient_client_ignores_unknown_types() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, id) =
            running(server.client().lenient(true), &mut server, dialect).await;
        peer.send(r#"{"type":"nuxt","id":"1"}"#).await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        peer.send("{}").await;
        assert!(last_error(&mut events).await.is_protocol());
    }
}

#[tokio::test(start_paused = true)]
async fn msg_032_complaints_about_no_operation_end_none() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (seen, notices) = std::sync::mpsc::channel();
        let builder = server.client().observe(move |observation| {
            if let gql_runtime::transport::websocket::Observation::Notice(payload) = observation {
                seen.send(payload.map(str::to_owned)).unwrap();
            }
        });
        let (socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        let _other = subscribe(&socket);
        peer.expect_start().await;
        peer.send(r#"{"type":"connection_error","id":null,"payload":{"message":"m"}}"#)
            .await;
        if dialect == Dialect::Legacy {
            peer.send(r#"{"type":"error","payload":{"message":"Invalid message type!"}}"#)
                .await;
        }
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        assert_eq!(notices.try_iter().count(), dialect.pick(1, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn frm_001_text_in_a_binary_frame() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        let text = dialect.next(&id, "{\"data\":1}");
        peer.raw(&frame(true, 2, text.as_bytes())).await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn frm_003_004_fragments_of_one_byte() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        let text = dialect.next(&id, "{\"data\":\"€\"}");
        let last = text.len() - 1;
        for (place, byte) in text.bytes().enumerate() {
            peer.raw(&frame(place == last, u8::from(place == 0), &[byte]))
                .await;
        }
        assert_eq!(next_text(&mut events).await, "{\"data\":\"€\"}");
    }
}

#[tokio::test(start_paused = true)]
async fn frm_002_005_007_010_011_frames_that_break_the_protocol() {
    for dialect in BOTH {
        let masked = [&[0x81, 0x82, 1, 2, 3, 4][..], b"xx"].concat();
        for (what, bytes, code) in [
            ("binary", frame(true, 2, &[1, 2, 0xff]), 1003),
            ("not UTF-8", frame(true, 1, &[b'"', 0x80, b'"']), 1007),
            (
                "half a character",
                frame(true, 1, "é".as_bytes().get(..1).unwrap()),
                1007,
            ),
            ("too large", frame(true, 1, &[b' '; 1001]), 1009),
            (
                "too large in parts",
                [frame(false, 1, &[b' '; 999]), frame(true, 0, b"   ")].concat(),
                1009,
            ),
            ("reserved bit", vec![0xc1, 0], 1002),
            ("reserved opcode", frame(true, 3, b""), 1002),
            ("reserved control opcode", frame(true, 11, b""), 1002),
            ("masked", masked, 1002),
            ("long ping", frame(true, 9, &[0; 126]), 1002),
            ("ping in parts", frame(false, 9, b""), 1002),
            ("continues nothing", frame(true, 0, b"x"), 1002),
            ("close of one byte", frame(true, 8, b"x"), 1002),
        ] {
            let (error, next_text) = broken_by(dialect, &bytes).await;
            assert!(error.is_protocol(), "{what}: {error:?}");
            assert_eq!(next_text, Some(code), "{what}: {error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn frm_011_a_long_reason_and_one_that_is_not_utf_8() {
    for dialect in BOTH {
        let reason = "r".repeat(123);
        let mut server = Server::memory();
        let (_socket, mut events, mut peer, _id) = running(server.client(), &mut server, dialect).await;
        peer.close(4400, &reason).await;
        assert_eq!(last_error(&mut events).await.close_reason(), Some(&*reason));
        let (error, _) = broken_by(dialect, &frame(true, 8, &[0x0f, 0xa0, 0x80])).await;
        assert!(error.is_protocol(), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn msg_005_a_truncated_result_harms_its_reader_alone() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        let mut other = subscribe(&socket);
        let other_id = peer.expect_start().await;
        let deep = format!("{{\"data\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        peer.next(&id, &deep).await;
        peer.next(&other_id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, deep);
        assert_eq!(next_text(&mut other).await, "{\"data\":1}");
    }
}

/// Memory is allocated for the length that a frame declares, before its content arrives.
#[tokio::test(start_paused = true)]
async fn a_length_that_no_memory_has_ends_the_connection_and_not_the_process() {
    for length in [1_u64 << 40, u64::MAX >> 1] {
        let mut server = Server::memory();
        let builder = server.client().max_message_size(usize::MAX);
        let (_socket, mut events, mut peer, _id) = running(builder, &mut server, Dialect::Modern).await;
        let mut head = vec![0x81, 127];
        head.extend_from_slice(&length.to_be_bytes());
        peer.raw(&head).await;
        let error = last_error(&mut events).await;
        assert!(error.is_protocol() || error.is_closed(), "{error:?}");
    }
}
