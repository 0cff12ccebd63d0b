//! Whether a retry may succeed, and after what delay.

use std::time::Duration;

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Value;

use super::{Error, ErrorKind};
use crate::clock;
use crate::graphql_error::GraphQLError;

impl Error {
    /// Returns whether the same request may succeed later: no connection could be made, it ended early, a timeout elapsed,
    /// the server answered with status 408, 429, 502, 503 or 504, or [it limits the rate](Self::is_rate_limited).
    ///
    /// A query can be repeated safely; a mutation, only if it [was not sent](Self::may_have_been_sent).
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
    pub fn is_transient(&self) -> bool {
        const TRANSIENT: [StatusCode; 5] = [
            StatusCode::REQUEST_TIMEOUT,
            StatusCode::TOO_MANY_REQUESTS,
            StatusCode::BAD_GATEWAY,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ];
        matches!(
            self.kind(),
            ErrorKind::Connect | ErrorKind::Closed | ErrorKind::Timeout
        ) || self.status().is_some_and(|status| TRANSIENT.contains(&status))
            || self.is_rate_limited()
    }

    /// Returns whether the server refused the request because of too many or too expensive requests. See
    /// [`retry_after`](Self::retry_after).
    ///
    /// Servers report this in different ways, all of which are recognized:
    /// * status 429: <https://www.rfc-editor.org/rfc/rfc6585#section-4>;
    /// * status 403 with a `Retry-After` header, and a GraphQL error with the member `type: RATE_LIMITED`, as GitHub:
    ///   <https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api>;
    /// * a GraphQL error whose `extensions.code` is `THROTTLED` (Shopify: <https://shopify.dev/docs/api/usage/limits>), `RATELIMITED`
    ///   (Linear: <https://linear.app/developers/rate-limiting>), `REQUEST_RATE_LIMITED` (Apollo Router), `RATE_LIMITED`,
    ///   `RATE_LIMIT_EXCEEDED` or `TOO_MANY_REQUESTS`, in any case, with `-` or `_`.
    pub fn is_rate_limited(&self) -> bool {
        match self.status() {
            Some(StatusCode::TOO_MANY_REQUESTS) => return true,
            Some(StatusCode::FORBIDDEN) if self.headers().contains_key(RETRY_AFTER) => return true,
            _ => {}
        }
        self.graphql_errors().iter().any(is_rate_limit)
    }

    /// Returns the delay before the next request that the server asks for in the `Retry-After` header of its response. The
    /// header is a number of seconds, or a date, from which the response's own `Date` is subtracted so that the clocks do
    /// not have to agree. Returns `None` without that header, or if it is neither.
    ///
    /// The server chooses the delay, so limit it. <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
    pub fn retry_after(&self) -> Option<Duration> {
        let value = text(self.headers(), RETRY_AFTER)?;
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = clock::http_date(value)?;
        let now = text(self.headers(), DATE).and_then(clock::http_date);
        Some(date.saturating_sub(now.or_else(clock::now)?))
    }
}

fn is_rate_limit(error: &GraphQLError) -> bool {
    let words = [error.code(), error.other.get("type").and_then(Value::as_str)];
    words.into_iter().flatten().any(|word| {
        let plain: String = word.chars().filter(|sign| !matches!(sign, '_' | '-')).collect();
        matches!(
            plain.to_ascii_uppercase().as_str(),
            "THROTTLED" | "RATELIMITED" | "RATELIMITEXCEEDED" | "REQUESTRATELIMITED" | "TOOMANYREQUESTS"
        )
    })
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use serde_json::json;

    fn status(status: u16, headers: &[(&'static str, &str)]) -> Error {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        Error::http_status(
            StatusCode::from_u16(status).unwrap(),
            headers.collect(),
            b"",
            Vec::new(),
        )
    }

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_date() {
        const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (value, date, seconds) in [
            ("7", None, Some(7)),
            (" 0 ", None, Some(0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(DATE), Some(10)),
            // The two obsolete formats, which must be accepted.
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(DATE), Some(60)),
            ("Sun Nov  6 08:49:38 1994", Some(DATE), Some(1)),
            // A date in the past is no delay, whichever clock counts.
            ("Sun, 06 Nov 1994 08:49:30 GMT", Some(DATE), Some(0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", None, Some(0)),
            ("-1", None, None),
            ("1.5", None, None),
            ("soon", None, None),
            ("", None, None),
            ("99999999999999999999999999", None, None),
        ] {
            let mut headers = vec![("retry-after", value)];
            headers.extend(date.map(|date| ("date", date)));
            let found = status(503, &headers).retry_after();
            assert_eq!(found, seconds.map(Duration::from_secs), "{value} {date:?}");
        }
        assert_eq!(status(503, &[]).retry_after(), None);
        let future = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        let wait = status(503, &[("retry-after", &future)]).retry_after().unwrap();
        assert!((90..=100).contains(&wait.as_secs()), "{wait:?}");
    }

    #[test]
    fn rate_limits_are_recognized() {
        assert!(status(429, &[]).is_rate_limited());
        assert!(status(403, &[("retry-after", "60")]).is_rate_limited());
        assert!(
            !status(403, &[]).is_rate_limited() && !status(503, &[("retry-after", "1")]).is_rate_limited()
        );
        for (error, limited) in [
            (json!({"message": "m", "extensions": {"code": "THROTTLED"}}), true),
            (
                json!({"message": "m", "extensions": {"code": "RATELIMITED"}}),
                true,
            ),
            (
                json!({"message": "m", "extensions": {"code": "rate-limit-exceeded"}}),
                true,
            ),
            (
                json!({"message": "m", "extensions": {"code": "REQUEST_RATE_LIMITED"}}),
                true,
            ),
            (json!({"message": "m", "type": "RATE_LIMITED"}), true),
            (json!({"message": "RATE_LIMITED"}), false),
            (
                json!({"message": "m", "type": "NOT_FOUND", "extensions": {"code": 429}}),
                false,
            ),
        ] {
            let error = Error::graphql(crate::graphql_error::errors_from(error));
            assert_eq!(
                (error.is_rate_limited(), error.is_transient()),
                (limited, limited),
                "{error:?}"
            );
        }
    }

    #[test]
    fn transient_errors() {
        for (error, transient) in [
            (Error::connect(""), true),
            (Error::closed(""), true),
            (Error::timeout("", Duration::ZERO), true),
            (status(502, &[]), true),
            (status(408, &[]), true),
            (status(500, &[]), false),
            (status(401, &[]), false),
            (Error::protocol(""), false),
            (Error::tls(""), false),
            (Error::builder(""), false),
            (Error::canceled(""), false),
            (Error::lagged(1), false),
        ] {
            assert_eq!(error.is_transient(), transient, "{error:?}");
        }
    }
}
