//! The custom scalar: an instant, as text on the wire.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

/// The day on which the shop is always open.
const TODAY: &str = "2026-03-02";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateTime {
    text: String,
}

impl DateTime {
    /// Returns the instant so many minutes after midnight; a day later it is midnight again.
    pub(crate) fn today(minutes: usize) -> Self {
        let (hours, minutes) = (minutes / 60 % 24, minutes % 60);
        Self {
            text: format!("{TODAY}T{hours:02}:{minutes:02}:00Z"),
        }
    }

    /// Returns noon of this date, which looks like `2026-02-14`.
    pub(crate) fn noon(date: &str) -> Self {
        Self {
            text: format!("{date}T12:00:00Z"),
        }
    }
}

/// An instant in UTC as RFC 3339 writes it, such as `2026-03-02T09:45:00Z`.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) if is_instant(&text) => Ok(Self { text }),
            Value::String(_) => Err(InputValueError::custom(
                "expected an instant such as `2026-03-02T09:45:00Z`",
            )),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.text.clone())
    }
}

/// Returns whether digits and separators are where an instant has them.
fn is_instant(text: &str) -> bool {
    let shape = "dddd-dd-ddTdd:dd:ddZ";
    text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(byte, expected)| match expected {
                b'd' => byte.is_ascii_digit(),
                _ => byte == expected,
            })
}
