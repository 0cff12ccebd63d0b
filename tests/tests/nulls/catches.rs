//! `@catch` and `@catchByDefault` in random operations. All selections of a field must handle its errors alike, so an operation
//! mostly repeats the directive of a name.

use std::collections::HashMap;

/// Random numbers less than the argument.
type Below<'b> = &'b mut dyn FnMut(usize) -> usize;

/// The handling of errors in an operation and its fragments.
#[derive(Default)]
pub(crate) struct Catches {
    /// Whether the operation handles errors.
    is_used: bool,
    default: &'static str,
    /// The directives by type and name of a field without an alias.
    known: HashMap<(bool, &'static str), String>,
}

impl Catches {
    pub(crate) fn new(below: Below<'_>) -> Self {
        let is_used = below(6) > 0;
        let default = match is_used && below(3) == 0 {
            true => random_default(below),
            false => "",
        };
        Self {
            is_used,
            default,
            known: HashMap::new(),
        }
    }

    /// Returns the directive of the operation or a fragment, with the space before it.
    pub(crate) fn of_definition(&self, below: Below<'_>) -> &'static str {
        match self.is_used && below(12) == 0 {
            true => random_default(below),
            false => self.default,
        }
    }

    /// Returns the directive of a field with these nullable levels, with the space before it.
    pub(crate) fn of_field(
        &mut self,
        ty: &str,
        name: &'static str,
        has_alias: bool,
        levels: &[u32],
        below: Below<'_>,
    ) -> String {
        if !self.is_used || levels.is_empty() {
            return String::new();
        }
        if has_alias || below(24) == 0 {
            return random(levels, below);
        }
        let known = self.known.entry((ty == "Query", name));
        known.or_insert_with(|| random(levels, below)).clone()
    }
}

fn random_default(below: Below<'_>) -> &'static str {
    match below(4) {
        0 => " @catchByDefault",
        1 => " @catchByDefault(to: RESULT)",
        2 => " @catchByDefault(to: NULL)",
        _ => " @catchByDefault(to: THROW)",
    }
}

fn random(levels: &[u32], below: Below<'_>) -> String {
    if below(2) == 0 {
        return String::new();
    }
    let mut arguments = Vec::new();
    match below(5) {
        0 | 1 => {}
        2 => arguments.push("to: RESULT".to_owned()),
        3 => arguments.push("to: THROW".to_owned()),
        _ => arguments.push("to: NULL".to_owned()),
    }
    if !levels.contains(&0) || levels.len() > 1 && below(2) == 0 {
        let chosen: Vec<_> = levels.iter().filter(|_| below(2) == 0).collect();
        arguments.push(match chosen.as_slice() {
            [] => format!("levels: {}", levels[below(levels.len())]),
            chosen => format!("levels: {chosen:?}"),
        });
    }
    match arguments.is_empty() {
        true => " @catch".to_owned(),
        false => format!(" @catch({})", arguments.join(", ")),
    }
}
