//! The settings of one call on a socket. Settings that a socket cannot honor are errors.

use std::time::Duration;

use gql_runtime::transport::Transport;
use gql_runtime::{Client, OperationKind, Request};
use serde_json::Value;

use crate::server::{BOTH, Server};
use crate::{last_error, next_text, request, subscription};

/// A header of one call is never sent over a socket that another user's token opened.
#[tokio::test(start_paused = true)]
async fn headers_of_one_call_are_refused() {
    for _dialect in BOTH {
        let mut server = Server::memory();
        let client = Client::new(server.client());
        let mut events = client
            .subscribe_raw::<Value>(Request::new("subscription { a }"))
            .header("authorization", "Bearer another");
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_builder() && error.is_terminal(), "{error:?}");
        assert!(!error.to_string().contains("another"), "{error}");
        assert!(!error.may_have_been_sent());
        assert!(events.next().await.is_none());
        assert!(
            server.has_no_connection_within(Duration::from_secs(5)).await,
            "no connection is made"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_a_subscription_is_that_of_its_first_result() {
    const LIMIT: Duration = Duration::from_secs(2);
    for dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut limited = subscription();
        limited.timeout = Some(LIMIT);
        let mut silent = socket.subscribe(limited.clone());
        let mut answered = socket.subscribe(limited.clone());
        let mut peer = server.acknowledged(dialect).await;
        let (first, second) = (peer.expect_start().await, peer.expect_start().await);
        peer.next(&second, "{\"data\":1}").await;
        assert_eq!(next_text(&mut answered).await, "{\"data\":1}");
        let error = last_error(&mut silent).await;
        assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
        peer.expect_stop(&first).await;
        // The other one has had its first result, and has no further timeout.
        assert!(
            tokio::time::timeout(LIMIT * 5, next_text(&mut answered))
                .await
                .is_err()
        );
        peer.next(&second, "{\"data\":2}").await;
        assert_eq!(next_text(&mut answered).await, "{\"data\":2}");
    }
}

/// The timeout also applies while there is no connection, in which case nothing was sent.
#[tokio::test(start_paused = true)]
async fn a_subscription_that_is_never_sent_times_out() {
    for _dialect in BOTH {
        let mut server = Server::memory();
        let socket = server.client();
        let mut limited = request(OperationKind::Subscription);
        limited.timeout = Some(Duration::from_secs(1));
        let mut events = socket.subscribe(limited);
        let _peer = server.connection().await;
        let error = last_error(&mut events).await;
        assert!(error.is_timeout(), "{error:?}");
        assert!(!error.may_have_been_sent());
    }
}
