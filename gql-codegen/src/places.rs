//! The places of names and texts in a configuration file, for diagnostics about what they name.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Label};
use crate::source::{Sources, Span};

/// The names and texts of a project's options, with their places in the configuration file.
///
/// A value that a flag sets afterwards has no place here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigPlaces {
    path: PathBuf,
    text: Arc<str>,
    found: Vec<ConfigPlace>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ConfigPlace {
    key: String,
    text: String,
    range: Range<usize>,
}

impl ConfigPlaces {
    /// Creates an empty list for a file that is shown under this path.
    #[cfg(feature = "toml")]
    pub(crate) fn new(path: PathBuf, text: Arc<str>) -> Self {
        let found = Vec::new();
        Self { path, text, found }
    }

    /// Adds a text of the option `key`: its value, an item of its list, or a key of its table.
    #[cfg(feature = "toml")]
    pub(crate) fn add(&mut self, key: &str, text: &str, range: Range<usize>) {
        self.found.push(ConfigPlace {
            key: key.to_owned(),
            text: text.to_owned(),
            range,
        });
    }

    /// Removes the places of texts of the option `key` that are set anew, as by a flag.
    pub(crate) fn forget(&mut self, key: &str, is_replaced: impl Fn(&str) -> bool) {
        self.found
            .retain(|place| place.key != key || !is_replaced(&place.text));
    }

    /// Adds the place in the configuration file to each diagnostic that names a part of it and has no place yet.
    pub(crate) fn locate(&self, diagnostics: &mut Diagnostics, sources: &mut Sources) {
        let mut source = None;
        for diagnostic in diagnostics.iter_mut().filter(|it| it.primary.is_empty()) {
            let Some(range) = self.find(diagnostic) else {
                continue;
            };
            let id = *source.get_or_insert_with(|| sources.add(&self.path, self.text.clone()));
            diagnostic.primary.push(Label::new(Span::of(id, range), ""));
        }
    }

    fn find(&self, diagnostic: &Diagnostic) -> Option<Range<usize>> {
        let origin = diagnostic.origin.as_deref()?;
        // The last one is the project's own, after those that it has in common with others.
        let place = self.found.iter().rev().find(|place| {
            let is_key = origin.key.is_empty() || place.key == origin.key;
            // A relative pattern is shown as from where the program runs.
            is_key && (place.text == origin.text || is_below(&origin.text, &place.text))
        })?;
        Some(place.range.clone())
    }
}

/// Returns whether `path` is `relative` in some folder.
fn is_below(path: &str, relative: &str) -> bool {
    let relative = relative.trim_start_matches("./");
    path.strip_suffix(relative)
        .is_some_and(|folder| folder.ends_with('/') && !relative.is_empty())
}
