//! On a terminal: `init` asks, a slow download shows how it goes, colors are there unless NO_COLOR is.
//!
//! The terminal is `script`'s, of util-linux: with what it gets on its standard input as the keys that are pressed.
#![cfg(target_os = "linux")]

mod served;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use served::{Answer, Served};

const SCHEMA: &str = "scalar DateTime\n\ntype Query {\n  price: Price\n}\n\ntype Price {\n  at: DateTime!\n  amount: Float!\n}\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("terminal").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    folder
}

/// All that a terminal shows when a command runs on it and these keys are pressed, and whether the command succeeded.
fn shown(folder: &Path, arguments: &str, keys: &str, no_color: bool) -> (String, bool) {
    let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_gql-codegen"));
    let mut script = Command::new("script");
    script
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    if no_color {
        script.env("NO_COLOR", "1");
    }
    let mut script = script.spawn().expect("`script` of util-linux is installed");
    let mut stdin = script.stdin.take().expect("standard input is piped");
    stdin.write_all(keys.as_bytes()).expect("the keys are taken");
    // Kept open: the end of the keys would be the end of the terminal.
    let output = script.wait_with_output().expect("the command ends");
    drop(stdin);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    (shown, output.status.success())
}

#[test]
fn init_asks_for_what_it_cannot_know() {
    let folder = folder("asks");
    fs::write(folder.join("prices.graphql"), SCHEMA).expect("the schema is written");
    let (shown, success) = shown(&folder, "init", "\nqueries/*.graphql\nsrc/prices.rs\n", false);
    assert!(success, "{shown}");
    for question in [
        "Schema (file or URL of a server): [prices.graphql]",
        "Operation files (glob): [graphql/*.graphql]",
        "Generated code (file): [src/graphql.rs]",
    ] {
        assert!(shown.contains(question), "{shown}");
    }
    let written = fs::read_to_string(folder.join("gql.toml")).expect("gql.toml is there");
    for line in [
        "schema = \"prices.graphql\"\n",
        "documents = \"queries/*.graphql\"\n",
        "output = \"src/prices.rs\"\n",
        "# DateTime = \"chrono::DateTime<chrono::Utc>\"\n",
    ] {
        assert!(written.contains(line), "{written}");
    }
    assert!(folder.join("queries/first.graphql").exists());
}

#[test]
fn init_downloads_the_schema_of_a_server() {
    let folder = folder("downloads");
    let server = Served::start(Answer::Schema);
    let (shown, success) = shown(&folder, "init", &format!("{}\n\n\n", server.url("http")), false);
    assert!(success, "{shown}");
    let schema = fs::read_to_string(folder.join("schema.graphql")).expect("the schema is there");
    assert!(schema.contains("type Query"), "{schema}");
    let written = fs::read_to_string(folder.join("gql.toml")).expect("gql.toml is there");
    assert!(written.contains("schema = \"schema.graphql\"\n"), "{written}");
    let url = format!("url = \"{}\"\n", server.url("http"));
    assert!(written.contains(&url), "{written}");
}

#[test]
fn a_slow_download_shows_how_it_goes() {
    let folder = folder("slow");
    let server = Served::start(Answer::SlowSchema(Duration::from_millis(900)));
    let arguments = format!("introspect {} --output schema.graphql", server.url("http"));
    let (shown, success) = shown(&folder, &arguments, "", true);
    assert!(success, "{shown}");
    assert!(shown.contains("waiting for the server, "), "{shown:?}");
    assert!(shown.contains(" B received, "), "{shown:?}");
    assert!(
        shown.contains("\r\u{1b}[2K1 type"),
        "the line is taken away: {shown:?}"
    );

    // Without a terminal, only the result is printed.
    let output = Command::new(env!("CARGO_BIN_EXE_gql-codegen"))
        .args(["introspect", &server.url("http"), "--output", "again.graphql"])
        .current_dir(&folder)
        .output()
        .expect("the binary runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told, "1 type\nwrote again.graphql\n");
}

#[test]
fn results_on_a_terminal_are_indented_and_colored() {
    let folder = folder("results");
    let server = Served::start(Answer::Result);
    let arguments = format!("run --query '{{ __typename }}' --url {}", server.url("http"));
    let (colored, success) = shown(&folder, &arguments, "", false);
    assert!(success, "{colored}");
    let expected = "{\r\n  \u{1b}[1m\"data\"\u{1b}[0m: {\r\n    \u{1b}[1m\"__typename\"\u{1b}[0m: \u{1b}[32m\"Query\"\u{1b}[0m\r\n  }\r\n}\r\n";
    assert_eq!(colored, expected);
    let (plain, _) = shown(&folder, &arguments, "", true);
    assert_eq!(
        plain,
        "{\r\n  \"data\": {\r\n    \"__typename\": \"Query\"\r\n  }\r\n}\r\n"
    );
}

#[test]
fn colors_are_for_terminals_and_not_for_who_wants_none() {
    let folder = folder("colors");
    let (colored, _) = shown(&folder, "explain ScalarLeafs", "", false);
    assert!(colored.contains("\u{1b}[1mScalarLeafs\u{1b}[0m"), "{colored:?}");
    let (plain, _) = shown(&folder, "explain ScalarLeafs", "", true);
    assert!(
        plain.contains("ScalarLeafs") && !plain.contains('\u{1b}'),
        "{plain:?}"
    );
    let (forced, _) = shown(&folder, "explain ScalarLeafs --color always", "", true);
    assert!(forced.contains("\u{1b}[1mScalarLeafs"), "{forced:?}");
}
