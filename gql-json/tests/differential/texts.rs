//! Texts like those of servers, with random mistakes.

/// The source of random choices (splitmix64). A seed determines the text.
pub(crate) struct Choices(pub(crate) u64);

impl Choices {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or_default()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Tokens of JSON, and invalid variants of them.
pub(crate) const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\n",
    "\n        ",
    "\t",
    "\r",
    "\u{1}",
    "\u{7f}",
    "\u{feff}",
    "é",
    "😀",
    "null",
    "true",
    "false",
    "nul",
    "tru",
    "fals",
    "NaN",
    "Infinity",
    "//",
    "'",
    "a",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0041",
    "\\u00e9",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\ude00",
    "\\ud83d\\u0041",
    "\\ud83dx",
    "\\u12",
    "\\u+123",
    "\\x",
    "0",
    "-0",
    "00",
    "01",
    "-01",
    "-",
    "+1",
    "1",
    "-1",
    "7",
    "127",
    "128",
    "-129",
    "255",
    "256",
    "2147483648",
    "-2147483649",
    "9007199254740993",
    "999999999999999999",
    "1000000000000000000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "170141183460469231731687303715884105728",
    "340282366920938463463374607431768211456",
    "0.0",
    "-0.0",
    "1.",
    ".5",
    "1.0",
    "1.50",
    "0.1",
    "-0.1",
    "1e3",
    "1E+2",
    "1e-2",
    "1e",
    "1e+",
    "1.5e300",
    "1e400",
    "-1e400",
    "1e-400",
    "5e-324",
    "2.4703282292062327e-324",
    "2.2250738585072011e-308",
    "1.7976931348623157e308",
    "1.7976931348623159e308",
    "0.30000000000000004",
    "123456789.123456789012345",
    "3.4028236e38",
    "16777217.0",
    "0.000000059604645",
    "1e39",
    "0e999",
    "9007199254740992.5",
    "123456789012345678.5",
    "0.1234567890123456789012345678901234567890",
    "\"\"",
    "\"a\"",
    "\"A\"",
    "\"B\"",
    "\"id\"",
    "\"name\"",
    "\"__typename\"",
    "\"1\"",
    "\"-1\"",
    "\"true\"",
    "\"plain text that is long\"",
    "\"\\u0069d\"",
    "\"__type\\u006eame\"",
    "\"\\n\\\"quoted\\\" and long enough\"",
    "\"id\":",
    "\"name\":",
    "\"nodes\":",
    "\"__typename\":",
    "\"kind\":",
    "\"\\u0069d\":",
    "\"__type\\u006eame\":",
    "\"id\" : ",
    "\"__typename\":\"Ship\",",
    ",\"__typename\":\"Ship\"",
    "\"id\":1,",
    "\"unknown\":{\"a\":[1,2,{}],\"b\":null},",
    "{}",
    "[]",
    "[1,2]",
    "[1,]",
    "[,1]",
    "{\"a\":1,}",
    "{,}",
    "{\"a\"}",
    "[[[]]]",
    "{\"a\":{\"b\":{}}}",
    "{\"A\":null}",
    "{\"B\":3}",
    "{\"C\":[1,\"x\"]}",
    "{\"D\":{\"id\":1}}",
    "{\"E\":1}",
];

/// Values, each of which fits a member of each type.
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "7",
    "300",
    "1.5",
    "-0",
    "1e2",
    "true",
    "false",
    "null",
    "\"A\"",
    "\"x\"",
    "\"é\"",
    "\"two words\"",
    "\"a\\nb\"",
    "\"\\ud83d\\ude00\"",
    "[]",
    "[1,2]",
    "[1,null,3]",
    "[1,2.5]",
    "[\"A\",{\"B\":1},{\"C\":[1,\"c\"]},{\"D\":{\"id\":2}}]",
    "{}",
    "{\"1\":2,\"-3\":4}",
    "{\"true\":1,\"false\":0}",
    "{\"name\":1,\"other\":2}",
    "{\"kind\":\"A\",\"id\":3}",
    "{\"id\":3,\"kind\":\"B\",\"x\":[1.5]}",
    "{\"A\":[1],\"B\":{\"a\":0.1}}",
    "[1,2.5,\"t\",[3],{\"a\":4}]",
    "18446744073709551615",
    "-170141183460469231731687303715884105728",
    "3.4028235e38",
    "0.1",
    "123456789.12345679",
    " 12 ",
    "[\"\\ud800\"]",
];

const MEMBERS: &[&str] = &[
    "small",
    "byte",
    "int",
    "long",
    "unsigned",
    "huge",
    "vast",
    "single",
    "double",
    "letter",
    "flag",
    "text",
    "cow",
    "lent",
    "unit",
    "newtype",
    "pair",
    "list",
    "numbers",
    "flags",
    "names",
    "choices",
    "by_choice",
    "tagged",
    "loose",
    "value",
    "raw",
    "raw_lent",
    "bytes",
    "lenient",
    "ignored",
    "inner",
    "unknown",
];

/// Returns a text for one of the types in one of many forms, possibly with a mistake.
pub(crate) fn text(choices: &mut Choices) -> String {
    let mut text = String::new();
    match choices.below(4) {
        0 => {
            for _ in 0..choices.below(24) {
                text.push_str(choices.pick(TOKENS));
            }
        }
        1 => node(choices, &mut text, 3),
        2 => everything(choices, &mut text),
        _ => list(choices, &mut text),
    }
    for _ in 0..choices.below(3) {
        change(choices, &mut text);
    }
    text
}

/// Appends whitespace, but usually none.
fn space(choices: &mut Choices, text: &mut String) {
    match choices.below(16) {
        0 => text.push(' '),
        1 => text.push_str("\n          "),
        2 => text.push_str("\r\n\t"),
        _ => {}
    }
}

fn key(choices: &mut Choices, text: &mut String, key: &str) {
    space(choices, text);
    text.push('"');
    if choices.below(16) == 0 {
        // The first letter is escaped.
        let mut letters = key.chars();
        if let Some(first) = letters.next() {
            text.push_str(&format!("\\u{:04x}", u32::from(first)));
        }
        text.push_str(letters.as_str());
    } else {
        text.push_str(key);
    }
    text.push('"');
    space(choices, text);
    text.push(':');
    space(choices, text);
}

/// Appends a node with its members in any order, possibly repeated or missing.
fn node(choices: &mut Choices, text: &mut String, depth: usize) {
    text.push('{');
    let mut members = ["__typename", "id", "name", "nodes"];
    if choices.below(2) == 0 {
        members.swap(choices.below(4), choices.below(4));
        members.swap(choices.below(4), choices.below(4));
    }
    let mut first = true;
    for member in members {
        if choices.below(24) == 0 {
            continue;
        }
        if !std::mem::replace(&mut first, false) {
            text.push(',');
        }
        let member = if choices.below(24) == 0 { "more" } else { member };
        key(choices, text, member);
        match member {
            "id" => text.push_str(&choices.below(100_000).to_string()),
            "nodes" => {
                text.push('[');
                for index in 0..if depth > 0 { choices.below(3) } else { 0 } {
                    if index > 0 {
                        text.push(',');
                    }
                    node(choices, text, depth - 1);
                }
                text.push(']');
            }
            "more" => text.push_str(choices.pick(VALUES)),
            _ => text.push_str(choices.pick(&["\"Ship\"", "\"a long name of a ship\"", "\"\\\"\"", "null"])),
        }
        space(choices, text);
    }
    text.push('}');
}

fn everything(choices: &mut Choices, text: &mut String) {
    text.push('{');
    for index in 0..choices.below(6) {
        if index > 0 {
            text.push(',');
        }
        let member = choices.pick(MEMBERS);
        key(choices, text, member);
        text.push_str(choices.pick(VALUES));
        space(choices, text);
    }
    text.push('}');
}

fn list(choices: &mut Choices, text: &mut String) {
    text.push('[');
    for index in 0..choices.below(6) {
        if index > 0 {
            text.push(',');
        }
        space(choices, text);
        number(choices, text);
    }
    text.push(']');
}

/// Appends a number with random digits, which a few fixed numbers could not replace.
fn number(choices: &mut Choices, text: &mut String) {
    if choices.below(3) == 0 {
        text.push('-');
    }
    let digits = |choices: &mut Choices, text: &mut String, most: [usize; 3]| {
        let most = most[choices.below(3)];
        for _ in 0..=choices.below(most) {
            text.push(char::from(b'0' + choices.below(10) as u8));
        }
    };
    digits(choices, text, [1, 3, 20]);
    if choices.below(2) == 0 {
        text.push('.');
        digits(choices, text, [2, 17, 30]);
    }
    if choices.below(4) == 0 {
        text.push_str(choices.pick(&["e", "E-", "e+"]));
        digits(choices, text, [1, 2, 3]);
    }
}

/// Truncates the text, removes, inserts or repeats a part of it, or changes a byte.
fn change(choices: &mut Choices, text: &mut String) {
    let border = |choices: &mut Choices, text: &str| {
        let at = choices.below(text.len() + 1);
        (at..=text.len())
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or_default()
    };
    let (one, other) = (border(choices, text), border(choices, text));
    let (start, end) = (one.min(other), one.max(other));
    match choices.below(6) {
        0 => text.truncate(start),
        1 => text.replace_range(start..end, ""),
        2 => text.insert_str(start, choices.pick(TOKENS)),
        3 => text.replace_range(start..end, choices.pick(TOKENS)),
        4 => {
            let part: String = text[start..].chars().take(30).collect();
            text.insert_str(end, &part);
        }
        _ => {
            let next = text[start..]
                .chars()
                .next()
                .map_or(start, |next| start + next.len_utf8());
            let byte = char::from(choices.below(128) as u8);
            text.replace_range(start..next, byte.encode_utf8(&mut [0; 4]));
        }
    }
}
