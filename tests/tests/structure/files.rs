//! The files of the workspace, by their path from its root.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file and its text.
pub(crate) struct File {
    /// From the root of the workspace, with `/` between the parts.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The files that are read besides Rust: everything that people write.
const TEXTS: &[&str] = &["md", "toml", "graphql", "graphqls", "json", "sh", "txt", "yml"];
const TEXTS_WITHOUT_EXTENSION: &[&str] = &["justfile", "run"];

/// All Rust files.
pub(crate) fn sources() -> io::Result<Vec<File>> {
    files(|path| path.extension().is_some_and(|extension| extension == "rs"))
}

/// All files that hold text.
pub(crate) fn texts() -> io::Result<Vec<File>> {
    files(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        match extension {
            Some(extension) => extension == "rs" || TEXTS.contains(&extension),
            None => TEXTS_WITHOUT_EXTENSION.contains(&name),
        }
    })
}

/// One file of the workspace.
pub(crate) fn read(path: &str) -> io::Result<String> {
    fs::read_to_string(root()?.join(path))
}

/// Cargo says at run time where the package is.
fn root() -> io::Result<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?;
    Ok(Path::new(&package).join(".."))
}

fn files(wanted: impl Fn(&Path) -> bool) -> io::Result<Vec<File>> {
    let root = root()?;
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                // `target` is built, a dot hides what is not ours - but for the checks in `.ci`.
                if name != "target" && (!name.starts_with('.') || name == ".ci") {
                    folders.push(path);
                }
            } else if wanted(&path) {
                let from_root = path.strip_prefix(&root).unwrap_or(&path);
                let path = from_root.to_string_lossy().replace('\\', "/");
                found.push(File {
                    text: fs::read_to_string(root.join(&path))?,
                    path,
                });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}
