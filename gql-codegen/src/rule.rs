//! A rule as a value: its name, its level, and the text that explains it.

/// What happens to the diagnostics of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// No code is generated.
    Error,
    /// Code is generated, and the diagnostic is shown.
    Warn,
    /// The diagnostic is dropped.
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
                "Unknown level \"{text}\": expected \"error\", \"warn\" or \"allow\"."
            )),
        }
    }
}

/// How far the level of a rule can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relaxation {
    /// Not at all: the generated code relies on the rule.
    Never,
    /// To any level, rule by rule.
    Any,
    /// To any level; `lenient` makes it a warning, because some servers accept the breach.
    Lenient,
    /// The rule has no level that can be set: its severity is decided where it is reported.
    Fixed,
}

/// A rule that diagnostics refer to.
///
/// Each is a `static` beside the function that checks it, and is listed in [`rules::all`](crate::rules::all).
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The rule's name in graphql-js without the `Rule` (`FieldsOnCorrectType`), or a name of this project's.
    pub name: &'static str,
    /// The level if the configuration sets none.
    pub level: Level,
    /// Whether the level can be changed.
    pub relaxation: Relaxation,
    /// The URL of the section that states the rule.
    pub specification: Option<&'static str>,
    /// The rule in plain sentences, without line breaks; the first sentence is a summary.
    pub explanation: &'static str,
    /// Lines that break the rule, and lines that keep it.
    pub example: Option<&'static str>,
}

impl Rule {
    /// Whether the configuration may set a level for this rule, or at least name it.
    pub fn has_level(&self) -> bool {
        self.relaxation != Relaxation::Fixed
    }

    /// The first sentence of the explanation, without its period.
    pub fn summary(&self) -> &'static str {
        let end = self.explanation.find(". ");
        let first = end.and_then(|end| self.explanation.get(..end));
        first.unwrap_or(self.explanation).trim_end_matches('.')
    }
}
