//! The lexical tokens. <https://spec.graphql.org/September2025/#sec-Language.Source-Text.Lexical-Tokens>

/// The kind of a token and, in [`START`], of the token that a byte starts.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(super) enum TokenKind {
    Eof,
    Bang,
    Dollar,
    Amp,
    ParenL,
    ParenR,
    Spread,
    Colon,
    Equals,
    At,
    BracketL,
    BracketR,
    BraceL,
    Pipe,
    BraceR,
    Name,
    Int,
    Float,
    String,
    BlockString,
    /// An invalid token, which the lexer has already reported.
    Invalid,
    /// White space, line terminators and commas, which the lexer skips.
    Ignored,
    /// A comment, which the lexer skips.
    Comment,
}

impl TokenKind {
    /// Compares without a trait method, which unoptimized builds of macros would not inline.
    pub(super) fn is(self, other: TokenKind) -> bool {
        self as u8 == other as u8
    }

    /// Returns the name of the kind in messages.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Eof => "<EOF>",
            Self::Bang => "\"!\"",
            Self::Dollar => "\"$\"",
            Self::Amp => "\"&\"",
            Self::ParenL => "\"(\"",
            Self::ParenR => "\")\"",
            Self::Spread => "\"...\"",
            Self::Colon => "\":\"",
            Self::Equals => "\"=\"",
            Self::At => "\"@\"",
            Self::BracketL => "\"[\"",
            Self::BracketR => "\"]\"",
            Self::BraceL => "\"{\"",
            Self::Pipe => "\"|\"",
            Self::BraceR => "\"}\"",
            Self::Name => "Name",
            Self::Int => "Int",
            Self::Float => "Float",
            Self::String => "String",
            Self::BlockString => "BlockString",
            Self::Invalid | Self::Ignored | Self::Comment => "Invalid",
        }
    }
}

/// A token: its kind and its range of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Token {
    pub(super) fn new(kind: TokenKind, start: usize, end: usize) -> Self {
        // Offsets fit because longer texts are rejected earlier.
        Self {
            kind,
            start: start as u32,
            end: end as u32,
        }
    }
}

/// The kind of the token that starts with each byte, which is the lexer's only decision per token.
pub(super) static START: [TokenKind; 256] = starts();

/// Whether a byte can occur in a name after the first character. <https://spec.graphql.org/September2025/#NameContinue>
pub(super) static NAME_CONTINUE: [bool; 256] = name_continues();

const fn starts() -> [TokenKind; 256] {
    let mut table = [TokenKind::Invalid; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t' | b' ' | b',' | b'\n' | b'\r' => TokenKind::Ignored,
            b'#' => TokenKind::Comment,
            b'!' => TokenKind::Bang,
            b'$' => TokenKind::Dollar,
            b'&' => TokenKind::Amp,
            b'(' => TokenKind::ParenL,
            b')' => TokenKind::ParenR,
            b'.' => TokenKind::Spread,
            b':' => TokenKind::Colon,
            b'=' => TokenKind::Equals,
            b'@' => TokenKind::At,
            b'[' => TokenKind::BracketL,
            b']' => TokenKind::BracketR,
            b'{' => TokenKind::BraceL,
            b'|' => TokenKind::Pipe,
            b'}' => TokenKind::BraceR,
            b'"' => TokenKind::String,
            b'0'..=b'9' | b'-' => TokenKind::Int,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => TokenKind::Name,
            _ => TokenKind::Invalid,
        };
        byte += 1;
    }
    table
}

const fn name_continues() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_');
        byte += 1;
    }
    table
}
