//! The ways of generating code: for a set, one module of the program for each.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use gql_codegen::render::{Color, text};
use gql_codegen::{Config, Generated, generate, load, print, read_schema};

use crate::options::{Kind, Options};
use crate::program::{Outcome, Program, root};
use crate::sets::{Set, Sets};

/// A set, generated one way.
pub(crate) struct Way {
    /// Names the set, the way and its options in messages.
    pub(crate) title: String,
    /// Names the module of the program.
    pub(crate) module: String,
    /// Names the marker types, relative to the module.
    markers: Vec<String>,
}

/// Writes the program with every set in every way; returns the ways, and the faults that show before anything is compiled.
pub(crate) fn write(sets: &Sets, program: &Program) -> Outcome<(Vec<Way>, Vec<String>)> {
    let (mut ways, mut faults, mut build) = (Vec::new(), Vec::new(), String::new());
    for set in &sets.sets {
        for kind in Kind::of(set) {
            let options = Options::of(set, kind);
            match markers(set, &program.folder, options) {
                Ok(markers) => match add(set, kind, options, markers, program, &mut build)? {
                    Ok(way) => ways.push(way),
                    Err(fault) => faults.push(fault),
                },
                Err(fault) => faults.push(format!("{}: {fault}", title(set, kind, options))),
            }
        }
    }
    program.write("build.txt", &build)?;
    program.write("build.rs", include_str!("../../random/build.rs.in"))?;
    program.write("Cargo.toml", &manifest(sets.name()?))?;
    Ok((ways, faults))
}

/// Writes the program's `main.rs`, for those of the ways that compile.
pub(crate) fn write_main(ways: &[Way], program: &Program) -> Outcome {
    let same = root().join("tests/tests/cases/same.rs").canonicalize()?;
    let mut main = include_str!("../../random/main.rs.in").replace("SAME", &same.display().to_string());
    for way in ways {
        writeln!(main, "mod {};", way.module)?;
    }
    main.push_str("fn all() -> Vec<Tried> {\n    vec![\n");
    for way in ways {
        for marker in &way.markers {
            let (module, title) = (&way.module, &way.title);
            writeln!(main, "        tried::<{module}::{marker}>({title:?}),")?;
        }
    }
    main.push_str("    ]\n}\n");
    program.write("src/main.rs", &main)
}

/// Writes the module of one way.
fn add(
    set: &Set,
    kind: Kind,
    options: Options,
    markers: Vec<String>,
    program: &Program,
    build: &mut String,
) -> Outcome<Result<Way, String>> {
    let mut way = Way {
        title: title(set, kind, options),
        module: format!("s{}_{}", set.number, kind.name()),
        markers,
    };
    let keys = options.keys(set);
    let (schema, documents) = (&set.schema, &set.documents);
    let path = format!("src/{}.rs", way.module);
    match kind {
        Kind::Command | Kind::Modules => {
            if let Err(said) = command(set, kind, options, &program.folder, &way.module)? {
                return Ok(Err(format!("{}: {said}", way.title)));
            }
        }
        Kind::Build => {
            let (normalization, nullable) = options.words();
            write!(
                build,
                "{} {schema} {documents} {normalization} {nullable}",
                set.number
            )?;
            for (name, path) in &set.scalars {
                write!(build, " {name}={path}")?;
            }
            build.push('\n');
            let include = format!("include!(concat!(env!(\"OUT_DIR\"), \"/{}.rs\"));\n", way.module);
            program.write(&path, &include)?;
        }
        Kind::Attribute => {
            let keys = format!("schema = {schema:?}, documents = {documents:?}, {keys}");
            program.write(
                &path,
                &format!("#[gql_runtime::operations({keys})]\npub mod api {{}}\n"),
            )?;
            way.markers
                .iter_mut()
                .for_each(|marker| *marker = format!("api::{marker}"));
        }
        Kind::Derive => {
            // A module for each: the modules of two operations may have the same name.
            let mut code = "#![allow(dead_code, non_camel_case_types)]\n".to_owned();
            way.markers.clear();
            for (place, operation) in set.operations.iter().enumerate() {
                let (name, key) = match is_plain(operation) {
                    true => (operation.clone(), String::new()),
                    false => (
                        format!("Operation{place}"),
                        format!(", operation = {operation:?}"),
                    ),
                };
                writeln!(
                    code,
                    "pub mod o{place} {{\n    #[derive(gql_runtime::GraphQLQuery)]\n    \
                     #[graphql(schema_path = {schema:?}, query_path = {documents:?}{key}, {keys})]\n    pub struct {name};\n}}"
                )?;
                way.markers.push(format!("o{place}::{name}"));
            }
            program.write(&path, &code)?;
        }
    }
    Ok(Ok(way))
}

/// Runs the command as a user does; the inner error is its standard error.
fn command(
    set: &Set,
    kind: Kind,
    options: Options,
    folder: &Path,
    module: &str,
) -> Outcome<Result<(), String>> {
    let (layout, output) = match kind {
        Kind::Modules => ("modules", format!("src/{module}")),
        _ => ("file", format!("src/{module}.rs")),
    };
    let mut words: Vec<String> = [
        "generate",
        "--schema",
        &set.schema,
        "--documents",
        &set.documents,
        "--output",
        &output,
    ]
    .iter()
    .chain(&["--layout", layout, "--response-derive", "Serialize"])
    .map(|&word| word.to_owned())
    .collect();
    let (normalization, nullable) = options.words();
    words.extend(["--normalization", normalization, "--nullable", nullable].map(str::to_owned));
    for (name, path) in &set.scalars {
        words.extend(["--scalar".to_owned(), format!("{name}={path}")]);
    }
    let done = Command::new(built()?).args(&words).current_dir(folder).output()?;
    Ok(match done.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
    })
}

/// Returns the path of the command: Cargo puts it into the folder that holds the tests' folder.
fn built() -> Outcome<PathBuf> {
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(Path::parent).ok_or("no folder")?;
    Ok(folder.join("gql-codegen"))
}

/// Returns the marker types of a set's operations, or the first diagnostic: graphql-js finds nothing wrong with them.
fn markers(set: &Set, root: &Path, options: Options) -> Result<Vec<String>, String> {
    let scalars = set.scalars.iter();
    let mut config = Config::default();
    config.schema = vec![set.schema.clone()];
    config.documents = vec![set.documents.clone()];
    config.scalars = scalars
        .map(|(name, path)| (name.clone(), (*path).to_owned()))
        .collect();
    config.normalization = options.normalization;
    config.nullable = options.nullable;
    config.response_derives = vec!["Serialize".to_owned()];
    let loaded = load(&config.clone().into(), root).map_err(|found| format!("{found:?}"))?;
    // Public schemas break rules for schemas.
    let output = generate(
        &read_schema(&loaded.schema, set.is_whole()),
        &loaded.documents,
        &config,
    );
    let unexpected = output
        .diagnostics
        .iter()
        .find(|it| it.rule.name != "NoDeprecated");
    if let Some(found) = unexpected {
        return Err(text(found, &output.sources, Color::Plain));
    }
    let Generated {
        items: Some(items),
        ir: Some(ir),
        ..
    } = output
    else {
        return Err("neither code nor errors".to_owned());
    };
    print(items).map_err(|found| format!("{found:?}"))?;
    Ok(ir
        .operations
        .into_iter()
        .map(|operation| operation.marker.to_string())
        .collect())
}

fn title(set: &Set, kind: Kind, options: Options) -> String {
    let (normalization, nullable) = options.words();
    format!(
        "set {} by {} ({normalization} {nullable})",
        set.number,
        kind.name()
    )
}

/// Returns whether a struct may have the operation's name. A name in lower case would be that of its own module.
fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase()) && name != "Self"
}

fn manifest(name: &str) -> String {
    let runtime = root().join("gql-runtime");
    let codegen = root().join("gql-codegen");
    // No set is built twice, so that incremental data would never be read.
    format!(
        "[workspace]\n\n[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         gql-runtime = {{ path = {runtime:?}, default-features = false, features = [\"derive\"] }}\nserde_json = \"1\"\n\n\
         [build-dependencies]\ngql-codegen = {{ path = {codegen:?}, default-features = false, features = [\"print\"] }}\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\npanic = \"abort\"\n"
    )
}
