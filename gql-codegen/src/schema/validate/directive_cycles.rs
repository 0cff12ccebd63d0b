//! Checks that no directive refers to itself, through directives on it or on its arguments, or through the types of these.
//! <https://spec.graphql.org/draft/#sec-Type-System.Directives.Type-Validation>

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Rules, TYPE_SYSTEM};
use crate::source::Span;
use crate::syntax::ast::{
    Definition, Directive, DirectiveDefinition, InputValueDefinition, TypeDefinition, TypeDefinitionKind,
};

/// The maximum number of references followed. Larger schemas are checked in part.
const MAX_STEPS: usize = 1_000_000;
/// The maximum number of names and locations reported for a cycle.
const MAX_CYCLE_LENGTH: usize = 20;

/// A definition that refers to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum DefinitionNode<'a> {
    Directive(&'a str),
    Type(&'a str),
}

/// A reference to a definition, and its location.
type Reference<'a> = (DefinitionNode<'a>, Span);

/// The definition of each directive, followed by its extensions.
type Directives<'r, 'a> = HashMap<&'a str, Vec<&'r DirectiveDefinition<'a>>>;

pub(super) fn check(rules: &mut Rules<'_, '_>) {
    let mut directives: Directives<'_, '_> = HashMap::new();
    let mut extensions = Vec::new();
    let mut in_order = Vec::new();
    for (definition, _) in rules.definitions() {
        let Definition::Directive(node) = definition else {
            continue;
        };
        if node.extend {
            extensions.push(node);
        } else if !directives.contains_key(node.name.text) {
            directives.insert(node.name.text, vec![node]);
            in_order.push(node.name.text);
        }
    }
    for node in extensions {
        if let Some(nodes) = directives.get_mut(node.name.text) {
            nodes.push(node);
        }
    }
    let mut steps = 0;
    for name in in_order {
        let Some(cycle) = search(rules, &directives, DefinitionNode::Directive(name), &mut steps) else {
            continue;
        };
        let via: Vec<String> = cycle
            .iter()
            .take(cycle.len() - 1)
            .take(MAX_CYCLE_LENGTH)
            .map(|(node, _)| match node {
                DefinitionNode::Directive(name) => format!("\"@{name}\""),
                DefinitionNode::Type(name) => format!("\"{name}\""),
            })
            .collect();
        let way = match via.is_empty() {
            true => String::new(),
            false => format!(" via {}", via.join(", ")),
        };
        let message = format!("Cannot reference directive \"@{name}\" within itself{way}.");
        let places = cycle.into_iter().take(MAX_CYCLE_LENGTH).map(|(_, span)| span);
        rules.warn(&TYPE_SYSTEM, message, places);
    }
}

/// Finds the shortest non-empty path from `start` to itself, breadth first.
fn search<'a>(
    rules: &Rules<'_, 'a>,
    directives: &Directives<'_, 'a>,
    start: DefinitionNode<'a>,
    steps: &mut usize,
) -> Option<Vec<Reference<'a>>> {
    let mut came_from: HashMap<DefinitionNode<'_>, (DefinitionNode<'_>, Span)> = HashMap::new();
    let mut seen = HashSet::from([start]);
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        let references = match node {
            DefinitionNode::Directive(name) => directives
                .get(name)
                .map(|nodes| nodes.iter().flat_map(|it| of_directive(it)).collect::<Vec<_>>()),
            DefinitionNode::Type(name) => rules
                .nodes
                .get(name)
                .map(|nodes| nodes.iter().flat_map(|it| of_type(it)).collect()),
        };
        for (target, span) in references.unwrap_or_default() {
            *steps += 1;
            if *steps > MAX_STEPS {
                return None;
            }
            if target == start {
                let mut cycle = vec![(target, span)];
                let mut at = node;
                while let Some(&(before, span)) = came_from.get(&at) {
                    cycle.push((at, span));
                    at = before;
                }
                cycle.reverse();
                return Some(cycle);
            }
            if seen.insert(target) {
                came_from.insert(target, (node, span));
                open.push_back(target);
            }
        }
    }
    None
}

/// Returns the references of a directive: those of its arguments, and the directives on it.
fn of_directive<'a>(node: &DirectiveDefinition<'a>) -> Vec<Reference<'a>> {
    let mut references = of_inputs(&node.arguments);
    references.extend(uses(&node.directives));
    references
}

/// Returns the references of arguments and input fields: the directives on them, and their types.
fn of_inputs<'a>(inputs: &[InputValueDefinition<'a>]) -> Vec<Reference<'a>> {
    let of_input = |input: &InputValueDefinition<'a>| {
        let mut references = uses(&input.directives);
        references.push((DefinitionNode::Type(input.ty.name().text), input.ty.span()));
        references
    };
    inputs.iter().flat_map(of_input).collect()
}

/// Returns the references of an input type. Another rule reports other types.
fn of_type<'a>(node: &TypeDefinition<'a>) -> Vec<Reference<'a>> {
    let mut references = uses(&node.directives);
    match &node.kind {
        TypeDefinitionKind::InputObject { fields } => references.extend(of_inputs(fields)),
        TypeDefinitionKind::Enum { values } => {
            references.extend(values.iter().flat_map(|value| uses(&value.directives)));
        }
        TypeDefinitionKind::Scalar => {}
        TypeDefinitionKind::Object { .. }
        | TypeDefinitionKind::Interface { .. }
        | TypeDefinitionKind::Union { .. } => return Vec::new(),
    }
    references
}

fn uses<'a>(directives: &[Directive<'a>]) -> Vec<Reference<'a>> {
    let uses = directives.iter();
    uses.map(|it| {
        (
            DefinitionNode::Directive(it.name.text),
            it.span.through(it.name.span),
        )
    })
    .collect()
}
