//! Caches schemas for all macros of a crate until a file changes.
//!
//! rust-analyzer keeps macros loaded while the editor runs, so the length and modification time of files are checked.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::{Files, ParsedSchema, read_schema};

use crate::texts::texts;

struct Entry {
    stamps: Vec<Stamp>,
    schema: Arc<ParsedSchema>,
}

/// The length and modification time of a file.
type Stamp = Option<(u64, SystemTime)>;

static SCHEMAS: LazyLock<Mutex<HashMap<Vec<PathBuf>, Entry>>> = LazyLock::new(Mutex::default);

/// Returns the schema of these files.
///
/// # Errors
/// Returns an error if a file cannot be read.
pub(crate) fn schema(files: &Files, root: &Path) -> Result<Arc<ParsedSchema>, Diagnostics> {
    let stamps: Vec<Stamp> = files.paths.iter().map(|path| stamp(path)).collect();
    // A panic while the lock is held leaves the map intact, because only complete entries are inserted.
    let known = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(entry) = known.get(&files.paths)
        && entry.stamps == stamps
        && !stamps.contains(&None)
    {
        return Ok(entry.schema.clone());
    }
    drop(known);
    let mut diagnostics = Diagnostics::new();
    let texts = texts(files, root, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let schema = Arc::new(read_schema(&texts, false));
    let mut known = SCHEMAS.lock().unwrap_or_else(PoisonError::into_inner);
    known.insert(
        files.paths.clone(),
        Entry {
            stamps,
            schema: schema.clone(),
        },
    );
    Ok(schema)
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}
