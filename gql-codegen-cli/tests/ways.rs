//! A mistake in an option is reported in every way to set it: each file of `tests/ways` has one as the macro's keys, calls of `Builder`,
//! flags, and `gql.toml`, which macro, build script and command read. The messages are in the `.txt` beside it.
//! `UPDATE=1` writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gql_codegen::options::{Node, Value, toml};

/// A case, and where its packages and messages are.
struct Case {
    name: String,
    path: PathBuf,
    content: Node,
}

impl Case {
    fn text(&self, key: &str) -> Option<&str> {
        self.content.get(key).and_then(text_of)
    }

    fn texts(&self, key: &str) -> Option<Vec<&str>> {
        match &self.content.get(key)?.value {
            Value::List(nodes) => nodes.iter().map(text_of).collect(),
            _ => None,
        }
    }
}

fn text_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ways");
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).expect("the cases are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a case is read");
        cases.push(Case {
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            content: toml(&text).expect("a case is TOML"),
            path,
        });
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(!cases.is_empty());
    cases
}

/// A folder that is empty but for cargo's target folder.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ways").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    folder
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

/// Writes a workspace with these packages, each a manifest's dependencies, a library, and a build script if it has one.
fn workspace(folder: &Path, packages: &[(String, String, Option<String>)]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = root.to_string_lossy().replace('\\', "/");
    let names: Vec<_> = packages.iter().map(|(name, ..)| format!("{name:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        names.join(", ")
    );
    write(&folder.join("Cargo.toml"), &manifest);
    // The versions that are at hand.
    fs::copy(format!("{root}/Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file is copied");
    for file in ["schema.graphql", "shop.graphql"] {
        let from = format!("{root}/gql-codegen-cli/tests/ways/{file}");
        fs::copy(from, folder.join(file)).expect("a file is copied");
    }
    for (name, library, script) in packages {
        let mut manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             gql-runtime = {{ path = \"{root}/gql-runtime\", default-features = false, features = [\"derive\"] }}\n"
        );
        if let Some(script) = script {
            manifest += &format!(
                "\n[build-dependencies]\ngql-codegen = {{ path = \"{root}/gql-codegen\", default-features = false, features = [\"print\"] }}\n"
            );
            write(&folder.join(name).join("build.rs"), script);
        }
        write(&folder.join(name).join("Cargo.toml"), &manifest);
        write(&folder.join(name).join("src/lib.rs"), library);
    }
}

fn build(folder: &Path) -> Output {
    Command::new(env!("CARGO"))
        .args([
            "build",
            "--offline",
            "--keep-going",
            "--color",
            "never",
            "--message-format",
            "json",
        ])
        .arg("--target-dir")
        // Shared with the tests of macro errors, which need the same dependencies.
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("programs"))
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("RUSTFLAGS")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .expect("cargo runs")
}

fn script(builder: &str) -> String {
    format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    {builder}.generate()?;\n    Ok(())\n}}\n"
    )
}

const INCLUDED: &str = "pub mod shop { include!(concat!(env!(\"OUT_DIR\"), \"/graphql.rs\")); }\n";

/// The compiler's errors, by package.
fn compile_errors(output: &Output) -> BTreeMap<String, String> {
    let mut errors: BTreeMap<String, String> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        let text = |pointer: &str| {
            message
                .pointer(pointer)
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default()
        };
        let is_error = text("/message/level") == "error" && !text("/message/message").starts_with("aborting");
        if is_error {
            let all = errors.entry(text("/target/name").to_owned()).or_default();
            all.push_str(&format!("error: {}\n", text("/message/message").trim_end()));
        }
    }
    errors
}

/// The output of the build script of a package: warnings, or why it failed.
fn of_script(stderr: &str, package: &str) -> String {
    let failed = format!("error: failed to run custom build command for `{package} v");
    let start = format!("warning: {package}@0.1.0: ");
    let warnings = stderr.lines().filter_map(|line| line.strip_prefix(&start));
    let mut text: String = warnings.map(|line| format!("warning: {line}\n")).collect();
    if let Some((_, rest)) = stderr.split_once(&failed) {
        let rest = rest.split_once("  Error: ").map_or("", |(_, rest)| rest);
        let is_of_script = |line: &&str| {
            line.is_empty()
                || (line.starts_with("  ") && !line.contains(" Compiling ") && !line.contains(" Finished "))
        };
        let lines = rest.lines().skip(2).take_while(is_of_script);
        text.extend(lines.map(|line| format!("{}\n", line.strip_prefix("  ").unwrap_or(line))));
    }
    text
}

/// The output of the command, on standard output and then on standard error.
fn command(folder: &Path, flags: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gql-codegen"))
        .arg("check")
        .args(flags)
        .current_dir(folder)
        .output()
        .expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// A configuration with the files of all cases, unless it names its own, and with the mistake.
fn configuration(file: &str) -> String {
    let files = [
        "schema = \"../schema.graphql\"\n",
        "documents = \"../shop.graphql\"\n",
    ];
    let is_own = |line: &&str| file.contains(line.split(' ').next().unwrap_or_default());
    files
        .into_iter()
        .filter(|line| !is_own(line))
        .chain([file])
        .collect()
}

#[test]
fn a_mistake_is_reported_in_every_way() {
    let folder = scratch("mistakes");
    let mut packages = Vec::new();
    for case in cases() {
        let name = &case.name;
        if let Some(keys) = case.text("macro") {
            let files = "schema = \"../schema.graphql\", documents = \"../shop.graphql\"";
            let library = format!("#[gql_runtime::operations({files}, {keys})]\npub mod shop {{}}\n");
            packages.push((format!("{name}_macro"), library, None));
        }
        if let Some(calls) = case.text("builder") {
            let files = "schema(\"../schema.graphql\").documents(\"../shop.graphql\")";
            let script = script(&format!("gql_codegen::Builder::new().{files}{calls}"));
            packages.push((format!("{name}_builder"), INCLUDED.to_owned(), Some(script)));
        }
        if let Some(file) = case.text("file") {
            let library = "#[gql_runtime::operations]\npub mod shop {}\n".to_owned();
            packages.push((format!("{name}_file_macro"), library, None));
            let script = script("gql_codegen::Builder::from_config()?");
            packages.push((format!("{name}_file_builder"), INCLUDED.to_owned(), Some(script)));
            for package in ["file_macro", "file_builder"] {
                write(
                    &folder.join(format!("{name}_{package}/gql.toml")),
                    &configuration(file),
                );
            }
        }
    }
    workspace(&folder, &packages);
    let output = build(&folder);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut errors = compile_errors(&output);
    let mut wrong = Vec::new();
    for case in cases() {
        let name = &case.name;
        let mut found = Vec::new();
        if case.text("macro").is_some() {
            found.push((
                "macro",
                errors.remove(&format!("{name}_macro")).unwrap_or_default(),
            ));
        }
        if case.text("builder").is_some() {
            found.push(("builder", of_script(&stderr, &format!("{name}_builder"))));
        }
        if let Some(flags) = case.texts("flags") {
            let files = ["--schema", "schema.graphql", "--documents", "shop.graphql"];
            let all: Vec<_> = files.into_iter().chain(flags).collect();
            found.push(("flags", command(&folder, &all)));
        }
        if case.text("file").is_some() {
            let package = format!("{name}_file_macro");
            found.push(("gql.toml, command", command(&folder.join(&package), &[])));
            found.push(("gql.toml, macro", errors.remove(&package).unwrap_or_default()));
            found.push((
                "gql.toml, build script",
                of_script(&stderr, &format!("{name}_file_builder")),
            ));
        }
        let here = folder.to_string_lossy();
        let mut report = String::new();
        for (way, text) in found {
            assert!(
                !text.trim().is_empty(),
                "{name}: nothing is reported by {way}\n{stderr}"
            );
            report += &format!(
                "## {way}\n\n{}\n\n",
                text.replace(&*here, "[workspace]").trim_end()
            );
        }
        let expected = case.path.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &report).expect("the messages are written");
        }
        if fs::read_to_string(&expected).unwrap_or_default() != report {
            wrong.push(format!("{name}:\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_file_above_is_for_macro_and_build_script_and_a_change_in_it_builds_both_again() {
    let folder = scratch("change");
    let attribute = "#[gql_runtime::operations(project = \"shop\")]\npub mod shop {}\n";
    let derive = "#[derive(gql_runtime::GraphQLQuery)]\n#[graphql(project = \"shop\")]\npub struct Books;\n";
    let used = "pub fn kind(it: shop::books::ResponseData) -> Option<u64> { it.books[0].printed }\n";
    workspace(
        &folder,
        &[
            ("attribute".to_owned(), format!("{attribute}{used}"), None),
            (
                "derive".to_owned(),
                format!(
                    "{derive}pub fn kind(it: books::ResponseData) -> Option<u64> {{ it.books[0].printed }}\n"
                ),
                None,
            ),
            (
                "script".to_owned(),
                format!("{INCLUDED}{used}"),
                Some(script("gql_codegen::Builder::from_project(\"shop\")?")),
            ),
        ],
    );
    let file = |moment: &str| {
        let text = "url = \"https://example.org\"\n[headers]\nAuthorization = \"${NONE}\"\n";
        let project =
            "[projects.shop]\nschema = \"schema.graphql\"\ndocuments = \"shop.graphql\"\noutput = \"-\"\n";
        let other = "[projects.port]\nschema = \"none.graphql\"\n";
        format!("{text}{project}[projects.shop.scalars]\nMoment = \"{moment}\"\n{other}")
    };
    write(&folder.join("gql.toml"), &file("u64"));
    let built = build(&folder);
    assert!(built.status.success(), "{built:?}");
    write(&folder.join("gql.toml"), &file("String"));
    let errors = compile_errors(&build(&folder));
    for package in ["attribute", "derive", "script"] {
        let error = errors.get(package).map(String::as_str).unwrap_or_default();
        assert!(
            error.contains("mismatched types"),
            "{package} was not built again: {errors:?}"
        );
    }
    write(&folder.join("gql.toml"), &file("u64"));
    let built = build(&folder);
    assert!(built.status.success(), "{built:?}");
}
