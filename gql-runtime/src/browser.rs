//! The global object of a browser: a page's or a worker's.

use std::time::Duration;

use wasm_bindgen::{JsCast, JsValue};

/// Returns the global object. A worker's has other members than a page's, but `fetch`, `crypto`, `performance` and the timers are in
/// both. <https://html.spec.whatwg.org/multipage/webappapis.html#windoworworkerglobalscope-mixin>
pub(crate) fn global() -> web_sys::Window {
    js_sys::global().unchecked_into()
}

/// Returns the time since the page or the worker started, by a clock that is never set back.
/// <https://www.w3.org/TR/hr-time-3/#dom-performance-now>
pub(crate) fn now() -> Duration {
    let milliseconds = global().performance().map_or(0.0, |clock| clock.now());
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}

/// Returns the time since 1970.
pub(crate) fn since_1970() -> Duration {
    Duration::try_from_secs_f64(js_sys::Date::now() / 1000.0).unwrap_or_default()
}

/// Returns the time since 1970 of a date as HTTP and JavaScript write it. <https://tc39.es/ecma262/#sec-date.parse>
pub(crate) fn http_date(text: &str) -> Option<Duration> {
    let milliseconds = js_sys::Date::parse(text);
    // It is NaN for any other text.
    Duration::try_from_secs_f64(milliseconds / 1000.0).ok()
}

/// Returns a random number, from the browser's cryptographic generator where there is one.
/// <https://www.w3.org/TR/webcrypto/#Crypto-method-getRandomValues>
pub(crate) fn random() -> u64 {
    let mut bytes = [0; 8];
    let filled = global().crypto().and_then(|crypto| {
        crypto
            .get_random_values_with_u8_array(&mut bytes)
            .map(|_| u64::from_le_bytes(bytes))
    });
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    filled.unwrap_or_else(|_| half() << 32 | half())
}

/// Returns the message of a JavaScript exception.
pub(crate) fn message(exception: &JsValue) -> String {
    match exception.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => exception.as_string().unwrap_or_default(),
    }
}
