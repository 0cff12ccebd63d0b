//! Media types, as in `Content-Type`, with their parameters. <https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1>

/// A media type, such as `multipart/mixed;boundary="graphql"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// The type and subtype in lowercase: `multipart/mixed`.
    essence: String,
    /// The parameters: names in lowercase, values without their quotes.
    parameters: Vec<(String, Vec<u8>)>,
}

impl MediaType {
    /// Parses the value of a header. The parser is lenient: it ignores further media types after a comma, and skips
    /// malformed parameters. The value is bytes, as servers put arbitrary bytes into quoted boundaries.
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

    /// Returns the type and subtype in lowercase.
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// Returns whether the media type is `application/json` or ends with `+json`, such as
    /// `application/graphql-response+json`.
    pub fn is_json(&self) -> bool {
        self.essence == "application/json" || self.essence.ends_with("+json")
    }

    /// Returns the value of a parameter. The name must be in lowercase.
    pub fn parameter(&self, name: &str) -> Option<&[u8]> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_slice())
    }
}

/// Parses `name=value` after a semicolon, and returns it with the remaining text.
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
        // The RFC does not allow single quotes, but servers send them.
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

/// Returns the content of a quoted string with its escapes resolved, and the text after the next separator.
///  <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4>
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
    fn boundaries_as_servers_send_them() {
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
    fn json_media_types() {
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
