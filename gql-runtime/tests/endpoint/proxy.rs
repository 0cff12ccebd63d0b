//! Proxies that connect to one address for every host, so that any request that arrives there went through them.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::origin::{Head, Io, response};

/// The credentials that the proxies require, if they do: `user` and `pass word`.
pub(crate) const BASIC: &str = "Basic dXNlcjpwYXNzIHdvcmQ=";

/// A proxy, with the port of its server, its requirements and its requests.
#[derive(Clone)]
pub(crate) struct Proxying {
    origin: u16,
    pub(crate) asks: bool,
    /// The target of each connection: the first line of the request, or host and port.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxying {
    pub(crate) fn to(origin: u16, asks: bool) -> Self {
        Self {
            origin,
            asks,
            asked: Arc::default(),
        }
    }

    /// Returns the targets so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn note(&self, asked: &str) {
        self.asked.lock().unwrap().push(asked.to_owned());
    }

    /// Listens on a loopback port, which it returns.
    pub(crate) async fn listen<F>(&self, serve: impl Fn(Self, TcpStream) -> F + Send + 'static) -> u16
    where
        F: Future<Output = Option<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(proxy.clone(), stream));
            }
        });
        port
    }

    /// Serves HTTP: `CONNECT`, and requests to `http` URLs, which are forwarded.
    pub(crate) async fn http(self, mut client: impl Io) -> Option<()> {
        while let Some(head) = Head::read(&mut client).await {
            self.note(head.line());
            let body = head.body(&mut client).await?;
            if self.asks && head.header("proxy-authorization") != Some(BASIC) {
                let refusal = response(
                    "407 Proxy Authentication Required",
                    "proxy-authenticate: Basic\r\n",
                    "",
                );
                client.write_all(refusal.as_bytes()).await.ok()?;
                continue;
            }
            let mut server = TcpStream::connect(("127.0.0.1", self.origin)).await.ok()?;
            if head.line().starts_with("CONNECT ") {
                client.write_all(b"HTTP/1.1 200 Established\r\n\r\n").await.ok()?;
            } else {
                // The server gets the request as its own, without the headers for the proxy.
                let mut words = head.line().splitn(3, ' ');
                let (method, url) = (words.next()?, words.next()?);
                let path = url.strip_prefix("http://")?.split_once('/')?.1;
                let lines = head.0.lines().skip(1);
                let lines = lines.filter(|line| !line.to_ascii_lowercase().starts_with("proxy-"));
                let rest: Vec<_> = lines.collect();
                let request = format!("{method} /{path} HTTP/1.1\r\n{}\r\n", rest.join("\r\n"));
                server.write_all(request.as_bytes()).await.ok()?;
                server.write_all(&body).await.ok()?;
            }
            copy_bidirectional(&mut client, &mut server).await.ok()?;
        }
        Some(())
    }

    /// Serves SOCKS5. <https://www.rfc-editor.org/rfc/rfc1928>
    pub(crate) async fn socks(self, mut client: impl Io) -> Option<()> {
        let [5, count] = read(&mut client).await? else {
            return None;
        };
        let mut methods = vec![0; usize::from(count)];
        client.read_exact(&mut methods).await.ok()?;
        let method = if self.asks { 2 } else { 0 };
        if !methods.contains(&method) {
            client.write_all(&[5, 0xff]).await.ok()?;
            return None;
        }
        client.write_all(&[5, method]).await.ok()?;
        if self.asks {
            let [1, length] = read(&mut client).await? else {
                return None;
            };
            let user = text(&mut client, length).await?;
            let [length] = read(&mut client).await?;
            let password = text(&mut client, length).await?;
            let is_known = user == "user" && password == "pass word";
            client.write_all(&[1, u8::from(!is_known)]).await.ok()?;
            is_known.then_some(())?;
        }
        let [5, 1, 0, kind] = read(&mut client).await? else {
            return None;
        };
        let host = match kind {
            1 => std::net::Ipv4Addr::from(read::<4>(&mut client).await?).to_string(),
            4 => std::net::Ipv6Addr::from(read::<16>(&mut client).await?).to_string(),
            3 => {
                let [length] = read(&mut client).await?;
                text(&mut client, length).await?
            }
            _ => return None,
        };
        let port = u16::from_be_bytes(read(&mut client).await?);
        self.note(&format!("{host}:{port}"));
        if host == "refused.invalid" {
            client.write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]).await.ok()?;
            return None;
        }
        let mut server = TcpStream::connect(("127.0.0.1", self.origin)).await.ok()?;
        // The address from which it connects is sent as a name, which is rare but valid.
        client.write_all(&[5, 0, 0, 3, 1, b'x', 0, 1]).await.ok()?;
        copy_bidirectional(&mut client, &mut server).await.ok()?;
        Some(())
    }
}

async fn read<const LENGTH: usize>(io: &mut impl Io) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    io.read_exact(&mut bytes).await.ok()?;
    Some(bytes)
}

async fn text(io: &mut impl Io, length: u8) -> Option<String> {
    let mut bytes = vec![0; usize::from(length)];
    io.read_exact(&mut bytes).await.ok()?;
    String::from_utf8(bytes).ok()
}
