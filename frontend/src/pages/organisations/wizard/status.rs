//! Where the storing of a file is, and what was changed elsewhere, too.

use super::{
    super::words::{full_label, value_in_words},
    desk::Desk,
};
use crate::{i18n::t, sheet};
use forprev_core::organisation::file::Field;
use leptos::prelude::*;

/// "Enregistré à 14:02".
#[component]
pub(super) fn SaveState(desk: Desk) -> impl IntoView {
    let (stored, wrong) =
        (Signal::derive(move || desk.keeper.is_stored()), Signal::derive(move || desk.is_wrong()));
    view! { <sheet::SaveState status=desk.keeper.status stored=stored wrong=wrong/> }
}

/// The question of what was changed elsewhere, too. Nothing while there is none.
#[component]
pub(super) fn Clashes(desk: Desk) -> impl IntoView {
    let told = Callback::new(move |field: Field| {
        let theirs =
            desk.held.with(|file| file.content.typed(field).map(|value| value_in_words(field, value)));
        let value = theirs.unwrap_or_else(|| t().organisations.empty.to_owned());
        (full_label(field.as_str()), value)
    });
    view! { <sheet::Clashes keeper=desk.keeper told=told/> }
}
