//! Lays out the lines of a source with the carets below, and shortens long lines.

use std::ops::Range;

use super::width::{TAB, shown, width};
use crate::source::{Source, floor_char_boundary};

/// The maximum number of characters shown before and after the start of a mark.
const BEFORE: usize = 80;
const FROM: usize = 120;

/// A label within a file.
#[derive(Debug)]
pub(super) struct LabelMark<'a> {
    pub(super) range: Range<usize>,
    pub(super) text: &'a str,
    pub(super) primary: bool,
}

/// A line of the file, or a window of it around some marks.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) line: u32,
    /// The shown part of the line.
    pub(super) content: String,
    window: Range<usize>,
    cut_before: bool,
    cut_behind: bool,
    marks: Vec<LabelMark<'a>>,
}

/// A character of a row of marks, and whether its mark is primary; `None` between marks.
pub(super) type Cell = (char, Option<bool>);

/// Returns the rows that contain marks, in the order of the text.
pub(super) fn rows<'a>(source: &Source, mut marks: Vec<LabelMark<'a>>) -> Vec<Row<'a>> {
    let text: &str = source.file_text();
    let mut rows: Vec<Row<'a>> = Vec::new();
    marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
    for mut mark in marks {
        mark.range.start = floor_char_boundary(text, mark.range.start);
        let start = mark.range.start;
        match rows.last_mut() {
            Some(row) if start < row.window.end || (start == row.window.end && !row.cut_behind) => {
                row.marks.push(mark);
            }
            _ => rows.push(row(source, mark)),
        }
    }
    rows
}

fn row<'a>(source: &Source, mark: LabelMark<'a>) -> Row<'a> {
    let text: &str = source.file_text();
    let at = mark.range.start;
    let (before, behind) = (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
    let in_line = |character: &char| !matches!(character, '\n' | '\r');
    let left: usize = before
        .chars()
        .rev()
        .take_while(in_line)
        .take(BEFORE)
        .map(char::len_utf8)
        .sum();
    let right: usize = behind
        .chars()
        .take_while(in_line)
        .take(FROM)
        .map(char::len_utf8)
        .sum();
    let window = at - left..at + right;
    let cut_before = text
        .get(..window.start)
        .and_then(|cut| cut.chars().next_back())
        .is_some_and(|c| in_line(&c));
    let cut_behind = text
        .get(window.end..)
        .and_then(|cut| cut.chars().next())
        .is_some_and(|c| in_line(&c));
    let mut content = String::new();
    if cut_before {
        content.push('…');
    }
    for character in text.get(window.clone()).unwrap_or("").chars() {
        match character {
            '\t' => content.extend(std::iter::repeat_n(' ', TAB)),
            other => content.push(shown(other)),
        }
    }
    if cut_behind {
        content.push('…');
    }
    let line = source.line_column_in_file(at).line;
    Row {
        line,
        content,
        window,
        cut_before,
        cut_behind,
        marks: vec![mark],
    }
}

impl Row<'_> {
    /// Returns the rows below a line: carets and dashes, followed by the text of the last mark, with the other texts below.
    pub(super) fn mark_rows(&self, text: &str) -> Vec<Vec<Cell>> {
        let mut first = Vec::new();
        // Primary marks are drawn last, over the others.
        for primary in [false, true] {
            for mark in self.marks.iter().filter(|mark| mark.primary == primary) {
                let columns = self.columns(text, mark);
                let sign = if primary { '^' } else { '-' };
                columns.for_each(|column| put(&mut first, column, (sign, Some(primary))));
            }
        }
        let mut hanging: Vec<(usize, &LabelMark<'_>)> = Vec::new();
        for (index, mark) in self.marks.iter().enumerate() {
            if mark.text.is_empty() {
                continue;
            }
            if index + 1 == self.marks.len() && self.columns(text, mark).end == first.len() {
                let column = first.len();
                put(&mut first, column, (' ', Some(mark.primary)));
                put_text(&mut first, column + 1, mark);
            } else {
                hanging.push((self.columns(text, mark).start, mark));
            }
        }
        let mut rows = vec![first];
        if !hanging.is_empty() {
            rows.push(bars(&hanging));
        }
        while let Some((column, mark)) = hanging.pop() {
            let mut row = bars(&hanging);
            row.truncate(column);
            put_text(&mut row, column, mark);
            rows.push(row);
        }
        rows
    }

    /// Returns the columns of a mark: at least one, and none beyond the shown part of the line.
    fn columns(&self, text: &str, mark: &LabelMark<'_>) -> Range<usize> {
        let end = floor_char_boundary(text, mark.range.end).clamp(mark.range.start, self.window.end);
        let before = usize::from(self.cut_before) + columns_of(text, self.window.start..mark.range.start);
        before..before + columns_of(text, mark.range.start..end).max(1)
    }
}

fn columns_of(text: &str, range: Range<usize>) -> usize {
    text.get(range).unwrap_or("").chars().map(width).sum()
}

/// Draws a bar below each mark.
fn bars(hanging: &[(usize, &LabelMark<'_>)]) -> Vec<Cell> {
    let mut row = Vec::new();
    for &(column, mark) in hanging {
        put(&mut row, column, ('|', Some(mark.primary)));
    }
    row
}

fn put(row: &mut Vec<Cell>, column: usize, cell: Cell) {
    if row.len() <= column {
        row.resize(column + 1, (' ', None));
    }
    if let Some(place) = row.get_mut(column) {
        *place = cell;
    }
}

fn put_text(row: &mut Vec<Cell>, column: usize, mark: &LabelMark<'_>) {
    for (offset, character) in mark.text.chars().enumerate() {
        put(row, column + offset, (shown(character), Some(mark.primary)));
    }
}
