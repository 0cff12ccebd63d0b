//! Files among the variables. <https://github.com/jaydenseric/graphql-multipart-request-spec>

use gql_runtime::transport::{Http, Mock, Multipart, Persisted};
use gql_runtime::{Client, Mutation, Operation, OperationVariables, Upload};
use serde::Serialize;
use serde_json::{Value, json};

use crate::server::Server;

#[derive(Serialize)]
pub(crate) struct Files {
    files: Vec<Upload>,
    title: &'static str,
}

impl OperationVariables for Files {
    type Operation = Send;
}

pub(crate) struct Send;

impl Operation for Send {
    type Kind = Mutation;
    type Variables = Files;
    type Data = Value;
    const NAME: &'static str = "Send";
    const DOCUMENT: &'static str = "mutation Send { n }";
    const HASH: &'static str = "abc";
}

/// Returns the head and the content of each field of a form.
fn fields(content_type: &str, body: &[u8]) -> Vec<(String, Vec<u8>)> {
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let delimiter = format!("--{boundary}");
    let body = body
        .strip_suffix(format!("{delimiter}--\r\n").as_bytes())
        .expect("the last delimiter");
    let mut fields = Vec::new();
    let mut rest = body;
    while let Some(after) = rest.strip_prefix(format!("{delimiter}\r\n").as_bytes()) {
        let find = |text: &[u8], what: &[u8]| text.windows(what.len()).position(|found| found == what);
        let head = find(after, b"\r\n\r\n").unwrap();
        let content = &after[head + 4..];
        let end = find(content, format!("\r\n{delimiter}").as_bytes()).unwrap_or(content.len() - 2);
        fields.push((
            String::from_utf8(after[..head].to_vec()).unwrap(),
            content[..end].to_vec(),
        ));
        rest = &content[end + 2..];
    }
    assert!(rest.is_empty());
    fields
}

#[tokio::test]
async fn ht_017_files_from_memory_and_from_disk() {
    let server = Server::answering("200 OK", "content-type: application/json\r\n", r#"{"data":1}"#).await;
    let large: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
    let path = std::env::temp_dir().join(format!("gql-runtime-upload-{}.bin", std::process::id()));
    std::fs::write(&path, &large).unwrap();
    let variables = || Files {
        files: vec![
            Upload::from_bytes("a\"b\r\n.txt", "Dear diary").content_type("text/plain"),
            Upload::from_path(&path),
            Upload::from_bytes("empty", ""),
        ],
        title: "t",
    };
    let client = Client::new(Http::new(&server.endpoint()).persisted(Persisted::Automatic));
    assert_eq!(client.mutate(variables()).await.unwrap().data, Some(json!(1)));

    let seen = &server.seen()[0];
    assert_eq!(
        seen.header("content-length"),
        Some(seen.body.len().to_string().as_str())
    );
    assert_eq!(seen.header("apollo-require-preflight"), Some("true"));
    let fields = fields(seen.header("content-type").unwrap(), &seen.body);
    let json = |index: usize| serde_json::from_slice::<Value>(&fields[index].1).unwrap();
    assert_eq!(fields[0].0, "Content-Disposition: form-data; name=\"operations\"");
    assert_eq!(
        json(0),
        json!({"query": "mutation Send { n }", "operationName": "Send",
            "variables": {"files": [null, null, null], "title": "t"}})
    );
    assert_eq!(
        json(1),
        json!({"0": ["variables.files.0"], "1": ["variables.files.1"], "2": ["variables.files.2"]})
    );
    assert_eq!(
        fields[2].0,
        "Content-Disposition: form-data; name=\"0\"; filename=\"a\\\"b%0D%0A.txt\"\r\nContent-Type: text/plain"
    );
    assert_eq!(fields[2].1, b"Dear diary");
    assert!(fields[3].0.ends_with("application/octet-stream"));
    assert!(fields[3].1 == large);
    assert!(fields[4].1.is_empty());

    std::fs::remove_file(&path).unwrap();
    let error = client.mutate(variables()).await.unwrap_err();
    assert!(
        error.is_encode() && error.to_string().contains("gql-runtime-upload"),
        "{error:?}"
    );
}

#[tokio::test]
async fn ht_018_other_transports_refuse_files() {
    let server = Server::answering("200 OK", "", "").await;
    let client = Client::new(Multipart::new(&server.endpoint()));
    let variables = Files {
        files: vec![Upload::from_bytes("a", "b")],
        title: "",
    };
    assert!(client.mutate(variables).await.unwrap_err().is_encode());
    assert!(server.seen().is_empty());
    // A mock records the files.
    let mock = Mock::new();
    mock.on::<Send>().answer(json!(1)).unwrap();
    let variables = Files {
        files: vec![Upload::from_bytes("a", "b")],
        title: "",
    };
    Client::new(mock.clone()).mutate(variables).await.unwrap();
    assert_eq!(mock.requests()[0].uploads[0].0, "variables.files.0");
}
