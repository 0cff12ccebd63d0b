//! Strings, scanned in words of eight bytes. <https://www.rfc-editor.org/rfc/rfc8259#section-7>

use crate::error::Result;
use crate::reader::Reader;

/// A string, borrowed from the text or stored in the scratch buffer of the reader.
pub(crate) enum Text<'de> {
    Lent(&'de str),
    Scratch,
}

/// A word in which each byte is 1.
const ONES: u64 = u64::MAX / 255;

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

/// Returns the position of the next byte that is not plain text, from `start` on. Returns `None` if it is not in a whole word.
#[inline]
pub(crate) fn end_in_words(bytes: &[u8], start: usize) -> Option<usize> {
    let (words, _) = bytes.get(start..)?.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = ends(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(start + 8 * index + (found.trailing_zeros() / 8) as usize);
        }
    }
    None
}

/// Returns the position of the next byte that is not plain text, from `start` on.
#[inline]
pub(crate) fn plain_end(bytes: &[u8], start: usize) -> usize {
    end_in_words(bytes, start).unwrap_or_else(|| last_end(bytes, start))
}

/// Returns the position of the next byte that is not plain text, in a rest that is shorter than a word.
#[cold]
#[inline(never)]
fn last_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + (bytes.len().saturating_sub(start) & !7);
    while bytes
        .get(at)
        .is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20))
    {
        at += 1;
    }
    at
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
    fn plain_here(&mut self) -> Option<&'de str> {
        let start = self.at + 1;
        match self.peek() {
            Some(b'"') => self.plain_until(start, end_in_words(self.bytes(), start)?),
            _ => None,
        }
    }

    /// Reads a string without escapes, after whitespace or at the end of the text.
    #[inline(never)]
    fn plain_elsewhere(&mut self) -> Option<&'de str> {
        if self.token() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        self.plain_until(start, plain_end(self.bytes(), start))
    }

    #[inline]
    fn plain_until(&mut self, start: usize, end: usize) -> Option<&'de str> {
        if self.bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a string at the current quote.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Text<'de>> {
        if let Some(text) = self.plain_here() {
            return Ok(Text::Lent(text));
        }
        match self.plain_elsewhere() {
            Some(text) => Ok(Text::Lent(text)),
            None => self.escaped().map(|()| Text::Scratch),
        }
    }

    /// Reads a string at the current quote into the scratch buffer.
    #[cold]
    #[inline(never)]
    pub(crate) fn escaped(&mut self) -> Result<()> {
        self.at += 1;
        self.scratch.clear();
        loop {
            let start = self.at;
            self.at = plain_end(self.bytes(), start);
            let run = self.slice(start, self.at);
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
                self.at += 1;
                Ok(byte == b'"')
            }
            Some(_) => Err(self.syntax("control character (\\u0000-\\u001F) found while parsing a string")),
            None => Err(self.syntax("EOF while parsing a string")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain_end;

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
                    assert_eq!(plain_end(&bytes, 0), expected.unwrap_or(20), "{bytes:?}");
                }
            }
        }
    }
}
