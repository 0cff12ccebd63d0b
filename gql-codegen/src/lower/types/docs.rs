//! Converts descriptions to documentation. Since rustdoc compiles code blocks, they are marked as text.
//! <https://spec.graphql.org/September2025/#sec-Descriptions>

/// The number of leading spaces that make a line of Markdown code. <https://spec.commonmark.org/0.31.2/#indented-code-blocks>
const CODE: usize = 4;

/// Returns a description with its code blocks marked as text, because the code is not Rust.
pub(in crate::lower) fn rustdoc(description: &str) -> String {
    let mut text = String::with_capacity(description.len());
    let mut open: Option<&str> = None;
    for line in description.lines() {
        if !text.is_empty() {
            text.push('\n');
        }
        let (before, fence) = fence(line);
        match open {
            Some(start) => {
                if !fence.is_empty() && fence.starts_with(start) && line.trim_end().ends_with(fence) {
                    open = None;
                }
                text.push_str(line);
            }
            None if !fence.is_empty() => {
                open = Some(fence);
                push_dedented(&mut text, before);
                text.push_str(fence);
                text.push_str("text");
            }
            None => push_dedented(&mut text, line),
        }
    }
    if let Some(fence) = open {
        text.push('\n');
        text.push_str(fence);
    }
    comment(text)
}

/// Removes characters that rustc rejects in comments: those that change the text direction, and lone carriage returns.
/// <https://doc.rust-lang.org/rustc/lints/listing/deny-by-default.html#text-direction-codepoint-in-comment>,
/// <https://doc.rust-lang.org/reference/comments.html>
pub(in crate::lower) fn comment(text: String) -> String {
    let is_refused =
        |character| matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\r');
    if !text.contains(is_refused) {
        return text;
    }
    let text = text.replace('\r', " ");
    text.replace(is_refused, "")
}

/// Splits a line into the text before a fence and the fence, which is empty if there is none. The fence may be in a list item
/// or a block quote. <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>
fn fence(line: &str) -> (&str, &str) {
    let start = line
        .find(|character: char| {
            !(character.is_whitespace() || "-*+>.)".contains(character) || character.is_ascii_digit())
        })
        .unwrap_or(line.len());
    let (before, rest) = line.split_at(start);
    let end = match rest.chars().next() {
        Some(mark @ ('`' | '~')) => rest.find(|character| character != mark).unwrap_or(rest.len()),
        _ => 0,
    };
    let (fence, info) = rest.split_at(end);
    // `` ```x``` `` is inline code.
    match fence.len() < 3 || (fence.starts_with('`') && info.contains('`')) {
        true => (line, ""),
        false => (before, fence),
    }
}

/// Appends a line with less indentation than a code block requires.
fn push_dedented(text: &mut String, line: &str) {
    let content = line.trim_start();
    let (indent, _) = line.split_at(line.len() - content.len());
    if indent.len() >= CODE || indent.contains('\t') {
        text.push_str("   ");
        text.push_str(content);
    } else {
        text.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::rustdoc;

    #[test]
    fn code_is_text() {
        for (description, docs) in [
            ("plain\n\ntext", "plain\n\ntext"),
            ("a\n```\nb()\n```\nc", "a\n```text\nb()\n```\nc"),
            ("```rust\n    b()\n```", "```text\n    b()\n```"),
            ("~~~~ js\n~~~\n~~~~", "~~~~text\n~~~\n~~~~"),
            ("never closed\n```\nb()", "never closed\n```text\nb()\n```"),
            ("- ```rust\n  b()\n  ```\nc", "- ```text\n  b()\n  ```\nc"),
            ("a\n\n    b()\n\tc()", "a\n\n   b()\n   c()"),
            ("```within``` a line", "```within``` a line"),
            ("a \u{202E}b\u{2066}c\u{2069}\u{200F}", "a bc\u{200F}"),
            ("a\rb\r\nc", "a b\nc"),
        ] {
            assert_eq!(rustdoc(description), docs, "{description}");
        }
    }
}
