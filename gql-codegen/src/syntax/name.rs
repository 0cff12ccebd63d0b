//! Reads names eight bytes at a time: the length of a name is not predictable, and a loop over its bytes would cost a mispredicted
//! branch for each. <https://spec.graphql.org/September2025/#Name>

use super::token::{NAME_CONTINUE, Token, TokenKind};

/// Reads the name that starts at `start`.
#[inline(never)]
pub(super) fn read(bytes: &[u8], start: usize, token: &mut Token) {
    *token = Token::new(TokenKind::Name, start, end(bytes, start + 1));
}

/// Returns the offset of the first byte at or after `from` that does not continue a name.
fn end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let others = others(u64::from_le_bytes(*eight));
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while at < bytes.len() && NAME_CONTINUE[bytes[at] as usize] {
        at += 1;
    }
    at
}

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = EACH * 0x80;
const LOWER_CASE: u64 = EACH * 0x20;
const FROM_A: u64 = EACH * (0x80 - b'a' as u64);
const BEHIND_Z: u64 = EACH * (0x7f - b'z' as u64);
const DIGITS: u64 = EACH * b'0' as u64;
const TEN: u64 = EACH * (0x80 - 10);
const UNDERSCORE: u64 = EACH * b'_' as u64;
const ONE: u64 = EACH * (0x80 - 1);

/// Returns the highest bit of each of the eight bytes that cannot occur in a name.
///
/// Adding `0x80 - n` to a byte below 0x80 sets its highest bit if it is `n` or greater, and carries nothing to the next byte.
fn others(bytes: u64) -> u64 {
    let ascii = bytes & !HIGHEST;
    let lower = ascii | LOWER_CASE;
    let no_letters = !(lower + FROM_A) | (lower + BEHIND_Z);
    let no_digits = (ascii ^ DIGITS) + TEN;
    let no_underscores = (ascii ^ UNDERSCORE) + ONE;
    (no_letters & no_digits & no_underscores | bytes) & HIGHEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place_ends_a_name_or_not() {
        for byte in 0..=u8::MAX {
            for place in 1..20 {
                let mut bytes = [b'n'; 20];
                bytes[place] = byte;
                let expected = if NAME_CONTINUE[byte as usize] { 20 } else { place };
                assert_eq!(end(&bytes, 1), expected, "{byte:#x} at {place}");
            }
        }
    }
}
