//! Connects interfaces with the types that implement them, and validates the members of unions.

use super::{TypeDef, TypeId, TypeKind};

/// Removes invalid and duplicate interfaces and members, and sets the implementors of interfaces.
pub(super) fn relate(types: &mut [TypeDef]) {
    let is_object: Vec<bool> = types
        .iter()
        .map(|ty| matches!(ty.kind, TypeKind::Object(_)))
        .collect();
    let is_interface: Vec<bool> = types
        .iter()
        .map(|ty| matches!(ty.kind, TypeKind::Interface(_)))
        .collect();
    let mut implementations = Vec::new();
    for ty in types.iter_mut() {
        let id = ty.id;
        match &mut ty.kind {
            TypeKind::Object(composite) => {
                keep_once(&mut composite.interfaces, |of| is_interface[of.0 as usize]);
                implementations.extend(composite.interfaces.iter().map(|&interface| (interface, id)));
            }
            TypeKind::Interface(composite) => {
                keep_once(&mut composite.interfaces, |of| {
                    is_interface[of.0 as usize] && of != id
                });
            }
            TypeKind::Union { members } => keep_once(members, |of| is_object[of.0 as usize]),
            _ => {}
        }
    }
    for (interface, object) in implementations {
        if let TypeKind::Interface(composite) = &mut types[interface.0 as usize].kind {
            composite.implementors.push(object);
        }
    }
}

fn keep_once(ids: &mut Vec<TypeId>, keep: impl Fn(TypeId) -> bool) {
    let mut at = 0;
    while at < ids.len() {
        if keep(ids[at]) && !ids[..at].contains(&ids[at]) {
            at += 1;
        } else {
            ids.remove(at);
        }
    }
}
