//! Applies the fixes that diagnostics carry.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use gql_codegen::SourceFile;
use gql_codegen::diagnostic::Diagnostics;
use gql_codegen::source::Sources;

use crate::failure::Failure;
use crate::write::write;

/// Serializes writing, because projects that are checked at the same time may share files.
static WRITING: Mutex<()> = Mutex::new(());

/// Applies all fixes in `documents` and returns how many were applied. If fixes overlap, only the first one is applied, and a
/// file that changed since it was read is skipped. The next round takes care of both.
pub(super) fn apply(
    diagnostics: &Diagnostics,
    sources: &Sources,
    documents: &[SourceFile],
) -> Result<usize, Failure> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let paths: BTreeSet<&Path> = documents.iter().map(|document| &*document.path).collect();
    let mut count = 0;
    for (path, file) in by_file(diagnostics, sources) {
        if paths.contains(path) && fs::read(path).is_ok_and(|now| now == file.text.as_bytes()) {
            let (text, applied) = replace(file.text, &file.edits);
            write(path, &text)?;
            count += applied;
        }
    }
    Ok(count)
}

/// The edits of a file, and its content when it was read.
struct Edited<'s> {
    text: &'s str,
    edits: BTreeSet<Edit>,
}

/// A replacement of a range of bytes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Edit {
    start: usize,
    end: usize,
    replacement: String,
}

/// Returns the edits of each file, in their order and without duplicates. A fragment is checked once for each operation that uses
/// it, so the same fix may occur more than once. A Rust file has several sources, one for each literal.
fn by_file<'s>(diagnostics: &Diagnostics, sources: &'s Sources) -> BTreeMap<&'s Path, Edited<'s>> {
    let mut files = BTreeMap::new();
    for fix in diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.fix.as_deref())
    {
        let Some(source) = sources.get(fix.span.source) else {
            continue;
        };
        // A fix that the literal cannot express is left to the user.
        let Some(replacement) = source.written(&fix.replacement) else {
            continue;
        };
        let range = source.file_range(fix.span.range());
        let file = files.entry(&*source.path).or_insert_with(|| Edited {
            text: source.file_text(),
            edits: BTreeSet::new(),
        });
        file.edits.insert(Edit {
            start: range.start,
            end: range.end,
            replacement,
        });
    }
    files
}

/// Applies the edits and returns how many did not overlap with a previous one.
fn replace(text: &str, edits: &BTreeSet<Edit>) -> (String, usize) {
    let mut fixed = String::with_capacity(text.len());
    let (mut end, mut count) = (0, 0);
    for edit in edits {
        if edit.start < end {
            continue;
        }
        // Spans are on character boundaries.
        fixed.push_str(text.get(end..edit.start).unwrap_or_default());
        fixed.push_str(&edit.replacement);
        (end, count) = (edit.end, count + 1);
    }
    fixed.push_str(text.get(end..).unwrap_or_default());
    (fixed, count)
}
