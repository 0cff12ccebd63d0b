//! A byte stream: TCP, TLS, or the connection of a connector.

use tokio::io::{AsyncRead, AsyncWrite};

pub(in crate::transport) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}
