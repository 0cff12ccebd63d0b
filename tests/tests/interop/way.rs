//! The transports, built by the same few settings.

use std::convert::Infallible;
use std::fmt;
use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderValue};
use gql_runtime::transport::websocket::Subprotocols;
use gql_runtime::transport::{Backoff, Endpoint, EndpointBuilder, Http, Multipart, Sse, WebSocket};
use gql_runtime::{Client, Tls};
use serde_json::json;

use crate::Outcome;
use crate::server::Server;

/// The ways that operations are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Http,
    Multipart,
    Sse,
    GraphqlTransportWs,
    GraphqlWs,
}

impl Way {
    pub(crate) fn streams(self) -> bool {
        self != Self::Http
    }

    pub(crate) fn is_http(self) -> bool {
        !self.is_socket()
    }

    pub(crate) fn is_http_stream(self) -> bool {
        self.is_http() && self.streams()
    }

    pub(crate) fn is_socket(self) -> bool {
        matches!(self, Self::GraphqlTransportWs | Self::GraphqlWs)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Http => "HTTP",
            Self::Multipart => "multipart",
            Self::Sse => "SSE",
            Self::GraphqlTransportWs => "graphql-transport-ws",
            Self::GraphqlWs => "graphql-ws",
        })
    }
}

/// The settings that differ from client to client.
pub(crate) struct Settings {
    pub(crate) authorization: Option<&'static str>,
    /// A member of `connection_init`'s payload.
    pub(crate) token: Option<&'static str>,
    /// Begins with a forged token, and has a genuine one when the server refuses that.
    pub(crate) renews: bool,
    pub(crate) read_timeout: Option<Duration>,
    /// HTTP/2 and nothing else, where it goes over HTTP.
    pub(crate) http2: bool,
    pub(crate) reconnect: Option<Backoff>,
    pub(crate) tls: Tls,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            authorization: None,
            token: None,
            renews: false,
            read_timeout: None,
            http2: false,
            reconnect: None,
            tls: Tls::new(),
        }
    }
}

impl Settings {
    pub(crate) fn client(self, way: Way, server: &Server) -> Outcome<Client> {
        let url = server.url();
        Ok(match way {
            Way::Http => Client::new(Http::new(&self.endpoint(url)?)),
            Way::Multipart => {
                let (reconnect, silence) = (self.reconnect.clone(), self.read_timeout);
                let transport = Multipart::new(&self.endpoint(url)?);
                Client::new(transport.reconnect(reconnect).read_timeout(silence))
            }
            Way::Sse => {
                let (reconnect, silence) = (self.reconnect.clone(), self.read_timeout);
                let transport = Sse::new(&self.endpoint(url)?);
                Client::new(transport.reconnect(reconnect).read_timeout(silence))
            }
            Way::GraphqlTransportWs => Client::new(self.socket(url, Subprotocols::GraphqlTransportWs)?),
            Way::GraphqlWs => Client::new(self.socket(url, Subprotocols::GraphqlWs)?),
        })
    }

    fn endpoint(self, url: String) -> Outcome<Endpoint> {
        Ok(self.endpoint_builder(url).build()?)
    }

    fn endpoint_builder(&self, url: String) -> EndpointBuilder {
        let mut builder = Endpoint::builder(url).no_proxy().tls(self.tls.clone());
        if self.http2 {
            builder = builder.http2_prior_knowledge();
        }
        if let Some(authorization) = self.authorization {
            builder = builder.header("authorization", authorization);
        }
        if self.renews {
            builder = builder.headers_with(|refusal| async move {
                let token = if refusal.is_some() {
                    "Bearer genuine"
                } else {
                    "Bearer forged"
                };
                let token = HeaderValue::from_static(token);
                Ok::<_, Infallible>(HeaderMap::from_iter([(AUTHORIZATION, token)]))
            });
        }
        builder
    }

    pub(crate) fn socket(self, url: String, subprotocols: Subprotocols) -> Outcome<WebSocket> {
        let refused = Arc::new(AtomicBool::new(false));
        let mut endpoint = self.endpoint_builder(url);
        if self.renews {
            let refused = refused.clone();
            endpoint = endpoint.on_unauthorized(move |_| {
                refused.store(true, Ordering::SeqCst);
                ready(true)
            });
        }
        let mut socket = WebSocket::new(&endpoint.build()?)
            .subprotocols(subprotocols)
            .read_timeout(self.read_timeout)
            .reconnect(self.reconnect);
        if let Some(token) = self.token {
            socket = socket.init_payload(json!({ "token": token }));
        }
        if self.renews {
            socket = socket.init_payload_with(move || {
                let token = if refused.load(Ordering::SeqCst) {
                    "genuine"
                } else {
                    "forged"
                };
                ready(Ok(json!({ "token": token })))
            });
        }
        Ok(socket)
    }
}
