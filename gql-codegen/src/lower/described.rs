//! The documentation of operations: what they are, where they are defined, and their text.

use std::path::{Component, Path};

use super::choose::Chosen;
use super::types::{comment, rustdoc};
use crate::config::Config;
use crate::source::Sources;

/// Where an operation is defined: `graphql/books.graphql:3`; `None` if its text is not among the sources.
///
/// The place is independent of the working directory, because committed code contains it.
pub(super) fn place(chosen: &Chosen<'_>, sources: &Sources, config: &Config) -> Option<String> {
    let span = chosen.operation.node.span;
    let source = sources.get(span.source)?;
    let path = match &config.base {
        Some(base) => source.path.strip_prefix(base).ok(),
        None => Some(&*source.path),
    };
    let is_below = |path: &&Path| {
        path.components()
            .all(|it| matches!(it, Component::Normal(_) | Component::CurDir))
    };
    let path = path.filter(is_below).or(source.path.file_name().map(Path::new))?;
    let path = path.to_string_lossy().replace('\\', "/").replace('`', "'");
    Some(format!("{path}:{}", source.line_column(span.start).line))
}

/// Documents an operation: its description, its kind and place, and its text as a block of code.
pub(super) fn operation(chosen: &Chosen<'_>, place: Option<&str>, sources: &Sources) -> String {
    let node = chosen.operation.node;
    let mut docs = String::new();
    if let Some(description) = &node.description {
        docs.push_str(&rustdoc(&description.value()));
        docs.push_str("\n\n");
    }
    docs.push_str(chosen.kind().as_str());
    if let Some(place) = place {
        docs.push_str(&format!(", defined at `{place}`"));
    }
    let text = sources.slice(node.span);
    if text.is_empty() {
        return docs + ".";
    }
    // A fence is longer than any within the text. <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    docs.push_str(&format!(
        ":\n\n{fence}graphql\n{}\n{fence}",
        dedented(text, indent(chosen, sources))
    ));
    comment(docs)
}

/// Returns the white space before the operation in its line. If the operation starts in the first line of a literal, whose other
/// lines are indented with the Rust code around them, returns the white space that these lines have in common.
fn indent<'s>(chosen: &Chosen<'_>, sources: &'s Sources) -> &'s str {
    let span = chosen.operation.node.span;
    let Some(source) = sources.get(span.source) else {
        return "";
    };
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    if source.is_embedded() && !before.contains('\n') {
        return common_indent(sources.slice(span));
    }
    if line.trim().is_empty() { line } else { "" }
}

/// Returns the shortest white space at the start of the lines after the first one, without empty lines.
fn common_indent(text: &str) -> &str {
    let lines = text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let indents = lines.map(|line| {
        line.get(..line.len() - line.trim_start().len())
            .unwrap_or_default()
    });
    indents.min_by_key(|indent| indent.len()).unwrap_or_default()
}

/// The lines of a text without what stands in front of all of them.
fn dedented(text: &str, indent: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.strip_prefix(indent).unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n")
}
