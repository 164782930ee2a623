//! The postal code and its commune, and the caisse that goes with it (O1).

use super::{
    super::words::{caisse_name, caisses, label},
    fields::text,
    known::Known,
};
use crate::{
    components::*,
    form::Form,
    i18n::{fill, t},
};
use forprev_core::organisation::{
    CommuneChoice,
    file::{Field, FileContent},
};
use leptos::prelude::*;

/// Postal code and commune.
#[component]
pub(super) fn Address(form: Form<FileContent>, known: Known) -> impl IntoView {
    let words = t().organisations;
    let postal_code = form.bind(
        Field::PostalCode.pointer(),
        |content| content.typed(Field::PostalCode).unwrap_or_default().to_owned(),
        |content, code: String| {
            // Another postal code is another commune.
            if content.typed(Field::PostalCode).unwrap_or_default().trim() != code.trim() {
                content.set(Field::InseeCode, None);
            }
            content.set(Field::PostalCode, Some(code).filter(|code| !code.is_empty()));
        },
    );
    let caisses = caisses();
    let told = Callback::new(move |one: CommuneChoice| {
        let caisse = caisse_name(caisses, one.caisse.as_deref(), words.the_inrs);
        fill(words.caisse_told, &[("departement", &one.departement), ("caisse", &caisse)])
    });
    view! {
        <CommuneFields
            postal_code=postal_code
            commune=text(form, Field::InseeCode)
            postal_code_label=label(Field::PostalCode)
            commune_label=label(Field::InseeCode)
            communes=known.communes
            told=told
            autocomplete="postal-code"
        />
    }
}
