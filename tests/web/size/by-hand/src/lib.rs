//! The query of the programs that are written by hand with web-sys and serde_json.

use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

const QUERY: &str = "query Books($genre: Genre, $first: Int!) { books(genre: $genre, first: $first) { title author { name } } }";

#[derive(Serialize)]
struct Request {
    query: &'static str,
    variables: Variables,
}

#[derive(Serialize)]
struct Variables {
    genre: Option<&'static str>,
    first: i32,
}

#[derive(Deserialize)]
struct Answer {
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    books: Vec<Book>,
}

#[derive(Deserialize)]
pub struct Book {
    pub title: String,
    #[allow(dead_code)]
    pub author: Author,
}

#[derive(Deserialize)]
pub struct Author {
    #[allow(dead_code)]
    pub name: String,
}

pub async fn books() -> Result<Vec<Book>, JsValue> {
    let request = Request {
        query: QUERY,
        variables: Variables {
            genre: Some("CRIME"),
            first: 10,
        },
    };
    let json = serde_json::to_string(&request).map_err(|error| error.to_string())?;
    let headers = Headers::new()?;
    headers.append("content-type", "application/json")?;
    headers.append("accept", "application/graphql-response+json, application/json")?;
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_headers(&headers.into());
    options.set_body(&json.into());
    let window = web_sys::window().ok_or("no page")?;
    let response = JsFuture::from(window.fetch_with_str_and_init("/graphql", &options)).await?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    let text: String = JsValue::from(text).as_string().unwrap_or_default();
    let answer: Answer = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok(answer.data.map(|data| data.books).unwrap_or_default())
}
