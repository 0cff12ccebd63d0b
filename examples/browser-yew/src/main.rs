//! A page with Yew that lists the books of the examples' server, and each new one when it arrives.
//!
//! Run it in this folder by `trunk serve`, next to `cargo run -p gql-examples`. `Trunk.toml` forwards the requests to the server.

use gql_runtime::transport::{Endpoint, Http, WebSocket};
use gql_runtime::{Client, Error, Subscription, operations};
use wasm_bindgen_futures::spawn_local;
use yew::{Html, Renderer, UseStateSetter, function_component, html, use_effect_with, use_state};

#[operations(
    schema = "../../schemas/bookshop.graphql",
    documents = "../../docs/graphql/books.graphql"
)]
mod shop {}

use shop::{BookAdded, Books, book_added};

/// Creates a client. The URLs are relative to the page.
fn client() -> Result<Client, Error> {
    Ok(Client::builder()
        .queries(Http::new(&Endpoint::new("/graphql")?))
        .subscriptions(WebSocket::new(&Endpoint::new("/ws")?))
        .build())
}

/// Shows the titles of all books, and each new one.
async fn follow(
    client: Client,
    added: Subscription<book_added::ResponseData>,
    shown: &UseStateSetter<Vec<String>>,
) -> Result<(), Error> {
    let books = client.query(Books::new(10)).data().await?.books;
    let mut titles: Vec<_> = books.into_iter().map(|book| book.title).collect();
    shown.set(titles.clone());
    let mut added = added.data();
    while let Some(event) = added.next().await {
        titles.push(event?.book_added.title);
        shown.set(titles.clone());
    }
    Ok(())
}

#[function_component]
fn Bookshop() -> Html {
    let titles = use_state(Vec::<String>::new);
    let shown = titles.setter();
    use_effect_with((), move |()| {
        let handle = match client() {
            Ok(client) => {
                let added = client.subscribe(BookAdded);
                let handle = added.abort_handle();
                spawn_local(async move {
                    if let Err(error) = follow(client, added, &shown).await {
                        shown.set(vec![error.to_string()]);
                    }
                });
                Some(handle)
            }
            Err(error) => {
                shown.set(vec![error.to_string()]);
                None
            }
        };
        // The subscription ends with the component.
        move || {
            if let Some(handle) = handle {
                handle.abort();
            }
        }
    });
    html! {
        <ul>{ for titles.iter().map(|title| html! { <li>{ title }</li> }) }</ul>
    }
}

fn main() {
    Renderer::<Bookshop>::new().render();
}
