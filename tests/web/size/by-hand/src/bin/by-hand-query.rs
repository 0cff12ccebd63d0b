//! One query.

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        match by_hand::books().await {
            Ok(books) => books
                .into_iter()
                .for_each(|book| web_sys::console::log_1(&book.title.into())),
            Err(error) => web_sys::console::error_1(&error),
        }
    });
}
