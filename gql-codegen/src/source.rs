//! Texts with their paths, and spans into them.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which text a [`Span`] points into: an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A half-open range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text that the offsets count in.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `start..end` in `source`.
    pub fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The smallest span that holds both; `other` must be of the same source.
    pub fn to(self, other: Span) -> Self {
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One text: a file's content, or what stands for one.
#[derive(Debug)]
pub struct Source {
    /// Where it was read from, as it is to be shown.
    pub path: PathBuf,
    /// The content.
    pub text: Arc<str>,
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1; lines end at LF, CRLF or CR (<https://spec.graphql.org/September2025/#LineTerminator>).
    pub line: u32,
    /// From 1, in UTF-16 code units, as editors and the reference implementation count.
    pub column: u32,
}

/// All texts of one run. Cloning is cheap: the texts are shared.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Arc<Source>>,
}

impl Sources {
    /// No texts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text and says under which id.
    pub fn add(&mut self, path: impl AsRef<Path>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(self.list.len() as u32);
        self.list.push(Arc::new(Source {
            path: path.as_ref().to_path_buf(),
            text: text.into(),
        }));
        id
    }

    /// The source of that id, if it is one of these.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize).map(|source| &**source)
    }

    /// The text that a span covers; empty if the span is not of these sources.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or("")
    }

    /// Every source with its id, in the order of adding.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list
            .iter()
            .enumerate()
            .map(|(index, source)| (SourceId(index as u32), &**source))
    }

    /// The line and column of a span's start.
    pub fn line_column(&self, span: Span) -> LineColumn {
        let text = self.get(span.source).map_or("", |source| &source.text);
        let mut end = (span.start as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let bytes = before.as_bytes();
        let mut line = 1;
        let mut line_start = 0;
        for (index, &byte) in bytes.iter().enumerate() {
            let ends = byte == b'\n' || (byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'));
            if ends {
                line += 1;
                line_start = index + 1;
            }
        }
        let column = before[line_start..].chars().map(char::len_utf16).sum::<usize>() as u32 + 1;
        LineColumn { line, column }
    }
}
