//! The ids of scenarios: in the table, and in the names of tests.

use std::collections::BTreeMap;

use crate::dialects::Dialects;

/// The ids in the first column of the Markdown tables, with the dialects that the second asks for.
pub(crate) fn ids_of_table(text: &str) -> BTreeMap<String, Dialects> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
    rows.map(|row| row.split(" |").map(str::trim))
        .filter_map(|mut cells| {
            let id = cells.next().filter(|cell| is_id(cell))?;
            Some((
                id.to_owned(),
                Dialects::of_transport(cells.next().unwrap_or_default()),
            ))
        })
        .collect()
}

/// Two letters or more, a hyphen, three digits.
pub(crate) fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(group, number)| {
        is_group(&group.to_ascii_lowercase()) && group == group.to_ascii_uppercase() && is_number(number)
    })
}

fn is_group(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_number(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ids that a test's name begins with.
pub(crate) fn ids_of_name(name: &str) -> Vec<String> {
    let mut words = name.split('_').peekable();
    let mut ids = Vec::new();
    while let Some(group) = words.next().filter(|word| is_group(word)) {
        if !words.peek().is_some_and(|word| is_number(word)) {
            break;
        }
        while let Some(number) = words.next_if(|word| is_number(word)) {
            ids.push(format!("{}-{number}", group.to_ascii_uppercase()));
        }
    }
    ids
}

#[test]
fn names_are_read() {
    for (name, ids) in [
        ("ws_004_005_left_out", "WS-004 WS-005"),
        ("ws_027_auth_001_what_3000_says", "WS-027 AUTH-001"),
        ("mp_012_mp_013", "MP-012 MP-013"),
        ("tls_007_no_tls_008", "TLS-007"),
        ("over_http_1", ""),
        ("a_test", ""),
    ] {
        assert_eq!(ids_of_name(name).join(" "), ids, "{name}");
    }
}
