//! Converts offsets to lines and columns in nearly constant time, regardless of the length of the text and its lines.

use super::LineColumn;

/// The distance in bytes between marks within a long line.
const STRIDE: usize = 1024;

/// A position with a known line and column.
#[derive(Debug)]
struct Mark {
    offset: usize,
    line: u32,
    /// The number of UTF-16 code units since the start of the line.
    units: u32,
}

/// Marks at the start of each line and, within long lines, after every [`STRIDE`] bytes.
#[derive(Debug)]
pub(super) struct Lines {
    marks: Vec<Mark>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let mut marks = Vec::new();
        let mut line = 1;
        let mut start = 0;
        loop {
            let rest = text.get(start..).unwrap_or("");
            let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
            mark_line(
                &mut marks,
                line,
                start,
                rest.get(..length.unwrap_or(rest.len())).unwrap_or(""),
            );
            let Some(length) = length else {
                return Self { marks };
            };
            let crlf = rest.get(length..).is_some_and(|end| end.starts_with("\r\n"));
            start += length + if crlf { 2 } else { 1 };
            line += 1;
        }
    }

    /// Returns the line and column of an offset. `text` is the text that the marks were created from.
    pub(super) fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let behind = self.marks.partition_point(|mark| mark.offset <= offset);
        let Some(mark) = self.marks.get(behind.saturating_sub(1)) else {
            return LineColumn { line: 1, column: 1 };
        };
        let offset = floor_char_boundary(text, offset);
        let units = mark.units + utf16_length(text.get(mark.offset..offset).unwrap_or(""));
        LineColumn {
            line: mark.line,
            column: units + 1,
        }
    }
}

fn mark_line(marks: &mut Vec<Mark>, line: u32, start: usize, content: &str) {
    marks.push(Mark {
        offset: start,
        line,
        units: 0,
    });
    let mut rest = content;
    let mut offset = start;
    let mut units = 0;
    while rest.len() > STRIDE {
        let (passed, behind) = rest.split_at(floor_char_boundary(rest, STRIDE));
        offset += passed.len();
        units += utf16_length(passed);
        marks.push(Mark { offset, line, units });
        rest = behind;
    }
}

fn utf16_length(text: &str) -> u32 {
    text.chars().map(char::len_utf16).sum::<usize>() as u32
}

/// Returns the offset, rounded down to a character boundary.
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut floor = offset.min(text.len());
    while !text.is_char_boundary(floor) {
        floor -= 1;
    }
    floor
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: usize) -> (u32, u32) {
        let place = Lines::new(text).line_column(text, offset);
        (place.line, place.column)
    }

    #[test]
    fn every_line_terminator_counts_once() {
        let text = "a\nb\r\nc\rd\n\re";
        let places: Vec<_> = text
            .match_indices(char::is_alphabetic)
            .map(|(at, _)| place(text, at))
            .collect();
        assert_eq!(places, [(1, 1), (2, 1), (3, 1), (4, 1), (6, 1)]);
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("a\n", 2), (2, 1));
    }

    #[test]
    fn columns_count_utf16_units_also_far_into_a_line() {
        let text = format!("x\n{}y", "ß😀".repeat(2000));
        let offset = text.len() - 1;
        assert_eq!(place(&text, offset), (2, 3 * 2000 + 1));
    }

    #[test]
    fn an_offset_within_a_character_is_that_of_the_character() {
        assert_eq!(place("😀", 2), (1, 1));
    }
}
