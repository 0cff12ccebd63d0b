//! The custom scalar: a moment, as text on the wire.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    minutes: u16,
}

impl Moment {
    /// So many minutes after midnight; a day later it is midnight again.
    pub(crate) fn after_midnight(minutes: usize) -> Self {
        Self {
            minutes: u16::try_from(minutes % (24 * 60)).unwrap_or_default(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(Self {
            minutes: hours * 60 + minutes,
        })
    }
}

/// A moment of the harbour's day: hours and minutes, as in "06:45".
#[Scalar]
impl ScalarType for Moment {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => {
                Self::parse(text).ok_or_else(|| InputValueError::custom("a moment looks like \"06:45\""))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(format!("{:02}:{:02}", self.minutes / 60, self.minutes % 60))
    }
}
