//! `url` and `headers` of gql.toml: for `introspect`, `introspect --check` and `run`.

mod served;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use served::{Answer, Served};

fn folder(name: &str, server: &Served) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("configured")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    let configuration = "schema = \"schema.graphql\"\nurl = \"${BASE}?key=hidden\"\n\n[headers]\nAuthorization = \"Bearer ${TOKEN}\"\n";
    fs::write(folder.join("gql.toml"), configuration).expect("the configuration is written");
    fs::write(folder.join("base"), server.url("http")).expect("the address is written");
    folder
}

/// The exit code, standard output and standard error, which hold no secret.
fn run(folder: &Path, arguments: &[&str], token: Option<&str>) -> (Option<i32>, String, String) {
    let base = fs::read_to_string(folder.join("base")).expect("the address is there");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gql-codegen"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("BASE", base)
        .env_remove("TOKEN");
    if let Some(token) = token {
        command.env("TOKEN", token);
    }
    let output = command.output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    for secret in ["secret", "hidden"] {
        assert!(
            !stdout.contains(secret) && !stderr.contains(secret),
            "{stdout}{stderr}"
        );
    }
    (output.status.code(), stdout, stderr)
}

#[test]
fn the_schema_of_the_configured_server_is_written_and_compared() {
    let folder = folder("schema", &Served::start(Answer::Private));
    let token = Some("secret");
    let (code, _, stderr) = run(&folder, &["introspect", "--check"], token);
    assert_eq!(code, Some(2), "there is no file yet: {stderr}");

    let (code, stdout, stderr) = run(&folder, &["introspect"], token);
    assert_eq!((code, &*stdout), (Some(0), ""), "{stderr}");
    assert_eq!(stderr, "1 type\nwrote schema.graphql\n");
    let (code, stdout, stderr) = run(&folder, &["introspect", "--check"], token);
    assert_eq!(
        (code, &*stdout, &*stderr),
        (Some(0), "", "1 type\nschema.graphql is up to date\n")
    );

    let path = folder.join("schema.graphql");
    // Another format is no difference.
    fs::write(&path, "type Query { price: Float }").expect("the schema is written");
    let (code, _, stderr) = run(&folder, &["introspect", "--check"], token);
    assert_eq!(code, Some(0), "{stderr}");
    fs::write(&path, "type Query { price: Int }").expect("the schema is written");
    let (code, stdout, stderr) = run(&folder, &["introspect", "--check"], token);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stdout.contains("+++ schema.graphql (server)\n"), "{stdout}");
    assert!(stdout.contains("-  price: Int\n+  price: Float\n"), "{stdout}");
    assert!(
        stderr.ends_with("schema.graphql is out of date\nrun `gql-codegen introspect`\n"),
        "{stderr}"
    );
    let kept = fs::read_to_string(&path).expect("the schema is there");
    assert_eq!(kept, "type Query { price: Int }", "a check writes nothing");
}

#[test]
fn operations_run_on_the_configured_server() {
    let folder = folder("run", &Served::start(Answer::Private));
    let query = ["run", "--query", "{ __typename }"];
    let (code, stdout, stderr) = run(&folder, &query, Some("secret"));
    assert_eq!(
        (code, &*stdout),
        (Some(0), "{\"data\":{\"__typename\":\"Query\"}}\n"),
        "{stderr}"
    );
    // A header of the command line replaces the one of the configuration.
    let (code, _, stderr) = run(
        &folder,
        &[&query[..], &["-H", "authorization: other"]].concat(),
        Some("secret"),
    );
    assert_eq!(code, Some(2), "{stderr}");
    let (code, _, stderr) = run(&folder, &query, None);
    assert_eq!(code, Some(2));
    assert!(
        stderr.contains("environment variable `TOKEN` is not set"),
        "{stderr}"
    );
}

#[test]
fn headers_of_the_configuration_go_to_its_url_only() {
    let folder = folder("other", &Served::start(Answer::Private));
    let url = Served::start(Answer::Private).url("http");
    for command in [
        vec!["introspect", &url],
        vec!["run", "--query", "{ __typename }", "--url", &url],
    ] {
        let (code, _, stderr) = run(&folder, &command, Some("secret"));
        assert_eq!(code, Some(2), "{stderr}");
        assert!(stderr.contains("401"), "{stderr}");
    }
}
