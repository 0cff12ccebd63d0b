//! Parses JSON into a tree that borrows from the text. <https://www.rfc-editor.org/rfc/rfc8259>
//!
//! Macros parse introspection results of several megabytes in unoptimized code. This parser takes a fraction of the time of
//! serde_json's values there, and avoids compiling serde for macros. It is not strict: control characters in strings and
//! malformed numbers are accepted.

use std::borrow::Cow;

/// The maximum nesting depth, which is also the depth of recursion.
const MAX_NESTING: usize = 128;

/// A JSON value.
#[derive(Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    /// A number, whose value introspection does not need.
    Number,
    String(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// A message and the offset of the mistake.
#[derive(Debug, PartialEq)]
pub(super) struct JsonError {
    pub(super) what: &'static str,
    pub(super) at: usize,
}

impl<'a> Json<'a> {
    /// Parses a text that consists of a single value.
    pub(super) fn parse(text: &'a str) -> Result<Self, JsonError> {
        let mut reader = JsonReader { text, at: 0 };
        if text.starts_with('\u{FEFF}') {
            reader.at = '\u{FEFF}'.len_utf8();
        }
        let value = reader.value(0)?;
        match reader.peek() {
            None => Ok(value),
            Some(_) => Err(reader.error("unexpected text after the value")),
        }
    }

    /// Returns a member of an object, or null if it is missing.
    pub(super) fn get(&self, key: &str) -> &Self {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(name, _)| name == key)
                .map_or(&Json::Null, |(_, value)| value),
            _ => &Json::Null,
        }
    }

    /// Returns the text of a string.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns whether the value is `true`.
    pub(super) fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }

    /// Returns the items of a list; empty for other values.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}

struct JsonReader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> JsonReader<'a> {
    fn error(&self, what: &'static str) -> JsonError {
        JsonError { what, at: self.at }
    }

    /// Returns the next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Skips the next byte if it is `byte`, and returns whether it did.
    fn eat(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        self.at += usize::from(next);
        next
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        match self.peek() {
            Some(b'"') => self.string().map(Json::String),
            Some(b'{' | b'[') if depth == MAX_NESTING => Err(self.error("nesting is too deep")),
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.list(depth + 1),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            Some(b'-' | b'0'..=b'9') => {
                let bytes = self.text.as_bytes();
                while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = bytes.get(self.at) {
                    self.at += 1;
                }
                Ok(Json::Number)
            }
            Some(_) => Err(self.error("expected a value")),
            None => Err(self.error("unexpected end of text")),
        }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>, JsonError> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.error("expected a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.eat(b']') {
                return Ok(Json::List(items));
            }
            self.expect(b',', "expected `,` or `]`")?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, JsonError> {
        self.at += 1;
        let mut members = Vec::new();
        if self.eat(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.error("expected a quoted name"));
            }
            let name = self.string()?;
            self.expect(b':', "expected `:`")?;
            members.push((name, self.value(depth)?));
            if self.eat(b'}') {
                return Ok(Json::Object(members));
            }
            self.expect(b',', "expected `,` or `}`")?;
        }
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), JsonError> {
        match self.peek() {
            Some(next) if next == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.error(what)),
            None => Err(self.error("unexpected end of text")),
        }
    }

    /// Parses a string, starting at its opening quote.
    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.at += 1;
        let mut value = Cow::Borrowed("");
        loop {
            let rest = &self.text[self.at..];
            let Some(end) = memchr::memchr2(b'"', b'\\', rest.as_bytes()) else {
                return Err(self.error("unterminated string"));
            };
            let (before, behind) = rest.split_at(end);
            if value.is_empty() {
                value = Cow::Borrowed(before);
            } else {
                value.to_mut().push_str(before);
            }
            self.at += end + 1;
            if behind.starts_with('"') {
                return Ok(value);
            }
            let escaped = self.escape()?;
            value.to_mut().push(escaped);
        }
    }

    /// Parses the escape sequence after a backslash. Half of a surrogate pair becomes U+FFFD.
    fn escape(&mut self) -> Result<char, JsonError> {
        let byte = self.text.as_bytes().get(self.at).copied();
        let character = match byte {
            Some(b'"' | b'\\' | b'/') => char::from(byte.unwrap_or_default()),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.error("invalid escape sequence")),
        };
        self.at += 1;
        Ok(character)
    }

    /// Parses the digits after `\u`, including the second half of a pair.
    fn unicode(&mut self) -> Result<char, JsonError> {
        let first = self.hex()?;
        if !(0xD800..0xDC00).contains(&first) || !self.text[self.at..].starts_with("\\u") {
            return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let behind_first = self.at;
        self.at += 2;
        let second = self.hex()?;
        if !(0xDC00..0xE000).contains(&second) {
            self.at = behind_first;
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        let pair = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        Ok(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let Some(value) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return Err(self.error("`\\u` requires four digits"));
        };
        self.at += 4;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (&'static str, usize) {
        let error = Json::parse(text).expect_err(text);
        (error.what, error.at)
    }

    #[test]
    fn values_are_read() {
        let json = Json::parse("\u{FEFF} {\"a\": [1, -2.5e+3, true, false, null, {}, []], \"b\": \"c\"}\n");
        let json = json.expect("it is JSON");
        assert_eq!(json.get("a").items().len(), 7);
        assert!(json.get("a").items()[2].is_true());
        assert_eq!(json.get("b").as_str(), Some("c"));
        assert_eq!(json.get("none").get("deeper"), &Json::Null);
    }

    #[test]
    fn strings_mean_what_they_say() {
        for (text, value) in [
            (r#""""#, ""),
            (r#""plain""#, "plain"),
            (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (r#""\u00e9 and \uD83D\uDEA2 and 🚢""#, "é and 🚢 and 🚢"),
            (
                r#""\ud83d alone, \ud83d\u0041, \udea2""#,
                "\u{FFFD} alone, \u{FFFD}A, \u{FFFD}",
            ),
        ] {
            assert_eq!(Json::parse(text).expect(text).as_str(), Some(value), "{text}");
        }
    }

    #[test]
    fn faults_have_a_place() {
        assert_eq!(fault(""), ("unexpected end of text", 0));
        assert_eq!(fault("{\"a\": "), ("unexpected end of text", 6));
        assert_eq!(fault("[1 2]"), ("expected `,` or `]`", 3));
        assert_eq!(fault("{\"a\" 1}"), ("expected `:`", 5));
        assert_eq!(fault("{a: 1}"), ("expected a quoted name", 1));
        assert_eq!(fault("\"abc"), ("unterminated string", 1));
        assert_eq!(fault(r#""\x""#), ("invalid escape sequence", 2));
        assert_eq!(fault(r#""\u12é4""#), ("`\\u` requires four digits", 3));
        assert_eq!(fault("nul"), ("expected a value", 0));
        assert_eq!(fault("{} {}"), ("unexpected text after the value", 3));
        assert_eq!(fault(&"[".repeat(1_000_000)), ("nesting is too deep", 128));
    }
}
