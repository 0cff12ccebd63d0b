//! Prints definitions and extensions of schemas, types and directives.

use super::Printer;
use crate::syntax::ast::{
    DirectiveDefinition, EnumValueDefinition, FieldDefinition, InputValueDefinition, Name,
    RootOperationTypeDefinition, SchemaDefinition, TypeDefinition, TypeDefinitionKind,
};

impl Printer<'_> {
    pub(super) fn schema(&mut self, schema: &SchemaDefinition<'_>) {
        self.description(schema.description.as_ref());
        self.write(if schema.extend { "extend schema" } else { "schema" });
        self.directives(&schema.directives);
        self.braces(&schema.operations, Self::root_operation_type);
    }

    fn root_operation_type(&mut self, root: &RootOperationTypeDefinition<'_>) {
        self.write(root.operation.as_str());
        self.write(": ");
        self.write(root.ty.text);
    }

    pub(super) fn type_definition(&mut self, ty: &TypeDefinition<'_>) {
        self.description(ty.description.as_ref());
        if ty.extend {
            self.write("extend ");
        }
        self.write(match ty.kind {
            TypeDefinitionKind::Scalar => "scalar ",
            TypeDefinitionKind::Object { .. } => "type ",
            TypeDefinitionKind::Interface { .. } => "interface ",
            TypeDefinitionKind::Union { .. } => "union ",
            TypeDefinitionKind::Enum { .. } => "enum ",
            TypeDefinitionKind::InputObject { .. } => "input ",
        });
        self.write(ty.name.text);
        if let TypeDefinitionKind::Object { implements, .. }
        | TypeDefinitionKind::Interface { implements, .. } = &ty.kind
        {
            self.names(" implements ", implements, " & ");
        }
        self.directives(&ty.directives);
        match &ty.kind {
            TypeDefinitionKind::Scalar => {}
            TypeDefinitionKind::Object { fields, .. } | TypeDefinitionKind::Interface { fields, .. } => {
                self.braces(fields, Self::field_definition);
            }
            TypeDefinitionKind::Union { members } => self.names(" = ", members, " | "),
            TypeDefinitionKind::Enum { values } => self.braces(values, Self::enum_value_definition),
            TypeDefinitionKind::InputObject { fields } => self.braces(fields, Self::input_value_definition),
        }
    }

    fn braces<T>(&mut self, items: &[T], item: impl Fn(&mut Self, &T)) {
        self.block(" {", items, "}", item);
    }

    fn names(&mut self, before: &str, names: &[Name<'_>], separator: &str) {
        if !names.is_empty() {
            self.write(before);
            self.separated(names, separator, |printer, name| printer.write(name.text));
        }
    }

    fn field_definition(&mut self, field: &FieldDefinition<'_>) {
        self.description(field.description.as_ref());
        self.write(field.name.text);
        self.parenthesized(&field.arguments, Self::input_value_definition);
        self.write(": ");
        self.ty(&field.ty);
        self.directives(&field.directives);
    }

    fn input_value_definition(&mut self, input: &InputValueDefinition<'_>) {
        self.description(input.description.as_ref());
        self.write(input.name.text);
        self.write(": ");
        self.ty(&input.ty);
        self.default_value(input.default.as_ref());
        self.directives(&input.directives);
    }

    fn enum_value_definition(&mut self, value: &EnumValueDefinition<'_>) {
        self.description(value.description.as_ref());
        self.write(value.name.text);
        self.directives(&value.directives);
    }

    pub(super) fn directive_definition(&mut self, directive: &DirectiveDefinition<'_>) {
        self.description(directive.description.as_ref());
        if directive.extend {
            self.write("extend ");
        }
        self.write("directive @");
        self.write(directive.name.text);
        self.parenthesized(&directive.arguments, Self::input_value_definition);
        self.directives(&directive.directives);
        if directive.repeatable {
            self.write(" repeatable");
        }
        self.names(" on ", &directive.locations, " | ");
    }
}
