//! Which of the two WebSocket subprotocols a scenario asks for, and in which a test shows it.

use std::fmt;
use std::ops::BitOrAssign;

/// A set of dialects.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Dialects {
    pub(crate) modern: bool,
    pub(crate) legacy: bool,
}

impl Dialects {
    const BOTH: Self = Self {
        modern: true,
        legacy: true,
    };

    /// Reads a cell of the table: `both WS`, `modern WS`, `legacy WS`, or something that is no WebSocket.
    pub(crate) fn of_transport(cell: &str) -> Self {
        Self::of_word(cell.strip_suffix(" WS").unwrap_or_default())
    }

    /// Reads the second line of a transcript.
    pub(crate) fn of_transcript(text: &str) -> Self {
        let line = text.lines().nth(1).unwrap_or_default();
        Self::of_word(line.strip_prefix("dialects: ").unwrap_or_default())
    }

    /// Returns the dialects that a test runs in: it goes through `BOTH`, or names one.
    pub(crate) fn of_body(body: &str) -> Self {
        let code: String = body.lines().filter_map(|line| line.split("//").next()).collect();
        let both = code.contains(" in BOTH");
        Self {
            modern: both || code.contains("Dialect::Modern"),
            legacy: both || code.contains("Dialect::Legacy"),
        }
    }

    fn of_word(word: &str) -> Self {
        Self {
            modern: matches!(word, "both" | "modern"),
            legacy: matches!(word, "both" | "legacy"),
        }
    }

    /// Returns the dialects of `wanted` that are not here.
    pub(crate) fn missing(self, wanted: Self) -> Option<Self> {
        let missing = Self {
            modern: wanted.modern && !self.modern,
            legacy: wanted.legacy && !self.legacy,
        };
        (missing != Self::default()).then_some(missing)
    }
}

impl BitOrAssign for Dialects {
    fn bitor_assign(&mut self, other: Self) {
        self.modern |= other.modern;
        self.legacy |= other.legacy;
    }
}

impl fmt::Display for Dialects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.modern, self.legacy) {
            (true, true) => "both dialects",
            (true, false) => "graphql-transport-ws",
            (false, true) => "graphql-ws",
            (false, false) => "no dialect",
        })
    }
}

#[test]
fn dialects_are_read() {
    let legacy = Dialects {
        legacy: true,
        ..Dialects::default()
    };
    assert_eq!(Dialects::of_transport("both WS"), Dialects::BOTH);
    assert_eq!(Dialects::of_transport("legacy WS"), legacy);
    assert_eq!(Dialects::of_transport("multipart"), Dialects::default());
    assert_eq!(Dialects::of_transcript("# X\ndialects: both\n"), Dialects::BOTH);
    assert_eq!(Dialects::of_body("for dialect in BOTH {"), Dialects::BOTH);
    assert_eq!(Dialects::of_body("run(Dialect::Legacy) // in BOTH"), legacy);
    assert_eq!(legacy.missing(legacy), None);
    assert_eq!(
        legacy.missing(Dialects::BOTH).map(|missing| missing.to_string()),
        Some("graphql-transport-ws".to_owned())
    );
}
