//! The levels of rules: `error`, `warn` or `allow`.

use std::collections::HashMap;

use super::list::RULES;
use crate::diagnostic::{Diagnostics, Severity};
use crate::rule::{Level, Relaxation, Rule};
use crate::suggest;

/// The level of each rule, which defaults to the rule's own level.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    set: HashMap<&'static str, Level>,
}

impl Levels {
    /// Creates the default levels.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns levels that make violations accepted by lenient servers warnings: unused variables, unknown or repeated
    /// directives, and nullable variables in non-null positions.
    pub fn lenient() -> Self {
        let lenient = Self::rules().filter(|rule| rule.relaxation == Relaxation::Lenient);
        Self {
            set: lenient.map(|rule| (rule.name, Level::Warn)).collect(),
        }
    }

    /// Iterates over the rules that have a level.
    pub fn rules() -> impl Iterator<Item = &'static Rule> {
        RULES.iter().copied()
    }

    /// Sets the level of a rule.
    ///
    /// # Errors
    /// Returns an error if the rule is unknown, or if it cannot be relaxed because the generated code relies on it.
    pub fn set(&mut self, rule: &str, level: Level) -> Result<(), String> {
        let Some(known) = Self::rules().find(|known| known.name == rule) else {
            let near = suggest::suggestion_list(rule, Self::rules().map(|rule| rule.name));
            return Err(format!("unknown rule `{rule}`{}", suggest::similar_names(&near)));
        };
        if known.relaxation == Relaxation::Never && level != Level::Error {
            return Err(format!(
                "rule `{rule}` cannot be relaxed because the generated code relies on it"
            ));
        }
        self.set.insert(known.name, level);
        Ok(())
    }

    /// Returns the level of a rule; `None` if the rule has no level.
    pub fn get(&self, rule: &Rule) -> Option<Level> {
        let set = || self.set.get(rule.name).copied().unwrap_or(rule.level);
        rule.has_level().then(set)
    }

    /// Sets the severity of each diagnostic to its rule's level, and drops diagnostics with the level `allow`. Diagnostics of
    /// rules without a level are unchanged.
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
    use crate::rules;
    use crate::source::Span;

    static SOME: [&Rule; 4] = [
        &rules::NO_UNUSED_VARIABLES,
        &rules::SCALAR_LEAFS,
        &rules::NO_DEPRECATED,
        &rules::SYNTAX,
    ];

    fn diagnostics(levels: &Levels) -> Vec<(&'static str, Severity)> {
        let mut diagnostics = Diagnostics::new();
        for rule in SOME {
            diagnostics.push(Diagnostic::error(rule, "", Span::default()));
        }
        levels.apply(&mut diagnostics);
        diagnostics.iter().map(|it| (it.rule.name, it.severity)).collect()
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
        assert_eq!(diagnostics(&levels), default);
        levels.set("NoDeprecated", Level::Allow).expect("a rule");
        levels.set("NoUnusedVariables", Level::Warn).expect("a rule");
        let set = [
            ("NoUnusedVariables", warning),
            ("ScalarLeafs", error),
            ("Syntax", error),
        ];
        assert_eq!(diagnostics(&levels), set);
    }

    #[test]
    fn lenient_spares_what_servers_spare() {
        let levels = Levels::lenient();
        assert_eq!(levels.get(&rules::NO_UNUSED_FRAGMENTS), Some(Level::Warn));
        assert_eq!(levels.get(&rules::FIELDS_ON_CORRECT_TYPE), Some(Level::Error));
        assert_eq!(levels.get(&rules::SYNTAX), None);
    }

    #[test]
    fn what_cannot_be_set_says_why() {
        let mut levels = Levels::new();
        let unknown = levels
            .set("NoUnusedVariable", Level::Warn)
            .expect_err("no such rule");
        let start = "unknown rule `NoUnusedVariable`; did you mean `NoUnusedVariables`";
        assert!(unknown.starts_with(start), "{unknown}");
        let sound = levels
            .set("NoFragmentCycles", Level::Warn)
            .expect_err("relied on");
        assert!(sound.contains("cannot be relaxed"), "{sound}");
        assert!("wran".parse::<Level>().is_err());
    }
}
