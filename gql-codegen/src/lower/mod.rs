//! Lowers valid operations to the intermediate representation.
//!
//! Lowering is a list of passes. Each is a function from immutable products to the next product, in a separate file or folder.

mod case;
mod choose;
mod coordinate;
mod decoders;
mod described;
pub(crate) mod errors;
mod items;
pub(crate) mod limits;
mod names;
pub(crate) mod pages;
mod place;
mod readers;
mod responses;
mod scope;
pub(crate) mod shapes;
pub(crate) mod types;
mod wire;

use crate::bug::Bug;
use crate::check::Typed;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::Ir;
use crate::source::Sources;
use items::Products;
use responses::Responses;

/// Returns the name of the module that the derive generates for a struct with this name.
pub fn module_name(marker: &str) -> String {
    case::snake(marker.trim_start_matches("r#"))
}

/// Lowers the operations listed in the configuration, or all operations.
///
/// Returns `None` after adding an error to `diagnostics` if an operation exceeds the limits. Otherwise, `diagnostics` may
/// receive notes.
pub fn lower(
    typed: &Typed<'_>,
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Ir> {
    match passes(typed, sources, config, diagnostics) {
        Ok(ir) => ir,
        Err(bug) => {
            diagnostics.push(bug.into());
            None
        }
    }
}

fn passes(
    typed: &Typed<'_>,
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Ir>, Bug> {
    let chosen = choose::choose(typed, config)?;
    limits::check(typed, &chosen, diagnostics)?;
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let errors = errors::errors(typed, &chosen, config, diagnostics);
    let shapes = shapes::shapes(typed, &chosen, config);
    shapes::nesting::check(&shapes, diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let readers = readers::readers(typed, &shapes, config)?;
    let names = names::names(typed, &chosen, &shapes, &readers, config)?;
    let decoders = decoders::decoders(typed.schema(), &shapes, &readers, &names)?;
    let responses = Responses::new(typed.schema(), &shapes, &names, config);
    let accessors = responses::accessors(responses)?;
    let documents = wire::documents(typed, &chosen, &readers.discriminated);
    let products = Products {
        typed,
        sources,
        chosen: &chosen,
        responses,
        readers: &readers,
        accessors: &accessors,
        decoders: &decoders,
    };
    let ir = items::items(&products, documents, errors, diagnostics)?;
    Ok((!diagnostics.has_errors()).then_some(ir))
}
