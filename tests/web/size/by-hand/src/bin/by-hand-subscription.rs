//! One query and one subscription over a WebSocket: graphql-transport-ws without reconnecting, pings or time limits.

use serde::Deserialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, WebSocket};

const SUBSCRIBE: &str = r#"{"type":"subscribe","id":"1","payload":{"query":"subscription BookAdded { bookAdded { title author { name } } }"}}"#;

#[derive(Deserialize)]
struct Message {
    r#type: String,
    payload: Option<Payload>,
}

#[derive(Deserialize)]
struct Payload {
    data: Option<Data>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    book_added: by_hand::Book,
}

fn subscribe() -> Result<(), JsValue> {
    let socket = WebSocket::new_with_str("ws://localhost/graphql", "graphql-transport-ws")?;
    let opened = socket.clone();
    let open = Closure::<dyn FnMut()>::new(move || {
        let _ = opened.send_with_str(r#"{"type":"connection_init"}"#);
    });
    let sent = socket.clone();
    let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        let Ok(message) = serde_json::from_str::<Message>(&text) else {
            return;
        };
        match &*message.r#type {
            "connection_ack" => {
                let _ = sent.send_with_str(SUBSCRIBE);
            }
            "next" => {
                if let Some(data) = message.payload.and_then(|payload| payload.data) {
                    web_sys::console::log_1(&data.book_added.title.into());
                }
            }
            _ => {}
        }
    });
    socket.set_onopen(Some(open.as_ref().unchecked_ref()));
    socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
    open.forget();
    message.forget();
    Ok(())
}

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        match by_hand::books().await {
            Ok(books) => books
                .into_iter()
                .for_each(|book| web_sys::console::log_1(&book.title.into())),
            Err(error) => web_sys::console::error_1(&error),
        }
        if let Err(error) = subscribe() {
            web_sys::console::error_1(&error);
        }
    });
}
