//! Rules: their names, levels and explanations.

/// The level of a rule, which determines the severity of its diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "a program that displays rules has to handle each"
)]
pub enum Level {
    /// The diagnostics are errors, and no code is generated.
    Error,
    /// The diagnostics are warnings, and code is generated.
    Warn,
    /// The diagnostics are dropped.
    Allow,
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "allow" => Ok(Self::Allow),
            _ => Err(format!(
                "unknown level `{text}`; expected `error`, `warn` or `allow`"
            )),
        }
    }
}

/// Whether the level of a rule can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Relaxation {
    /// The level cannot be changed, because the generated code relies on the rule.
    Never,
    /// The level can be set for the rule.
    Any,
    /// The level can be set for the rule, and `lenient` makes it a warning, because some servers accept violations.
    Lenient,
    /// The rule has no level. The severity is determined where the diagnostic is created.
    Fixed,
}

/// A rule that diagnostics refer to.
///
/// Each rule is a `static` next to the function that checks it, and is listed in [`rules::all`](crate::rules::all).
#[derive(Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Rule {
    /// The name of the rule: the name in graphql-js without the suffix `Rule` (`FieldsOnCorrectType`), or a name of this
    /// project.
    pub name: &'static str,
    /// The level if the configuration does not set one.
    pub level: Level,
    /// Whether the level can be changed.
    pub relaxation: Relaxation,
    /// The URL of the section in the specification.
    pub specification: Option<&'static str>,
    /// An explanation in plain sentences without line breaks. The first sentence is a summary.
    pub explanation: &'static str,
    /// Examples that violate and that satisfy the rule.
    pub example: Option<&'static str>,
}

impl Rule {
    /// Creates a rule whose level cannot be configured.
    pub const fn new(name: &'static str, level: Level, explanation: &'static str) -> Self {
        Self {
            name,
            level,
            relaxation: Relaxation::Fixed,
            specification: None,
            explanation,
            example: None,
        }
    }

    /// Sets the URL of the section in the specification.
    pub const fn with_specification(mut self, url: &'static str) -> Self {
        self.specification = Some(url);
        self
    }

    /// Returns whether the configuration can refer to this rule.
    pub fn has_level(&self) -> bool {
        self.relaxation != Relaxation::Fixed
    }

    /// Returns the first sentence of the explanation, without its period.
    pub fn summary(&self) -> &'static str {
        let end = self.explanation.find(". ");
        let first = end.and_then(|end| self.explanation.get(..end));
        first.unwrap_or(self.explanation).trim_end_matches('.')
    }
}
