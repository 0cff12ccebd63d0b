//! Formats diagnostics as rustc does: the message, the source lines with carets, and the help.

use std::sync::Arc;

use super::frame::{Cell, LabelMark, Row, rows};
use super::width::shown;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources};

/// Whether to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Plain text.
    Plain,
    /// ANSI escape sequences for terminals.
    Ansi,
}

/// Formats a diagnostic with its source lines. Every line ends with a line feed.
pub fn text(diagnostic: &Diagnostic, sources: &Sources, color: Color) -> String {
    let frames: Vec<Frame<'_>> = frames(diagnostic, sources);
    let last_line = frames
        .iter()
        .flat_map(|frame| &frame.rows)
        .map(|row| row.line)
        .max()
        .unwrap_or(0);
    let gutter = last_line.to_string().len();
    let page = Page {
        text: String::new(),
        gutter,
        severity: diagnostic.severity,
        color,
    };
    page.render(diagnostic, &frames)
}

/// The rows of a file.
struct Frame<'a> {
    source: &'a Source,
    /// The offset of the first label in the file.
    at: usize,
    rows: Vec<Row<'a>>,
}

fn frames<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Frame<'a>> {
    let primary = diagnostic.primary.iter().map(|label| (label, true));
    let secondary = diagnostic.secondary.iter().map(|label| (label, false));
    let labels = primary.chain(secondary);
    let labels: Vec<(&Label, bool, &Source)> = labels
        .filter_map(|(label, primary)| Some((label, primary, sources.get(label.span.source)?)))
        .collect();
    let mut frames: Vec<Frame<'_>> = Vec::new();
    for (label, _, source) in &labels {
        // Several sources may be literals of one file.
        let is_here = |other: &Source| Arc::ptr_eq(other.file_text(), source.file_text());
        if frames.iter().any(|frame| is_here(frame.source)) {
            continue;
        }
        let here = labels.iter().filter(|(_, _, source)| is_here(source));
        let marks = here.map(|(label, primary, source)| LabelMark {
            range: source.file_range(label.span.range()),
            text: &label.text,
            primary: *primary,
        });
        frames.push(Frame {
            source,
            at: source.file_range(label.span.range()).start,
            rows: rows(source, marks.collect()),
        });
    }
    frames
}

/// The text written so far.
struct Page {
    text: String,
    /// The number of digits of the highest line number.
    gutter: usize,
    severity: Severity,
    color: Color,
}

const BOLD: &str = "\x1b[1m";
const BLUE: &str = "\x1b[1;34m";

impl Page {
    fn render(mut self, diagnostic: &Diagnostic, frames: &[Frame<'_>]) -> String {
        let severity = self.severity_style();
        self.paint(
            severity,
            &format!("{}[{}]", diagnostic.severity.as_str(), diagnostic.rule.name),
        );
        self.paint(BOLD, &format!(": {}", visible(&diagnostic.message)));
        self.end_line();
        for (index, frame) in frames.iter().enumerate() {
            self.frame(frame, index == 0);
        }
        if let Some(help) = &diagnostic.help {
            self.bar();
            self.end_line();
            for (index, line) in help.lines().enumerate() {
                self.help(index == 0, line);
            }
        }
        self.text
    }

    fn frame(&mut self, frame: &Frame<'_>, first: bool) {
        let place = frame.source.line_column_in_file(frame.at);
        let arrow = if first { "-->" } else { ":::" };
        if !first {
            self.bar();
            self.end_line();
        }
        self.margin("");
        self.paint(BLUE, arrow);
        let path = visible(&frame.source.path.display().to_string());
        self.text
            .push_str(&format!(" {path}:{}:{}", place.line, place.column));
        self.end_line();
        self.bar();
        self.end_line();
        let mut line_before = None;
        for row in &frame.rows {
            if line_before.is_some_and(|before| row.line > before + 1) {
                self.paint(BLUE, "...");
                self.end_line();
            }
            line_before = Some(row.line);
            self.row(frame, row);
        }
    }

    fn row(&mut self, frame: &Frame<'_>, row: &Row<'_>) {
        let number = row.line.to_string();
        self.margin(&number);
        self.paint(BLUE, " | ");
        self.text.push_str(&row.content);
        self.end_line();
        for cells in row.mark_rows(frame.source.file_text()) {
            self.bar();
            self.text.push(' ');
            self.cells(&cells);
            self.end_line();
        }
    }

    fn cells(&mut self, cells: &[Cell]) {
        for run in cells.chunk_by(|one, next| one.1 == next.1) {
            let text: String = run.iter().map(|cell| cell.0).collect();
            match run.first().and_then(|cell| cell.1) {
                None => self.text.push_str(&text),
                Some(true) => self.paint(self.severity_style(), &text),
                Some(false) => self.paint(BLUE, &text),
            }
        }
    }

    fn help(&mut self, first: bool, line: &str) {
        self.margin("");
        if first {
            self.paint(BLUE, " = ");
            self.paint(BOLD, "help");
            self.text.push_str(": ");
        } else {
            self.text.push_str("         ");
        }
        self.text.push_str(&visible(line));
        self.end_line();
    }

    /// Writes the line number, or spaces of the same width.
    fn margin(&mut self, number: &str) {
        let padded = format!("{number:>width$}", width = self.gutter);
        match number {
            "" => self.text.push_str(&padded),
            _ => self.paint(BLUE, &padded),
        }
    }

    fn bar(&mut self) {
        self.margin("");
        self.paint(BLUE, " |");
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    fn paint(&mut self, style: &str, text: &str) {
        match self.color {
            Color::Ansi if !text.trim().is_empty() => {
                self.text.push_str(style);
                self.text.push_str(text);
                self.text.push_str("\x1b[0m");
            }
            _ => self.text.push_str(text),
        }
    }

    fn severity_style(&self) -> &'static str {
        match self.severity {
            Severity::Error => "\x1b[1;31m",
            Severity::Warning => "\x1b[1;33m",
            Severity::Note => "\x1b[1;32m",
        }
    }
}

fn visible(text: &str) -> String {
    text.chars().map(shown).collect()
}
