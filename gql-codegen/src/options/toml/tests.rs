//! Tests of valid documents, whose trees are written as JSON, and of mistakes with their locations.

use super::super::{Node, Value};
use super::toml;

fn json(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => format!("{text:?}"),
        Value::Switch(on) => on.to_string(),
        Value::List(nodes) => format!("[{}]", nodes.iter().map(json).collect::<Vec<_>>().join(",")),
        Value::Table(entries) => {
            let entries = entries
                .iter()
                .map(|entry| format!("{}:{}", entry.name, json(&entry.node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        Value::Other => "_".to_owned(),
    }
}

#[test]
fn documents_become_trees() {
    let cases = [
        ("", "{}"),
        ("\u{feff}a = true # b\n", "{a:true}"),
        ("a = \"b\\u00e9\\n\"\n'c d' = '\\'", r#"{a:"bé\n",c d:"\\"}"#),
        ("a = \"\"\"\nb\n  c\"\"\"", r#"{a:"b\n  c"}"#),
        ("a = [\"b\", # c\n  [true], 1,\n]", r#"{a:["b",[true],_]}"#),
        ("a = 1979-05-27\nb = 1.5", "{a:_,b:_}"),
        ("a.b.c = true\na.b.d = false", "{a:{b:{c:true,d:false}}}"),
        (
            "a = { b = true, c.d = \"e\", c.f = {} }",
            r#"{a:{b:true,c:{d:"e",f:{}}}}"#,
        ),
        (
            "[a.b]\nc = true\n[a]\nd = true\n[\"e.f\"]",
            "{a:{b:{c:true},d:true},e.f:{}}",
        ),
        ("[a]\nb.c = true\n[a.b.d]", "{a:{b:{c:true,d:{}}}}"),
        (
            "[[a]]\nb = true\n[a.c]\n[[a]]\n[a.c]\nd = true",
            "{a:[{b:true,c:{}},{c:{d:true}}]}",
        ),
    ];
    for (text, expected) in cases {
        let found = toml(text).map(|node| json(&node));
        assert_eq!(found.as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn mistakes_have_a_place() {
    let cases = [
        ("a = 'b'\na = 'c'", "duplicate key", "a"),
        ("[a]\n[a]", "duplicate key", "a"),
        ("[a]\n[[a]]", "duplicate key", "a"),
        ("[[a]]\n[a]", "duplicate key", "a"),
        ("[a.b]\nc = true\n[a]\nb.d = true", "duplicate key", "b"),
        ("[a]\nb.c = true\n[a.b]", "duplicate key", "b"),
        ("a = { b = true }\n[a.c]", "duplicate key", "a"),
        ("a = { b = true }\na.c = true", "duplicate key", "a"),
        ("a = true\n[a.b]", "duplicate key", "a"),
        ("a = { b = true, b = true }", "duplicate key", "b"),
        ("a = [1,, 2]", "extra comma in array, expected value", ","),
        (
            "a = \"\\q\"",
            "missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\\`, `\"`, `x`, `u`, `U`",
            "",
        ),
        ("a = tru", "invalid boolean, expected `true`", "tru"),
        (
            "a = ",
            "string values must be quoted, expected literal string",
            "",
        ),
        ("a b = true", "key with no value, expected `=`", ""),
    ];
    for (text, message, at) in cases {
        let wrong = toml(text).expect_err(text);
        let found = wrong.at.and_then(|at| text.get(at)).unwrap_or_default();
        assert_eq!((wrong.message.as_str(), found), (message, at), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let dotted = vec!["a"; 100_000].join(".");
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("{dotted} = true"),
        format!("[{dotted}]"),
    ] {
        assert!(toml(&text).is_err());
    }
    let parts = vec!["a"; 16].join(".");
    let deep = format!(
        "{parts} = {}true{}",
        format!("{{ {parts} = ").repeat(30),
        " }".repeat(30)
    );
    assert!(toml(&deep).is_ok());
}
