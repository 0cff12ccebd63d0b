//! The page of `coverage` holds what `--style json` holds, in a fraction of its size.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// A project whose operations share an input type and fragments.
fn project(operations: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coverage");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder is made");
    let mut schema = String::from("type Query { book(filter: Filter): Book }\n");
    let (mut fields, mut inputs) = (String::new(), String::new());
    for index in 0..100 {
        write!(fields, "f{index}: String ").expect("a string takes text");
        write!(inputs, "i{index}: String @deprecated(reason: \"</script>\") ").expect("a string takes text");
    }
    write!(
        schema,
        "type Book {{ {fields} unused(of: Int): Int }}\ninput Filter {{ {inputs} }}\n"
    )
    .expect("a string takes text");
    fs::write(folder.join("schema.graphql"), schema).expect("the schema is written");
    let names = fields.replace(": String", "");
    let mut text = format!("fragment Whole on Book {{ {names} }}\n");
    for index in 0..operations {
        writeln!(
            text,
            "query Read{index}($filter: Filter) {{ book(filter: $filter) {{ ...Whole }} }}"
        )
        .expect("a string takes text");
    }
    fs::write(folder.join("operations.graphql"), text).expect("the operations are written");
    let configuration = "schema = \"schema.graphql\"\ndocuments = \"operations.graphql\"\n";
    fs::write(folder.join("gql.toml"), configuration).expect("the configuration is written");
    folder
}

fn coverage(folder: &Path, style: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gql-codegen"))
        .args(["coverage", "--style", style])
        .current_dir(folder)
        .output()
        .expect("the binary runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("the page is UTF-8")
}

fn index(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("an index")).expect("an index")
}

/// Reads the tables of the page as its script does.
fn decode(data: &Value) -> Vec<Value> {
    let mut owner = String::new();
    let rows = data["elements"].as_array().expect("elements");
    let decoded = rows.iter().map(|row| {
        let name = row[0].as_str().expect("a name");
        let coordinate = match name.starts_with('.') {
            true => format!("{owner}{name}"),
            false => {
                owner = name.to_owned();
                name.to_owned()
            }
        };
        let mut uses = Vec::new();
        if row[2] != json!(-1) {
            let list = data["lists"][index(&row[2])].as_array().expect("a list");
            for pair in list.chunks(2) {
                let place = &data["places"][index(&pair[0])];
                let file = data["files"][index(&place[0])].as_str().expect("a file");
                let mut operation = 0;
                for step in data["sets"][index(&pair[1])].as_array().expect("a set") {
                    operation += index(step);
                    uses.push(json!({
                        "operation": data["operations"][operation]["name"],
                        "place": format!("{file}:{}:{}", place[1], place[2]),
                    }));
                }
            }
        }
        uses.sort_by_cached_key(Value::to_string);
        let kind = &data["kinds"][index(&row[1])];
        json!({ "coordinate": coordinate, "kind": kind, "of": row[3], "deprecated": row[4], "uses": uses })
    });
    decoded.collect()
}

#[test]
fn the_page_has_every_use_and_is_small() {
    let folder = project(663);
    let page = coverage(&folder, "html");
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    let (_, data) = page.split_once("id=\"data\">").expect("the page has its data");
    let (data, _) = data.split_once("</script>").expect("the data end");
    let data: Value = serde_json::from_str(data).expect("the data are JSON");

    let mut expected: Value = serde_json::from_str(&coverage(&folder, "json")).expect("the report is JSON");
    let elements = expected["elements"].as_array_mut().expect("elements");
    for element in elements.iter_mut() {
        let uses = element["uses"].as_array_mut().expect("uses");
        uses.sort_by_cached_key(Value::to_string);
    }
    assert_eq!(
        elements
            .iter()
            .filter(|element| element["deprecated"] == "</script>")
            .count(),
        100
    );
    assert_eq!(decode(&data), *elements);
    assert_eq!(data["operations"], expected["operations"]);
}
