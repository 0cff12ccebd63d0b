//! Compiles the sets, executes their documents by graphql-js, and decodes the responses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Outcome, Program, root};
use crate::sets::Sets;
use crate::ways::{Way, write, write_main};

/// Returns the faults of the sets, each with its set, way and options.
pub(crate) fn faults(sets: &Sets) -> Outcome<Vec<String>> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "-p", "gql-codegen-cli"])
        .current_dir(root())
        .status()?;
    if !built.success() {
        return Err("the command cannot be built".into());
    }
    let program = Program {
        folder: sets.folder.clone(),
        target: root().join("target/random-build"),
    };
    let sources = program.folder.join("src");
    if sources.exists() {
        fs::remove_dir_all(sources)?;
    }
    let (mut ways, mut faults) = write(sets, &program)?;
    faults.extend(compile(&program, &mut ways)?);
    faults.extend(decode(sets, &program)?);
    Ok(faults)
}

/// Builds the program. A way that does not compile becomes a fault, and the rest is built without it.
fn compile(program: &Program, ways: &mut Vec<Way>) -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    loop {
        write_main(ways, program)?;
        let output = program.cargo(&["build", "--quiet", "--message-format", "json"])?;
        if output.status.success() {
            return Ok(faults);
        }
        let mut wrong: BTreeMap<String, String> = BTreeMap::new();
        let printed = String::from_utf8(output.stdout)?;
        for line in printed
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        {
            let message = &line["message"];
            let Some(rendered) = message["rendered"].as_str() else {
                continue;
            };
            let mut places = BTreeSet::new();
            modules(message, &mut places);
            for module in places {
                wrong.entry(module).or_insert_with(|| rendered.to_owned());
            }
        }
        let before = ways.len();
        ways.retain(|way| {
            let message = wrong.get(&way.module);
            faults.extend(message.map(|message| format!("{}: does not compile\n{message}", way.title)));
            message.is_none()
        });
        if ways.len() == before {
            return Err(format!("{}{printed}", String::from_utf8_lossy(&output.stderr)).into());
        }
    }
}

/// Collects the modules whose files a message of the compiler names.
fn modules(message: &Value, found: &mut BTreeSet<String>) {
    match message {
        Value::Object(members) => {
            if let Some(path) = members.get("file_name").and_then(Value::as_str) {
                let parts = path.split(['/', '\\']).map(|part| part.trim_end_matches(".rs"));
                found.extend(parts.filter(|part| is_module(part)).map(str::to_owned));
            }
            members.values().for_each(|value| modules(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| modules(value, found)),
        _ => {}
    }
}

/// Returns whether a name is that of a way's module.
fn is_module(name: &str) -> bool {
    let number = name.strip_prefix('s').and_then(|rest| rest.split_once('_'));
    number.is_some_and(|(number, _)| number.parse::<usize>().is_ok())
}

/// Runs the program twice: for the documents that it sends, and with the responses to them.
fn decode(sets: &Sets, program: &Program) -> Outcome<Vec<String>> {
    let mut faults = Vec::new();
    let sent = run(sets, program, &["documents"])?;
    let mut documents = BTreeMap::new();
    for line in sent.lines() {
        let line: Value = serde_json::from_str(line)?;
        let (way, document) = (text(&line, "way"), text(&line, "document"));
        let number: usize = way.split(' ').nth(1).unwrap_or_default().parse()?;
        documents.insert(document.to_owned(), (number, way.to_owned()));
    }
    let asked = documents.iter().map(|(document, (number, _))| {
        let texts = sets.set(*number).map(|set| set.texts());
        format!(
            "{}\n",
            json!({"set": number, "document": document, "texts": texts})
        )
    });
    let responses = sets.respond(&asked.collect::<String>())?;
    for line in responses.lines() {
        let line: Value = serde_json::from_str(line)?;
        if let Some(invalid) = line["invalid"].as_str() {
            let document = text(&line, "document");
            let way = documents
                .get(document)
                .map(|(_, way)| way.as_str())
                .unwrap_or_default();
            faults.push(format!(
                "{way}: an invalid document is sent\n{invalid}\n{document}"
            ));
        }
    }
    program.write("responses.jsonl", &responses)?;
    let decoded = run(sets, program, &["decode", "responses.jsonl"])?;
    for line in decoded.lines() {
        let line: Value = serde_json::from_str(line)?;
        if let Some(count) = line["decoded"].as_u64() {
            println!(
                "{} sets, {} documents, {count} responses decoded",
                sets.sets.len(),
                documents.len()
            );
            continue;
        }
        let (way, operation) = (text(&line, "way"), text(&line, "operation"));
        let (fault, response) = (text(&line, "fault"), text(&line, "response"));
        faults.push(format!("{way}: {operation}: {response}\n{fault}"));
    }
    Ok(faults)
}

fn run(sets: &Sets, program: &Program, arguments: &[&str]) -> Outcome<String> {
    let output = Command::new(program.target.join("debug").join(sets.name()?))
        .args(arguments)
        .current_dir(&program.folder)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}
