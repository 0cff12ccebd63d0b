//! Random operations that are valid by construction, or wrong in one place and nowhere else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

use gql_codegen::schema::{FieldDef, Schema, TypeId, TypeKind, TypeRef};
use gql_codegen::syntax::ast::OperationType;

use crate::random::Random;

/// A document, and what was done to it.
pub struct Document {
    pub text: String,
    /// The mistake in it; `None` if it is valid.
    pub mistake: Option<&'static str>,
}

/// A valid document; with `wrong`, one that has a mistake in a place that is chosen among all where one could be made.
pub fn document(schema: &Schema, random: &Random, wrong: bool) -> Document {
    let mut first = Generator::new(schema, random.clone(), None);
    let text = first.document();
    if !wrong {
        return Document { text, mistake: None };
    }
    // The same again: the numbers drawn are the same up to the mistake.
    let chosen = first.random.below(first.chances);
    let mut second = Generator::new(schema, random.clone(), Some(chosen));
    let text = second.document();
    Document {
        text,
        mistake: second.made,
    }
}

/// A selection set's or a fragment's needs: variables by name, fragments by place.
#[derive(Default, Clone)]
struct Needs {
    variables: BTreeMap<String, String>,
    fragments: BTreeSet<usize>,
}

struct Fragment {
    name: String,
    ty: TypeId,
    text: String,
    needs: Needs,
    /// Whether the mistake is in it.
    faulty: bool,
}

pub struct Generator<'s> {
    pub schema: &'s Schema,
    pub random: Random,
    /// The mistake to make, counted over all chances; how many chances there have been.
    chosen: Option<usize>,
    chances: usize,
    made: Option<&'static str>,
    needs: Needs,
    fragments: Vec<Fragment>,
    names: usize,
    /// Whether a field name means the same type wherever a composite type has it.
    uniform: HashMap<String, bool>,
}

impl<'s> Generator<'s> {
    fn new(schema: &'s Schema, random: Random, chosen: Option<usize>) -> Self {
        let mut types: HashMap<String, TypeRef> = HashMap::new();
        let mut uniform = HashMap::new();
        for field in schema
            .types
            .iter()
            .filter_map(|ty| ty.composite())
            .flat_map(|it| &it.fields)
        {
            let name = field.name.to_string();
            let same =
                *types.entry(name.clone()).or_insert(field.ty) == field.ty && field.arguments.is_empty();
            *uniform.entry(name).or_insert(true) &= same;
        }
        Self {
            schema,
            random,
            chosen,
            chances: 0,
            made: None,
            needs: Needs::default(),
            fragments: Vec::new(),
            names: 0,
            uniform,
        }
    }

    /// Returns whether to make this mistake here.
    pub fn slip(&mut self, mistake: &'static str) -> bool {
        let now = self.chosen == Some(self.chances);
        self.chances += 1;
        if now {
            self.made = Some(mistake);
        }
        now
    }

    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// A variable of that type, as it is written.
    pub fn variable(&mut self, ty: String) -> String {
        let known = self.needs.variables.iter().find(|(_, known)| **known == ty);
        if let Some((name, _)) = known
            && self.random.chance(50)
        {
            return format!("${name}");
        }
        let name = self.fresh("v");
        self.needs.variables.insert(name.clone(), ty);
        format!("${name}")
    }

    fn document(&mut self) -> String {
        let composites: Vec<TypeId> = self
            .schema
            .types
            .iter()
            .filter(|ty| ty.is_composite() && !ty.name.starts_with("__") && !self.is_root(ty.id))
            .map(|ty| ty.id)
            .collect();
        for _ in 0..self.random.below(4) {
            let ty = *self.random.pick(&composites);
            self.fragment(ty);
        }
        let mut text = String::new();
        let operations = 1 + self.random.below(3);
        let mut used = BTreeSet::new();
        for number in 0..operations {
            let written = self.operation(number, operations == 1, &mut used);
            let _ = writeln!(text, "{written}");
        }
        let mut open: Vec<usize> = used.iter().copied().collect();
        while let Some(fragment) = open.pop() {
            let needs = self.fragments[fragment].needs.fragments.clone();
            open.extend(needs.into_iter().filter(|&it| used.insert(it)));
        }
        // Fragments that nothing uses are left out, and a mistake with them.
        if self
            .fragments
            .iter()
            .enumerate()
            .any(|(place, it)| it.faulty && !used.contains(&place))
        {
            self.made = None;
        }
        for place in used {
            let _ = writeln!(text, "{}", self.fragments[place].text);
            if self.slip("two fragments of one name") {
                let _ = writeln!(text, "{}", self.fragments[place].text);
            }
            if self.slip("a fragment that nothing uses") {
                let ty = &self.schema.ty(self.fragments[place].ty).name;
                let _ = writeln!(text, "fragment Lost on {ty} {{ __typename }}");
            }
        }
        if self.slip("a type among the operations") {
            text.push_str("type Stray { field: String }\n");
        }
        if self.slip("a fragment that spreads itself") {
            let _ = writeln!(
                text,
                "query Ring {{ ...Ring }} fragment Ring on Query {{ __typename ...Ring }}"
            );
        }
        text
    }

    fn is_root(&self, ty: TypeId) -> bool {
        self.schema.roots.contains(&Some(ty))
    }

    fn fragment(&mut self, ty: TypeId) {
        self.needs = Needs::default();
        let before = self.made;
        let name = self.fresh("F");
        let set = self.selections(ty, 1);
        let directives = self.directives("FRAGMENT_DEFINITION");
        let on = match self.slip("a fragment on an unknown type") {
            true => "Nowhere".to_owned(),
            false => self.schema.ty(ty).name.to_string(),
        };
        let text = format!("fragment {name} on {on}{directives} {set}");
        let needs = std::mem::take(&mut self.needs);
        let faulty = self.made != before;
        self.fragments.push(Fragment {
            name,
            ty,
            text,
            needs,
            faulty,
        });
    }

    fn operation(&mut self, number: usize, alone: bool, used: &mut BTreeSet<usize>) -> String {
        self.needs = Needs::default();
        let kinds = [
            OperationType::Query,
            OperationType::Query,
            OperationType::Mutation,
            OperationType::Subscription,
        ];
        let kind = *self.random.pick(&kinds);
        let (kind, root) = match self.schema.root(kind) {
            Some(root) => (kind, root),
            None => (
                OperationType::Query,
                self.schema.root(OperationType::Query).expect("a query root"),
            ),
        };
        let set = match kind {
            OperationType::Subscription => self.subscribed(root),
            _ => self.selections(root, 0),
        };
        let directives = match kind {
            OperationType::Query => self.directives("QUERY"),
            OperationType::Mutation => self.directives("MUTATION"),
            OperationType::Subscription => self.directives("SUBSCRIPTION"),
        };
        let mut needs = std::mem::take(&mut self.needs);
        let mut open: Vec<usize> = needs.fragments.iter().copied().collect();
        let mut seen = needs.fragments.clone();
        while let Some(fragment) = open.pop() {
            let of = self.fragments[fragment].needs.clone();
            needs.variables.extend(of.variables);
            open.extend(of.fragments.into_iter().filter(|&it| seen.insert(it)));
        }
        used.extend(seen);
        let plain = alone && needs.variables.is_empty() && directives.is_empty();
        if plain && kind == OperationType::Query && self.random.chance(30) {
            return set;
        }
        let variables = self.variable_definitions(&needs.variables);
        let name = match alone && self.random.chance(20) {
            true => String::new(),
            false if number > 0 && self.slip("two operations of one name") => "Q0".to_owned(),
            false if !alone && self.slip("one operation of several without a name") => String::new(),
            false => format!("Q{number}"),
        };
        let description = if self.random.chance(1) {
            "\"What it asks.\"\n"
        } else {
            ""
        };
        format!(
            "{description}{} {name}{variables}{directives} {set}",
            kind.as_str()
        )
    }

    fn variable_definitions(&mut self, variables: &BTreeMap<String, String>) -> String {
        let mut list = Vec::new();
        for (name, ty) in variables {
            if self.slip("a variable that is not defined") {
                continue;
            }
            let ty = match self.slip("a variable of an unknown type") {
                true => "Nowhere",
                false => ty,
            };
            let directives = match self.random.chance(5) {
                true => self.directives("VARIABLE_DEFINITION"),
                false => String::new(),
            };
            list.push(format!("${name}: {ty}{directives}"));
            if self.slip("two variables of one name") {
                list.push(format!("${name}: {ty}"));
            }
        }
        if self.slip("a variable that is never used") {
            list.push("$unused: Int".to_owned());
        }
        if self.slip("a variable of an output type") {
            list.push("$output: Query".to_owned());
        }
        match list.is_empty() {
            true => String::new(),
            false => format!("({})", list.join(", ")),
        }
    }

    /// One root field, as subscriptions must have it. <https://spec.graphql.org/September2025/#sec-Single-Root-Field>
    fn subscribed(&mut self, root: TypeId) -> String {
        let fields = &self.schema.ty(root).composite().expect("an object").fields;
        let field = self.random.pick(fields);
        // `@skip` and `@include` must not stand here.
        let text = self.field(field, 0, false);
        if self.slip("a subscription to two fields") {
            return format!("{{ {text} again: __typename }}");
        }
        match self.random.below(4) {
            0 => format!("{{ ... {{ {text} }} }}"),
            1 => format!("{{ {text} {text} }}"),
            _ => format!("{{ {text} }}"),
        }
    }

    fn selections(&mut self, ty: TypeId, depth: usize) -> String {
        let count = 1 + self.random.below(if depth > 2 { 2 } else { 4 });
        let list: Vec<String> = (0..count).map(|_| self.selection(ty, depth)).collect();
        let gap = if self.random.chance(20) { "\n    " } else { " " };
        format!("{{ {} }}", list.join(gap))
    }

    fn selection(&mut self, ty: TypeId, depth: usize) -> String {
        if self.slip("an unknown field") {
            return "nosuchfield".to_owned();
        }
        if self.slip("an unknown fragment") {
            return "...Nowhere".to_owned();
        }
        if self.slip("two meanings of one response key") {
            return format!("same: __typename same: {}", self.other_leaf(ty));
        }
        match self.random.below(100) {
            0..15 => self.spread(ty).unwrap_or_else(|| "__typename".to_owned()),
            15..30 => self.inline(ty, depth),
            30..36 => "__typename".to_owned(),
            36..38 if self.schema.root(OperationType::Query) == Some(ty) => self.introspection(),
            _ => {
                let fields = self.schema.ty(ty).composite().map_or(&[][..], |it| &it.fields);
                match fields.is_empty() || depth > 4 {
                    true => "__typename".to_owned(),
                    false => {
                        let field = self.random.pick(fields);
                        self.field(field, depth, true)
                    }
                }
            }
        }
    }

    /// Something that is not `__typename` and may stand in the type, or what is a mistake of another kind.
    fn other_leaf(&mut self, ty: TypeId) -> String {
        let fields = self.schema.ty(ty).composite().map_or(&[][..], |it| &it.fields);
        let leaf = fields.iter().find(|field| {
            self.schema.ty(field.ty.named).is_leaf() && !field.arguments.iter().any(|it| it.is_required())
        });
        leaf.map_or("nosuchfield".to_owned(), |field| field.name.to_string())
    }

    fn introspection(&mut self) -> String {
        let fields = [
            "name",
            "kind",
            "description",
            "specifiedByURL",
            "isOneOf",
            "ofType { name }",
            "fields(includeDeprecated: true) { name isDeprecated }",
        ];
        let of_type = *self.random.pick(&fields);
        match self.random.chance(50) {
            true => format!("__schema {{ types {{ {of_type} }} }}"),
            false => format!("{}: __type(name: \"T\") {{ {of_type} }}", self.fresh("t")),
        }
    }

    fn spread(&mut self, ty: TypeId) -> Option<String> {
        if self.fragments.is_empty() {
            return None;
        }
        let place = self.random.below(self.fragments.len());
        let overlap = self.overlap(ty, self.fragments[place].ty);
        if !overlap && !self.slip("a fragment that can never apply") {
            return None;
        }
        self.needs.fragments.insert(place);
        let directives = self.directives("FRAGMENT_SPREAD");
        Some(format!("...{}{directives}", self.fragments[place].name))
    }

    fn overlap(&self, one: TypeId, other: TypeId) -> bool {
        let possible = self.schema.possible_types(other);
        self.schema
            .possible_types(one)
            .iter()
            .any(|it| possible.contains(it))
    }

    fn inline(&mut self, ty: TypeId, depth: usize) -> String {
        if self.random.chance(20) {
            let directives = self.directives("INLINE_FRAGMENT");
            return format!("...{directives} {}", self.selections(ty, depth + 1));
        }
        let near: Vec<TypeId> = self
            .schema
            .types
            .iter()
            .filter(|other| other.is_composite() && self.overlap(ty, other.id))
            .map(|other| other.id)
            .collect();
        if near.is_empty() {
            return "__typename".to_owned();
        }
        if self.slip("a fragment on a leaf") {
            return "... on String { __typename }".to_owned();
        }
        if self.slip("an inline fragment on an unknown type") {
            return "... on Nowhere { __typename }".to_owned();
        }
        let condition = *self.random.pick(&near);
        let directives = self.directives("INLINE_FRAGMENT");
        let set = self.selections(condition, depth + 1);
        format!("... on {}{directives} {set}", self.schema.ty(condition).name)
    }

    fn field(&mut self, field: &'s FieldDef, depth: usize, conditional: bool) -> String {
        let uniform = self.uniform.get(&*field.name).copied().unwrap_or_default();
        let alias = match uniform && !self.random.chance(15) {
            true => String::new(),
            false => format!("{}: ", self.fresh("a")),
        };
        let arguments = self.arguments(&field.arguments);
        let directives = match conditional {
            true => self.directives("FIELD"),
            false => String::new(),
        };
        let inner = field.ty.named;
        let set = match self.schema.ty(inner).is_composite() {
            true if self.slip("an object without selections") => String::new(),
            true if depth > 4 => " { __typename }".to_owned(),
            true => format!(" {}", self.selections(inner, depth + 1)),
            false if self.slip("a leaf with selections") => " { __typename }".to_owned(),
            false => String::new(),
        };
        format!("{alias}{}{arguments}{directives}{set}", field.name)
    }

    fn directives(&mut self, location: &str) -> String {
        if self.slip("an unknown directive") {
            return " @nowhere".to_owned();
        }
        if self.slip("a directive in the wrong place") {
            return " @specifiedBy(url: \"here\")".to_owned();
        }
        if !self.random.chance(10) {
            return String::new();
        }
        // Where variables are declared none can be used, and @deprecated is not for operations.
        let constant = location == "VARIABLE_DEFINITION";
        let schema = self.schema;
        let allowed: Vec<_> = schema
            .directives
            .iter()
            .filter(|it| it.locations.iter().any(|at| **at == *location))
            .collect();
        let Some(directive) = (!allowed.is_empty()).then(|| *self.random.pick(&allowed)) else {
            return String::new();
        };
        let arguments = match constant {
            true if directive.arguments.iter().any(|it| it.is_required()) => "(name: \"n\")".to_owned(),
            true => String::new(),
            false => self.arguments(&directive.arguments),
        };
        let text = format!(" @{}{arguments}", directive.name);
        match !directive.repeatable && self.slip("a directive twice") {
            true => text.repeat(2),
            false => text,
        }
    }
}

/// Returns whether an input type has exactly one field that is given. <https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects>
pub fn is_one_of(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::InputObject { one_of: true, .. })
}
