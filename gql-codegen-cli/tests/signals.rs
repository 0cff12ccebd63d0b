//! What the system does to a command: a reader that goes away, an interrupt, a folder that cannot be written.
#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A fresh folder with a project in it.
fn project(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    fs::write(folder.join("schema.graphql"), "type Query { a: Int b: Int }\n")
        .expect("the schema is written");
    fs::write(folder.join("one.graphql"), "query One { a }\n").expect("the operation is written");
    let configuration = "schema = \"schema.graphql\"\ndocuments = \"*one*.graphql\"\noutput = \"out.rs\"\n";
    fs::write(folder.join("gql.toml"), configuration).expect("the configuration is written");
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gql-codegen"));
    command.args(arguments).current_dir(folder);
    command
}

/// Waits for `done`, at most some seconds.
fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{what} does not happen"
        );
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = project("pipe");
    let mut child = command(&folder, &["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // Less than a pipe holds would be written before anybody notices, so nobody ever reads.
    drop(child.stdout.take());
    let mut told = String::new();
    let mut stderr = child.stderr.take().expect("standard error is piped");
    stderr.read_to_string(&mut told).expect("standard error is UTF-8");
    let status = child.wait().expect("the binary ends");
    assert_eq!((status.code(), told.as_str()), (Some(0), ""));
}

#[test]
fn watch_writes_on_change_and_an_interrupt_leaves_whole_files() {
    let folder = project("watch");
    let mut child = command(&folder, &["generate", "--watch", "--quiet"])
        .spawn()
        .expect("the binary starts");
    let output = folder.join("out.rs");
    let has = |text: &str| fs::read_to_string(&output).is_ok_and(|code| code.contains(text));
    eventually("the first file", || has("struct One"));
    fs::write(folder.join("one.graphql"), "query Two { b }\n").expect("the operation is written");
    eventually("the change", || has("struct Two"));
    fs::write(folder.join("another_one.graphql"), "query Three { b }\n").expect("the operation is written");
    eventually("the new file", || has("struct Three"));

    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    child.wait().expect("the binary ends");
    let names = fs::read_dir(&folder)
        .expect("the folder is read")
        .filter_map(Result::ok);
    let mut names: Vec<_> = names
        .map(|entry| entry.file_name().into_string().unwrap_or_default())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "another_one.graphql",
            "gql.toml",
            "one.graphql",
            "out.rs",
            "schema.graphql"
        ]
    );
    let check = command(&folder, &["generate", "--check", "--quiet"]).status();
    assert!(check.expect("the binary ends").success());
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = project("readonly");
    let locked = folder.join("locked");
    fs::create_dir(&locked).expect("the folder is made");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("the folder is locked");
    if fs::write(locked.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let output = command(&folder, &["generate", "--output", "locked/out.rs"]).output();
    let output = output.expect("the binary ends");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("locked/out.rs cannot be written"), "{told}");
}

#[test]
fn a_file_that_stays_the_same_is_not_touched() {
    let folder = project("touch");
    let time = || fs::metadata(folder.join("out.rs")).and_then(|metadata| metadata.modified());
    let run = || {
        command(&folder, &["generate", "--quiet"])
            .status()
            .expect("the binary ends")
    };
    assert!(run().success());
    let first = time().expect("the file is there");
    sleep(Duration::from_millis(20));
    assert!(run().success());
    assert_eq!(time().expect("the file is there"), first);
}
