//! Communes: those of a postal code, as the rules and the form take them.

use crate::{
    api::call_signed_out,
    failure::Failure,
    i18n::{fill, t},
    remote::Remote,
};
use forprev_core::{
    organisation::{CommuneChoice, caisse::Commune},
    page::{MAX_LIMIT, Page},
    postal_code::PostalCode,
    query::CommuneQuery,
};
use leptos::prelude::*;

/// The communes of a postal code.
pub(super) async fn of_postal_code(code: PostalCode) -> Result<Vec<CommuneChoice>, Failure> {
    let query = CommuneQuery {
        postal_code: Some(code.to_string()),
        limit: Some(MAX_LIMIT),
        ..CommuneQuery::default()
    };
    call_signed_out(async |client| client.list_communes(&query).await).await.map(|page| page.items)
}

/// The communes whose name begins so, some of them.
pub(super) async fn of_name(name: String) -> Result<Page<CommuneChoice>, Failure> {
    let query = CommuneQuery { q: Some(name), limit: Some(20), ..CommuneQuery::default() };
    call_signed_out(async |client| client.list_communes(&query).await).await
}

/// As the rules take them.
pub(super) fn for_rules(list: &[CommuneChoice]) -> Vec<Commune> {
    let read = |one: &CommuneChoice| {
        Some(Commune {
            postal_code: one.postal_code.parse().ok()?,
            insee_code: one.insee_code.parse().ok()?,
            name: one.name.clone(),
            departement: one.departement.clone(),
        })
    };
    list.iter().filter_map(read).collect()
}

/// "Rennes (35)".
pub(super) fn line(commune: &CommuneChoice) -> String {
    fill(t().organisations.commune_line, &[("name", &commune.name), ("departement", &commune.departement)])
}

/// A commune by its name, once the server told it; its code until then.
#[component]
pub(super) fn CommuneName(
    /// The postal code beside it.
    postal_code: String,
    /// Its INSEE code.
    insee_code: String,
) -> impl IntoView {
    let code = postal_code.parse::<PostalCode>().ok();
    let found = Remote::new(move || {
        let code = code.clone();
        async move {
            match code {
                Some(code) => of_postal_code(code).await,
                None => Ok(Vec::new()),
            }
        }
    });
    move || {
        found
            .value()
            .with(|list| list.iter().flatten().find(|one| one.insee_code == insee_code).map(line))
            .unwrap_or_else(|| insee_code.clone())
    }
}
