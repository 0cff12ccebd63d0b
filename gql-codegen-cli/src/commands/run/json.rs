//! JSON in one line, its members in the order of the server.

/// Takes away the whitespace between tokens. <https://www.rfc-editor.org/rfc/rfc8259#section-2>
pub(super) fn one_line(json: &[u8]) -> String {
    let mut line = Vec::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    for &byte in json {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            continue;
        } else {
            in_string = byte == b'"';
        }
        line.push(byte);
    }
    String::from_utf8_lossy(&line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn only_space_between_tokens_goes() {
        let json = b"{ \"a b\" :\n [1, \"\\\" \\\\\" , \"x y\"] }";
        assert_eq!(one_line(json), r#"{"a b":[1,"\" \\","x y"]}"#);
    }
}
