//! In a service worker. <https://w3c.github.io/ServiceWorker/>

mod worker;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_service_worker);
