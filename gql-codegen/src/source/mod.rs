//! Source texts with their paths, and spans within them.

mod embedding;
mod lines;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use embedding::{Embedding, Host};
pub(crate) use embedding::{EmbeddingBuilder, Quoting};
pub(crate) use lines::floor_char_boundary;

/// The source that a [`Span`] belongs to: an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(clippy::exhaustive_structs, reason = "an index has no other parts")]
pub struct SourceId(pub u32);

/// A half-open range of bytes in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(clippy::exhaustive_structs, reason = "a range in a source has no other parts")]
pub struct Span {
    /// The source.
    pub source: SourceId,
    /// The offset of the first byte.
    pub start: u32,
    /// The offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Creates a span of `start..end` in `source`.
    pub fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// Creates a span of a range of bytes, whose offsets are limited to 32 bits: longer texts are rejected when they are parsed.
    pub(crate) fn of(source: SourceId, range: Range<usize>) -> Self {
        Self::new(source, offset(range.start), offset(range.end))
    }

    /// Returns the smallest span that contains both spans, which must be in the same source.
    pub fn to(self, other: Span) -> Self {
        Self {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Returns the span from the start of this one to the end of `last`, which must not start before this one.
    pub fn through(self, last: Span) -> Self {
        Self {
            end: last.end,
            ..self
        }
    }

    /// Returns whether `inner` lies within this span, in the same source.
    pub fn contains(self, inner: Span) -> bool {
        self.source == inner.source && self.start <= inner.start && inner.end <= self.end
    }

    /// Returns the range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Converts an offset, which is limited to 32 bits.
fn offset(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A source text: the content of a file, a part of one, or a substitute for one.
///
/// Spans are ranges of the text. If the text is a string literal of a Rust file, lines, columns and file ranges are those of the
/// file.
#[derive(Debug)]
pub struct Source {
    /// The path shown in diagnostics.
    pub path: PathBuf,
    /// The text.
    pub text: Arc<str>,
    /// The location in the file; `None` if the text is the content of the file.
    embedding: Option<Embedding>,
    /// The file. Its content is the text unless it is embedded.
    file: Arc<Host>,
}

impl Source {
    /// Returns the line and column of an offset, which is limited to the length of the text.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset as usize;
        self.file.line_column(self.file_range(offset..offset).start)
    }

    /// Returns the content of the file.
    pub fn file_text(&self) -> &Arc<str> {
        &self.file.text
    }

    /// Returns the range of bytes in the file that a range of the text stands for.
    pub fn file_range(&self, range: Range<usize>) -> Range<usize> {
        match &self.embedding {
            Some(embedding) => embedding.file_range(range),
            None => range,
        }
    }

    /// Returns the line and column of an offset in the file, which is limited to its length.
    pub fn line_column_in_file(&self, offset: usize) -> LineColumn {
        self.file.line_column(offset)
    }

    /// Returns whether the text is a string literal of the file.
    pub fn is_embedded(&self) -> bool {
        self.embedding.is_some()
    }

    /// Returns what has to be written in the file to have `replacement` in the text; `None` if that is impossible.
    pub fn written(&self, replacement: &str) -> Option<String> {
        match &self.embedding {
            Some(embedding) => embedding.quoted(replacement),
            None => Some(replacement.to_owned()),
        }
    }
}

/// A line and a column, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(clippy::exhaustive_structs, reason = "a position has no other parts")]
pub struct LineColumn {
    /// The line, counted from 1. Lines end with LF, CRLF or CR (<https://spec.graphql.org/September2025/#LineTerminator>).
    pub line: u32,
    /// The column, counted from 1 in UTF-16 code units, as editors and graphql-js do.
    pub column: u32,
}

/// A span as path, line and column.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The path of the source, with forward slashes.
    pub path: String,
    /// The start.
    pub start: LineColumn,
    /// The end: the position after the last character.
    pub end: LineColumn,
    /// The range of bytes in the file.
    pub bytes: Range<usize>,
}

/// All sources of a run. Cloning is cheap, because the texts are shared.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Arc<Source>>,
}

impl Sources {
    /// Creates an empty set of sources.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a source and returns its id.
    pub fn add(&mut self, path: impl AsRef<Path>, text: impl Into<Arc<str>>) -> SourceId {
        self.add_embedded(path, text, None)
    }

    /// Adds a source that may be a part of the file at `path`, and returns its id.
    pub fn add_embedded(
        &mut self,
        path: impl AsRef<Path>,
        text: impl Into<Arc<str>>,
        embedding: Option<Embedding>,
    ) -> SourceId {
        let id = SourceId(self.list.len() as u32);
        let text = text.into();
        let file = match &embedding {
            Some(embedding) => embedding.host().clone(),
            None => Arc::new(Host::new(text.clone())),
        };
        self.list.push(Arc::new(Source {
            path: path.as_ref().to_path_buf(),
            text,
            embedding,
            file,
        }));
        id
    }

    /// Returns the source with this id, if there is one.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize).map(|source| &**source)
    }

    /// Returns the text of a span; empty if the span is not in these sources.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or("")
    }

    /// Returns the location of a span; `None` if the span is not in these sources.
    pub fn place(&self, span: Span) -> Option<Place> {
        let source = self.get(span.source)?;
        let bytes = source.file_range(span.range());
        Some(Place {
            path: source.path.display().to_string().replace('\\', "/"),
            start: source.line_column_in_file(bytes.start),
            end: source.line_column_in_file(bytes.end),
            bytes,
        })
    }

    /// Returns what has to be written in the file of a span to replace it; `None` if that is impossible.
    pub fn written(&self, span: Span, replacement: &str) -> Option<String> {
        self.get(span.source)?.written(replacement)
    }

    /// Iterates over the sources with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list
            .iter()
            .enumerate()
            .map(|(index, source)| (SourceId(index as u32), &**source))
    }

    /// Returns the line and column of a span's start, or 1:1 if the span is not in these sources.
    pub fn line_column(&self, span: Span) -> LineColumn {
        self.get(span.source)
            .map_or(LineColumn { line: 1, column: 1 }, |source| {
                source.line_column(span.start)
            })
    }
}
