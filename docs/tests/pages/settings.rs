//! The table of settings in the guide has the defaults of the code: those that a transport shows by `Debug`.

use std::collections::BTreeMap;
use std::error::Error;
use std::{fmt, fs};

use gql_runtime::transport::{Backoff, Deduplicate, Endpoint, Http, Mock, Multipart, Sse, WebSocket};

use crate::root;

const PAGE: &str = "docs/guide/settings.md";

/// The settings whose default is no value that could be compared: functions, places, credentials.
const WITHOUT_A_VALUE: &[&str] = &[
    "accept",
    "basic_auth",
    "bearer_auth",
    "connector",
    "cookie",
    "cookie_jar",
    "cookie_store",
    "header",
    "headers",
    "headers_with",
    "http1_only",
    "http2_prior_knowledge",
    "init_payload",
    "init_payload_with",
    "no_proxy",
    "observe",
    "on_unauthorized",
    "path",
    "progress",
    "proxy",
    "reqwest_builder",
    "service",
    "socket_with",
    "tls",
    "unix_socket",
    "url",
    "url_with",
];

/// The names of fields, and their values as `Debug` shows them.
type Fields = BTreeMap<String, String>;

/// Returns the default settings of each type.
fn defaults() -> Result<BTreeMap<&'static str, Fields>, Box<dyn Error>> {
    let endpoint = Endpoint::new("https://example.com/graphql")?;
    let values: [(&str, &dyn fmt::Debug); 7] = [
        ("Endpoint", &endpoint),
        ("Http", &Http::new(&endpoint)),
        ("WebSocket", &WebSocket::new(&endpoint)),
        ("Multipart", &Multipart::new(&endpoint)),
        ("Sse", &Sse::new(&endpoint)),
        ("Deduplicate", &Deduplicate::new(Mock::new())),
        ("Backoff", &Backoff::new()),
    ];
    Ok(values
        .map(|(name, value)| (name, fields(&format!("{value:?}"))))
        .into())
}

/// Returns the fields of a value as `Debug` shows it, with those of the structs in it, except of a `Backoff` in a setting.
fn fields(shown: &str) -> Fields {
    let mut found = BTreeMap::new();
    let Some((_, inner)) = shown.split_once('{') else {
        return found;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, sign) in inner.char_indices() {
        match sign {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                if let Some((name, value)) = inner[start..at].trim().split_once(": ") {
                    if !value.starts_with("Some(Backoff") {
                        found.extend(fields(value));
                    }
                    found.insert(name.to_owned(), value.to_owned());
                }
                start = at + 1;
                if sign == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// The words of the table for a value that `Debug` shows so.
fn words(setting: &str, shown: &str) -> Vec<String> {
    let value = shown
        .strip_prefix("Some(")
        .and_then(|value| value.strip_suffix(')'))
        .unwrap_or(shown);
    let whole = |number: &str, unit| {
        number
            .parse::<u64>()
            .ok()
            .map(|number| format!("{number} {unit}"))
    };
    match (setting, value) {
        ("pong_timeout", "None") => vec!["half of the shorter interval".to_owned()],
        ("should_retry", "false") => vec!["always".to_owned()],
        ("overflow", _) => vec![format!("`Overflow::{value}`")],
        ("subprotocols", _) => vec![format!("`Subprotocols::{value}`")],
        ("buffer", _) => vec![format!("{value} events")],
        (_, "None") => vec!["none".to_owned(), "off".to_owned()],
        (_, "true" | "false") => vec![format!("`{value}`")],
        (name, _) if name.ends_with("_size") => {
            let bytes = value.parse::<u64>().ok().filter(|bytes| bytes % (1 << 20) == 0);
            bytes
                .map(|bytes| format!("{} MiB", bytes >> 20))
                .into_iter()
                .collect()
        }
        _ if value == format!("{:?}", Backoff::new()) => vec!["`Backoff::new()`".to_owned()],
        _ => match value.strip_suffix('s').and_then(|number| whole(number, "s")) {
            Some(seconds) => vec![seconds],
            None => vec![value.to_owned()],
        },
    }
}

#[test]
fn the_guide_has_the_defaults_of_the_code() -> Result<(), Box<dyn Error>> {
    let defaults = defaults()?;
    let page = fs::read_to_string(root()?.join(PAGE))?;
    let mut wrong = Vec::new();
    let mut compared = 0;
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, settings, types, default, ..] = &cells[..] else {
            return Err(format!("no row of the table: {line}").into());
        };
        let names = |cell: &str| -> Vec<String> {
            cell.split(',')
                .map(|name| name.trim().trim_matches('`').to_owned())
                .collect()
        };
        for setting in names(settings) {
            if WITHOUT_A_VALUE.contains(&setting.as_str()) {
                continue;
            }
            for of in names(types) {
                let shown = defaults.get(of.as_str()).and_then(|fields| fields.get(&setting));
                match shown {
                    None => wrong.push(format!("`{of}` shows no `{setting}`")),
                    Some(shown) if !words(&setting, shown).iter().any(|words| words == default) => {
                        wrong.push(format!("`{setting}` of `{of}` is {shown}, and not {default}"));
                    }
                    Some(_) => compared += 1,
                }
            }
        }
    }
    crate::assert_none(&wrong);
    assert!(compared > 40, "{compared} defaults were compared");
    Ok(())
}

#[test]
fn fields_of_a_value_are_found() {
    let shown = "Sse(Streaming { endpoint: E { origin: \"a\", .. }, options: O { limit: Some(30s), retry: Some(Backoff { n: 1 }) } })";
    let found = fields(shown);
    assert_eq!(found.get("limit").map(String::as_str), Some("Some(30s)"));
    assert_eq!(
        found.get("retry").map(String::as_str),
        Some("Some(Backoff { n: 1 })")
    );
    assert_eq!(found.get("n"), None);
    assert_eq!(words("limit", "Some(30s)"), ["30 s"]);
    assert_eq!(words("max_size", "1048576"), ["1 MiB"]);
}
