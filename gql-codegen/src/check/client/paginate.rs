//! `@paginate`: the list that is read page by page.

use super::ClientDirective;
use crate::check::typed::Field;

/// The directive `@paginate`. Its use is checked where the list is recognized.
pub static PAGINATE: ClientDirective = ClientDirective {
    name: "paginate",
    description: "The list is read page by page. The generator reports an error if something is missing for it.",
    arguments: &[],
    locations: &["FIELD"],
};

/// Returns whether a field has the directive.
pub(crate) fn is_asked_for(field: &Field<'_>) -> bool {
    field.client.get(&PAGINATE).is_some()
}
