//! The response path of a place in JSON text, found after decoding failed there: no cost while it succeeds.

use std::fmt::Write as _;

use serde_json::Value;

/// The path of the value at `line` and `column` as serde_json counts them: the value that contains the byte before, or ends
/// with it. Text that is no JSON gives the path as far as it goes.
pub(super) fn at(text: &str, line: usize, column: usize) -> String {
    let Some(offset) = offset_of(text, line, column) else {
        return "data".to_owned();
    };
    let mut scan = Scan {
        bytes: text.as_bytes(),
        position: 0,
        offset,
        path: Vec::new(),
        depth: 0,
    };
    scan.value();
    let mut out = String::new();
    for segment in &scan.path {
        match segment {
            Segment::Key(start, end) => {
                let key = text.get(*start..*end).unwrap_or_default();
                let _ = write!(out, "{}{key}", if out.is_empty() { "" } else { "." });
            }
            Segment::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }
    if out.is_empty() {
        "the response".to_owned()
    } else {
        out
    }
}

/// The same response with `__typename` in front of the other members of each object; `None` if nothing has a `__typename`.
pub(super) fn type_names_first(text: &str) -> Option<String> {
    if !text.contains("\"__typename\"") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    write_ordered(&serde_json::from_str(text).ok()?, &mut out);
    Some(out)
}

fn write_ordered(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            const FIRST: &str = "__typename";
            let first = members.get_key_value(FIRST);
            let others = members.iter().filter(|(key, _)| *key != FIRST);
            out.push('{');
            for (index, (key, value)) in first.into_iter().chain(others).enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let _ = write!(out, "{comma}{}:", Value::from(key.as_str()));
                write_ordered(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_ordered(item, out);
            }
            out.push(']');
        }
        leaf => drop(write!(out, "{leaf}")),
    }
}

/// serde_json counts lines from 1 and the bytes of a line from 1; line 0 means that it does not know.
fn offset_of(text: &str, line: usize, column: usize) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    (line > 0).then_some(start + column)
}

#[derive(Clone, Copy)]
enum Segment {
    Key(usize, usize),
    Index(usize),
}

/// Walks the text until a value holds the offset; then `path` leads to it.
struct Scan<'a> {
    bytes: &'a [u8],
    position: usize,
    offset: usize,
    path: Vec<Segment>,
    depth: usize,
}

impl Scan<'_> {
    /// Whether the value that begins here holds the offset.
    fn value(&mut self) -> bool {
        self.space();
        let start = self.position;
        let found = match self.peek() {
            // An object or a list where something else was asked for is not read: the error is before it.
            Some(b'{' | b'[') if start == self.offset => true,
            Some(b'{') => self.members(true),
            Some(b'[') => self.members(false),
            Some(b'"') => {
                self.string();
                false
            }
            Some(_) => {
                while self
                    .peek()
                    .is_some_and(|byte| !b",:]}{[\" \t\r\n".contains(&byte))
                {
                    self.position += 1;
                }
                false
            }
            None => false,
        };
        found || (start < self.offset && self.offset <= self.position)
    }

    fn members(&mut self, object: bool) -> bool {
        // serde_json goes no deeper than 128, so no failure is deeper; the limit keeps this walk off the end of the stack.
        if self.depth == 130 {
            self.position = self.bytes.len();
            return true;
        }
        self.depth += 1;
        self.position += 1;
        for index in 0.. {
            self.space();
            match self.peek() {
                None => return true,
                Some(b'}' | b']') => break,
                Some(b',') => self.position += 1,
                Some(_) => {}
            }
            self.space();
            let before = self.position;
            let segment = if object {
                let Some(key) = self.string() else { return true };
                self.space();
                if self.peek() == Some(b':') {
                    self.position += 1;
                }
                key
            } else {
                Segment::Index(index)
            };
            self.path.push(segment);
            if self.value() {
                return true;
            }
            self.path.pop();
            if self.position == before || self.position > self.offset {
                return true;
            }
        }
        self.position += 1;
        self.depth -= 1;
        false
    }

    /// Skips a string and gives the span between its quotes.
    fn string(&mut self) -> Option<Segment> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.position + 1;
        let mut end = start;
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b'"' => {
                    self.position = end + 1;
                    return Some(Segment::Key(start, end));
                }
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        self.position = self.bytes.len();
        None
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.position += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }
}
