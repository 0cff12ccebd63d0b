//! Types and signatures as rustdoc's JSON has them, written like Rust.

use serde_json::Value;

/// The last segment of a path, with its generic arguments.
fn path(path: &Value) -> String {
    let name = path["path"]
        .as_str()
        .or_else(|| path["name"].as_str())
        .unwrap_or_default();
    let name = name.rsplit("::").next().unwrap_or_default();
    format!("{name}{}", arguments(&path["args"]))
}

fn arguments(args: &Value) -> String {
    if let Some(fun) = args.get("parenthesized") {
        return format!("({}){}", list(&fun["inputs"], ty), output(&fun["output"]));
    }
    let Some(args) = args.get("angle_bracketed") else {
        return String::new();
    };
    let mut parts: Vec<String> = array(&args["args"]).map(argument).collect();
    parts.extend(array(&args["constraints"]).map(|constraint| {
        let name = constraint["name"].as_str().unwrap_or_default();
        let binding = &constraint["binding"];
        match binding.get("equality") {
            Some(term) => format!("{name} = {}", ty(&term["type"])),
            None => format!("{name}: {}", bounds(&binding["constraint"])),
        }
    }));
    match parts.is_empty() {
        true => String::new(),
        false => format!("<{}>", parts.join(", ")),
    }
}

fn argument(arg: &Value) -> String {
    match (arg.get("type"), arg.get("lifetime").and_then(Value::as_str)) {
        (Some(of), _) => ty(of),
        (None, Some(lifetime)) => lifetime.to_owned(),
        (None, None) => "_".to_owned(),
    }
}

fn output(of: &Value) -> String {
    match of.is_null() {
        true => String::new(),
        false => format!(" -> {}", ty(of)),
    }
}

/// A type.
pub(crate) fn ty(of: &Value) -> String {
    let Some((kind, inner)) = of.as_object().and_then(|of| of.iter().next()) else {
        return of
            .as_str()
            .map_or_else(|| "()".to_owned(), |name| format!("<{name}>"));
    };
    match kind.as_str() {
        "resolved_path" => path(inner),
        "generic" | "primitive" => inner.as_str().unwrap_or_default().to_owned(),
        "tuple" => format!("({})", list(inner, ty)),
        "slice" => format!("[{}]", ty(inner)),
        "array" => format!(
            "[{}; {}]",
            ty(&inner["type"]),
            inner["len"].as_str().unwrap_or_default()
        ),
        "borrowed_ref" => {
            let lifetime = inner["lifetime"]
                .as_str()
                .map_or_else(String::new, |name| format!("{name} "));
            let mutable = if inner["is_mutable"] == true { "mut " } else { "" };
            format!("&{lifetime}{mutable}{}", ty(&inner["type"]))
        }
        "impl_trait" => format!("impl {}", bounds(inner)),
        "dyn_trait" => {
            let traits = array(&inner["traits"]).map(|bound| path(&bound["trait"]));
            format!("dyn {}", traits.collect::<Vec<_>>().join(" + "))
        }
        "qualified_path" => format!(
            "{}::{}",
            ty(&inner["self_type"]),
            inner["name"].as_str().unwrap_or_default()
        ),
        "function_pointer" => format!("fn{}", signature(&inner["sig"])),
        other => other.to_owned(),
    }
}

/// The bounds of a type or a trait.
pub(crate) fn bounds(of: &Value) -> String {
    let written = array(of).map(|bound| match bound.get("trait_bound") {
        Some(bound) => {
            let modifier = if bound["modifier"] == "maybe" { "?" } else { "" };
            format!("{modifier}{}", path(&bound["trait"]))
        }
        None => bound["outlives"].as_str().unwrap_or("use<…>").to_owned(),
    });
    written.collect::<Vec<_>>().join(" + ")
}

/// The parameters and the output of a function.
pub(crate) fn signature(sig: &Value) -> String {
    let inputs = array(&sig["inputs"]).map(|input| match (input[0].as_str(), ty(&input[1]).as_str()) {
        (Some("self"), "Self") => "self".to_owned(),
        (Some("self"), "&Self") => "&self".to_owned(),
        (Some("self"), "&mut Self") => "&mut self".to_owned(),
        (Some("self"), other) => format!("self: {other}"),
        (_, other) => other.to_owned(),
    });
    format!(
        "({}){}",
        inputs.collect::<Vec<_>>().join(", "),
        output(&sig["output"])
    )
}

/// The generic parameters with their bounds. The parameters that `impl Trait` stands for are left out.
pub(crate) fn generics(of: &Value) -> String {
    let params = array(&of["params"]).filter_map(|param| {
        let name = param["name"].as_str()?;
        match param["kind"].get("type") {
            Some(of) if of["is_synthetic"] == true => None,
            Some(of) if array(&of["bounds"]).next().is_some() => {
                Some(format!("{name}: {}", bounds(&of["bounds"])))
            }
            _ => Some(name.to_owned()),
        }
    });
    let params: Vec<_> = params.collect();
    match params.is_empty() {
        true => String::new(),
        false => format!("<{}>", params.join(", ")),
    }
}

/// The `where` clause.
pub(crate) fn clauses(of: &Value) -> String {
    let clauses = array(&of["where_predicates"]).filter_map(|clause| {
        let clause = clause.get("bound_predicate")?;
        Some(format!("{}: {}", ty(&clause["type"]), bounds(&clause["bounds"])))
    });
    let clauses: Vec<_> = clauses.collect();
    match clauses.is_empty() {
        true => String::new(),
        false => format!(" where {}", clauses.join(", ")),
    }
}

pub(crate) fn array(of: &Value) -> impl Iterator<Item = &Value> {
    of.as_array().into_iter().flatten()
}

fn list(of: &Value, written: fn(&Value) -> String) -> String {
    array(of).map(written).collect::<Vec<_>>().join(", ")
}
