//! Connections that the server closes, which is never a clean end of a running operation.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gql_runtime::transport::Backoff;
use tokio::time::Instant;

use crate::server::{BOTH, Dialect, Received, Server, frame};
use crate::{last_error, next_text, running, subscribe};

#[tokio::test(start_paused = true)]
async fn cls_001_msg_018_the_connection_is_lost() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(None);
        let (socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        let mut other = subscribe(&socket);
        peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        drop(peer);
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        let error = last_error(&mut events).await;
        assert!(error.is_closed(), "{error:?}");
        assert_eq!(error.close_code(), None);
        assert!(last_error(&mut other).await.is_closed());
    }
}

#[tokio::test(start_paused = true)]
async fn cls_002_003_a_normal_closure_does_not_complete_operations() {
    for dialect in BOTH {
        for (bytes, code) in [
            (frame(true, 8, &1000_u16.to_be_bytes()), 1000),
            (frame(true, 8, &[]), 1005),
        ] {
            let mut server = Server::memory();
            let builder = server.client().reconnect(None);
            let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
            peer.next(&id, "{\"data\":1}").await;
            peer.raw(&bytes).await;
            assert_eq!(next_text(&mut events).await, "{\"data\":1}");
            let error = last_error(&mut events).await;
            assert!(error.is_closed(), "{error:?}");
            assert_eq!(error.close_code(), Some(code));
            let answer = if code == 1005 { None } else { Some(code) };
            assert_eq!(peer.receive().await, Received::Close(answer, String::new()));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn cls_004_ws_007_frm_008_codes_that_are_fatal() {
    for dialect in BOTH {
        for code in [
            4400, 4401, 4406, 4409, 4429, 4500, 4004, 4005, 1002, 1003, 1007, 1008, 1009,
        ] {
            let mut server = Server::memory();
            let builder = server.client().reconnect(Backoff::new().max_attempts(u32::MAX));
            let (_socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
            peer.close(code, "the reason").await;
            let error = last_error(&mut events).await;
            assert!(error.is_closed() || error.is_auth(), "{error:?}");
            assert_eq!(
                (error.close_code(), error.close_reason()),
                (Some(code), Some("the reason"))
            );
            if code == 4406 {
                assert!(error.to_string().contains("another GraphQL WebSocket protocol"));
            }
            assert!(
                server.has_no_connection_within(Duration::from_secs(600)).await,
                "{code}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn cls_005_codes_that_are_tried_again_if_the_hook_agrees() {
    for dialect in BOTH {
        for code in [1000, 1001, 1011, 1012, 1013, 1014, 3008, 4408, 4444, 4499, 4504] {
            let mut server = Server::memory();
            let again = AtomicBool::new(false);
            let policy = Backoff::new().should_retry(move |error| {
                error.close_reason() == Some("come again")
                    || code == 1014 && !again.swap(true, Ordering::Relaxed)
            });
            let builder = server.client().reconnect(policy);
            let (_socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
            peer.close(code, "come again").await;
            let mut peer = server.acknowledged(dialect).await;
            peer.expect_start().await;
            assert_eq!(next_text(&mut events).await, "reconnected");
            peer.close(code, "go away").await;
            // The WebSocket library does not know the code 1014.
            let seen = if code == 1014 { 1005 } else { code };
            assert_eq!(last_error(&mut events).await.close_code(), Some(seen));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn cls_006_a_server_that_never_disconnects() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(None);
        let (_socket, mut events, mut peer, _id) = running(builder, &mut server, dialect).await;
        let before = Instant::now();
        peer.close(4444, "").await;
        assert_eq!(last_error(&mut events).await.close_code(), Some(4444));
        assert!(
            before.elapsed() < Duration::from_secs(1),
            "the streams do not wait for the handshake"
        );
        assert_eq!(peer.receive().await, Received::Close(Some(4444), String::new()));
        assert_eq!(peer.receive().await, Received::End);
        assert_eq!(before.elapsed().as_secs(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn ws_020_closed_at_once() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client().reconnect(None);
        let mut events = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        peer.close(1000, "").await;
        assert_eq!(last_error(&mut events).await.close_code(), Some(1000));
    }
}

#[tokio::test(start_paused = true)]
async fn ws_021_closed_while_idle() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
        peer.close(1000, "").await;
        assert_eq!(peer.receive().await, Received::Close(Some(1000), String::new()));
        assert!(server.has_no_connection_within(Duration::from_secs(60)).await);
        let mut again = subscribe(&socket);
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut again).await, "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn lzy_002_the_socket_is_kept_for_a_while() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().close_when_idle(Duration::from_secs(5));
        let (socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        peer.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
        tokio::time::sleep(Duration::from_secs(4)).await;
        let mut events = subscribe(&socket);
        let id = peer.expect_start().await;
        tokio::time::sleep(Duration::from_secs(20)).await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
    }
}

#[tokio::test(start_paused = true)]
async fn lzy_003_a_new_subscription_while_the_old_socket_is_closing() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, events, mut peer, id) = running(server.client(), &mut server, dialect).await;
        drop(events);
        peer.expect_stop(&id).await;
        if dialect == Dialect::Legacy {
            peer.expect_type("connection_terminate").await;
        }
        assert!(matches!(peer.receive().await, Received::Close(Some(1000), _)));
        let mut events = subscribe(&socket);
        let mut second = server.acknowledged(dialect).await;
        let id = second.expect_start().await;
        second.complete(&id).await;
        assert_eq!(next_text(&mut events).await, "end");
    }
}

#[tokio::test(start_paused = true)]
async fn con_009_an_id_in_use_fails_the_operation_that_has_it_and_no_other() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut first, mut peer, _id) = running(server.client(), &mut server, dialect).await;
        let mut second = subscribe(&socket);
        let named = peer.expect_start().await;
        let reason = format!("Subscriber for {named} already exists");
        peer.close(4409, &reason).await;
        let error = last_error(&mut second).await;
        assert_eq!(
            (error.close_code(), error.close_reason()),
            (Some(4409), Some(&*reason))
        );
        let mut peer = server.acknowledged(dialect).await;
        let id = peer.expect_start().await;
        assert_ne!(id, named);
        assert_eq!(next_text(&mut first).await, "reconnected");
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut first).await, "{\"data\":1}");
        assert!(
            peer.is_quiet(Duration::from_secs(1)).await,
            "one is started again"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn con_009_without_reconnecting_all_of_them_fail() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(None);
        let (socket, mut first, mut peer, _id) = running(builder, &mut server, dialect).await;
        let mut second = subscribe(&socket);
        let named = peer.expect_start().await;
        peer.close(4409, &format!("Subscriber for {named} already exists"))
            .await;
        for events in [&mut first, &mut second] {
            assert_eq!(last_error(events).await.close_code(), Some(4409));
        }
        assert!(server.has_no_connection_within(Duration::from_secs(600)).await);
    }
}

#[tokio::test(start_paused = true)]
async fn cls_104_the_last_words_of_a_server_are_in_the_error() {
    for dialect in BOTH {
        for (payload, words) in [
            (r#"{"message":"timeout"}"#, "the server reported: timeout"),
            (r#""plain words""#, "the server reported: plain words"),
            (
                r#"[{"message":"first"},{"message":"second"}]"#,
                "the server reported: first",
            ),
        ] {
            for close in [None, Some(1011)] {
                let mut server = Server::memory();
                let builder = server.client().reconnect(None);
                let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
                peer.next(&id, "{\"data\":1}").await;
                assert_eq!(next_text(&mut events).await, "{\"data\":1}");
                let complaint = format!(r#"{{"type":"connection_error","payload":{payload}}}"#);
                peer.send(&complaint).await;
                match close {
                    None => drop(peer),
                    Some(code) => peer.close(code, "").await,
                }
                let error = last_error(&mut events).await;
                assert!(error.is_closed() && error.close_code() == close, "{error:?}");
                assert!(error.to_string().ends_with(words), "{error}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn cls_104_only_the_last_error_message_is_the_reason() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let builder = server.client().reconnect(None);
        let (_socket, mut events, mut peer, id) = running(builder, &mut server, dialect).await;
        peer.send(r#"{"type":"connection_error","payload":{"message":"an old complaint"}}"#)
            .await;
        peer.next(&id, "{\"data\":1}").await;
        assert_eq!(next_text(&mut events).await, "{\"data\":1}");
        drop(peer);
        let error = last_error(&mut events).await;
        assert!(!error.to_string().contains("old"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn msg_102_an_error_without_an_id_ends_the_only_operation() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let (socket, mut events, mut peer, _id) = running(server.client(), &mut server, dialect).await;
        let error = r#"{"type":"error","payload":{"errors":[{"errorType":"E","message":"unsupported"}]}}"#;
        peer.send(error).await;
        let ended = last_error(&mut events).await;
        assert!(ended.is_graphql(), "{ended:?}");
        assert_eq!(ended.graphql_errors()[0].message, "unsupported");

        // The operation that it refers to is unknown, so the message is kept for the next failure.
        let (mut one, mut two) = (subscribe(&socket), subscribe(&socket));
        peer.expect_start().await;
        peer.expect_start().await;
        peer.send(error).await;
        if dialect == Dialect::Legacy {
            peer.close(4400, "").await;
        }
        for events in [&mut one, &mut two] {
            let ended = last_error(events).await;
            assert!(ended.to_string().contains("unsupported"), "{ended}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn msg_102_an_error_before_the_acknowledgement_is_quoted() {
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut events = subscribe(&socket);
        let mut peer = server.upgraded(dialect).await;
        peer.expect_type("connection_init").await;
        peer.send(r#"{"type":"error","payload":{"message":"no such API"}}"#)
            .await;
        let error = last_error(&mut events).await;
        assert!(
            error.is_protocol() && error.to_string().contains("no such API"),
            "{error:?}"
        );
    }
}
