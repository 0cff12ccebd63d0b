//! The system time, and the dates of HTTP. Times are durations since 1970.

use std::time::Duration;

/// Returns the current time.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) fn now() -> Option<Duration> {
    std::time::SystemTime::now()
        .duration_since(std::time::SystemTime::UNIX_EPOCH)
        .ok()
}

/// Returns the current time of the browser.
#[cfg(all(feature = "web", target_family = "wasm", target_os = "unknown"))]
pub(crate) fn now() -> Option<Duration> {
    Some(crate::browser::since_1970())
}

/// Returns `None`, as there is no clock.
#[cfg(all(not(feature = "web"), target_family = "wasm", target_os = "unknown"))]
pub(crate) fn now() -> Option<Duration> {
    None
}

/// Returns the time of a date in one of the formats of HTTP. <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>
#[cfg(not(all(feature = "web", target_family = "wasm", target_os = "unknown")))]
pub(crate) fn http_date(text: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(text).ok()?;
    // It has no years before 1970.
    date.duration_since(std::time::SystemTime::UNIX_EPOCH).ok()
}

/// Returns the time of a date in the preferred format of HTTP, which a browser parses.
/// <https://tc39.es/ecma262/#sec-date.parse>
#[cfg(all(feature = "web", target_family = "wasm", target_os = "unknown"))]
pub(crate) fn http_date(text: &str) -> Option<Duration> {
    crate::browser::http_date(text)
}
