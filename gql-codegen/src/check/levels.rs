//! How bad the breach of a rule is: `error`, `warn` or `allow`, rule by rule.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostics, Severity};
use crate::suggest;

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// No code is generated.
    Error,
    /// Code is generated, and the finding is shown.
    Warn,
    /// The finding is dropped.
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

/// How far a rule can be relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The generated code relies on it: always an error.
    Sound,
    /// Only the server minds.
    Servers,
    /// Some servers do not mind.
    Lenient,
    /// Not a rule of the specification: a warning.
    Advice,
}

/// Every rule, in graphql-js's order, and behind them those of this project.
const RULES: &[(&str, Kind)] = &[
    ("ExecutableDefinitions", Kind::Sound),
    ("UniqueOperationNames", Kind::Sound),
    ("LoneAnonymousOperation", Kind::Sound),
    ("KnownOperationTypes", Kind::Sound),
    ("SingleFieldSubscriptions", Kind::Servers),
    ("KnownTypeNames", Kind::Sound),
    ("FragmentsOnCompositeTypes", Kind::Sound),
    ("VariablesAreInputTypes", Kind::Sound),
    ("ScalarLeafs", Kind::Sound),
    ("FieldsOnCorrectType", Kind::Sound),
    ("UniqueFragmentNames", Kind::Sound),
    ("KnownFragmentNames", Kind::Sound),
    ("NoUnusedFragments", Kind::Lenient),
    ("PossibleFragmentSpreads", Kind::Servers),
    ("NoFragmentCycles", Kind::Sound),
    ("UniqueVariableNames", Kind::Sound),
    ("NoUndefinedVariables", Kind::Servers),
    ("NoUnusedVariables", Kind::Lenient),
    ("KnownDirectives", Kind::Lenient),
    ("UniqueDirectivesPerLocation", Kind::Lenient),
    ("DeferStreamDirectiveOnRootField", Kind::Servers),
    ("DeferStreamDirectiveOnValidOperations", Kind::Servers),
    ("DeferStreamDirectiveLabel", Kind::Servers),
    ("StreamDirectiveOnListField", Kind::Servers),
    ("KnownArgumentNames", Kind::Servers),
    ("UniqueArgumentNames", Kind::Servers),
    ("ValuesOfCorrectType", Kind::Servers),
    ("ProvidedRequiredArguments", Kind::Servers),
    ("VariablesInAllowedPosition", Kind::Lenient),
    ("OverlappingFieldsCanBeMerged", Kind::Sound),
    ("UniqueInputFieldNames", Kind::Servers),
    ("NoDeprecated", Kind::Advice),
    ("NoTypenameAlias", Kind::Sound),
];

fn kind(rule: &str) -> Option<Kind> {
    RULES
        .iter()
        .find(|(name, _)| *name == rule)
        .map(|(_, kind)| *kind)
}

/// A level for each rule. By default: errors, except that `NoDeprecated` warns.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    set: HashMap<&'static str, Level>,
}

impl Levels {
    /// Every rule an error, deprecations a warning.
    pub fn new() -> Self {
        Self::default()
    }

    /// What lenient servers accept is a warning: unused fragments and variables, directives that the schema does not
    /// declare or that are repeated, a nullable variable where the schema says non-null.
    pub fn lenient() -> Self {
        let lenient = RULES.iter().filter(|(_, kind)| *kind == Kind::Lenient);
        Self {
            set: lenient.map(|(name, _)| (*name, Level::Warn)).collect(),
        }
    }

    /// The names of the rules that have a level.
    pub fn rules() -> impl Iterator<Item = &'static str> {
        RULES.iter().map(|(name, _)| *name)
    }

    /// Sets the level of one rule.
    ///
    /// # Errors
    /// The rule is not known, or the generated code relies on it and it cannot be relaxed.
    pub fn set(&mut self, rule: &str, level: Level) -> Result<(), String> {
        let Some(&(name, kind)) = RULES.iter().find(|(name, _)| *name == rule) else {
            let near = suggest::suggestion_list(rule, Self::rules());
            return Err(format!(
                "Unknown rule \"{rule}\".{}",
                suggest::did_you_mean(&near)
            ));
        };
        if kind == Kind::Sound && level != Level::Error {
            return Err(format!(
                "Rule \"{rule}\" cannot be relaxed: the generated code relies on it."
            ));
        }
        self.set.insert(name, level);
        Ok(())
    }

    /// The level of a rule; `None` if it is not one of these.
    pub fn get(&self, rule: &str) -> Option<Level> {
        let kind = kind(rule)?;
        let default = match kind {
            Kind::Advice => Level::Warn,
            _ => Level::Error,
        };
        Some(self.set.get(rule).copied().unwrap_or(default))
    }

    /// Gives each finding the severity of its rule's level, and drops what is allowed.
    /// Findings of other rules stay as they are.
    pub fn apply(&self, diagnostics: &mut Diagnostics) {
        diagnostics.retain(|diagnostic| self.get(diagnostic.rule) != Some(Level::Allow));
        for diagnostic in diagnostics.iter_mut() {
            match self.get(diagnostic.rule) {
                Some(Level::Error) => diagnostic.severity = Severity::Error,
                Some(Level::Warn) => diagnostic.severity = Severity::Warning,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::source::Span;

    fn findings(levels: &Levels) -> Vec<(&'static str, Severity)> {
        let mut diagnostics = Diagnostics::new();
        for rule in ["NoUnusedVariables", "ScalarLeafs", "NoDeprecated", "Syntax"] {
            diagnostics.push(Diagnostic::error(rule, "", Span::default()));
        }
        levels.apply(&mut diagnostics);
        diagnostics.iter().map(|it| (it.rule, it.severity)).collect()
    }

    #[test]
    fn levels_change_severities() {
        let mut levels = Levels::new();
        let (error, warning) = (Severity::Error, Severity::Warning);
        let default = [
            ("NoUnusedVariables", error),
            ("ScalarLeafs", error),
            ("NoDeprecated", warning),
            ("Syntax", error),
        ];
        assert_eq!(findings(&levels), default);
        levels.set("NoDeprecated", Level::Allow).expect("a rule");
        levels.set("NoUnusedVariables", Level::Warn).expect("a rule");
        let set = [
            ("NoUnusedVariables", warning),
            ("ScalarLeafs", error),
            ("Syntax", error),
        ];
        assert_eq!(findings(&levels), set);
    }

    #[test]
    fn lenient_spares_what_servers_spare() {
        let levels = Levels::lenient();
        assert_eq!(levels.get("NoUnusedFragments"), Some(Level::Warn));
        assert_eq!(levels.get("FieldsOnCorrectType"), Some(Level::Error));
        assert_eq!(levels.get("Syntax"), None);
    }

    #[test]
    fn what_cannot_be_set_says_why() {
        let mut levels = Levels::new();
        let unknown = levels
            .set("NoUnusedVariable", Level::Warn)
            .expect_err("no such rule");
        let start = "Unknown rule \"NoUnusedVariable\". Did you mean \"NoUnusedVariables\"";
        assert!(unknown.starts_with(start), "{unknown}");
        let sound = levels
            .set("NoFragmentCycles", Level::Warn)
            .expect_err("relied on");
        assert!(sound.contains("cannot be relaxed"), "{sound}");
        assert!("wran".parse::<Level>().is_err());
    }
}
