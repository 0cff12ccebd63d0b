//! Replacements for parts of rustls where an option requires them: certificate verification, and the key log.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error as TlsError, SignatureScheme};

use crate::Error;

/// A certificate verifier with another rule than that of rustls. The signature of the handshake is always verified.
#[derive(Debug)]
pub(super) struct Verifier {
    accepted: Accepted,
    algorithms: WebPkiSupportedAlgorithms,
}

#[derive(Debug)]
enum Accepted {
    /// Any certificate is accepted.
    Any,
    /// Certificates are verified for this name, instead of the host.
    Name(Arc<WebPkiServerVerifier>, ServerName<'static>),
}

impl Verifier {
    /// Accepts any certificate.
    pub(super) fn accept_any(provider: &CryptoProvider) -> Self {
        Self {
            accepted: Accepted::Any,
            algorithms: provider.signature_verification_algorithms,
        }
    }

    /// Verifies certificates with `inner`, for this name instead of the host.
    pub(super) fn for_name(
        provider: &CryptoProvider,
        inner: Arc<WebPkiServerVerifier>,
        name: ServerName<'static>,
    ) -> Self {
        Self {
            accepted: Accepted::Name(inner, name),
            algorithms: provider.signature_verification_algorithms,
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        match &self.accepted {
            Accepted::Any => Ok(ServerCertVerified::assertion()),
            Accepted::Name(inner, name) => {
                inner.verify_server_cert(certificate, intermediates, name, ocsp, now)
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// A key log that appends to a file in the NSS format. <https://www.rfc-editor.org/rfc/rfc9850>
pub(super) struct KeyLogFile(Mutex<File>);

impl KeyLogFile {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(path)
            .map_err(|source| {
                Error::builder(format!(
                    "the key log {} cannot be opened: {source}",
                    path.display()
                ))
                .with_source(source)
            })?;
        Ok(Self(Mutex::new(file)))
    }
}

impl rustls::KeyLog for KeyLogFile {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        if let Ok(mut file) = self.0.lock() {
            // A full disk must not end the connection.
            let _ = file.write_all(line.as_bytes());
        }
    }
}

impl fmt::Debug for KeyLogFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyLogFile")
    }
}
