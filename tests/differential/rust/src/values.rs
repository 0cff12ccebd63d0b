//! Random arguments and values, as their types ask or wrong in one place.

use gql_codegen::schema::{InputValue, TypeKind, TypeRef};

use crate::generator::{Generator, is_one_of};

impl Generator<'_> {
    /// `(name: value, …)`, or nothing.
    pub fn arguments(&mut self, defined: &[InputValue]) -> String {
        let mut list = Vec::new();
        for argument in defined {
            if argument.is_required() && self.slip("a required argument left out") {
                continue;
            }
            if argument.is_required() || self.random.chance(40) {
                let value = self.value(argument.ty, argument.default.is_some(), false, 0);
                list.push(format!("{}: {value}", argument.name));
                if self.slip("an argument twice") {
                    list.push(format!("{}: {value}", argument.name));
                }
            }
        }
        if self.slip("an unknown argument") {
            list.push("nosuchargument: 1".to_owned());
        }
        match list.is_empty() {
            true => String::new(),
            false => format!("({})", list.join(", ")),
        }
    }

    /// A value for a place of that type. `single` says that it is the field of a `@oneOf` input object.
    fn value(&mut self, ty: TypeRef, has_default: bool, single: bool, depth: usize) -> String {
        let written = self.schema.display(ty);
        if self.random.chance(25) {
            return self.variable_for(ty, &written, has_default, single);
        }
        if let Some(wrong) = self.wrong(ty) {
            return wrong;
        }
        if !ty.is_non_null() && !single && self.random.chance(10) {
            return "null".to_owned();
        }
        if let Some(item) = ty.nullable().item() {
            // One item stands for a list of one. <https://spec.graphql.org/September2025/#sec-List.Input-Coercion>
            if self.random.chance(20) {
                let item = item.non_null().unwrap_or(item);
                return self.literal(item, depth);
            }
            let items: Vec<String> = (0..self.random.below(3))
                .map(|_| self.value(item, false, false, depth + 1))
                .collect();
            return format!("[{}]", items.join(", "));
        }
        self.literal(ty, depth)
    }

    /// A variable that may stand here. <https://spec.graphql.org/September2025/#IsVariableUsageAllowed()>
    fn variable_for(&mut self, ty: TypeRef, written: &str, has_default: bool, single: bool) -> String {
        if self.slip("a variable of another type") {
            return self.variable("[[[Boolean]]]".to_owned());
        }
        let bare = written.trim_end_matches('!');
        let default = self.constant(ty.nullable(), 0);
        if (ty.is_non_null() && !has_default || single) && self.slip("a variable that may be null") {
            return self.variable(bare.to_owned());
        }
        if ty.is_non_null() && !has_default && !single && self.slip("a variable whose default is null") {
            return self.variable(format!("{bare} = null"));
        }
        let custom = matches!(self.schema.ty(ty.named).kind, TypeKind::Scalar { .. })
            && !["Int", "Float", "String", "Boolean", "ID"].contains(&&*self.schema.ty(ty.named).name);
        if !single && !custom && self.slip("a default of another type") {
            return self.variable(format!("{bare} = [[[[[{{ no: 1 }}]]]]]"));
        }
        let strict = ty.is_non_null() || single;
        match self.random.below(4) {
            0 => self.variable(format!("{bare}!")),
            1 if !single => self.variable(format!("{bare} = {default}")),
            _ if strict && !has_default => self.variable(format!("{bare}!")),
            _ if single => self.variable(format!("{bare}!")),
            _ => self.variable(bare.to_owned()),
        }
    }

    /// A value that does not fit.
    fn wrong(&mut self, ty: TypeRef) -> Option<String> {
        if ty.is_non_null() && self.slip("null where none may be") {
            return Some("null".to_owned());
        }
        let schema = self.schema;
        let mistakes: &[(&'static str, &str)] = match &schema.ty(ty.named).kind {
            TypeKind::Enum { .. } => &[
                ("an unknown enum value", "NO_SUCH_VALUE"),
                ("an enum value in quotes", "\"RED\""),
            ],
            TypeKind::InputObject { .. } => &[
                ("an unknown input field", "{ nosuchfield: 1 }"),
                ("a number for an object", "7"),
            ],
            TypeKind::Scalar { .. } => match &*schema.ty(ty.named).name {
                "Int" => &[
                    ("text for an Int", "\"7\""),
                    ("an Int beyond 32 bits", "99999999999"),
                    ("an Int beyond 64 bits", "99999999999999999999"),
                    ("a fraction for an Int", "1.5"),
                ],
                "Float" => &[("text for a Float", "\"1.5\"")],
                "String" => &[("a number for a String", "7"), ("a name for a String", "plain")],
                "Boolean" => &[
                    ("a number for a Boolean", "1"),
                    ("text for a Boolean", "\"true\""),
                ],
                "ID" => &[("a fraction for an ID", "1.5"), ("a truth for an ID", "true")],
                _ => &[],
            },
            _ => &[],
        };
        let (_, text) = mistakes.iter().find(|(name, _)| self.slip(name))?;
        Some((*text).to_owned())
    }

    /// A literal of the innermost type or of an input object.
    fn literal(&mut self, ty: TypeRef, depth: usize) -> String {
        if let Some(item) = ty.nullable().item() {
            return self.literal(item, depth);
        }
        let schema = self.schema;
        match &schema.ty(ty.named).kind {
            TypeKind::InputObject { fields, .. } if is_one_of(&schema.ty(ty.named).kind) => {
                let field = self.random.pick(fields);
                let value = self.value(field.ty, false, true, depth + 1);
                let second = match fields.len() > 1 && self.slip("two fields of a @oneOf") {
                    true => fields.iter().find(|it| it.name != field.name),
                    false => None,
                };
                let null = self.slip("null in a @oneOf");
                let value = if null { "null".to_owned() } else { value };
                let second = second.map_or(String::new(), |it| {
                    format!(", {}: {}", it.name, self.constant(it.ty, 0))
                });
                format!("{{ {}: {value}{second} }}", field.name)
            }
            TypeKind::InputObject { fields, .. } => {
                let mut list = Vec::new();
                for field in fields {
                    if field.is_required() && self.slip("a required input field left out") {
                        continue;
                    }
                    if field.is_required() || depth < 3 && self.random.chance(30) {
                        let value = self.value(field.ty, field.default.is_some(), false, depth + 1);
                        list.push(format!("{}: {value}", field.name));
                        if self.slip("an input field twice") {
                            list.push(format!("{}: {value}", field.name));
                        }
                    }
                }
                format!("{{ {} }}", list.join(", "))
            }
            _ => self.constant(ty, depth),
        }
    }

    /// A value without variables.
    fn constant(&mut self, ty: TypeRef, depth: usize) -> String {
        if let Some(item) = ty.nullable().item() {
            return match self.random.below(3) {
                0 => "[]".to_owned(),
                _ => format!("[{}]", self.constant(item, depth + 1)),
            };
        }
        let schema = self.schema;
        let known: &[&str] = match &schema.ty(ty.named).kind {
            TypeKind::Enum { values } => return self.random.pick(values).name.to_string(),
            TypeKind::InputObject { fields, one_of } => {
                let needed = fields.iter().filter(|it| it.is_required());
                let given: Vec<_> = if *one_of {
                    fields.iter().take(1).collect()
                } else {
                    needed.collect()
                };
                let list: Vec<String> = given
                    .iter()
                    .map(|it| format!("{}: {}", it.name, self.constant(it.ty, depth + 1)))
                    .collect();
                return format!("{{ {} }}", list.join(", "));
            }
            _ => match &*schema.ty(ty.named).name {
                "Int" => &["0", "-1", "7", "2147483647", "-2147483648"],
                "Float" => &["1", "1.5", "-2.5e10", "1E-3", "0"],
                "String" => &[
                    r#""""#,
                    r#""text""#,
                    r#""é \u00e9 \n \" 😀""#,
                    "\"\"\"\n  block\n    \"more\"\n  \"\"\"",
                    r#""\u{1F600}""#,
                ],
                "Boolean" => &["true", "false"],
                "ID" => &[r#""id""#, "7", "-1"],
                _ => &[
                    "1",
                    "\"text\"",
                    "{ a: [1, { b: null }] }",
                    "[x, \"y\", 1.5]",
                    "true",
                    "NAME",
                    "99999999999999999999",
                ],
            },
        };
        (*self.random.pick(known)).to_owned()
    }
}
