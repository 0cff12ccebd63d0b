//! Writes files atomically: to a temporary file in the same folder, which is then moved to the final path.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;
use crate::interrupt::Unfinished;

/// The effect of writing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// The file was written.
    Changed,
    /// The file already had this content and was not touched, so that nothing that depends on it is rebuilt.
    Same,
}

/// Writes a file atomically: concurrent readers see the old or the new content, never a part.
pub(crate) fn write(path: &Path, text: &str) -> Result<Written, Failure> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(Written::Same);
    }
    replace(path, text)
        .map(|()| Written::Changed)
        .map_err(|error| Failure::of_file(path, "written", error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A symbolic link is kept; the file that it refers to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| match error.kind() {
            // The message of the system is `File exists`, which is misleading here.
            io::ErrorKind::AlreadyExists => io::Error::new(
                io::ErrorKind::NotADirectory,
                format!("{} is not a folder", folder.display()),
            ),
            _ => error,
        })?;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&hidden);
    // The file has the permissions of any new file, not the restricted ones of a temporary file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut unfinished = Unfinished::create(&builder, folder.unwrap_or(Path::new(".")))?;
    unfinished.file().write_all(text.as_bytes())?;
    if let Ok(old) = fs::metadata(&path) {
        if old.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        unfinished.file().set_permissions(old.permissions())?;
    }
    unfinished.finish(&path)
}
