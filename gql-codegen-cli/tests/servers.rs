//! `introspect` and `run` against servers that are secure, that stream events, that refuse, and that talk nonsense.

mod served;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use served::{Answer, Served};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    fs::write(folder.join("query.graphql"), "{ __typename }\n").expect("the query is written");
    fs::write(folder.join("events.graphql"), "subscription { tide }\n").expect("the subscription is written");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gql-codegen"));
    command.args(arguments).current_dir(folder);
    command.output().expect("the binary runs")
}

/// The exit code, standard output and standard error.
fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A certificate authority, with its PEM and what it issues in a folder.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("the names are good");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key is made");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("the certificate is signed");
        fs::write(folder.join(format!("{name}.pem")), issuer.pem()).expect("the certificate is written");
        Self(issuer)
    }

    /// A certificate and its key, both PEM.
    fn issue(&self, name: &str, usage: ExtendedKeyUsagePurpose) -> (String, String) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("the name is good");
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().expect("a key is made");
        let certificate = params
            .signed_by(&key, &self.0)
            .expect("the certificate is signed");
        (certificate.pem(), key.serialize_pem())
    }

    /// A server for `localhost`, which asks clients for a certificate of `clients`.
    fn server(&self, clients: Option<&Self>) -> Arc<ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .expect("the versions are good");
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(clients) => {
                let mut roots = RootCertStore::empty();
                let root = CertificateDer::from_pem_slice(clients.0.pem().as_bytes()).expect("PEM");
                roots.add(root).expect("it is an authority");
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().expect("there is an authority"))
            }
        };
        let (chain, key) = self.issue("localhost", ExtendedKeyUsagePurpose::ServerAuth);
        let chain = CertificateDer::pem_slice_iter(chain.as_bytes()).collect::<Result<_, _>>();
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("PEM");
        let config = builder.with_single_cert(chain.expect("PEM"), key);
        Arc::new(config.expect("certificate and key belong together"))
    }
}

#[test]
fn a_certificate_is_trusted_by_its_authority_or_by_nobody() {
    let folder = folder("authority");
    let authority = Authority::new(&folder, "ca");
    Authority::new(&folder, "other");
    let server = Served::secure(authority.server(None), Answer::Schema);
    let url = server.url("https");
    for (flags, code) in [
        (vec!["--ca", "ca.pem"], 0),
        (vec!["--insecure"], 0),
        (vec![], 2),
        (vec!["--ca", "other.pem"], 2),
    ] {
        for command in [
            vec!["introspect", &url],
            vec!["run", "query.graphql", "--url", &url],
        ] {
            let arguments: Vec<_> = command.iter().chain(&flags).copied().collect();
            let (exit, stdout, stderr) = said(&run(&folder, &arguments));
            assert_eq!(exit, Some(code), "{arguments:?}: {stderr}");
            assert_eq!(stdout.is_empty(), code != 0, "{arguments:?}: {stdout}");
            assert_eq!(
                stderr.contains("certificate"),
                code != 0,
                "{arguments:?}: {stderr}"
            );
        }
    }
}

#[test]
fn a_client_shows_its_certificate() {
    let folder = folder("client");
    let (authority, clients) = (Authority::new(&folder, "ca"), Authority::new(&folder, "clients"));
    let (certificate, key) = clients.issue("client", ExtendedKeyUsagePurpose::ClientAuth);
    fs::write(folder.join("client.pem"), certificate).expect("the certificate is written");
    fs::write(folder.join("client.key"), key).expect("the key is written");
    let server = Served::secure(authority.server(Some(&clients)), Answer::Result);
    let url = server.url("https");
    let command = ["run", "query.graphql", "--url", &url, "--ca", "ca.pem"];
    let shown = ["--client-certificate", "client.pem", "--client-key", "client.key"];
    let (exit, stdout, stderr) = said(&run(&folder, &[&command[..], &shown].concat()));
    assert_eq!(
        (exit, &*stdout),
        (Some(0), "{\"data\":{\"__typename\":\"Query\"}}\n"),
        "{stderr}"
    );
    let (exit, stdout, _) = said(&run(&folder, &command));
    assert_eq!((exit, &*stdout), (Some(2), ""));
}

#[test]
fn events_are_lines_and_a_cut_stream_is_an_error() {
    const EVENT: &str = "event: next\ndata: {\"data\": {\"tide\": 1}}\n\n";
    const WHOLE: &str = "event: next\ndata: {\"data\": {\"tide\": 1}}\n\n:\n\nevent: complete\ndata:\n\n";
    let folder = folder("events");
    let of = |server: &Served| {
        let url = server.url("http");
        said(&run(
            &folder,
            &["run", "events.graphql", "--transport", "sse", "--url", &url],
        ))
    };
    let line = "{\"data\":{\"tide\":1}}\n";
    let (exit, stdout, stderr) = of(&Served::start(Answer::Events(WHOLE)));
    assert_eq!((exit, &*stdout, &*stderr), (Some(0), line, ""));
    let (exit, stdout, stderr) = of(&Served::start(Answer::Events(EVENT)));
    assert_eq!((exit, &*stdout), (Some(2), line));
    assert!(
        stderr.contains("the stream ended before the event `complete`"),
        "{stderr}"
    );
}

#[test]
fn what_a_server_says_instead_is_shown_and_nothing_is_written_over() {
    let folder = folder("refusals");
    fs::write(folder.join("schema.graphql"), "type Query { kept: Int }\n").expect("the schema is written");
    for (answer, expected) in [
        (
            Answer::Other("401 Unauthorized", "text/plain", "Show me a token."),
            "the server said: Show me a token.",
        ),
        (
            Answer::Other(
                "200 OK",
                "application/json",
                r#"{"errors":[{"message":"Introspection is off."}]}"#,
            ),
            "Introspection is off.",
        ),
        (
            Answer::Other("200 OK", "text/html", "<html>Welcome</html>"),
            "text/html, not with JSON",
        ),
        (
            Answer::Other("200 OK", "application/json", r#"{"data":{"__schema":null}}"#),
            "error",
        ),
        (Answer::Other("200 OK", "application/json", "{"), "error"),
    ] {
        let server = Served::start(answer);
        let (exit, stdout, stderr) = said(&run(
            &folder,
            &["introspect", &server.url("http"), "--output", "schema.graphql"],
        ));
        assert_eq!((exit, &*stdout), (Some(2), ""), "{stderr}");
        assert!(stderr.contains(expected), "{expected}: {stderr}");
        let kept = fs::read_to_string(folder.join("schema.graphql")).expect("the schema is there");
        assert_eq!(kept, "type Query { kept: Int }\n");
    }
}
