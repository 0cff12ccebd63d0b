//! Texts within files: documents in the string literals of Rust files.
//!
//! A literal may be written with escapes, so that offsets in its text differ from offsets in its file. An [`Embedding`] converts
//! them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::lines::Lines;
use super::{LineColumn, offset};

/// A file that contains texts in string literals.
#[derive(Debug)]
pub struct Host {
    /// The content.
    pub text: Arc<str>,
    /// Computed on first use.
    lines: OnceLock<Lines>,
}

impl Host {
    /// Creates a file with this content.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self {
            text: text.into(),
            lines: OnceLock::new(),
        }
    }

    /// Returns the line and column of an offset, which is limited to the length of the content.
    pub(super) fn line_column(&self, offset: usize) -> LineColumn {
        let offset = offset.min(self.text.len());
        self.lines
            .get_or_init(|| Lines::new(&self.text))
            .line_column(&self.text, offset)
    }
}

/// The syntax of a string literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// `"…"`, with escapes.
    Escaped,
    /// `r"…"` or `r#"…"#`.
    Raw,
}

/// A part of a text and the part of the file that represents it: equally long if it is written as it is, longer if it is an
/// escape or a line terminator of two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: Range<u32>,
    file: Range<u32>,
}

impl Run {
    fn is_verbatim(&self) -> bool {
        self.text.end - self.text.start == self.file.end - self.file.start
    }
}

/// The location of a text within a file.
#[derive(Debug, Clone)]
pub struct Embedding {
    host: Arc<Host>,
    quoting: Quoting,
    /// The offset in the file of the first character between the quotes.
    start: u32,
    /// In the order of both the text and the file.
    runs: Arc<[Run]>,
}

impl Embedding {
    /// Returns the file.
    pub fn host(&self) -> &Arc<Host> {
        &self.host
    }

    /// Returns the range of bytes in the file that represents a range of the text. A range that is empty stays empty.
    pub fn file_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.start_in_file(range.start);
        let end = match range.is_empty() {
            true => start,
            false => self.end_in_file(range.end),
        };
        start..end
    }

    /// Returns what has to be written in the file to have this text in the literal; `None` if the literal cannot express it.
    pub fn quoted(&self, text: &str) -> Option<String> {
        match self.quoting {
            Quoting::Escaped => Some(text.replace('\\', "\\\\").replace('"', "\\\"")),
            // The literal might end at the quote.
            Quoting::Raw => (!text.contains('"')).then(|| text.to_owned()),
        }
    }

    /// Returns the offset in the file of the character that starts at an offset of the text.
    fn start_in_file(&self, offset: usize) -> usize {
        let Some(run) = self.run_at(offset) else {
            return self.start as usize;
        };
        let into = offset.saturating_sub(run.text.start as usize);
        let at = run.file.start as usize;
        match run.is_verbatim() {
            true => (at + into).min(run.file.end as usize),
            false if offset >= run.text.end as usize => run.file.end as usize,
            false => at,
        }
    }

    /// Returns the offset in the file after the character that ends at an offset of the text.
    fn end_in_file(&self, offset: usize) -> usize {
        let Some(run) = offset.checked_sub(1).and_then(|last| self.run_at(last)) else {
            return self.start as usize;
        };
        let into = offset.saturating_sub(run.text.start as usize);
        match run.is_verbatim() {
            true => (run.file.start as usize + into).min(run.file.end as usize),
            false => run.file.end as usize,
        }
    }

    /// Returns the run that contains an offset of the text, or the last one if the offset is the end of the text.
    fn run_at(&self, offset: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.text.start as usize <= offset);
        self.runs.get(after.checked_sub(1)?)
    }
}

/// Collects a text and its location, part by part.
#[derive(Debug)]
pub(crate) struct EmbeddingBuilder {
    text: String,
    quoting: Quoting,
    start: u32,
    runs: Vec<Run>,
}

impl EmbeddingBuilder {
    /// Creates an empty text, whose first character would be at the offset `start` of the file.
    pub(crate) fn new(quoting: Quoting, start: usize) -> Self {
        Self {
            text: String::new(),
            quoting,
            start: offset(start),
            runs: Vec::new(),
        }
    }

    /// Adds a part that the file has as it is, at the offset `at`.
    pub(crate) fn verbatim(&mut self, part: &str, at: usize) {
        self.add(part, at..at + part.len());
    }

    /// Adds a character that a longer part of the file represents.
    pub(crate) fn escape(&mut self, character: char, file: Range<usize>) {
        self.add(character.encode_utf8(&mut [0; 4]), file);
    }

    /// Returns the text and its location in the file.
    pub(crate) fn build(self, host: &Arc<Host>) -> (Arc<str>, Embedding) {
        let embedding = Embedding {
            host: host.clone(),
            quoting: self.quoting,
            start: self.start,
            runs: self.runs.into(),
        };
        (self.text.into(), embedding)
    }

    fn add(&mut self, part: &str, file: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let text = offset(self.text.len())..offset(self.text.len() + part.len());
        let run = Run {
            text,
            file: offset(file.start)..offset(file.end),
        };
        self.text.push_str(part);
        match self.runs.last_mut() {
            Some(last) if last.is_verbatim() && run.is_verbatim() && last.file.end == run.file.start => {
                last.text.end = run.text.end;
                last.file.end = run.file.end;
            }
            _ => self.runs.push(run),
        }
    }
}
