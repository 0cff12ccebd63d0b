//! Random operations with directives about nulls and errors, as text. The build script of the tests generates their code.

#[path = "catches.rs"]
mod catches;

use catches::Catches;

/// The name of a field, the type of the objects in it, and the levels of lists with nullable items.
type Selectable = (&'static str, &'static str, &'static [u32]);

/// The fields of each type.
const FIELDS: [(&str, &[Selectable]); 4] = [
    (
        "Query",
        &[
            ("item", "Item", &[]),
            ("near", "Item", &[]),
            ("items", "Item", &[1]),
            ("all", "Item", &[]),
            ("some", "Item", &[]),
            ("rows", "Item", &[2]),
            ("node", "Node", &[]),
            ("nodes", "Node", &[1]),
            ("sure", "Node", &[]),
            ("lead", "Item", &[]),
            ("crew", "Item", &[1]),
        ],
    ),
    (
        "Item",
        &[
            ("id", "", &[]),
            ("text", "", &[]),
            ("title", "", &[]),
            ("count", "", &[]),
            ("words", "", &[1]),
            ("marks", "", &[1]),
            ("grid", "", &[1, 2]),
            ("rows", "Item", &[1]),
            ("item", "Item", &[]),
            ("near", "Item", &[]),
            ("lead", "Item", &[]),
            ("items", "Item", &[1]),
            ("crew", "Item", &[1]),
            ("all", "Item", &[]),
            ("some", "Item", &[]),
            ("node", "Node", &[]),
        ],
    ),
    (
        "Card",
        &[
            ("id", "", &[]),
            ("text", "", &[]),
            ("title", "", &[]),
            ("count", "", &[]),
            ("item", "Item", &[]),
        ],
    ),
    (
        "Node",
        &[
            ("id", "", &[]),
            ("text", "", &[]),
            ("title", "", &[]),
            ("item", "Item", &[]),
        ],
    ),
];

/// The fields that are non-null, on which `@required` is refused.
const NON_NULL: [&str; 4] = ["id", "near", "all", "sure"];

fn is_non_null(ty: &str, name: &str) -> bool {
    NON_NULL.contains(&name) || ty == "Item" && name == "rows"
}

/// Writes operations, which may be invalid: the directives of merged fields may differ.
pub(crate) struct Generator {
    state: u64,
    /// Whether a directive may exclude the current selection.
    excluded: bool,
    /// The number of the next alias or fragment.
    next: usize,
    fragments: Vec<String>,
    /// The fragments that may be spread, with their types.
    known: Vec<(String, &'static str)>,
    catches: Catches,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            state: seed,
            excluded: false,
            next: 0,
            fragments: Vec::new(),
            known: Vec::new(),
            catches: Catches::default(),
        }
    }

    /// Returns the text of an operation with this name and its fragments.
    pub(crate) fn operation(&mut self, name: &str) -> String {
        self.fragments.clear();
        self.known.clear();
        self.catches = Catches::new(&mut |end| below(&mut self.state, end));
        let set = self.set("Query", 0);
        let default = self.default();
        let mut text = format!("query {name}($v: Boolean!, $w: Boolean!){default} {set}\n");
        self.fragments
            .iter()
            .for_each(|fragment| text.push_str(&format!("\n{fragment}\n")));
        text
    }

    fn below(&mut self, end: usize) -> usize {
        below(&mut self.state, end)
    }

    fn default(&mut self) -> &'static str {
        self.catches.of_definition(&mut |end| below(&mut self.state, end))
    }

    fn set(&mut self, ty: &'static str, depth: usize) -> String {
        let entries = 1 + self.below(4);
        let entries: Vec<String> = (0..entries).map(|_| self.entry(ty, depth)).collect();
        format!("{{ {} }}", entries.join(" "))
    }

    fn excluded_set(&mut self, ty: &'static str, depth: usize) -> String {
        let outer = std::mem::replace(&mut self.excluded, true);
        let set = self.set(ty, depth);
        self.excluded = outer;
        set
    }

    fn entry(&mut self, ty: &'static str, depth: usize) -> String {
        match self.below(10) {
            0 | 1 if depth < 5 => self.spread(ty, depth),
            2 if depth < 5 => {
                let condition = self.condition(ty);
                let set = self.set(condition, depth + 1);
                format!("... on {condition} {set}")
            }
            3 if depth < 5 => {
                let set = self.excluded_set(ty, depth + 1);
                format!("... @include(if: $v) {set}")
            }
            4 if ty == "Node" && !self.excluded => self.twice(depth),
            _ => self.field(ty, depth),
        }
    }

    /// Selects a field of an interface and that of a type, whose definition may state more.
    fn twice(&mut self, depth: usize) -> String {
        let field = self.field("Node", depth);
        let condition = ["Item", "Card"][self.below(2)];
        match (field.contains("@include"), self.below(2)) {
            (true, _) => field,
            (false, 0) => format!("{field} ... on {condition} {{ {field} }}"),
            (false, _) => format!("... on {condition} {{ {field} }} {field}"),
        }
    }

    fn field(&mut self, ty: &'static str, depth: usize) -> String {
        let fields = FIELDS
            .iter()
            .find(|(name, _)| *name == ty)
            .map_or(&[][..], |(_, it)| *it);
        let (name, object, levels) = fields[self.below(fields.len())];
        if !object.is_empty() && depth > 4 {
            return "k: __typename".to_owned();
        }
        let mut text = String::new();
        let conditional = self.below(8) == 0;
        // Whether an object was excluded that another selection selects, too, is only known by its members.
        let has_alias = self.below(3) == 0 || (conditional || self.excluded) && !object.is_empty();
        if has_alias {
            self.next += 1;
            text.push_str(&format!("k{}: ", self.next));
        }
        text.push_str(name);
        if conditional {
            text.push_str(" @include(if: $w)");
        } else if !is_non_null(ty, name) && self.below(2) == 0 {
            text.push_str(match self.below(5) {
                0 => " @required(action: THROW)",
                1 => " @required(action: NONE)",
                _ => " @required",
            });
        }
        if !levels.is_empty() && self.below(2) == 0 {
            text.push_str(" @dropNulls");
            if self.below(3) == 0 {
                text.push_str(&format!("(levels: {})", levels[self.below(levels.len())]));
            }
        }
        let mut nullable = levels.to_vec();
        if !is_non_null(ty, name) {
            nullable.insert(0, 0);
        }
        let random = &mut |end| below(&mut self.state, end);
        text.push_str(&self.catches.of_field(ty, name, has_alias, &nullable, random));
        if !object.is_empty() {
            let set = match conditional {
                true => self.excluded_set(object, depth + 1),
                false => self.set(object, depth + 1),
            };
            text.push_str(&format!(" {set}"));
        }
        text
    }

    /// Spreads a known fragment or a new one. One that may be excluded has a field of its own, which shows its presence.
    fn spread(&mut self, ty: &'static str, depth: usize) -> String {
        let condition = self.condition(ty);
        let known: Vec<String> = self
            .known
            .iter()
            .filter(|(_, on)| *on == condition)
            .map(|(name, _)| name.clone())
            .collect();
        if !self.excluded && !known.is_empty() && self.below(2) == 0 {
            return format!("...{}", known[self.below(known.len())]);
        }
        if self.excluded && condition == "Query" {
            return self.field(ty, depth);
        }
        let set = self.set(condition, depth + 1);
        self.next += 1;
        let name = format!("F{}", self.next);
        let default = self.default();
        if condition != "Query" && (self.excluded || self.below(3) == 0) {
            let fields = set.trim_start_matches('{');
            self.fragments.push(format!(
                "fragment {name} on {condition}{default} {{ own{}: id {fields}",
                self.next
            ));
            return format!("...{name} @skip(if: $w)");
        }
        self.fragments
            .push(format!("fragment {name} on {condition}{default} {set}"));
        self.known.push((name.clone(), condition));
        format!("...{name}")
    }

    /// Returns a type condition that can apply to the type.
    fn condition(&mut self, ty: &'static str) -> &'static str {
        match (ty, self.below(3)) {
            ("Node", 0) => "Item",
            ("Node", 1) => "Card",
            _ => ty,
        }
    }
}

/// SplitMix64. <https://doi.org/10.1145/2714064.2660195>
fn below(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % end.max(1) as u64) as usize
}
