//! Connections over TCP.

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;

use super::{Io, failure};
use crate::Error;

/// The idle time after which TCP sends keep-alive probes, and the interval between them.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// Connects to a host, which is a name or an address.
///
/// # Errors
/// Returns an error if this is not possible ([`Error::is_connect`]).
pub(super) async fn connect(host: &str, port: u16) -> Result<Box<dyn Io>, Error> {
    let failed = |source| failure::io_error(&format!("no connection to {host}:{port}"), source);
    let tcp = TcpStream::connect((host, port)).await.map_err(failed)?;
    set_options(&tcp).map_err(failed)?;
    Ok(Box::new(tcp))
}

/// Sends small frames immediately, and lets the system detect dead connections, as pings may be off.
fn set_options(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let keep_alive = socket2::TcpKeepalive::new().with_time(KEEP_ALIVE);
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple", windows))]
    let keep_alive = keep_alive.with_interval(KEEP_ALIVE);
    socket2::SockRef::from(tcp).set_tcp_keepalive(&keep_alive)
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn ping_103_the_system_watches_the_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tcp = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        assert!(!socket2::SockRef::from(&tcp).keepalive().unwrap());
        set_options(&tcp).unwrap();
        let socket = socket2::SockRef::from(&tcp);
        assert!(socket.keepalive().unwrap() && tcp.nodelay().unwrap());
        #[cfg(target_os = "linux")]
        assert_eq!(socket.tcp_keepalive_time().unwrap(), KEEP_ALIVE);
    }
}
