//! `cargo fmt` in a project with generated files that are committed: it leaves them as they are, whatever it is configured to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `aux` is a file that Windows has no place for.
const OPERATIONS: &str = "\
query Aux($first: Int, $names: [String!]!) { books: search(names: $names, first: $first) { ...Book authors { name } } }
query Second { search(names: []) { ...Book } }
fragment Book on Book { name length }
";

const SCHEMA: &str = "\
type Query { search(names: [String!]!, first: Int): [Book!]! }
\"A book, with a description that is longer than a line of code may be: rustfmt would have something to wrap in it.\"
type Book { name: String! length: Float authors: [Person!]! }
type Person { name: String! }
";

fn run(program: impl AsRef<std::ffi::OsStr>, folder: &Path, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
}

#[test]
fn formatting_leaves_generated_files_as_they_are() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fmt");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("src")).expect("the folder is made");
    let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("the file is written");
    write(
        "Cargo.toml",
        "[package]\nname = \"formatted\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n",
    );
    write("rustfmt.toml", "max_width = 60\nhard_tabs = true\n");
    write("schema.graphql", SCHEMA);
    write("operations.graphql", OPERATIONS);
    let library = "mod folder;\nmod one;\nmod user {\n    pub fn   spaced( ) {}\n}\n";
    write("src/lib.rs", library);
    let files = ["--schema", "schema.graphql", "--documents", "operations.graphql"];
    let one = [&["generate", "--output", "src/one.rs"][..], &files].concat();
    let modules = [
        &["generate", "--output", "src/folder", "--layout", "modules"][..],
        &files,
    ]
    .concat();
    let command = env!("CARGO_BIN_EXE_gql-codegen");
    run(command, &folder, &one);
    run(command, &folder, &modules);
    assert!(folder.join("src/folder/aux_.rs").is_file());
    run(env!("CARGO"), &folder, &["fmt"]);
    let formatted = fs::read_to_string(folder.join("src/lib.rs")).expect("the file is there");
    assert!(formatted.contains("\tpub fn spaced() {}"), "{formatted}");
    run(command, &folder, &[&one[..], &["--check"]].concat());
    run(command, &folder, &[&modules[..], &["--check"]].concat());
    run(env!("CARGO"), &folder, &["fmt", "--check"]);
}
