//! `introspect` and `run` against servers that are secure, that stream events, that refuse, and that talk nonsense.

mod authority;
mod served;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use authority::Authority;
use served::{Answer, Served};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    fs::write(folder.join("query.graphql"), "{ __typename }\n").expect("the query is written");
    fs::write(folder.join("events.graphql"), "subscription { price }\n")
        .expect("the subscription is written");
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

#[test]
fn a_certificate_is_trusted_by_its_authority_alone() {
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
    clients.write_client(&folder);
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
fn events_are_lines_and_a_cut_stream_is_resumed() {
    const EVENT: &str = "event: next\ndata: {\"data\": {\"price\": 1}}\n\n";
    const WHOLE: &str = "event: next\ndata: {\"data\": {\"price\": 1}}\n\n:\n\nevent: complete\ndata:\n\n";
    let folder = folder("events");
    let of = |server: &Served| {
        let url = server.url("http");
        said(&run(
            &folder,
            &["run", "events.graphql", "--transport", "sse", "--url", &url],
        ))
    };
    let line = "{\"data\":{\"price\":1}}\n";
    let (exit, stdout, stderr) = of(&Served::start(Answer::Events(WHOLE)));
    assert_eq!((exit, &*stdout, &*stderr), (Some(0), line, ""));
    // The server is asked again, and refuses.
    let (exit, stdout, stderr) = of(&Served::start(Answer::Cut(EVENT, Arc::default())));
    assert_eq!((exit, &*stdout), (Some(2), line));
    assert!(stderr.contains("404"), "{stderr}");
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

#[test]
fn a_server_that_refuses_what_it_claims_to_know_is_asked_for_the_basics() {
    let folder = folder("boastful");
    let server = Served::start(Answer::Boastful);
    let (exit, stdout, stderr) = said(&run(&folder, &["introspect", &server.url("http"), "--verbose"]));
    assert_eq!(exit, Some(0), "{stderr}");
    assert!(stdout.contains("price: Float"), "{stdout}");
    assert!(stderr.contains("the server supports @oneOf\n"), "{stderr}");
    assert!(stderr.contains("requesting the basics"), "{stderr}");
}

#[test]
fn a_schema_of_a_later_edition_is_written_with_warnings() {
    const ANSWER: &str = include_str!("../../tests/cases/introspection/later/response.json");
    const SDL: &str = include_str!("../../tests/cases/introspection/later/printed.sdl");
    const DIAGNOSTICS: &str = include_str!("../../tests/cases/introspection/later/findings.txt");
    let folder = folder("later");
    let server = Served::start(Answer::Other("200 OK", "application/json", ANSWER));
    let url = server.url("http");
    let (exit, stdout, stderr) = said(&run(&folder, &["introspect", &url]));
    assert_eq!((exit, &*stdout), (Some(0), SDL), "{stderr}");
    for line in DIAGNOSTICS.lines() {
        let (_, message) = line.split_once(": ").expect("place and rule, and what is wrong");
        assert!(
            stderr.contains(&format!("warning[Introspection]: {message}\n")),
            "{message}: {stderr}"
        );
    }
    let (exit, stdout, stderr) = said(&run(&folder, &["introspect", &url, "--quiet"]));
    assert_eq!((exit, &*stdout, &*stderr), (Some(0), SDL, ""));
}

#[test]
fn a_result_in_parts_is_put_together() {
    const PARTS: &str = concat!(
        "\r\n---\r\nContent-Type: application/json\r\n\r\n",
        r#"{"data": {"book": {"name": "Emma", "length": 1.50}}, "hasNext": true}"#,
        "\r\n---\r\nContent-Type: application/json\r\n\r\n",
        r#"{"incremental": [{"path": ["book"], "data": {"shelf": null},"#,
        r#" "errors": [{"message": "Sold out.", "path": ["book", "shelf"]}]}], "hasNext": true}"#,
        "\r\n---\r\nContent-Type: application/json\r\n\r\n",
        "{\"hasNext\": false}\r\n-----\r\n",
    );
    let folder = folder("parts");
    let query = "{ book { name length ... @defer { shelf { number } } } }";
    fs::write(folder.join("deferred.graphql"), query).expect("the query is written");
    let server = Served::start(Answer::Parts(PARTS));
    let url = server.url("http");
    let of = |flags: &[&str]| {
        let command = ["run", "deferred.graphql", "--url", &url];
        said(&run(&folder, &[&command[..], flags].concat()))
    };
    let first = "{\"data\":{\"book\":{\"name\":\"Emma\",\"length\":1.50}}}\n";
    // The members of an object that a part was put into are in alphabetical order.
    let whole = concat!(
        r#"{"data":{"book":{"length":1.50,"name":"Emma","shelf":null}},"#,
        r#""errors":[{"message":"Sold out.","path":["book","shelf"]}]}"#,
        "\n"
    );
    // Errors in a result make the exit code 1.
    let (exit, stdout, stderr) = of(&[]);
    assert_eq!((exit, &*stdout), (Some(1), whole), "{stderr}");
    let (exit, stdout, stderr) = of(&["--incremental"]);
    assert_eq!((exit, stdout), (Some(1), format!("{first}{whole}")), "{stderr}");
    // The same server sends the whole to who does not ask for parts.
    let (exit, stdout, _) = said(&run(&folder, &["run", "query.graphql", "--url", &url]));
    assert_eq!(
        (exit, &*stdout),
        (Some(0), "{\"data\":{\"__typename\":\"Query\"}}\n")
    );
}

#[test]
fn a_result_that_lacks_a_part_is_an_error() {
    const CUT: &str = concat!(
        "\r\n---\r\nContent-Type: application/json\r\n\r\n",
        r#"{"data": {"book": null}, "hasNext": true}"#,
        "\r\n---\r\n",
    );
    let folder = folder("lacking");
    fs::write(
        folder.join("deferred.graphql"),
        "{ book { ... @defer { name } } }",
    )
    .expect("the query is written");
    let server = Served::start(Answer::Parts(CUT));
    let (exit, stdout, stderr) = said(&run(
        &folder,
        &["run", "deferred.graphql", "--url", &server.url("http")],
    ));
    assert_eq!((exit, &*stdout), (Some(2), ""));
    assert!(!stderr.is_empty());
}
