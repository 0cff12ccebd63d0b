//! The nearest double of a decimal number, without tables.
//!
//! The standard library is faster, with a table of 10 kB that does not compress. This function is for WebAssembly, where size counts.

/// The number of digits that decide between two doubles: the midpoint of two of them has at most 767.
/// <https://www.exploringbinary.com/maximum-number-of-decimal-digits-in-binary-floating-point-numbers/>
const MAX_DIGITS: usize = 768;

/// The power of ten that fits into one part of a large number, and its exponent.
const PART: (u32, i64) = (1_000_000_000, 9);

/// A large natural number in parts of 32 bits, the lowest first.
struct Large(Vec<u32>);

impl Large {
    /// Multiplies by a number, and adds another one.
    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides by a number, and returns whether there is a remainder.
    fn divide(&mut self, divisor: u32) -> bool {
        let mut remainder = 0;
        for part in self.0.iter_mut().rev() {
            remainder = remainder << 32 | u64::from(*part);
            *part = (remainder / u64::from(divisor)) as u32;
            remainder %= u64::from(divisor);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        remainder > 0
    }

    /// Multiplies by a power of two.
    fn shift_up(&mut self, bits: usize) {
        self.multiply_add(1 << (bits % 32), 0);
        self.0.splice(0..0, std::iter::repeat_n(0, bits / 32));
    }

    /// Returns the number of bits.
    fn bits(&self) -> i64 {
        let zeros = self.0.last().map_or(0, |part| part.leading_zeros());
        self.0.len() as i64 * 32 - i64::from(zeros)
    }

    /// Returns the bits from this one on, of which there are at most 54, and whether a lower one is set.
    fn at_bit(&self, bit: i64) -> (u64, bool) {
        let (start, shift) = ((bit / 32) as usize, bit % 32);
        let rest = self.0.get(start..).unwrap_or_default();
        let parts = rest.iter().take(3).rev();
        let top = parts.fold(0, |top: u128, part| top << 32 | u128::from(*part));
        let below = self.0.iter().take(start).any(|part| *part != 0);
        ((top >> shift) as u64, below || top & ((1 << shift) - 1) != 0)
    }
}

/// Returns the nearest double of a number in the syntax of JSON, or infinity.
pub(crate) fn nearest(text: &str) -> f64 {
    let negative = text.starts_with('-');
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    // An exponent that is out of range has a sign, or only digits.
    let mut exponent = exponent.parse().unwrap_or(match exponent.starts_with('-') {
        true => -i64::from(u32::MAX),
        false => i64::from(u32::MAX),
    });
    exponent = exponent.clamp(-i64::from(u32::MAX), i64::from(u32::MAX));
    let mut large = Large(Vec::new());
    let (mut digits, mut after_point, mut more) = (0, false, false);
    for byte in number.bytes() {
        match byte {
            b'.' => after_point = true,
            b'0'..=b'9' if digits < MAX_DIGITS => {
                large.multiply_add(10, u32::from(byte - b'0'));
                // Leading zeros are no digits.
                digits += usize::from(!large.0.is_empty());
                exponent -= i64::from(after_point);
            }
            b'0'..=b'9' => {
                more |= byte != b'0';
                exponent += i64::from(!after_point);
            }
            _ => {}
        }
    }
    let value = match scaled(large, digits as i64 + exponent, exponent) {
        Some((large, twos, rest)) => rounded(&large, twos, rest || more),
        None if digits as i64 + exponent > 0 && digits > 0 => f64::INFINITY,
        None => 0.0,
    };
    if negative { -value } else { value }
}

/// Multiplies a number by a power of ten. Returns the product, to be multiplied by a power of two, and whether there is a rest. Returns
/// `None` if the product, which is less than ten to the power of `magnitude`, is out of range.
fn scaled(mut large: Large, magnitude: i64, mut exponent: i64) -> Option<(Large, i64, bool)> {
    if large.0.is_empty() || !(-324..=310).contains(&magnitude) {
        return None;
    }
    while exponent > 0 {
        let step = exponent.min(PART.1);
        large.multiply_add(10_u32.pow(step as u32), 0);
        exponent -= step;
    }
    // Ten is less than two to the power of 10/3, and 64 bits of the quotient are more than any double has.
    let bits = (64 - large.bits() - exponent * 10 / 3 + 1).max(0);
    if exponent < 0 {
        large.shift_up(bits as usize);
    }
    let mut rest = false;
    let twos = if exponent < 0 { -bits } else { 0 };
    while exponent < 0 {
        let step = (-exponent).min(PART.1);
        rest |= large.divide(if step == PART.1 {
            PART.0
        } else {
            10_u32.pow(step as u32)
        });
        exponent += step;
    }
    Some((large, twos, rest))
}

/// Rounds a number to the nearest double, and to an even one of two.
fn rounded(large: &Large, twos: i64, rest: bool) -> f64 {
    let exponent = large.bits() - 1 + twos;
    // Small doubles have fewer bits.
    let precision = 53 + (exponent + 1022).min(0);
    if exponent > 1023 || precision < 0 {
        return if exponent > 1023 { f64::INFINITY } else { 0.0 };
    }
    // One more bit, for the half.
    let low = large.bits() - precision - 1;
    let (top, below) = match low {
        0.. => large.at_bit(low),
        _ => (large.at_bit(0).0 << -low, false),
    };
    let (bits, half) = (top >> 1, top & 1 == 1);
    let up = half && (below || rest || bits & 1 == 1);
    let mantissa = bits + u64::from(up);
    // The highest bit of a mantissa with all bits is not stored. A carry is one to the exponent.
    let stored = match exponent >= -1022 {
        true => (((exponent + 1022) as u64) << 52) + mantissa,
        false => mantissa,
    };
    f64::from_bits(stored)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::nearest;

    fn agrees(text: &str) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(nearest(text).to_bits(), expected.to_bits(), "{text}");
    }

    #[test]
    fn edges() {
        for text in [
            "0",
            "-0",
            "0.0",
            "-0.0e7",
            "0e999999999999999999999",
            "1",
            "-1",
            "0.1",
            "123456789012345678901234567890",
            "1e308",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "-1e400",
            "1e999999999999999999999",
            "1e-999999999999999999999",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2e-324",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "2.225073858507201e-308",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000001",
            "9007199254740991e22",
            "1E+2",
            "1e-7",
            "0.000001e-300",
            "1e22",
            "1e23",
            "8.5e-1",
            "18446744073709551616",
        ] {
            agrees(text);
        }
        let half = format!("{:.1100}", f64::from_bits(1) * 1.5);
        agrees(&half);
        agrees(&format!("{half}1"));
        agrees(&format!("0.{}1", "0".repeat(400)));
        agrees(&format!("1{}", "0".repeat(308)));
        agrees(&format!("1{}", "0".repeat(309)));
        agrees(&format!("1{}.5e-900", "0".repeat(900)));
        agrees(&format!("0.{}1e1000", "0".repeat(999)));
        agrees(&"9".repeat(5000));
    }

    /// The number in the middle between a double and the next one, exactly.
    #[test]
    fn midpoints() {
        for bits in [
            1_u64,
            2,
            3,
            1 << 51,
            (1 << 52) - 1,
            1 << 52,
            (1 << 52) + 1,
            0x7fe_0000_0000_0001,
        ] {
            let (low, high) = (f64::from_bits(bits), f64::from_bits(bits + 1));
            let middle = middle(&format!("{low:.1100}"), &format!("{high:.1100}"));
            agrees(&middle);
            agrees(&format!("{middle}1"));
            agrees(&format!("-{middle}"));
        }
    }

    /// Returns half the sum of two decimals with as many fractional digits.
    fn middle(low: &str, high: &str) -> String {
        let low = format!("{low:0>width$}", width = high.len());
        let mut carry = 0;
        let sum: Vec<Option<u8>> = low
            .bytes()
            .zip(high.bytes())
            .rev()
            .map(|(a, b)| {
                let sum = (a != b'.').then(|| a - b'0' + b - b'0' + carry)?;
                carry = sum / 10;
                Some(sum % 10)
            })
            .collect();
        let mut rest = carry;
        let mut half = String::new();
        for digit in sum.into_iter().rev().chain([Some(0)]) {
            half.push(match digit {
                None => '.',
                Some(digit) => {
                    let digit = rest * 10 + digit;
                    rest = digit % 2;
                    char::from(b'0' + digit / 2)
                }
            });
        }
        // JSON has no leading zeros.
        let integer = half.trim_start_matches('0');
        match integer.starts_with('.') {
            true => format!("0{integer}"),
            false => integer.to_owned(),
        }
    }

    #[test]
    fn the_middle_of_decimals() {
        assert_eq!(middle("1.5", "10.0"), "5.75");
        assert_eq!(middle("0.1", "0.2"), "0.15");
        assert_eq!(middle("99.9", "99.9"), "99.90");
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(bits: u64, digits in 1..40_usize, text in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?") {
            agrees(&text);
            let number = f64::from_bits(bits);
            if number.is_finite() {
                agrees(&number.to_string());
                agrees(&format!("{number:e}"));
                agrees(&format!("{number:.digits$e}"));
            }
        }
    }
}
