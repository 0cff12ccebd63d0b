//! Addresses of connections that reqwest does not make.

use crate::transport::endpoint::Address;

impl Address {
    /// Returns the host and the port, as `CONNECT` requires them. <https://www.rfc-editor.org/rfc/rfc9110#name-connect>
    pub(in crate::transport) fn host_and_port(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]:{}", self.host, self.port),
            false => format!("{}:{}", self.host, self.port),
        }
    }

    /// Returns the address of a redirect within the origin, as headers must not be sent to another one. Returns `None` for
    /// another origin, and for a location that is neither a URL nor an absolute path.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2>
    pub(in crate::transport) fn redirected(&self, location: &str) -> Option<Self> {
        if location.starts_with('/') && !location.starts_with("//") {
            return self.with_path(location).ok();
        }
        let next = Self::parse(location).ok()?;
        (next.tls == self.tls && next.authority == self.authority).then_some(next)
    }
}
