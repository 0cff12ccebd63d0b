//! Rust text to the tokens that matter for names: identifiers and punctuation, without comments, literals and test modules.

/// A token and the line that it is on, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) line: usize,
    pub(crate) kind: Kind<'t>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'t> {
    Ident(&'t str),
    PathSep,
    Punct(char),
}

/// The tokens of the text that is compiled into the product: what `#[cfg(test)]` marks is left out.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    without_tests(&all(text))
}

fn all(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut line, mut rest) = (Vec::new(), 1, text);
    while let Some(first) = rest.chars().next() {
        let (length, kind) = next(rest, first);
        let (token, after) = rest.split_at(length);
        match kind {
            _ if token == "::" => tokens.push(Token {
                line,
                kind: Kind::PathSep,
            }),
            What::Skip => {}
            What::Word => tokens.push(Token {
                line,
                kind: Kind::Ident(token.trim_start_matches("r#")),
            }),
            What::Punct => tokens.push(Token {
                line,
                kind: Kind::Punct(first),
            }),
        }
        line += token.matches('\n').count();
        rest = after;
    }
    tokens
}

enum What {
    Skip,
    Word,
    Punct,
}

/// Returns the length of the next token in bytes, and its kind.
fn next(rest: &str, first: char) -> (usize, What) {
    if let Some(length) = comment(rest).or_else(|| literal(rest)) {
        return (length, What::Skip);
    }
    if rest.starts_with("::") {
        return (2, What::Punct);
    }
    if first == '_' || first.is_alphanumeric() {
        let word = rest.strip_prefix("r#").map_or(rest, |word| word);
        let prefix = rest.len() - word.len();
        return (
            prefix + run(word, |c| c == '_' || c.is_alphanumeric()),
            What::Word,
        );
    }
    (
        first.len_utf8(),
        if first.is_whitespace() {
            What::Skip
        } else {
            What::Punct
        },
    )
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += here.chars().next().map_or(0, char::len_utf8);
        }
        if depth == 0 || at >= rest.len() {
            return Some(at);
        }
    }
}

/// A string, a byte or C string, raw or not, a character, or a lifetime.
fn literal(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        rest.strip_prefix(prefix).is_some_and(|after| {
            let raw = prefix.ends_with('r').then(|| after.trim_start_matches('#'));
            raw.unwrap_or(after).starts_with('"') || (matches!(*prefix, "b" | "") && after.starts_with('\''))
        })
    })?;
    let body = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = run(body, |c| c == '#');
        let end = format!("\"{}", &body[..hashes]);
        let start = prefix.len() + hashes + 1;
        return Some(
            rest[start..]
                .find(&end)
                .map_or(rest.len(), |at| start + at + end.len()),
        );
    }
    let quote = body.chars().next()?;
    let mut escaped = false;
    for (at, c) in body.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return Some(prefix.len() + at + 1),
            // A character is closed after one character; a lifetime is not.
            _ if quote == '\'' && at == 1 && !body[1 + c.len_utf8()..].starts_with('\'') => {
                return Some(prefix.len() + 1 + run(&body[1..], |c| c == '_' || c.is_alphanumeric()));
            }
            _ => {}
        }
    }
    Some(rest.len())
}

fn without_tests<'t>(tokens: &[Token<'t>]) -> Vec<Token<'t>> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        match test_attribute(&tokens[at..]) {
            Some(length) => {
                at += length;
                at += item(&tokens[at..]);
            }
            None => {
                kept.push(*token);
                at += 1;
            }
        }
    }
    kept
}

/// The number of tokens of `#[cfg(test)]` or `#[cfg(all(test, …))]`, if one of them is here.
fn test_attribute(tokens: &[Token<'_>]) -> Option<usize> {
    use Kind::{Ident, Punct};
    const BEGINNINGS: [&[Kind<'_>]; 2] = [
        &[
            Punct('#'),
            Punct('['),
            Ident("cfg"),
            Punct('('),
            Ident("test"),
            Punct(')'),
        ],
        &[
            Punct('#'),
            Punct('['),
            Ident("cfg"),
            Punct('('),
            Ident("all"),
            Punct('('),
            Ident("test"),
            Punct(','),
        ],
    ];
    let begins = |beginning: &&[Kind<'_>]| {
        let ahead = tokens.iter().take(beginning.len()).map(|token| token.kind);
        ahead.eq(beginning.iter().copied())
    };
    BEGINNINGS.iter().any(begins).then_some(())?;
    let end = tokens.iter().position(|token| token.kind == Punct(']'))?;
    Some(end + 1)
}

/// The number of tokens to the end of an item: a `;` outside of all brackets, or the brace that closes its block.
fn item(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Punct('{' | '(' | '[') => depth += 1,
            Kind::Punct('}') if depth == 1 => return at + 1,
            Kind::Punct('}' | ')' | ']') => depth = depth.saturating_sub(1),
            Kind::Punct(';') if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idents(text: &str) -> Vec<&str> {
        let ident = |token: Token<'_>| matches!(token.kind, Kind::Ident(_));
        tokens(text)
            .into_iter()
            .filter(|token| ident(*token))
            .map(|token| match token.kind {
                Kind::Ident(name) => name,
                _ => "",
            })
            .collect()
    }

    #[test]
    fn comments_and_literals_are_left_out() {
        let text =
            "a /* b /* c */ d */ e // f\n\"g \\\" h\" r#\"i \" j\"# 'k' '\\'' b'l' b\"m\" &'n o r#type";
        assert_eq!(idents(text), ["a", "e", "o", "type"]);
    }

    #[test]
    fn what_only_tests_compile_is_left_out() {
        let text =
            "a; #[cfg(test)] mod tests; b #[cfg(test)] #[allow(x)] mod c { d { e } } f #[cfg(feature)] g";
        assert_eq!(idents(text), ["a", "b", "f", "cfg", "feature", "g"]);
        let combined = "a #[cfg(all(test, feature = \"b\"))] mod c { d } e #[cfg(all(feature))] f";
        assert_eq!(idents(combined), ["a", "e", "cfg", "all", "feature", "f"]);
    }

    #[test]
    fn lines_count_from_one() {
        let lines: Vec<_> = tokens("a\n\"\n\"b\n/*\n*/ c")
            .iter()
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [1, 3, 5]);
    }
}
