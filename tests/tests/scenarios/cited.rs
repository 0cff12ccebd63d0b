//! The tests that pages cite: in the last column of tables whose heading there is `Tested by`.

/// The names that a page cites.
pub(crate) fn cited(page: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut within = false;
    for line in page.lines() {
        let Some(row) = line.strip_prefix("| ").and_then(|row| row.strip_suffix('|')) else {
            within = false;
            continue;
        };
        let last = row.rsplit('|').next().unwrap_or_default().trim();
        if last == "Tested by" {
            within = true;
        } else if within {
            names.extend(last.split('`').skip(1).step_by(2).map(ToOwned::to_owned));
        }
    }
    names
}

#[test]
fn citations_are_read() {
    let page = "| a | Tested by |\n| --- | --- |\n| `x` | `one`, `two` |\n\n| a | b |\n| c | `three` |\n";
    assert_eq!(cited(page), ["one", "two"]);
}
