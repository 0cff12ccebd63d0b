//! The widths of characters on a terminal, and replacements for characters that would disrupt the output.

/// The number of columns of a tab. Tab stops do not matter, because the row of carets contains the same number of spaces.
pub(super) const TAB: usize = 4;

/// Returns the number of columns of a character after [`shown`].
pub(super) fn width(character: char) -> usize {
    match u32::from(character) {
        0x09 => TAB,
        0x20..=0x7e => 1,
        point if in_ranges(ZERO, point) => 0,
        point if in_ranges(WIDE, point) => 2,
        _ => 1,
    }
}

/// Returns the character itself, or a picture of a control character, so that source text can neither break the layout nor
/// control the terminal.
pub(super) fn shown(character: char) -> char {
    match character {
        '\0'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '\u{2421}',
        // C1 controls, and characters that change the text direction.
        '\u{80}'..='\u{9f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}' => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

fn in_ranges(ranges: &[(u32, u32)], point: u32) -> bool {
    ranges
        .iter()
        .any(|&(first, last)| (first..=last).contains(&point))
}

/// Combining marks, joiners and variation selectors of widely used scripts.
const ZERO: &[(u32, u32)] = &[
    (0x0300, 0x036f),
    (0x0483, 0x0489),
    (0x0591, 0x05bd),
    (0x0610, 0x061a),
    (0x064b, 0x065f),
    (0x0e34, 0x0e3a),
    (0x0e47, 0x0e4e),
    (0x1ab0, 0x1aff),
    (0x1dc0, 0x1dff),
    (0x200b, 0x200d),
    (0x2060, 0x2060),
    (0x20d0, 0x20ff),
    (0xfe00, 0xfe0f),
    (0xfe20, 0xfe2f),
    (0xfeff, 0xfeff),
    (0xe0100, 0xe01ef),
];

/// East Asian wide and fullwidth characters, and emoji. <https://www.unicode.org/reports/tr11/>
const WIDE: &[(u32, u32)] = &[
    (0x1100, 0x115f),
    (0x231a, 0x231b),
    (0x23e9, 0x23ec),
    (0x2614, 0x2615),
    (0x26a1, 0x26a1),
    (0x2705, 0x2705),
    (0x2728, 0x2728),
    (0x274c, 0x274c),
    (0x2753, 0x2755),
    (0x2795, 0x2797),
    (0x2e80, 0x303e),
    (0x3041, 0x33ff),
    (0x3400, 0x4dbf),
    (0x4e00, 0xa4cf),
    (0xa960, 0xa97c),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
    (0xfe30, 0xfe6f),
    (0xff00, 0xff60),
    (0xffe0, 0xffe6),
    (0x1f300, 0x1f64f),
    (0x1f680, 0x1f6ff),
    (0x1f900, 0x1f9ff),
    (0x1fa70, 0x1faff),
    (0x20000, 0x3fffd),
];
