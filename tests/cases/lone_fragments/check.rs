//! The names that selections have besides those of their fragments, as `graphql_client` has them.

use super::code::*;

#[test]
fn a_selection_has_the_name_of_its_place() {
    let line: read::ReadLogs = Line { message: "a".into(), next: None };
    let log: read::ReadFoundOnLog = line.clone();
    assert_eq!(read::ReadFound::Log(log), read::ReadFound::Log(line));
    let next: LineNext = TakenLogs { message: "b".into() };
    let data = taken::ResponseData { logs: vec![next.clone()] };
    assert_eq!(data.logs, [next]);
}

#[test]
fn variants_of_an_input_are_rusts_whatever_the_names_of_types_are() {
    let Key::ByName(name) = Key::ByName("tug".into()) else {
        panic!("another variant")
    };
    assert_eq!(name, "tug");
    let by = serde_json::to_value(read::Variables { by: Key::BySerial(7) });
    assert_eq!(by.expect("variables are written"), serde_json::json!({ "by": { "bySerial": 7 } }));
}
