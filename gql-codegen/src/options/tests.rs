//! Tests that the table agrees with the default values, and that names are unique.

use std::collections::BTreeSet;

use super::{ConfigOption, Fallback, Kind, Node, OPTIONS, Value, Way};
use crate::project::Project;

#[test]
fn a_default_is_the_value_of_a_project_without_options() {
    for option in OPTIONS {
        let Fallback::Value(text) = option.default else {
            continue;
        };
        let way = Way::File;
        let value = match option.kind {
            Kind::Switch(_) => Value::Switch(text == "true"),
            _ => Value::Text(text.to_owned()),
        };
        let given = option.read(&Node { at: None, value }, way).expect(text);
        // Set another value first, so that the test detects a setter without effect.
        let mut project = Project::default();
        option.set(&mut project, given);
        assert_eq!(project, Project::default(), "{option:?}");
    }
}

#[test]
fn every_word_of_a_choice_but_the_default_changes_the_project() {
    for option in OPTIONS {
        let Kind::Choice(words, set) = option.kind else {
            continue;
        };
        for word in words {
            let mut project = Project::default();
            set(&mut project, word);
            let is_default = option.default == Fallback::Value(word);
            assert_eq!(project == Project::default(), is_default, "{option:?}: {word}");
        }
    }
}

#[test]
fn a_name_is_one_options_and_a_sentence_stands_alone() {
    for way in [Way::Macro, Way::Builder, Way::File, Way::Flag] {
        let mut known = BTreeSet::new();
        for option in ConfigOption::all(way) {
            for name in option.names(way) {
                assert!(known.insert(name), "{name} is the name of two options");
                assert!(std::ptr::eq(ConfigOption::find(way, name).expect(name), option));
            }
        }
        assert!(!known.is_empty());
    }
    for option in OPTIONS {
        assert!(
            option.doc.starts_with(char::is_uppercase) && !option.doc.ends_with('.'),
            "{}",
            option.doc
        );
        assert!(
            !option.doc.contains('|') && !option.doc.contains('\n'),
            "{}",
            option.doc
        );
    }
}

#[test]
fn an_unknown_name_is_suggested_the_one_that_is_meant() {
    let cases = [
        (Way::File, "schem", "unknown key `schem`; did you mean `schema`?"),
        (
            Way::File,
            "schema_path",
            "unknown key `schema_path`; did you mean `schema`?",
        ),
        (
            Way::File,
            "skip_serializing_none",
            "unknown key `skip_serializing_none`; did you mean `skip-none`?",
        ),
        (
            Way::Macro,
            "skip_none",
            "unknown key `skip_none`; did you mean `skip_serializing_none`?",
        ),
        (
            Way::Macro,
            "runtime",
            "unknown key `runtime`; did you mean `crate`?",
        ),
        (Way::File, "quite_different", "unknown key `quite_different`"),
    ];
    for (way, name, expected) in cases {
        assert_eq!(ConfigOption::unknown(way, name), expected);
    }
}
