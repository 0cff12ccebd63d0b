//! As much of Markdown as the pages use: links, headings, fenced code.

/// A link, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link<'t> {
    pub(crate) line: usize,
    pub(crate) target: &'t str,
}

/// A line of fenced code.
pub(crate) struct Code<'t> {
    pub(crate) number: usize,
    /// The text after the fence, such as `rust,no_run`.
    pub(crate) language: &'t str,
    pub(crate) text: &'t str,
}

/// Each line with its number, and its language where it is code; the fences are left out.
fn lines(text: &str) -> impl Iterator<Item = (usize, Option<&str>, &str)> {
    let mut language = None;
    text.lines().zip(1..).filter_map(move |(line, number)| {
        let Some(rest) = line.trim_start().strip_prefix("```") else {
            return Some((number, language, line));
        };
        language = match language {
            None => Some(rest.trim()),
            Some(_) => None,
        };
        None
    })
}

/// The lines of fenced code.
pub(crate) fn code(text: &str) -> impl Iterator<Item = Code<'_>> {
    lines(text).filter_map(|(number, language, text)| {
        Some(Code {
            number,
            language: language?,
            text,
        })
    })
}

/// The targets of links in the text, not in code.
pub(crate) fn links(text: &str) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    for (line, language, text) in lines(text) {
        if language.is_some() {
            continue;
        }
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, after)) = after.split_once(')') else {
                break;
            };
            found.push(Link { line, target });
            rest = after;
        }
    }
    found
}

/// Returns the code spans of a line.
pub(crate) fn code_spans(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// The anchors of the headings, as forges make them.
pub(crate) fn anchors(text: &str) -> Vec<String> {
    let headings = lines(text).filter(|(_, language, line)| language.is_none() && line.starts_with('#'));
    headings
        .map(|(_, _, line)| anchor(line.trim_start_matches('#').trim()))
        .collect()
}

/// Lower case, without signs, `-` for each space.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'));
    kept.map(|sign| if sign == ' ' { '-' } else { sign })
        .collect::<String>()
        .to_lowercase()
}

#[test]
fn what_is_no_code_is_read() {
    let text = "# A `b`, c!\n[x](y.md) and [z](#a)\n```rust\n# [no](link)\nlet a = 1;\n```\n## Of it\n";
    let targets: Vec<_> = links(text).iter().map(|link| (link.line, link.target)).collect();
    assert_eq!(targets, [(2, "y.md"), (2, "#a")]);
    assert_eq!(anchors(text), ["a-b-c", "of-it"]);
    let code: Vec<_> = code(text)
        .map(|line| (line.number, line.language, line.text))
        .collect();
    assert_eq!(code, [(4, "rust", "# [no](link)"), (5, "rust", "let a = 1;")]);
}
