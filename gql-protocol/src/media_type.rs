//! Media types as in `Content-Type`, with their parameters. <https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1>

/// A media type: `multipart/mixed;boundary="graphql"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// Type and subtype in lower case: `multipart/mixed`.
    essence: String,
    /// Names in lower case, values without their quotes.
    parameters: Vec<(String, Vec<u8>)>,
}

impl MediaType {
    /// Reads a header's value. It is lenient: what follows a comma is another media type and left out, and what is not well
    /// formed is skipped. Bytes, because servers put any into a quoted boundary.
    pub fn parse(value: &[u8]) -> Self {
        let end = value
            .iter()
            .position(|byte| b";,".contains(byte))
            .unwrap_or(value.len());
        let essence = lower(&value[..end]);
        let mut parameters = Vec::new();
        let mut rest = &value[end..];
        while let [b';', after @ ..] = rest {
            let (parameter, left) = parameter(after);
            parameters.extend(parameter);
            rest = left;
        }
        Self { essence, parameters }
    }

    /// Type and subtype in lower case.
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// Whether it is `application/json` or one of its kin, such as `application/graphql-response+json`.
    pub fn is_json(&self) -> bool {
        self.essence == "application/json" || self.essence.ends_with("+json")
    }

    /// The value of a parameter, its name in lower case.
    pub fn parameter(&self, name: &str) -> Option<&[u8]> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_slice())
    }
}

/// `name=value` after a semicolon, and what follows it.
fn parameter(text: &[u8]) -> (Option<(String, Vec<u8>)>, &[u8]) {
    let end = text
        .iter()
        .position(|byte| b"=;,".contains(byte))
        .unwrap_or(text.len());
    let name = lower(&text[..end]);
    let [b'=', after @ ..] = &text[end..] else {
        return (None, &text[end..]);
    };
    let after = after.trim_ascii_start();
    let (value, rest) = match after {
        // Single quotes are no quotes by the RFC, but servers send them.
        [quote @ (b'"' | b'\''), inner @ ..] => quoted(inner, *quote),
        _ => {
            let end = after
                .iter()
                .position(|byte| b";,".contains(byte))
                .unwrap_or(after.len());
            (after[..end].trim_ascii_end().to_vec(), &after[end..])
        }
    };
    (Some((name, value)), rest)
}

/// The inside of a quoted string, its escapes resolved, and what follows the next separator.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4>
fn quoted(text: &[u8], quote: u8) -> (Vec<u8>, &[u8]) {
    let mut value = Vec::new();
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => value.extend(bytes.next()),
            _ if byte == quote => break,
            _ => value.push(byte),
        }
    }
    let rest = bytes.as_slice();
    let end = rest
        .iter()
        .position(|byte| b";,".contains(byte))
        .unwrap_or(rest.len());
    (value, &rest[end..])
}

fn lower(text: &[u8]) -> String {
    String::from_utf8_lossy(text.trim_ascii()).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_of_servers_that_exist() {
        for (value, boundary) in [
            (
                &b"multipart/mixed;boundary=\"graphql\";subscriptionSpec=1.0"[..],
                Some(&b"graphql"[..]),
            ),
            (b"multipart/mixed; boundary=graphql", Some(b"graphql")),
            (
                b"multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json",
                Some(b"graphql"),
            ),
            (
                b"Multipart/Mixed ; charset=utf-8; BOUNDARY=\"a;b=c,\\\"\" ; x=y",
                Some(b"a;b=c,\""),
            ),
            (b"multipart/mixed;boundary='-'", Some(b"-")),
            (b"multipart/mixed; boundary = \"-\"", Some(b"-")),
            (b"multipart/mixed; boundary=\"\xc3\xa9\xff", Some(b"\xc3\xa9\xff")),
            (b"multipart/mixed;;;deferSpec=20220824", None),
        ] {
            let media_type = MediaType::parse(value);
            assert_eq!(media_type.essence(), "multipart/mixed");
            assert_eq!(media_type.parameter("boundary"), boundary, "{media_type:?}");
        }
    }

    #[test]
    fn json_and_its_kin() {
        for (value, is_json) in [
            ("application/json; charset=utf-8", true),
            ("application/GraphQL-Response+JSON", true),
            ("text/html", false),
            ("", false),
        ] {
            assert_eq!(MediaType::parse(value.as_bytes()).is_json(), is_json, "{value}");
        }
    }
}
