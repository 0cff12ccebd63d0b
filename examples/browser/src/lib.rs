//! A page that lists the books of the examples' server, and each new one when it arrives.
//!
//! Build it in this folder, serve it together with the server (which is at port 8000 after `cargo run -p gql-examples`), and open it:
//!
//! ```sh
//! cargo build --release --target wasm32-unknown-unknown
//! wasm-bindgen --target web --out-dir pkg target/wasm32-unknown-unknown/release/browser.wasm
//! ```

use gql_runtime::transport::{Endpoint, Http, WebSocket};
use gql_runtime::{Client, Error, operations};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[operations(
    schema = "../../schemas/bookshop.graphql",
    documents = "../../docs/graphql/books.graphql"
)]
mod shop {}

use shop::{BookAdded, Books};

/// Lists the books until there are no more new ones. The URLs are relative to the page, as in `/graphql`.
#[wasm_bindgen]
pub async fn list_books(http: String, websocket: String) -> Result<(), JsValue> {
    run(&http, &websocket)
        .await
        .map_err(|error| error.to_string().into())
}

async fn run(http: &str, websocket: &str) -> Result<(), Error> {
    let client = Client::builder()
        .queries(Http::new(&Endpoint::new(http)?))
        .subscriptions(WebSocket::new(&Endpoint::new(websocket)?))
        .build();
    for book in client.query(Books::new(10)).data().await?.books {
        show(&format!("{} by {}", book.title, book.author.name));
    }
    let mut added = client.subscribe(BookAdded).data();
    while let Some(event) = added.next().await {
        let book = event?.book_added;
        show(&format!("new: {} by {}", book.title, book.author.name));
    }
    Ok(())
}

/// Adds a line to the page.
fn show(text: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let list = document
        .as_ref()
        .and_then(|document| document.get_element_by_id("books"));
    if let (Some(document), Some(list)) = (document, list)
        && let Ok(item) = document.create_element("li")
    {
        item.set_text_content(Some(text));
        // The list is part of the page, and takes any element.
        let _ = list.append_with_node_1(&item);
    }
}
