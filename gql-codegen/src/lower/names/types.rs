//! Assigns names to enums, input objects and scalars.

use super::assign::Namer;
use super::{Declaration, TypeName};
use crate::check::typed::Operation;
use crate::ir::{BuiltIn, Ident};
use crate::lower::case;
use crate::lower::coordinate::{field_coordinate, variable_coordinate};
use crate::schema::{TypeId, TypeKind};

/// The maximum nesting depth at which input objects are declared. Deeper ones are declared last, because schemas may be deeper
/// than the call stack.
const MAX_NESTING: usize = 32;

impl<'t> Namer<'t> {
    /// Assigns names to the types of an operation's variables.
    pub(super) fn variables(&mut self, operation: &'t Operation<'t>, name: &str) {
        let mut deeper = Vec::new();
        for variable in &operation.variables {
            let coordinate = || variable_coordinate(name, variable);
            self.input(variable.ty.named, coordinate, 0, &mut deeper);
        }
        while let Some((id, name)) = deeper.pop() {
            self.input_object(id, name, 0, &mut deeper);
        }
    }

    fn input(
        &mut self,
        id: TypeId,
        coordinate: impl FnOnce() -> String,
        nesting: usize,
        deeper: &mut Vec<(TypeId, Ident)>,
    ) {
        let ty = self.typed.schema().ty(id);
        if !matches!(ty.kind, TypeKind::InputObject { .. }) {
            return self.leaf(id, coordinate);
        }
        if self.types.contains_key(&id) {
            return;
        }
        let name = self.give(id);
        if self.config.extern_types.contains_key(&*ty.name) {
            self.declarations.push(Declaration::Type { id, name });
        } else if nesting == MAX_NESTING {
            deeper.push((id, name));
        } else {
            self.input_object(id, name, nesting + 1, deeper);
        }
    }

    /// Declares an input object, followed by the types that it uses.
    fn input_object(&mut self, id: TypeId, name: Ident, nesting: usize, deeper: &mut Vec<(TypeId, Ident)>) {
        self.declarations.push(Declaration::Type { id, name });
        let ty = self.typed.schema().ty(id);
        if let TypeKind::InputObject { fields, .. } = &ty.kind {
            for field in fields {
                self.input(
                    field.ty.named,
                    || field_coordinate(&ty.name, &field.name),
                    nesting,
                    deeper,
                );
            }
        }
    }

    /// Assigns a name to a scalar or an enum.
    pub(super) fn leaf(&mut self, id: TypeId, coordinate: impl FnOnce() -> String) {
        if !self.config.scalars.is_empty() {
            let coordinate = coordinate();
            if let Some(target) = self.config.scalars.get(&coordinate) {
                return self.coordinate(coordinate, target.clone());
            }
        }
        if self.types.contains_key(&id) {
            return;
        }
        let name = &*self.typed.schema().ty(id).name;
        if let Some(built_in) = built_in(name).filter(|_| !self.config.scalars.contains_key(name)) {
            self.types.insert(id, TypeName::BuiltIn(built_in));
            return;
        }
        let name = self.give(id);
        self.declarations.push(Declaration::Type { id, name });
    }

    fn coordinate(&mut self, coordinate: String, target: String) {
        if self.coordinates.contains_key(&coordinate) {
            return;
        }
        let wanted: String = coordinate.split('.').map(case::camel).collect();
        let name = self.shared.give(&wanted);
        self.coordinates.insert(coordinate, name.clone());
        self.declarations.push(Declaration::Coordinate { name, target });
    }

    fn give(&mut self, id: TypeId) -> Ident {
        let wanted = case::upper(&self.typed.schema().ty(id).name, self.config.normalization);
        let name = self.shared.give(&wanted);
        self.types.insert(id, TypeName::Declared(name.clone()));
        name
    }
}

/// Returns the Rust type of a built-in scalar. `Int` is `i64`, because some servers send more than 32 bits.
/// <https://spec.graphql.org/September2025/#sec-Scalars.Built-in-Scalars>
fn built_in(name: &str) -> Option<BuiltIn> {
    Some(match name {
        "Boolean" => BuiltIn::Bool,
        "Float" => BuiltIn::F64,
        "ID" | "String" => BuiltIn::String,
        "Int" => BuiltIn::I64,
        _ => return None,
    })
}
