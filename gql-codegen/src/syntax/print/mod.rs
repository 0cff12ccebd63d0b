//! Prints syntax trees, either in the form of graphql-js, with an indentation of two spaces and arguments on one line if they
//! fit, or in the shortest form.
//!
//! Parsing a printed document gives the same tree.

mod string;
mod type_system;
mod value;

pub(crate) use string::quoted;

use super::ast::{
    Definition, Directive, Document, Field, FragmentDefinition, InlineFragment, OperationDefinition,
    OperationType, Selection, SelectionSet, StringValue, VariableDefinition,
};

/// Prints a document without a final line feed.
pub fn print(document: &Document<'_>) -> String {
    let mut printer = Printer::default();
    for (index, definition) in document.definitions.iter().enumerate() {
        if index > 0 {
            printer.write("\n\n");
        }
        printer.definition(definition);
    }
    printer.text
}

/// The differences between a document as written and as sent.
#[derive(Clone, Copy)]
pub(crate) struct WireForm<'s> {
    /// Returns whether a selection set starts with `__typename`, which replaces plain selections of it.
    pub(crate) type_name_first: &'s dyn Fn(&SelectionSet<'_>) -> bool,
    /// Returns whether a directive is sent. Others only concern the client.
    pub(crate) is_sent: &'s dyn Fn(&Directive<'_>) -> bool,
}

/// Prints an operation and fragments on one line, without descriptions and optional white space.
/// <https://spec.graphql.org/September2025/#sec-Language.Source-Text.Ignored-Tokens>
pub(crate) fn compact<'d, 'a: 'd>(
    operation: &OperationDefinition<'a>,
    fragments: impl IntoIterator<Item = &'d FragmentDefinition<'a>>,
    form: WireForm<'_>,
) -> String {
    let mut printer = Printer {
        style: Style::Compact(form),
        ..Printer::default()
    };
    printer.operation(operation);
    for fragment in fragments {
        printer.write(" ");
        printer.fragment_definition(fragment);
    }
    printer.text
}

/// The format of the text.
#[derive(Clone, Copy, Default)]
enum Style<'s> {
    /// The format of graphql-js.
    #[default]
    Pretty,
    /// The shortest form, for servers. Strings are printed as written, and block strings by their value.
    Compact(WireForm<'s>),
}

impl Style<'_> {
    fn prints(&self, directive: &Directive<'_>) -> bool {
        match self {
            Self::Pretty => true,
            Self::Compact(form) => (form.is_sent)(directive),
        }
    }
}

/// The maximum length of a line with the arguments of a field, in UTF-16 code units. Arguments of longer lines are split.
const LONGEST_LINE: usize = 80;

/// The printed text and the indentation of the next line.
#[derive(Default)]
struct Printer<'s> {
    text: String,
    level: usize,
    style: Style<'s>,
}

impl Printer<'_> {
    fn is_pretty(&self) -> bool {
        matches!(self.style, Style::Pretty)
    }

    /// Writes an optional space.
    fn space(&mut self) {
        if self.is_pretty() {
            self.write(" ");
        }
    }

    fn comma(&self) -> &'static str {
        if self.is_pretty() { ", " } else { "," }
    }

    fn colon(&self) -> &'static str {
        if self.is_pretty() { ": " } else { ":" }
    }

    fn write(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn new_line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.level {
            self.text.push_str("  ");
        }
    }

    /// Prints each item on a separate line between brackets; prints nothing if there are no items.
    fn block<T>(&mut self, open: &str, items: &[T], close: &str, item: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.write(open);
        self.level += 1;
        for each in items {
            self.new_line();
            item(self, each);
        }
        self.level -= 1;
        self.new_line();
        self.write(close);
    }

    fn separated<T>(&mut self, items: &[T], separator: &str, item: impl Fn(&mut Self, &T)) {
        for (index, each) in items.iter().enumerate() {
            if index > 0 {
                self.write(separator);
            }
            item(self, each);
        }
    }

    /// Prints items in parentheses, on one line if every item fits on one; prints nothing if there are no items.
    fn parenthesized<T>(&mut self, items: &[T], item: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        let mark = self.text.len();
        self.write("(");
        self.separated(items, self.comma(), &item);
        self.write(")");
        if self.is_pretty() && self.since(mark).contains('\n') {
            self.text.truncate(mark);
            self.block("(", items, ")", item);
        }
    }

    fn since(&self, mark: usize) -> &str {
        self.text.get(mark..).unwrap_or("")
    }

    fn definition(&mut self, definition: &Definition<'_>) {
        match definition {
            Definition::Operation(operation) => self.operation(operation),
            Definition::Fragment(fragment) => self.fragment_definition(fragment),
            Definition::Schema(schema) => self.schema(schema),
            Definition::Type(ty) => self.type_definition(ty),
            Definition::Directive(directive) => self.directive_definition(directive),
        }
    }

    fn description(&mut self, description: Option<&StringValue<'_>>) {
        if let Some(description) = description.filter(|_| self.is_pretty()) {
            self.string(description);
            self.new_line();
        }
    }

    fn operation(&mut self, operation: &OperationDefinition<'_>) {
        self.description(operation.description.as_ref());
        let shorthand = (operation.description.is_none() || !self.is_pretty())
            && operation.operation == OperationType::Query
            && operation.name.is_none()
            && operation.variables.is_empty()
            && !operation.directives.iter().any(|it| self.style.prints(it));
        if !shorthand {
            self.write(operation.operation.as_str());
            if let Some(name) = operation.name {
                self.write(" ");
                self.write(name.text);
            } else if !operation.variables.is_empty() {
                self.space();
            }
            self.parenthesized(&operation.variables, Self::variable_definition);
            self.directives(&operation.directives);
            self.space();
        }
        self.selection_set(&operation.selection_set);
    }

    fn variable_definition(&mut self, variable: &VariableDefinition<'_>) {
        self.description(variable.description.as_ref());
        self.write("$");
        self.write(variable.name.text);
        self.write(self.colon());
        self.ty(&variable.ty);
        self.default_value(variable.default.as_ref());
        self.directives(&variable.directives);
    }

    fn fragment_definition(&mut self, fragment: &FragmentDefinition<'_>) {
        self.description(fragment.description.as_ref());
        self.write("fragment ");
        self.write(fragment.name.text);
        self.write(" on ");
        self.write(fragment.type_condition.text);
        self.directives(&fragment.directives);
        self.space();
        self.selection_set(&fragment.selection_set);
    }

    fn selection_set(&mut self, set: &SelectionSet<'_>) {
        match self.style {
            Style::Pretty => self.block("{", &set.selections, "}", Self::selection),
            Style::Compact(form) => self.selections_in_line(set, (form.type_name_first)(set)),
        }
    }

    fn selections_in_line(&mut self, set: &SelectionSet<'_>, type_name_first: bool) {
        self.write(if type_name_first { "{__typename" } else { "{" });
        let mut is_first = !type_name_first;
        for selection in &set.selections {
            if type_name_first && self.is_plain_type_name(selection) {
                continue;
            }
            if !std::mem::take(&mut is_first) && !self.text.ends_with(['}', ')']) {
                self.write(" ");
            }
            self.selection(selection);
        }
        self.write("}");
    }

    /// Returns whether a selection is `__typename` without alias and directives.
    fn is_plain_type_name(&self, selection: &Selection<'_>) -> bool {
        match selection {
            Selection::Field(field) => {
                field.name.text == "__typename"
                    && field.alias.is_none()
                    && !field.directives.iter().any(|it| self.style.prints(it))
            }
            _ => false,
        }
    }

    fn selection(&mut self, selection: &Selection<'_>) {
        match selection {
            Selection::Field(field) => self.field(field),
            Selection::FragmentSpread(spread) => {
                self.write("...");
                self.write(spread.name.text);
                self.directives(&spread.directives);
            }
            Selection::InlineFragment(inline) => self.inline_fragment(inline),
        }
    }

    fn field(&mut self, field: &Field<'_>) {
        let line = self.text.len();
        if let Some(alias) = field.alias {
            self.write(alias.text);
            self.write(self.colon());
        }
        self.write(field.name.text);
        let mark = self.text.len();
        self.arguments(&field.arguments);
        if self.is_pretty() && self.length_since(line) > LONGEST_LINE {
            self.text.truncate(mark);
            self.block("(", &field.arguments, ")", Self::argument);
        }
        self.directives(&field.directives);
        if let Some(set) = &field.selection_set {
            self.space();
            self.selection_set(set);
        }
    }

    /// Returns the length without the indentation of the lines of block strings.
    fn length_since(&self, mark: usize) -> usize {
        let text = self.since(mark);
        let units: usize = text.chars().map(char::len_utf16).sum();
        units - text.matches('\n').count() * self.level * 2
    }

    fn inline_fragment(&mut self, inline: &InlineFragment<'_>) {
        self.write("...");
        if let Some(condition) = inline.type_condition {
            self.space();
            self.write("on ");
            self.write(condition.text);
        }
        self.directives(&inline.directives);
        self.space();
        self.selection_set(&inline.selection_set);
    }

    fn directives(&mut self, directives: &[Directive<'_>]) {
        let style = self.style;
        for directive in directives.iter().filter(|it| style.prints(it)) {
            self.space();
            self.write("@");
            self.write(directive.name.text);
            self.arguments(&directive.arguments);
        }
    }
}
