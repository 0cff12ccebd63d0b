//! The places of error paths in the text of the data.

use std::collections::HashMap;
use std::ops::Range;

use gql_protocol::PathSegment;
use gql_protocol::json::{Scanner, Token};

use crate::graphql_error::GraphQLError;

/// Identifies a value on the path of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node(usize);

/// The data itself.
const ROOT: Node = Node(0);

/// The values on the paths of errors.
#[derive(Debug)]
pub(super) struct Places<'e> {
    places: Vec<Place>,
    children: HashMap<(Node, Step<'e>), Node>,
}

/// A step of a path, without a copy of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step<'e> {
    Key(&'e str),
    Index(usize),
}

impl<'e> Step<'e> {
    fn of(segment: &'e PathSegment) -> Self {
        match segment {
            PathSegment::Key(key) => Self::Key(key),
            PathSegment::Index(index) => Self::Index(*index),
        }
    }
}

/// The place of a value in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The object or list around it does not contain it.
    Missing,
    Null(Range<usize>),
    Value {
        text: Range<usize>,
        /// Whether it is an object, which has members or not.
        object: Option<bool>,
    },
}

impl<'e> Places<'e> {
    /// Finds the values on the paths of these errors in the text of the data.
    pub(super) fn find(errors: &'e [GraphQLError], text: &str) -> Self {
        let mut places = Self {
            places: vec![Place::Missing],
            children: HashMap::new(),
        };
        for error in errors {
            let mut at = ROOT;
            for segment in &error.path {
                at = places.child_or_new(at, Step::of(segment));
            }
        }
        // Text that is not JSON is reported when it is decoded.
        let _ = places.scan(text);
        places
    }

    /// Returns the values on a path, from the outside in, each with its place.
    pub(super) fn along<'p>(&'p self, path: &'p [PathSegment]) -> impl Iterator<Item = (Node, &'p Place)> {
        path.iter().scan(ROOT, |at, segment| {
            *at = self.child(*at, Step::of(segment))?;
            Some((*at, self.place(*at)))
        })
    }

    pub(super) fn place(&self, Node(node): Node) -> &Place {
        self.places.get(node).unwrap_or(&Place::Missing)
    }

    /// Returns the place of the data.
    pub(super) fn root(&self) -> (Node, &Place) {
        (ROOT, self.place(ROOT))
    }

    fn child(&self, parent: Node, step: Step<'_>) -> Option<Node> {
        self.children.get(&(parent, step)).copied()
    }

    fn child_or_new(&mut self, parent: Node, step: Step<'e>) -> Node {
        let places = &mut self.places;
        *self.children.entry((parent, step)).or_insert_with(|| {
            places.push(Place::Missing);
            Node(places.len() - 1)
        })
    }

    fn set(&mut self, node: Option<Node>, place: Place) {
        if let Some(known) = node.and_then(|Node(node)| self.places.get_mut(node)) {
            *known = place;
        }
    }

    /// Reads the structure of the text once. Returns `None` if it is not JSON.
    fn scan(&mut self, text: &str) -> Option<()> {
        let mut scanner = Scanner::default();
        let mut open: Vec<Open> = Vec::new();
        let bytes = text.as_bytes();
        while let Some(token) = scanner.next(bytes).ok()? {
            let inside = open.last_mut();
            match (token, inside) {
                (Token::Open(place), inside) => {
                    let node = inside.map_or(Some(ROOT), |inside| {
                        inside.is_container = true;
                        inside.child
                    });
                    let is_object = bytes.get(place) == Some(&b'{');
                    let first = node
                        .filter(|_| !is_object)
                        .and_then(|node| self.child(node, Step::Index(0)));
                    open.push(Open::new(node, place, is_object, first));
                }
                (Token::String(key), Some(inside)) if inside.needs_key => {
                    inside.needs_key = false;
                    inside.has_members = true;
                    inside.child = inside
                        .node
                        .and_then(|node| self.child(node, Step::Key(text.get(key)?)));
                    // The last of several members with one key counts.
                    self.set(inside.child, Place::Missing);
                }
                (Token::String(_), _) => {}
                (Token::Colon(place), Some(inside)) => inside.value = place + 1,
                (Token::Comma(place), Some(inside)) => {
                    self.scalar(inside, text, place);
                    inside.next(place);
                    if !inside.is_object {
                        inside.child = inside
                            .node
                            .and_then(|node| self.child(node, Step::Index(inside.index)));
                    }
                }
                (Token::Close(place), Some(_)) => {
                    let closed = open.pop()?;
                    self.scalar(&closed, text, place);
                    let value = Place::Value {
                        text: closed.begin..place + 1,
                        object: closed.is_object.then_some(closed.has_members),
                    };
                    self.set(closed.node, value);
                }
                (Token::Colon(_) | Token::Comma(_) | Token::Close(_), None) => return None,
            }
        }
        Some(())
    }

    /// Notes the value that ends before `end`, unless it is an object or a list.
    fn scalar(&mut self, inside: &Open, text: &str, end: usize) {
        let range = inside.value..end;
        let Some(value) = text.get(range.clone()).filter(|_| !inside.is_container) else {
            return;
        };
        let start = range.end - value.trim_start().len();
        let text = start..start + value.trim().len();
        match value.trim() {
            "" => {}
            "null" => self.set(inside.child, Place::Null(text)),
            _ => self.set(inside.child, Place::Value { text, object: None }),
        }
    }
}

/// An object or a list that is being read.
struct Open {
    node: Option<Node>,
    begin: usize,
    is_object: bool,
    has_members: bool,
    needs_key: bool,
    index: usize,
    /// The current value, if it is on the path of an error.
    child: Option<Node>,
    /// The start of the current value, and the whitespace before it.
    value: usize,
    /// Whether the current value is an object or a list.
    is_container: bool,
}

impl Open {
    fn new(node: Option<Node>, begin: usize, is_object: bool, child: Option<Node>) -> Self {
        Self {
            node,
            begin,
            is_object,
            has_members: false,
            needs_key: is_object,
            index: 0,
            child,
            value: begin + 1,
            is_container: false,
        }
    }

    /// Moves to the next member or item.
    fn next(&mut self, comma: usize) {
        self.index += 1;
        self.needs_key = self.is_object;
        self.child = None;
        self.value = comma + 1;
        self.is_container = false;
    }
}
