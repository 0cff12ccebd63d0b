//! In a service worker. <https://w3c.github.io/ServiceWorker/>

use gql_web_tests::worker;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_service_worker);

#[wasm_bindgen_test]
async fn query_mutation_and_subscription() {
    worker::query_mutation_and_subscription().await;
}

#[wasm_bindgen_test]
async fn a_timeout() {
    worker::timeout().await;
}

#[wasm_bindgen_test]
fn a_relative_url() {
    worker::relative_url();
}
