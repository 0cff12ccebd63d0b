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
pub struct Places {
    path: PathBuf,
    text: Arc<str>,
    found: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    key: String,
    text: String,
    range: Range<usize>,
}

impl Places {
    /// Creates an empty list for a file that is shown under this path.
    #[cfg(feature = "toml")]
    pub(crate) fn new(path: PathBuf, text: Arc<str>) -> Self {
        let found = Vec::new();
        Self { path, text, found }
    }

    /// Adds a text of the option `key`: its value, an item of its list, or a key of its table.
    #[cfg(feature = "toml")]
    pub(crate) fn add(&mut self, key: &str, text: &str, range: Range<usize>) {
        self.found.push(Place {
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
            let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
            diagnostic.primary.push(Label {
                span: Span::new(id, offset(range.start), offset(range.end)),
                text: String::new(),
            });
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

#[cfg(all(test, feature = "toml"))]
mod tests {
    use std::path::Path;

    use crate::diagnostic::{Diagnostic, Diagnostics};
    use crate::load::ConfigFile;
    use crate::options::toml;
    use crate::source::Sources;

    /// Names in tables, items of lists, and patterns that are shown as from another folder.
    #[test]
    fn a_diagnostic_about_a_name_points_at_its_line() {
        let text = "schema = [\"a.graphql\", \"b/*.graphql\"]\ndocuments = \"c.graphql\"\n[scalars]\nMomnt = \"String\"\n";
        let file = ConfigFile::new(Path::new("shop"), Path::new("shop/gql.toml"), text.to_owned());
        let project = file.projects(toml(text)).unwrap().pop().unwrap();
        let mut diagnostics = Diagnostics::new();
        for (key, name) in [
            ("scalars", "Momnt"),
            ("schema", "shop/b/*.graphql"),
            ("", "shop/c.graphql"),
            ("scalars", "Other"),
            ("documents", "b/*.graphql"),
        ] {
            diagnostics.push(Diagnostic::of_configuration("unknown").configured(key, name));
        }
        let mut sources = Sources::new();
        project.locate(&mut diagnostics, &mut sources);
        let places: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| {
                let label = diagnostic.primary.first()?;
                let place = sources.place(label.span)?;
                Some((place.start.line, sources.slice(label.span).to_owned()))
            })
            .collect();
        assert_eq!(
            places,
            [
                Some((4, "Momnt".to_owned())),
                Some((1, "\"b/*.graphql\"".to_owned())),
                Some((2, "\"c.graphql\"".to_owned())),
                None,
                None,
            ]
        );
    }
}
