//! Tests of the places of names and texts in a configuration file.

use std::path::Path;

use super::ConfigFile;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::options::toml;
use crate::source::Sources;

/// Covers names in tables, items of lists, and patterns that are shown relative to another folder.
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
        diagnostics.push(Diagnostic::configuration("unknown").configured(key, name));
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
