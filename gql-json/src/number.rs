//! Numbers. Short ones are converted directly, all others by the standard library, which rounds to the nearest double.
//!  <https://www.rfc-editor.org/rfc/rfc8259#section-6>

use crate::error::{Error, Result};
use crate::reader::Reader;

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

/// The powers of ten that doubles represent exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// Appends digits to `value`, up to just below 10¹⁸, and returns the value and the position after the digits.
#[inline]
fn digits(bytes: &[u8], mut at: usize, mut value: u64) -> (u64, usize) {
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (value, at)
}

impl<'de> Reader<'de> {
    /// Reads an integer of up to 18 digits at the current position. Returns `None` for any other number, without moving.
    #[inline(never)]
    pub(crate) fn short_integer(&mut self) -> Option<i64> {
        let negative = self.peek() == Some(b'-');
        let bytes = self.bytes();
        let start = self.at + usize::from(negative);
        let (value, end) = digits(bytes, start, 0);
        let short = match end - start {
            1 => value > 0 || !negative,
            2..=18 => bytes.get(start) != Some(&b'0'),
            _ => false,
        };
        if !short || matches!(bytes.get(end), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = end;
        let value = value as i64;
        Some(if negative { -value } else { value })
    }

    /// Reads a number with a fraction and up to 18 digits at the current position. Returns `None` for any other number,
    /// without moving.
    #[inline(never)]
    pub(crate) fn short_fraction(&mut self) -> Option<f64> {
        let negative = self.peek() == Some(b'-');
        let bytes = self.bytes();
        let start = self.at + usize::from(negative);
        let (whole, point) = digits(bytes, start, 0);
        if bytes.get(point) != Some(&b'.') {
            return None;
        }
        let (value, end) = digits(bytes, point + 1, whole);
        let places = end - point - 1;
        let begins = point == start + 1 || (point > start && bytes.get(start) != Some(&b'0'));
        let short = begins && places > 0 && end - start <= 18 && value < 1 << 53;
        if !short || matches!(bytes.get(end), Some(b'e' | b'E')) {
            return None;
        }
        // Both operands are exact doubles, so their quotient is rounded once.
        let value = value as f64 / POWERS.get(places)?;
        self.at = end;
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
            _ => Err(Error::syntax("number out of range", self.at)),
        }
    }

    /// Skips a number at the current position, and returns its text.
    pub(crate) fn number_text(&mut self) -> Result<&'de str> {
        let bytes = self.bytes();
        let begin = self.at;
        let start = begin + usize::from(self.peek() == Some(b'-'));
        let (_, mut end) = digits(bytes, start, 0);
        let mut valid = end == start + 1 || (end > start && bytes.get(start) != Some(&b'0'));
        if bytes.get(end) == Some(&b'.') {
            let (_, after) = digits(bytes, end + 1, 0);
            valid &= after > end + 1;
            end = after;
        }
        if let Some(b'e' | b'E') = bytes.get(end) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let (_, after) = digits(bytes, end + 1 + sign, 0);
            valid &= after > end + 1 + sign;
            end = after;
        }
        self.at = end;
        if valid {
            Ok(self.slice(begin, end))
        } else {
            Err(self.syntax("invalid number"))
        }
    }
}
