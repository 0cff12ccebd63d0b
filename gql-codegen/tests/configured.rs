//! The configuration of a package: where it is looked for, and which project of it is meant.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::options::Way;
use gql_codegen::{Found, LoadError, configured};

/// A folder with these files.
fn scratch(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("configured")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    }
    folder
}

/// The file that was found, as from `folder`, and the schema's patterns.
fn found(folder: &Path, package: &str, project: Option<&str>) -> Option<(String, Vec<String>)> {
    let found = configured(
        &folder.join(package).components().collect::<PathBuf>(),
        project,
        Way::Macro,
    )
    .expect("there is no mistake")?;
    let shown = |path: &str| path.replace(&*folder.to_string_lossy(), "…").replace('\\', "/");
    let Found { path, project, .. } = found;
    let schema = project.config.schema.iter().map(|pattern| shown(pattern));
    Some((shown(&path.to_string_lossy()), schema.collect()))
}

fn mistakes(folder: &Path, project: Option<&str>) -> String {
    let LoadError { diagnostics, .. } =
        configured(folder, project, Way::Macro).expect_err("there is a mistake");
    let texts = diagnostics
        .iter()
        .map(|it| format!("{} {}\n", it.message, it.help.as_deref().unwrap_or_default()));
    texts.collect()
}

const MEMBER: &str = "[package]\nname = \"member\"\n";
const WORKSPACE: &str = "[workspace]\nmembers = [\"a/member\"]\n";
const FILE: &str = "schema = \"s.graphql\"\n";

#[test]
fn the_nearest_file_within_the_repository_counts() {
    let repository = scratch(
        "repository",
        &[
            (".git/HEAD", ""),
            ("gql.toml", FILE),
            ("rust/Cargo.toml", WORKSPACE),
            ("rust/a/member/Cargo.toml", MEMBER),
            ("rust/a/own/gql.toml", FILE),
            (
                "rust/b/Cargo.toml",
                "[package]\nname = \"b\"\n[package.metadata.gql]\nschema = \"../*.graphql\"\n",
            ),
        ],
    );
    let file = |path: &str, schema: &str| Some((format!("…/{path}"), vec![schema.to_owned()]));
    assert_eq!(
        found(&repository, "rust/a/member", None),
        file("gql.toml", "…/s.graphql")
    );
    // Its own files are relative, as those that a macro names.
    assert_eq!(
        found(&repository, "rust/a/own", None),
        file("rust/a/own/gql.toml", "s.graphql")
    );
    assert_eq!(
        found(&repository, "rust/b", None),
        file("rust/b/Cargo.toml", "../*.graphql")
    );
}

#[test]
fn no_file_above_the_repository_counts() {
    let folder = scratch(
        "above_a_repository",
        &[
            ("gql.toml", FILE),
            ("a/.git/HEAD", ""),
            ("a/member/Cargo.toml", MEMBER),
        ],
    );
    assert_eq!(found(&folder, "a/member", None), None);
    assert_eq!(
        mistakes(&folder.join("a/member"), Some("shop")),
        "no project named `shop` the configuration names no project\n"
    );
}

#[test]
fn one_of_several_projects_is_chosen_by_its_name() {
    let text = "[projects.shop]\nschema = \"shop.graphql\"\n[projects.port]\nschema = \"port.graphql\"\n";
    let folder = scratch("projects", &[(".git/HEAD", ""), ("gql.toml", text)]);
    let (_, schema) = found(&folder, "", Some("port")).expect("it is there");
    assert_eq!(schema, ["port.graphql"]);
    assert_eq!(
        mistakes(&folder, Some("shp")),
        "no project named `shp`; did you mean `shop`? the configuration has `shop`, `port`\n"
    );
    assert_eq!(
        mistakes(&folder, None),
        "the configuration has several projects choose one with `project = \"…\"`: `shop`, `port`\n"
    );
}
