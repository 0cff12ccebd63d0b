//! Random damage to good texts. Shared with the tests of the later stages.

/// xorshift64: small, and the same everywhere. <https://www.jstatsoft.org/article/view/v008i14>
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Texts that the grammar is sensitive to.
pub(crate) const PIECES: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "\\",
    "\\u",
    "\\u{",
    "\\uD83D",
    "...",
    "..",
    ".",
    "$",
    "@",
    "!",
    "|",
    "&",
    "=",
    ":",
    "#",
    ",",
    "-",
    "0",
    "1e",
    "1.5",
    "on",
    "extend",
    "directive",
    "DIRECTIVE_DEFINITION",
    "type",
    "query",
    "fragment",
    "implements",
    "repeatable",
    "true",
    "null",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\u{feff}",
    "é",
    "日",
    "😀",
    "'",
    "~",
];

/// One to eight cuts, insertions, repetitions or replaced bytes.
pub(crate) fn damage(seed: &str, other: &str, random: &mut Random) -> String {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let to = (at + random.below(20)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..to)),
            1 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            2 => {
                let copy = bytes[at..to].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => bytes.truncate(at),
            4 if at < to => bytes[at] = random.next() as u8,
            _ => {
                let from = random.below(other.len() + 1);
                let end = (from + random.below(60)).min(other.len());
                bytes.splice(at..at, other.as_bytes()[from..end].iter().copied());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A number of the environment.
pub(crate) fn number(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}
