//! Texts with their paths, and spans into them.

mod lines;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lines::Lines;
pub(crate) use lines::floor_char_boundary;

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

    /// From the start of this one to the end of `last`, which is within it or behind it: a definition's head, say.
    pub fn through(self, last: Span) -> Self {
        Self {
            end: last.end,
            ..self
        }
    }

    /// Whether `inner` lies within this span, in the same source.
    pub fn contains(self, inner: Span) -> bool {
        self.source == inner.source && self.start <= inner.start && inner.end <= self.end
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
    /// Found when the first place is asked for.
    lines: OnceLock<Lines>,
}

impl Source {
    /// The line and column of an offset; of the text's end if it is beyond.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = (offset as usize).min(self.text.len());
        self.lines
            .get_or_init(|| Lines::new(&self.text))
            .line_column(&self.text, offset)
    }
}

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1; lines end at LF, CRLF or CR (<https://spec.graphql.org/September2025/#LineTerminator>).
    pub line: u32,
    /// From 1, in UTF-16 code units, as editors and the reference implementation count.
    pub column: u32,
}

/// A span as tools take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path of the source, with forward slashes.
    pub path: String,
    /// Where it begins.
    pub start: LineColumn,
    /// Where it ends: the place after its last character.
    pub end: LineColumn,
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
            lines: OnceLock::new(),
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

    /// The place of a span; `None` if it is not of these sources.
    pub fn place(&self, span: Span) -> Option<Place> {
        let source = self.get(span.source)?;
        Some(Place {
            path: source.path.display().to_string().replace('\\', "/"),
            start: source.line_column(span.start),
            end: source.line_column(span.end),
        })
    }

    /// Every source with its id, in the order of adding.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list
            .iter()
            .enumerate()
            .map(|(index, source)| (SourceId(index as u32), &**source))
    }

    /// The line and column of a span's start; of the first character if the span is not of these sources.
    pub fn line_column(&self, span: Span) -> LineColumn {
        self.get(span.source)
            .map_or(LineColumn { line: 1, column: 1 }, |source| {
                source.line_column(span.start)
            })
    }
}
