//! Patterns to files, on a real file system: which files are found, each once, and what is reported where none is.

use std::fs;
use std::path::{Path, PathBuf};

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::matching_files;

/// A folder of its own with these files, all empty. Its name has every character that means something in a pattern.
fn folder(name: &str, files: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("load")
        .join(format!("[2024] {{{name}}}"));
    let _ = fs::remove_dir_all(&folder);
    for file in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is made");
        fs::write(path, "").expect("the file is written");
    }
    folder
}

/// The files that the patterns name, relative to the folder; or what is reported.
fn found(folder: &Path, written: &[&str]) -> Result<Vec<String>, Vec<String>> {
    let written: Vec<String> = written.iter().map(|&pattern| pattern.to_owned()).collect();
    let mut diagnostics = Diagnostics::new();
    let files = matching_files(&written, folder, "documents", &mut diagnostics);
    let reports: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let help = diagnostic.help.clone().unwrap_or_default();
            let help = help.replace(&folder.display().to_string(), "FOLDER");
            format!("{} {help}", diagnostic.message)
        })
        .collect();
    if !reports.is_empty() {
        return Err(reports);
    }
    let shown = |path: &PathBuf| {
        let path = path.strip_prefix(folder).expect("it is in the folder");
        path.to_string_lossy().replace('\\', "/")
    };
    Ok(files.paths.iter().map(shown).collect())
}

#[test]
fn a_folder_with_wildcards_in_its_name_is_meant_literally() {
    let folder = folder(
        "literal",
        &["a.graphql", "b.graphql", "sub/[c].graphql", "sub/d.gql"],
    );
    let cases: [(&[&str], &[&str]); 6] = [
        (&["*.graphql"], &["a.graphql", "b.graphql"]),
        (&["**/*.graphql", "!b.graphql"], &["a.graphql", "sub/[c].graphql"]),
        (&["**/*.graphql", "!sub"], &["a.graphql", "b.graphql"]),
        (&["sub/[c].graphql"], &["sub/[c].graphql"]),
        (&["**/*.graphql", "!sub/[c].graphql"], &["a.graphql", "b.graphql"]),
        (&["sub/[[]c].graphql"], &["sub/[c].graphql"]),
    ];
    for (written, expected) in cases {
        let expected = expected.iter().map(|&path| path.to_owned()).collect();
        assert_eq!(found(&folder, written), Ok(expected), "{written:?}");
    }
}

#[test]
fn a_file_is_found_once_however_it_is_written() {
    let folder = folder("once", &["a/b.graphql", "c/d.graphql"]);
    let absolute = folder.join("a/b.graphql").to_string_lossy().into_owned();
    for again in [
        "a/b.graphql",
        "./a/b.graphql",
        "c/../a/b.graphql",
        "./a/*.graphql",
        "a/{b,c}.graphql",
        absolute.as_str(),
    ] {
        for written in [["a/*.graphql", again], [again, "a/*.graphql"]] {
            let found = found(&folder, &written).expect("all is well");
            assert_eq!(found.len(), 1, "{written:?}: {found:?}");
        }
        // And is left out, however that is written.
        let left_out = format!("!{again}");
        let rest = found(&folder, &["**/*.graphql", "c/../a/*.graphql", &left_out]);
        let reports = rest.expect_err("all that one of the patterns matches is left out");
        assert!(
            reports.iter().all(|report| report.contains("excluded")),
            "{reports:?}"
        );
        let rest = found(&folder, &["**/*.graphql", &left_out]);
        assert_eq!(rest, Ok(vec!["c/d.graphql".to_owned()]), "{left_out}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_that_file() {
    let folder = folder("links", &["a.graphql"]);
    std::os::unix::fs::symlink("a.graphql", folder.join("z.graphql")).expect("the link is made");
    assert_eq!(found(&folder, &["*.graphql"]), Ok(vec!["a.graphql".to_owned()]));
}

#[test]
fn one_alternative_of_braces_is_enough() {
    let folder = folder("braces", &["a.graphql", "src/b.gql", "{c,d}.graphql"]);
    let cases: [(&[&str], &[&str]); 4] = [
        (
            &["**/*.{graphql,gql}"],
            &["a.graphql", "src/b.gql", "{c,d}.graphql"],
        ),
        (&["**/*.{gql,ts}"], &["src/b.gql"]),
        (&["{a,b}.graphql"], &["a.graphql"]),
        (&["{c,d}.graphql"], &["{c,d}.graphql"]),
    ];
    for (written, expected) in cases {
        let mut found = found(&folder, written).expect("all is well");
        found.sort();
        assert_eq!(found, expected, "{written:?}");
    }
}

#[test]
fn what_is_not_there_is_reported_with_the_place() {
    let folder = folder("nothing", &["a.graphql"]);
    let cases = [
        ("*.{gql,ts}", "`*.{gql,ts}` matches no file searched in FOLDER"),
        (
            "sub/**/*.gql",
            "`sub/**/*.gql` matches no file searched in FOLDER/sub",
        ),
        ("{b,c}.gql", "`{b,c}.gql` matches no file searched in FOLDER"),
    ];
    for (written, expected) in cases {
        assert_eq!(
            found(&folder, &[written]),
            Err(vec![expected.to_owned()]),
            "{written}"
        );
    }
    let reports = found(&folder, &["a[.graphql"]).expect_err("it is malformed");
    assert!(
        reports
            .iter()
            .all(|report| report.contains("is not a valid glob")),
        "{reports:?}"
    );
}
