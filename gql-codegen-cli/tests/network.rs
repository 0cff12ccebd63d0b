//! `introspect` and `run` against a server in this process, over every transport that it speaks.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use gql_examples::Server;

/// Runs the binary in a folder without a configuration, with `input` on its standard input.
async fn run(arguments: &[&str], input: &str) -> Output {
    run_in(env!("CARGO_TARGET_TMPDIR").into(), arguments, input).await
}

async fn run_in(folder: PathBuf, arguments: &[&str], input: &str) -> Output {
    let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
    let input = input.to_owned();
    let task = tokio::task::spawn_blocking(move || {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gql-codegen"))
            .args(arguments)
            .current_dir(folder)
            .env("TOKEN", "secret")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut stdin = child.stdin.take().expect("standard input is piped");
        stdin.write_all(input.as_bytes()).expect("standard input is read");
        drop(stdin);
        child.wait_with_output().expect("the binary ends")
    });
    task.await.expect("the task ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

#[track_caller]
fn assert_code(output: &Output, code: i32) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_is_downloaded_and_good_for_the_other_commands() {
    let server = Server::start().await.expect("the server starts");
    let url = server.http_url();

    let sdl = run(&["introspect", &url], "").await;
    assert_code(&sdl, 0);
    assert!(stdout(&sdl).contains("type Query"), "{}", stdout(&sdl));

    let json = run(&["introspect", &url, "--output", "network.json"], "").await;
    assert_code(&json, 0);
    let diff = run(&["diff", "network.json", "network.json"], "").await;
    assert_code(&diff, 0);

    let refused = run(
        &["introspect", "http://127.0.0.1:1/", "--output", "refused.graphql"],
        "",
    )
    .await;
    assert_code(&refused, 2);
    let missing = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused.graphql");
    assert!(!missing.exists(), "nothing is written without an answer");
    server.stop().await.expect("the server stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_run_over_every_transport() {
    let server = Server::start().await.expect("the server starts");
    let (http, ws) = (server.http_url(), server.ws_url());

    for url in [&http, &ws] {
        let output = run(&["run", "-", "--url", url], "{ __typename }").await;
        assert_code(&output, 0);
        assert_eq!(stdout(&output), "{\"data\":{\"__typename\":\"Query\"}}\n");
    }
    let typed = "query Echo($name: String!) { __type(name: $name) { name } }";
    let output = run(&["run", "--query", typed, "--url", &http, "-f", "name=Query"], "").await;
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "{\"data\":{\"__type\":{\"name\":\"Query\"}}}\n");
    let wrong = run(&["run", "-", "--url", &http], "{ nowhere }").await;
    assert!(matches!(wrong.status.code(), Some(1 | 2)), "{wrong:?}");

    let subscription = "subscription { priceChanged(changes: 5, interval: 10) { price } }";
    for (url, transport) in [(&ws, "auto"), (&http, "auto"), (&ws, "websocket-legacy")] {
        let arguments = ["run", "-", "--url", url, "--transport", transport, "--first", "2"];
        let output = run(&arguments, subscription).await;
        assert_code(&output, 0);
        let lines: Vec<_> = stdout(&output).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2, "{transport}: {lines:?}");
        assert!(
            lines.iter().all(|line| line.starts_with("{\"data\":")),
            "{lines:?}"
        );
    }
    server.stop().await.expect("the server stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_come_from_the_environment() {
    let url = "http://127.0.0.1:1/";
    let known = run(
        &["run", "-", "--url", url, "-H", "Authorization: Bearer ${TOKEN}"],
        "{ a }",
    )
    .await;
    assert!(
        !String::from_utf8_lossy(&known.stderr).contains("environment"),
        "{known:?}"
    );
    let unknown = run(
        &["run", "-", "--url", url, "-H", "A: ${NOT_THERE_AT_ALL}"],
        "{ a }",
    )
    .await;
    assert_code(&unknown, 2);
    let told = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(
        told.contains("environment variable `NOT_THERE_AT_ALL` is not set"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fragments_come_from_the_documents_of_the_configuration() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fragments");
    fs::create_dir_all(folder.join("graphql")).expect("the folder is made");
    for (path, text) in [
        (
            "gql.toml",
            "schema = \"schema.graphql\"\ndocuments = \"graphql/*.graphql\"\n",
        ),
        ("schema.graphql", "type Query { a: Int }\n"),
        (
            "graphql/outer.graphql",
            "fragment Outer on Query { ...Inner ...Own }\n",
        ),
        (
            "graphql/inner.graphql",
            "fragment Inner on Query { inner: __typename }\n",
        ),
        (
            "query.graphql",
            "query Whole { ...Outer }\nfragment Own on Query { own: __typename }\n",
        ),
    ] {
        fs::write(folder.join(path), text).expect("the file is written");
    }
    let server = Server::start().await.expect("the server starts");
    let output = run_in(folder, &["run", "query.graphql", "--url", &server.http_url()], "").await;
    assert_code(&output, 0);
    assert_eq!(
        stdout(&output),
        "{\"data\":{\"inner\":\"Query\",\"own\":\"Query\"}}\n"
    );
    server.stop().await.expect("the server stops");
}

/// Editors on Windows begin a file with one; a parser may ignore it. <https://www.rfc-editor.org/rfc/rfc8259#section-8.1>
#[tokio::test(flavor = "multi_thread")]
async fn a_byte_order_mark_before_variables_is_ignored() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("byte_order_mark");
    fs::create_dir_all(&folder).expect("the folder is made");
    fs::write(folder.join("variables.json"), "\u{feff}{\"name\": \"Query\"}").expect("the file is written");
    let server = Server::start().await.expect("the server starts");
    let url = server.http_url();
    let query = "query ($name: String!) { __type(name: $name) { name } }";
    let output = run_in(
        folder,
        &["run", "-", "--url", &url, "--variables", "@variables.json"],
        query,
    )
    .await;
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "{\"data\":{\"__type\":{\"name\":\"Query\"}}}\n");
    server.stop().await.expect("the server stops");
}
