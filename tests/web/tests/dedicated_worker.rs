//! In a dedicated worker. <https://html.spec.whatwg.org/multipage/workers.html>

mod worker;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
