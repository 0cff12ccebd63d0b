//! Suggests names similar to an unknown one, with the algorithm and the wording of graphql-js.

use std::cmp::Ordering;

/// The maximum number of names in a suggestion.
pub(crate) const MAX_SUGGESTIONS: usize = 5;

/// Returns ` Did you mean "a", "b", or "c"?` with a leading space, or an empty string without names.
pub fn did_you_mean<S: AsRef<str>>(names: &[S]) -> String {
    sentence("", names)
}

/// Returns a suggestion with additional words: ` Did you mean the enum value "A"?` for `the enum value`.
pub fn did_you_mean_with<S: AsRef<str>>(words: &str, names: &[S]) -> String {
    sentence(&format!("{words} "), names)
}

/// Returns `; did you mean `a`, `b`, or `c`?`, to append to a message of the toolkit's own, or an empty string without names.
pub fn similar_names<S: AsRef<str>>(names: &[S]) -> String {
    alternatives(names, '`').map_or_else(String::new, |list| format!("; did you mean {list}?"))
}

/// Returns all names, as in a message: `` `a`, `b` ``. Empty without names.
pub fn quoted_list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn sentence<S: AsRef<str>>(words: &str, names: &[S]) -> String {
    alternatives(names, '"').map_or_else(String::new, |list| format!(" Did you mean {words}{list}?"))
}

fn alternatives<S: AsRef<str>>(names: &[S], quote: char) -> Option<String> {
    let quoted: Vec<String> = names
        .iter()
        .take(MAX_SUGGESTIONS)
        .map(|name| format!("{quote}{}{quote}", name.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        [one, other] => Some(format!("{one} or {other}")),
        [first @ .., last] => Some(format!("{}, or {last}", first.join(", "))),
    }
}

/// Returns the `options` that are similar to `input`, the most similar first, without duplicates.
pub fn suggestion_list<'a>(input: &str, options: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let target = Folded::new(input);
    let threshold = target.units.len() * 2 / 5 + 1;
    let mut near: Vec<(usize, &str)> = options
        .into_iter()
        .filter_map(|option| Some((distance(input, &target, option, threshold)?, option)))
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| natural(a.1, b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.into_iter().map(|(_, option)| option).collect()
}

/// A lowercase text and its UTF-16 code units, which graphql-js counts.
struct Folded {
    text: String,
    units: Vec<u16>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let text = text.to_lowercase();
        let units = text.encode_utf16().collect();
        Self { text, units }
    }
}

/// Returns the edit distance between `option` and the input if it does not exceed `threshold`.
///
/// The metric is Damerau-Levenshtein (insertion, deletion, substitution, transposition of adjacent characters). A difference in
/// case alone counts as one edit.
fn distance(input: &str, target: &Folded, option: &str, threshold: usize) -> Option<usize> {
    if input == option {
        return Some(0);
    }
    // The length rules out most options before anything is allocated.
    let ascii = input.is_ascii() && option.is_ascii();
    if ascii && input.len().abs_diff(option.len()) > threshold {
        return None;
    }
    let option = Folded::new(option);
    if target.text == option.text {
        return Some(1);
    }
    let (long, short) = if option.units.len() < target.units.len() {
        (&target.units, &option.units)
    } else {
        (&option.units, &target.units)
    };
    if long.len() - short.len() > threshold {
        return None;
    }
    let mut before_last: Vec<usize> = vec![0; short.len() + 1];
    let mut last: Vec<usize> = (0..=short.len()).collect();
    let mut row = before_last.clone();
    for i in 1..=long.len() {
        row[0] = i;
        let mut smallest = i;
        for j in 1..=short.len() {
            let substitute = last[j - 1] + usize::from(long[i - 1] != short[j - 1]);
            let mut cell = substitute.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && long[i - 1] == short[j - 2] && long[i - 2] == short[j - 1] {
                cell = cell.min(before_last[j - 2] + 1);
            }
            smallest = smallest.min(cell);
            row[j] = cell;
        }
        // Later rows cannot contain a smaller cell than the smallest one of this row.
        if smallest > threshold {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|&edits| edits <= threshold)
}

/// Compares names, treating runs of digits as numbers: `a2` precedes `a10`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let order = if a[i].is_ascii_digit() && b[j].is_ascii_digit() {
            number(a, &mut i).cmp(&number(b, &mut j))
        } else {
            i += 1;
            j += 1;
            a[i - 1].cmp(&b[j - 1])
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

/// Reads the number at `at`. A leading zero is a number of its own, so that `00` and `0` differ.
fn number(text: &[u8], at: &mut usize) -> u64 {
    let mut value = 0u64;
    while let Some(digit) = text.get(*at).filter(|byte| byte.is_ascii_digit()) {
        value = value.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
        *at += 1;
        if value == 0 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences() {
        assert_eq!(did_you_mean::<&str>(&[]), "");
        assert_eq!(did_you_mean(&["A"]), r#" Did you mean "A"?"#);
        assert_eq!(did_you_mean(&["A", "B"]), r#" Did you mean "A" or "B"?"#);
        assert_eq!(
            did_you_mean(&["A", "B", "C", "D", "E", "F"]),
            r#" Did you mean "A", "B", "C", "D", or "E"?"#
        );
        assert_eq!(
            did_you_mean_with("the enum value", &["SIT"]),
            r#" Did you mean the enum value "SIT"?"#
        );
        assert_eq!(similar_names::<&str>(&[]), "");
        assert_eq!(similar_names(&["A", "B"]), "; did you mean `A` or `B`?");
    }

    #[test]
    fn near_names_come_first() {
        assert_eq!(
            suggestion_list("barkVolum", ["name", "barkVolume", "barks"]),
            ["barkVolume"]
        );
        assert_eq!(
            suggestion_list("verylongstring", ["VERYLONGSTRING"]),
            ["VERYLONGSTRING"]
        );
        assert_eq!(suggestion_list("agr", ["arg", "a", "other"]), ["arg", "a"]);
        assert_eq!(suggestion_list("a1", ["a10", "a2", "a1"]), ["a1", "a2", "a10"]);
        assert_eq!(suggestion_list("", ["a"]), ["a"]);
        assert!(suggestion_list("input", ["unrelated"]).is_empty());
    }
}
