//! Replaces `${NAME}` and `${NAME:default}` in the texts of graphql-config.
//! <https://the-guild.dev/graphql/config/docs/user/usage#environment-variables>

/// Replaces names by their values in the environment. A `$` without braces has no special meaning.
///
/// # Errors
/// Returns the name of a variable that has neither a value nor a default.
pub(super) fn interpolate(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once("${") {
        let Some((inside, after)) = tail.split_once('}') else {
            break;
        };
        whole.push_str(head);
        let (name, default) = match inside.split_once(':') {
            Some((name, default)) => (name, Some(unquote(default))),
            None => (inside, None),
        };
        let value = value(name).or_else(|| default.map(str::to_owned));
        whole.push_str(&value.ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

/// Removes the optional quotes around a default.
fn unquote(text: &str) -> &str {
    let within = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::interpolate;

    #[test]
    fn names_become_values() {
        let value = |name: &str| (name == "PORT").then(|| "8000".to_owned());
        let cases = [
            ("a", Ok("a")),
            ("${PORT}", Ok("8000")),
            ("a/${PORT}/${PORT:1}/b", Ok("a/8000/8000/b")),
            ("${OTHER:./a:b.graphql}", Ok("./a:b.graphql")),
            ("${OTHER:\"a b\"}${OTHER:}", Ok("a b")),
            ("${OTHER}", Err("OTHER")),
            ("$PORT ${PORT", Ok("$PORT ${PORT")),
            ("{a,b}", Ok("{a,b}")),
        ];
        for (text, expected) in cases {
            let found = interpolate(text, value);
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
        }
    }
}
