//! Numbers. Short ones are converted directly, all others by the standard library, which rounds to the nearest double.
//!  <https://www.rfc-editor.org/rfc/rfc8259#section-6>

use crate::error::{Error, Result};
use crate::reader::Reader;
use crate::text::ONES;

/// A number with the distinction that serde_json makes: a number with a fraction or an exponent, one that is out of range,
/// and `-0` are floats.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

/// A function that returns the nearest float of some width.
pub(crate) type Nearest = fn(&str) -> Option<f64>;

/// Returns the nearest 64-bit float.
pub(crate) fn double(text: &str) -> Option<f64> {
    #[cfg(target_family = "wasm")]
    return Some(crate::nearest::nearest(text));
    #[cfg(not(target_family = "wasm"))]
    text.parse().ok()
}

/// Returns the nearest 32-bit float.
pub(crate) fn single(text: &str) -> Option<f64> {
    text.parse().map(f32::into).ok()
}

/// The powers of ten with up to 18 digits, which doubles represent exactly.
const POWERS: [i64; 18] = {
    let mut powers = [1; 18];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = 10 * powers[index - 1];
        index += 1;
    }
    powers
};

/// Returns the value of the digits at the start of `bytes`, which must be below 10¹⁸, and their number.
#[inline]
fn digits(bytes: &[u8]) -> (u64, usize) {
    if let Some(word) = bytes.first_chunk() {
        // A digit's high half is 3, and its low half does not exceed 9.
        let halves = u64::from_le_bytes(*word) ^ (ONES * b'0' as u64);
        let others = (halves.wrapping_add(ONES * (0x80 - 10)) | halves) & (ONES << 7);
        if others & 0xff != 0 {
            return (0, 0);
        }
        if others != 0 {
            let bits = others.trailing_zeros() & !7;
            // The bytes after the digits are shifted out, and zeros are put in front.
            return (eight_digits(halves << (64 - bits)), bits as usize / 8);
        }
    }
    each_digit(bytes, 0, 0)
}

/// Returns the number with these eight digits, the first of which is the lowest byte, without branches.
#[inline]
fn eight_digits(digits: u64) -> u64 {
    // Pairs of neighbors are combined to two, four and eight digits.
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let first = (pairs & 0xff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let second = (pairs >> 16 & 0xff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    first.wrapping_add(second) >> 32
}

/// Appends the digits from `at` on to `value`, and returns the position after them.
#[inline]
fn each_digit(bytes: &[u8], mut value: u64, mut at: usize) -> (u64, usize) {
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (value, at)
}

impl<'de> Reader<'de> {
    /// Returns whether a minus sign is next, and the text after it.
    #[inline]
    fn signed(&self) -> (bool, &'de [u8]) {
        match self.rest.split_first() {
            Some((b'-', text)) => (true, text),
            _ => (false, self.rest),
        }
    }

    /// Reads an integer of up to 18 digits at the current position. Returns `None` for anything else, without moving.
    #[inline(never)]
    pub(crate) fn short_integer(&mut self) -> Option<i64> {
        let (negative, text) = self.signed();
        let (value, length) = digits(text);
        let short = match length {
            1 => value > 0 || !negative,
            2..=18 => text.first() != Some(&b'0'),
            _ => false,
        };
        if !short || matches!(text.get(length), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.rest = text.get(length..)?;
        let value = value as i64;
        Some(if negative { -value } else { value })
    }

    /// Reads a number with a fraction and up to 18 digits at the current position. Returns `None` for anything else, without moving.
    #[inline(never)]
    pub(crate) fn short_fraction(&mut self) -> Option<f64> {
        let (negative, text) = self.signed();
        let (whole, point) = digits(text);
        let Some((b'.', behind)) = text.get(point..)?.split_first() else {
            return None;
        };
        let (fraction, places) = digits(behind);
        let rest = behind.get(places..)?;
        let valid = point == 1 || (point > 1 && text.first() != Some(&b'0'));
        if !valid || places == 0 || point + places > 18 || matches!(rest.first(), Some(b'e' | b'E')) {
            return None;
        }
        let power = *POWERS.get(places)?;
        let value = whole as i64 * power + fraction as i64;
        if value >= 1 << 53 {
            return None;
        }
        self.rest = rest;
        // Both operands are exact doubles, so their quotient is rounded once.
        let value = value as f64 / power as f64;
        Some(if negative { -value } else { value })
    }

    /// Reads a number at the current position. A float is rounded by `nearest`, [`double`] or [`single`], so that a program without
    /// 32-bit floats does not contain both.
    #[cold]
    #[inline(never)]
    pub(crate) fn long_number(&mut self, nearest: Nearest) -> Result<Number> {
        let text = self.number_text()?;
        if let Ok(value) = text.parse() {
            return Ok(Number::Unsigned(value));
        }
        if let Ok(value) = text.parse()
            && value != 0
        {
            return Ok(Number::Signed(value));
        }
        match nearest(text) {
            Some(value) if value.is_finite() => Ok(Number::Float(value)),
            // The number was skipped, so that reading can continue.
            _ => Err(Error::syntax("number out of range", self.at())),
        }
    }

    /// Skips a number at the current position, and returns its text.
    pub(crate) fn number_text(&mut self) -> Result<&'de str> {
        let begin = self.at();
        let skip_digits = |start| each_digit(self.rest, 0, start).1;
        let start = usize::from(self.peek() == Some(b'-'));
        let mut end = skip_digits(start);
        let mut valid = end == start + 1 || (end > start && self.rest.get(start) != Some(&b'0'));
        if self.rest.get(end) == Some(&b'.') {
            let after = skip_digits(end + 1);
            valid &= after > end + 1;
            end = after;
        }
        if let Some(b'e' | b'E') = self.rest.get(end) {
            let sign = usize::from(matches!(self.rest.get(end + 1), Some(b'+' | b'-')));
            let after = skip_digits(end + 1 + sign);
            valid &= after > end + 1 + sign;
            end = after;
        }
        self.advance(end);
        if valid {
            Ok(self.slice(begin, self.at()))
        } else {
            Err(self.syntax("invalid number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, each_digit};

    #[test]
    fn digits_in_words_are_those_one_by_one() {
        for number in [
            "0",
            "7",
            "00",
            "10",
            "90817263",
            "123456789",
            "999999999999999999",
        ] {
            for length in 0..=number.len() {
                for end in (0..=255).filter(|byte: &u8| !byte.is_ascii_digit()) {
                    let digit_after = [&number.as_bytes()[..length], &[end], b"1234567890"].concat();
                    // The first word then has an end, also if this byte is taken for a digit.
                    let end_after = [&digit_after[..length + 1], b", 1, 2, 3"].concat();
                    let last = &digit_after[..length + 1];
                    for bytes in [&digit_after, &end_after, last, &last[..length]] {
                        assert_eq!(digits(bytes), each_digit(bytes, 0, 0), "{bytes:?}");
                    }
                }
            }
        }
    }
}
