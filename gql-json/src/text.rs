//! Strings, scanned in words of eight bytes. <https://www.rfc-editor.org/rfc/rfc8259#section-7>

use crate::error::Result;
use crate::reader::Reader;

/// A string, borrowed from the text or stored in the scratch buffer of the reader.
pub(crate) enum Text<'de> {
    Lent(&'de str),
    Scratch,
}

/// A word in which each byte is 1.
pub(crate) const ONES: u64 = u64::MAX / 255;

/// Returns a word in which the highest bit of a byte marks a byte that ends a run of plain text: a quote, a backslash or a
/// control character. Only the lowest mark is reliable, as the subtraction may borrow from higher bytes.
#[inline]
fn ends(word: u64) -> u64 {
    // With its second bit flipped, a quote directly follows the control characters.
    let quote_or_control = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    // The marks of bytes outside of ASCII are wrong. They are removed only if there is a mark, as most text is ASCII.
    let marks = (quote_or_control | backslash) & (ONES << 7);
    if marks == 0 { 0 } else { marks & !word }
}

/// Returns the length of the plain text at the start. Returns `None` if its end is not in a whole word.
#[inline]
pub(crate) fn length_in_words(text: &[u8]) -> Option<usize> {
    let (words, _) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = ends(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(8 * index + (found.trailing_zeros() / 8) as usize);
        }
    }
    None
}

/// Returns the length of the plain text at the start.
#[inline]
pub(crate) fn plain_length(text: &[u8]) -> usize {
    length_in_words(text).unwrap_or_else(|| length_at_end(text))
}

/// Returns the length of the plain text, all whole words of which are plain.
#[cold]
#[inline(never)]
fn length_at_end(text: &[u8]) -> usize {
    let mut length = text.len() & !7;
    while text
        .get(length)
        .is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20))
    {
        length += 1;
    }
    length
}

impl<'de> Reader<'de> {
    /// Reads a string without escapes, after whitespace. Returns `None` for anything else, without moving to it.
    #[inline(never)]
    pub(crate) fn plain(&mut self) -> Option<&'de str> {
        match self.plain_here() {
            Some(text) => Some(text),
            // A function of its own, so that this one has no calls in the usual case, and keeps everything in registers.
            None => self.plain_elsewhere(),
        }
    }

    /// Reads a string without escapes, unless it is at the end of the text.
    #[inline]
    pub(crate) fn plain_here(&mut self) -> Option<&'de str> {
        match self.rest.split_first() {
            Some((b'"', text)) => self.plain_until(text, length_in_words(text)?),
            _ => None,
        }
    }

    /// Reads a string without escapes, after whitespace or at the end of the text.
    #[inline(never)]
    fn plain_elsewhere(&mut self) -> Option<&'de str> {
        self.token();
        match self.rest.split_first() {
            Some((b'"', text)) => self.plain_until(text, plain_length(text)),
            _ => None,
        }
    }

    #[inline]
    fn plain_until(&mut self, text: &'de [u8], length: usize) -> Option<&'de str> {
        let Some((b'"', rest)) = text.get(length..)?.split_first() else {
            return None;
        };
        let start = self.text.len() - text.len();
        let text = self.text.get(start..start + length)?;
        self.rest = rest;
        Some(text)
    }

    /// Reads a string at the current quote.
    #[inline(never)]
    pub(crate) fn string(&mut self) -> Result<Text<'de>> {
        match self.plain() {
            Some(text) => Ok(Text::Lent(text)),
            None => self.escaped().map(|()| Text::Scratch),
        }
    }

    /// Reads a string at the current quote into the scratch buffer.
    #[cold]
    #[inline(never)]
    pub(crate) fn escaped(&mut self) -> Result<()> {
        self.advance(1);
        self.scratch.clear();
        loop {
            let start = self.at();
            self.advance(plain_length(self.rest));
            let run = self.slice(start, self.at());
            self.scratch.push_str(run);
            if self.at_quote()? {
                return Ok(());
            }
            let character = self.escape()?;
            self.scratch.push(character);
        }
    }

    /// Skips the quote or backslash at the end of a run of plain text, and returns whether it is the quote.
    pub(crate) fn at_quote(&mut self) -> Result<bool> {
        match self.peek() {
            Some(byte @ (b'"' | b'\\')) => {
                self.advance(1);
                Ok(byte == b'"')
            }
            Some(_) => Err(self.syntax("control character (\\u0000-\\u001F) found while parsing a string")),
            None => Err(self.syntax("EOF while parsing a string")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn a_run_of_plain_text_ends_as_byte_by_byte() {
        for byte in 0..=255 {
            for other in [b'a', b'"', b'\\', 0, 0x1f, 0x20, 0x22, 0x23, 0x7f, 0x80, 0xff] {
                for place in 0..19 {
                    let mut bytes = [b'x'; 20];
                    bytes[place] = byte;
                    bytes[place + 1] = other;
                    let expected = bytes
                        .iter()
                        .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
                    assert_eq!(plain_length(&bytes), expected.unwrap_or(20), "{bytes:?}");
                }
            }
        }
    }
}
