//! Events of the system that affect a command: a reader that goes away, an interrupt, what may not be read or
//! written, a full disk.
#![cfg(unix)]

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
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
    // Less than a pipe holds would be written before the pipe is closed, so the pipe is never read.
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
fn check_watches_and_reports_every_change() {
    let folder = project("check_watch");
    let watched = fs::read_to_string(folder.join("gql.toml")).expect("the configuration is there");
    let watched = watched.replace("\"*one*.graphql\"", "[\"*one*.graphql\", \"*.rs\"]");
    fs::write(folder.join("gql.toml"), watched).expect("the configuration is written");
    let rust = |text: &str| format!("#[operations]\nmod shop {{\n    graphql! {{ \"{text}\" }}\n}}\n");
    fs::write(folder.join("shop.rs"), rust("query Two { b }")).expect("the Rust file is written");
    let file = |name: &str| fs::File::create(folder.join(name)).expect("the file is made");
    let mut child = command(&folder, &["check", "--watch"])
        .stdout(file("diagnostics"))
        .stderr(file("messages"))
        .spawn()
        .expect("the binary starts");
    let has = |name: &str, text: &str| {
        let written = fs::read_to_string(folder.join(name));
        written.is_ok_and(|written| written.contains(text))
    };
    eventually("the first round", || {
        has("messages", "watching 3 files, Ctrl-C to stop\n")
    });
    assert!(!has("diagnostics", "FieldsOnCorrectType"));
    fs::write(folder.join("shop.rs"), rust("query Two { d }")).expect("the Rust file is written");
    eventually("the diagnostic in Rust", || {
        has("diagnostics", " --> shop.rs:3:29")
    });
    fs::write(folder.join("one.graphql"), "query One { c }\n").expect("the operation is written");
    eventually("the diagnostic", || has("diagnostics", " --> one.graphql:1:13"));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    child.wait().expect("the binary ends");
}

#[test]
fn an_interrupt_among_many_files_leaves_whole_ones_and_no_others() {
    const OPERATIONS: usize = 600;
    let folder = project("interrupt");
    let documents: String = (0..OPERATIONS)
        .map(|number| format!("query Number{number} {{ a b }}\n"))
        .collect();
    fs::write(folder.join("one.graphql"), documents).expect("the operations are written");
    let generate = |output: &str| {
        command(
            &folder,
            &["generate", "--quiet", "--layout", "modules", "--output", output],
        )
    };
    let status = generate("whole").status().expect("the binary ends");
    assert!(status.success());
    let mut cut = 0;
    // The signal may come after the last file, the more often the busier the machine is.
    for round in 0..60 {
        let output = format!("cut{round}");
        let mut child = generate(&output).spawn().expect("the binary starts");
        let is_begun =
            || fs::read_dir(folder.join(&output)).is_ok_and(|mut entries| entries.next().is_some());
        eventually("the first file", is_begun);
        let signal = if round % 2 == 0 { "-INT" } else { "-TERM" };
        let killed = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
        let status = child.wait().expect("the binary ends");
        let code = if round % 2 == 0 { 130 } else { 143 };
        assert!(status.success() || status.code() == Some(code), "{status}");
        let entries = fs::read_dir(folder.join(&output)).expect("the folder is there");
        let names: Vec<_> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name())
            .collect();
        for name in &names {
            let read = |of: &str| fs::read_to_string(folder.join(of).join(name)).ok();
            assert!(
                read(&output).is_some() && read(&output) == read("whole"),
                "{name:?} is not whole"
            );
        }
        cut += usize::from(names.len() <= OPERATIONS);
        if round >= 4 && cut > 0 {
            break;
        }
    }
    assert!(cut > 0, "no round was interrupted before its end");
}

/// A command that the system treats as anybody's: the superuser may read and write everywhere.
fn as_anybody(folder: &Path, arguments: &[&str]) -> Command {
    let probe = folder.join("locked/probe");
    let is_superuser = fs::write(&probe, "").is_ok();
    let _ = fs::remove_file(&probe);
    if !is_superuser {
        return command(folder, arguments);
    }
    // Where anybody can reach it: the way to the original may be the superuser's alone.
    let binary = folder.join("gql-codegen");
    fs::copy(env!("CARGO_BIN_EXE_gql-codegen"), &binary).expect("the binary is copied");
    let mut command = Command::new(binary);
    command.args(arguments).current_dir(folder).uid(65534).gid(65534);
    command
}

#[test]
fn what_may_not_be_written_or_read_is_told() {
    let folder = std::env::temp_dir().join(format!("gql-codegen-locked-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("locked")).expect("the folder is made");
    let mode = |path: &str, mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.join(path), permissions).expect("the mode is set");
    };
    fs::write(folder.join("schema.graphql"), "type Query { a: Int }\n").expect("the schema is written");
    fs::write(folder.join("one.graphql"), "query One { a }\n").expect("the operation is written");
    fs::write(folder.join("secret.graphql"), "query Two { a }\n").expect("the operation is written");
    mode("", 0o755);
    mode("locked", 0o555);
    mode("secret.graphql", 0o000);
    for (documents, expected) in [
        (
            "one.graphql",
            "locked/out.rs cannot be written: Permission denied",
        ),
        (
            "secret.graphql",
            "secret.graphql cannot be read: Permission denied",
        ),
    ] {
        let arguments = [
            "generate",
            "--schema",
            "schema.graphql",
            "--documents",
            documents,
            "--output",
            "locked/out.rs",
        ];
        let output = as_anybody(&folder, &arguments).output().expect("the binary ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(expected), "{told}");
        let left = fs::read_dir(folder.join("locked"))
            .expect("the folder is read")
            .count();
        assert_eq!(left, 0, "nothing is left in the folder");
    }
    fs::remove_dir_all(&folder).expect("the folder is removed");
}

#[test]
fn what_is_no_text_is_told() {
    let folder = project("noise");
    fs::write(folder.join("noise.graphql"), b"query Noise { a } # \xff\xfe\n").expect("the file is written");
    for (arguments, expected) in [
        (
            &["check", "--documents", "noise.graphql"][..],
            "noise.graphql is not UTF-8 text",
        ),
        (
            &["check", "--schema", "noise.graphql"],
            "noise.graphql is not UTF-8 text",
        ),
        (
            &["diff", "noise.graphql", "schema.graphql"],
            "noise.graphql is not UTF-8 text",
        ),
        (
            &["run", "noise.graphql", "--url", "http://localhost:1/"],
            "noise.graphql cannot be read: stream did not contain valid UTF-8",
        ),
    ] {
        let output = command(&folder, arguments).output().expect("the binary ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told() {
    let folder = project("full");
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let output = command(&folder, &["completions", "bash"]).stdout(full).output();
    let output = output.expect("the binary ends");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains("cannot write to standard output: No space left on device"),
        "{told}"
    );
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
