//! Escapes in strings. <https://www.rfc-editor.org/rfc/rfc8259#section-7>

use crate::error::Result;
use crate::reader::Reader;

impl Reader<'_> {
    /// Reads the rest of an escape after the backslash, and returns the character.
    pub(crate) fn escape(&mut self) -> Result<char> {
        let character = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.advance(1);
                return self.unicode();
            }
            Some(_) => return Err(self.syntax("invalid escape")),
            None => return Err(self.syntax("EOF while parsing a string")),
        };
        self.advance(1);
        Ok(character)
    }

    /// Skips the rest of an escape after the backslash, in a string that is not deserialized. As in serde_json, surrogates
    /// need not be paired there.
    pub(crate) fn skip_escape(&mut self) -> Result<()> {
        if self.peek() == Some(b'u') {
            self.advance(1);
            self.code_unit().map(drop)
        } else {
            self.escape().map(drop)
        }
    }

    /// Reads one or two UTF-16 code units, the first one without its `\u`. Characters above U+FFFF have two.
    fn unicode(&mut self) -> Result<char> {
        let first = self.code_unit()?;
        let code = match first {
            0xd800..0xdc00 => {
                if !self.rest.starts_with(b"\\u") {
                    return Err(self.syntax("unexpected end of hex escape"));
                }
                self.advance(2);
                let second = self.code_unit()?;
                if !(0xdc00..0xe000).contains(&second) {
                    return Err(self.syntax("lone leading surrogate in hex escape"));
                }
                0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            _ => first,
        };
        match char::from_u32(code) {
            Some(character) => Ok(character),
            None => Err(self.syntax("lone leading surrogate in hex escape")),
        }
    }

    /// Reads four hexadecimal digits.
    fn code_unit(&mut self) -> Result<u32> {
        let Some(digits) = self.rest.first_chunk::<4>() else {
            return Err(self.syntax("EOF while parsing a string"));
        };
        let mut unit = 0;
        for digit in digits {
            match char::from(*digit).to_digit(16) {
                Some(value) => unit = unit * 16 + value,
                None => return Err(self.syntax("invalid escape")),
            }
        }
        self.advance(4);
        Ok(unit)
    }
}
