//! Applies the fixes that diagnostics carry.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use gql_codegen::SourceFile;
use gql_codegen::diagnostic::{Diagnostics, Fix};
use gql_codegen::source::{SourceId, Sources};

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
    for (id, fixes) in by_source(diagnostics) {
        let Some(source) = sources.get(id).filter(|source| paths.contains(&*source.path)) else {
            continue;
        };
        if fs::read(&source.path).is_ok_and(|now| now == source.text.as_bytes()) {
            let (text, applied) = replace(&source.text, &fixes);
            write(&source.path, &text)?;
            count += applied;
        }
    }
    Ok(count)
}

/// Returns the fixes of each source, sorted and without duplicates. A fragment is checked once for each operation that uses it,
/// so the same fix may occur more than once.
fn by_source(diagnostics: &Diagnostics) -> BTreeMap<SourceId, Vec<&Fix>> {
    let mut sources: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for fix in diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.fix.as_deref())
    {
        sources.entry(fix.span.source).or_default().push(fix);
    }
    for fixes in sources.values_mut() {
        fixes.sort_by_key(|fix| fix.span);
        fixes.dedup();
    }
    sources
}

/// Applies sorted fixes and returns how many did not overlap with a previous one.
fn replace(text: &str, fixes: &[&Fix]) -> (String, usize) {
    let mut fixed = String::with_capacity(text.len());
    let (mut end, mut count) = (0, 0);
    for fix in fixes {
        let range = fix.span.range();
        if range.start < end {
            continue;
        }
        // Spans are on character boundaries.
        fixed.push_str(text.get(end..range.start).unwrap_or_default());
        fixed.push_str(&fix.replacement);
        (end, count) = (range.end, count + 1);
    }
    fixed.push_str(text.get(end..).unwrap_or_default());
    (fixed, count)
}
