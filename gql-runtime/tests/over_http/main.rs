//! The HTTP transports against a server on a raw socket. The names of tests contain the ids of the scenarios that they
//! cover.

mod bounds;
mod byte_order_mark;
#[path = "../collector/mod.rs"]
mod collector;
mod floats;
mod head;
mod http;
mod http2;
mod incremental;
mod misfit;
mod mock;
mod multipart;
mod multipart_failures;
mod operations;
mod pages;
mod persisted;
mod reconnect;
mod redirects;
mod refusals;
mod retry;
mod runtimes;
mod server;
mod service;
mod settings;
mod sse;
mod tls;
mod tracing;
mod upload;
