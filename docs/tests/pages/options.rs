//! The table of options in the guide is the generator's, and what it says of `Builder` is so.
//! `UPDATE=1 cargo test -p gql-guide --test pages` writes the page anew.

use std::{env, fs, io};

use gql_codegen::options::{ConfigOption, OPTIONS, Way};

use crate::root;

const PAGE: &str = "docs/guide/generating-code.md";
const HEAD: &str =
    "| Macros | `Builder` | `gql.toml` | Command | Default | What |\n| --- | --- | --- | --- | --- | --- |\n";

/// The table as it is to be.
fn table() -> String {
    let rows = OPTIONS.iter().map(|option| {
        let code = |name: Option<&str>| name.map_or_else(String::new, |name| format!("`{name}`"));
        let flag = option.flag.map(|flag| format!("--{}", flag.long));
        let page = option
            .page
            .map_or_else(String::new, |page| format!("; [more]({page})"));
        format!(
            "| {} | {} | {} | {} | {} | {}{page} |\n",
            option.written_in_macros(),
            code(option.builder),
            code(option.key),
            code(flag.as_deref()),
            option.default,
            option.doc
        )
    });
    let text: String = rows.collect();
    // An empty cell is one space.
    format!("{HEAD}{}", text.replace("|  |", "| |").replace("|  |", "| |"))
}

#[test]
fn the_guide_has_the_table_of_options() -> io::Result<()> {
    let path = root()?.join(PAGE);
    let page = fs::read_to_string(&path)?;
    let start = page.find("| Macros |").expect("the page has the table");
    let length = page[start..].find("\n\n").expect("text follows the table") + 1;
    let expected = format!("{}{}{}", &page[..start], table(), &page[start + length..]);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &expected)?;
    }
    assert!(
        page == expected || env::var_os("UPDATE").is_some(),
        "{PAGE} is stale: run the tests with UPDATE=1"
    );
    Ok(())
}

/// `Builder` is written by hand, as each method takes what suits its option in Rust: the table has its methods and how they are explained.
#[test]
fn the_builder_has_a_method_with_the_tables_sentence_for_each_option() -> io::Result<()> {
    let text = fs::read_to_string(root()?.join("gql-codegen/src/build_script/builder.rs"))?;
    let mut explained = Vec::new();
    let mut sentence = None;
    for line in text.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("/// ") {
            // A sentence may go on in the next line.
            let sentence = sentence.get_or_insert_with(String::new);
            if !sentence.ends_with('.') && !sentence.is_empty() {
                sentence.push(' ');
            }
            if !sentence.ends_with('.') {
                sentence.push_str(doc);
            }
        } else if let Some(rest) = line.strip_prefix("pub fn ") {
            let (name, arguments) = rest.split_once('(').expect("a function has parentheses");
            if arguments.starts_with("self") || arguments.starts_with("mut self") {
                explained.push((
                    name,
                    sentence
                        .take()
                        .unwrap_or_default()
                        .trim_end_matches('.')
                        .to_owned(),
                ));
            }
            sentence = None;
        } else if !line.starts_with("///") {
            sentence = None;
        }
    }
    explained.sort_unstable();
    let mut expected: Vec<_> = ConfigOption::all(Way::Builder)
        .filter_map(|option| Some((option.builder?, option.doc.to_owned())))
        .collect();
    expected.sort_unstable();
    assert_eq!(explained, expected);
    Ok(())
}
