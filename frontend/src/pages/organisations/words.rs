//! Organisation files in words: fields, their values, pages, states, what happened; and where things are shown.

use crate::{
    api::call_signed_out,
    components::*,
    graph::memo,
    i18n::{fill, plain_day, t},
    remote::Remote,
};
use forprev_core::{
    calendar::parse_day,
    habilitation::HabilitationStatus,
    id::{OrganisationFileId, OrganisationId},
    organisation::{
        CaisseChoice, INRS_DESK,
        file::{Field, FileContent, FileKind, FileState, PUBLICATIONS, Page, REGIMES, URSSAF_POINTER},
        siret::Siret,
    },
    page::Page as ListPage,
    problem::Code,
    session::Allowed,
};
use leptos::prelude::*;

/// Where a file is shown.
pub(super) fn file_path(id: OrganisationFileId) -> String {
    format!("/dossiers/{id}")
}

/// Where a page of a file is filled in.
pub(super) fn page_path(id: OrganisationFileId, page: Page) -> String {
    format!("/dossiers/{id}/{}", page.as_str())
}

/// The page of what a fault or a correction is about, with the place itself; none for what is of no page.
pub(super) fn place_path(id: OrganisationFileId, pointer: &str) -> Option<String> {
    let page = page_of(pointer)?;
    Some(format!("{}?champ={}", page_path(id, page), pointer.trim_start_matches('/')))
}

/// The page on which a place stands.
pub(super) fn page_of(pointer: &str) -> Option<Page> {
    if pointer.trim_start_matches('/') == URSSAF_POINTER.trim_start_matches('/') {
        return Some(Page::Urssaf);
    }
    Field::of(pointer.trim_start_matches('/')).map(Field::page)
}

/// Where an organisation is shown.
pub(in crate::pages) fn organisation_path(id: OrganisationId) -> String {
    format!("/organisations/{id}")
}

/// The label of a field on its page.
pub(super) fn label(field: Field) -> &'static str {
    let words = t().organisations;
    match field {
        Field::Kind => words.kind,
        Field::Siret => words.siret,
        Field::RaisonSociale => words.raison_sociale,
        Field::Enseigne => words.enseigne,
        Field::Nda => words.nda,
        Field::Regime => words.regime,
        Field::Address => words.address,
        Field::PostalCode => words.postal_code,
        Field::InseeCode => words.commune,
        Field::ContactLastName | Field::SignatoryLastName => words.last_name,
        Field::ContactFirstName | Field::SignatoryFirstName => words.first_name,
        Field::ContactFunction | Field::SignatoryFunction => words.function,
        Field::ContactEmail | Field::SignatoryEmail => words.email,
        Field::ContactPhone => words.phone,
        Field::UrssafIssuedOn => words.urssaf_issued_on,
        Field::UrssafCode => words.urssaf_code,
        Field::Publication => words.publication,
        Field::PublishedEmail => words.published_email,
        Field::PublishedPhone => words.published_phone,
        Field::PublishedWebsite => words.published_website,
    }
}

/// What a place is called away from its page, where "Nom" alone would not say whose.
pub(super) fn full_label(pointer: &str) -> String {
    let name = pointer.trim_start_matches('/');
    let Some(field) = Field::of(name) else {
        let certificate = format!("/{name}") == URSSAF_POINTER;
        return if certificate { t().organisations.urssaf_certificate.to_owned() } else { name.to_owned() };
    };
    match field.page() {
        page @ (Page::Contact | Page::Signatory | Page::Urssaf) => {
            fill(t().organisations.field_of, &[("page", page_name(page)), ("field", label(field))])
        }
        _ => label(field).to_owned(),
    }
}

/// The name of a page of the form.
pub(super) fn page_name(page: Page) -> &'static str {
    let words = t().organisations;
    match page {
        Page::Identity => words.page_identity,
        Page::Address => words.page_address,
        Page::Contact => words.page_contact,
        Page::Urssaf => words.page_urssaf,
        Page::Publication => words.page_publication,
        Page::Signatory => words.page_signatory,
        Page::Summary => words.page_summary,
    }
}

/// The values of a field that has a few, in words.
pub(super) fn choices(field: Field) -> Vec<Choice> {
    let words = t().organisations;
    match field {
        Field::Kind => vec![
            Choice::new("organisme_de_formation", words.kind_organisme).with_hint(words.kind_organisme_help),
            Choice::new("entreprise", words.kind_entreprise).with_hint(words.kind_entreprise_help),
        ],
        Field::Regime => {
            let labels = [
                words.regime_general,
                words.regime_agricole,
                words.regime_fonction_publique,
                words.regime_autre,
            ];
            REGIMES.into_iter().zip(labels).map(|(value, label)| Choice::new(value, label)).collect()
        }
        Field::Publication => {
            let labels = [words.publication_no, words.publication_regional, words.publication_national];
            PUBLICATIONS.into_iter().zip(labels).map(|(value, label)| Choice::new(value, label)).collect()
        }
        _ => Vec::new(),
    }
}

/// The value of a field as one reads it. A commune is named by its code here: see `CommuneName`.
pub(super) fn value_in_words(field: Field, value: &str) -> String {
    match field {
        Field::Kind | Field::Regime | Field::Publication => {
            let found = choices(field).into_iter().find(|one| one.value == value);
            found.map_or_else(|| value.to_owned(), |one| one.label)
        }
        Field::Siret => value.parse::<Siret>().map_or_else(|_| value.to_owned(), |siret| siret.grouped()),
        Field::UrssafIssuedOn => parse_day(value).map_or_else(|| value.to_owned(), plain_day),
        _ => value.to_owned(),
    }
}

/// What a file is for.
pub(super) fn kind_name(kind: FileKind) -> &'static str {
    let words = t().organisations;
    match kind {
        FileKind::Opening => words.file_opening,
        FileKind::Change => words.file_change,
        FileKind::Unknown => words.file_other,
    }
}

/// A state in a word.
pub(super) fn state_name(state: FileState) -> &'static str {
    let words = t().organisations;
    match state {
        FileState::Draft => words.state_draft,
        FileState::Submitted => words.state_submitted,
        FileState::Returned => words.state_returned,
        FileState::Validated => words.state_validated,
        FileState::Refused => words.state_refused,
        FileState::Abandoned => words.state_abandoned,
        FileState::Unknown => words.state_other,
    }
}

/// A state as a badge.
#[component]
pub(super) fn StateBadge(of: FileState) -> impl IntoView {
    let (tone, icon) = match of {
        FileState::Draft | FileState::Unknown => (Tone::Plain, outline::PENCIL),
        FileState::Submitted => (Tone::Note, outline::SEND),
        FileState::Returned => (Tone::Warn, outline::UNDO),
        FileState::Validated => (Tone::Good, outline::CHECK),
        FileState::Refused => (Tone::Bad, outline::X),
        FileState::Abandoned => (Tone::Plain, outline::TRASH),
    };
    view! { <Badge tone=tone icon=icon>{state_name(of)}</Badge> }
}

/// What a habilitation is today, as a badge.
#[component]
pub(super) fn HabilitationBadge(of: HabilitationStatus) -> impl IntoView {
    let words = t().organisations;
    let (tone, text) = match of {
        HabilitationStatus::Upcoming => (Tone::Note, words.status_upcoming),
        HabilitationStatus::Valid => (Tone::Good, words.status_valid),
        HabilitationStatus::Suspended => (Tone::Bad, words.status_suspended),
        HabilitationStatus::Expired => (Tone::Plain, words.status_expired),
        HabilitationStatus::Withdrawn => (Tone::Bad, words.status_withdrawn),
        HabilitationStatus::Unknown => (Tone::Plain, words.status_other),
    };
    view! { <Badge tone=tone>{text}</Badge> }
}

/// "Aujourd'hui", "3 jours".
pub(in crate::pages) fn days(count: i64) -> String {
    if count < 1 { t().organisations.since_today.to_owned() } else { t().organisations.days.of(count) }
}

/// All the caisses, by code and name.
pub(in crate::pages) fn caisses() -> Remote<ListPage<CaisseChoice>> {
    Remote::new(|| call_signed_out(async |client| client.list_caisses().await))
}

/// The name of who instructs: a caisse, by its code as long as its name has not come, or INRS.
pub(in crate::pages) fn caisse_name(
    caisses: Remote<ListPage<CaisseChoice>>,
    code: Option<&str>,
    inrs: &str,
) -> String {
    let Some(code) = code else { return inrs.to_owned() };
    let found = caisses.value().with(|page| {
        let mut items = page.iter().flat_map(|page| &page.items);
        items.find(|one| one.code == code).map(|one| one.name.clone())
    });
    found.unwrap_or_else(|| code.to_owned())
}

/// The caisses, to choose from.
pub(in crate::pages) fn caisse_choices(caisses: Remote<ListPage<CaisseChoice>>) -> Signal<Vec<Choice>> {
    memo(move || {
        caisses.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.map(|one| Choice::new(one.code.clone(), one.name.clone())).collect::<Vec<_>>()
        })
    })
    .into()
}

/// The desks among which a list is asked for: INRS, which instructs what has no caisse (H10), and the caisses.
pub(in crate::pages) fn desk_choices(caisses: Remote<ListPage<CaisseChoice>>) -> Signal<Vec<Choice>> {
    let choices = caisse_choices(caisses);
    memo(move || {
        let inrs = Choice::new(INRS_DESK, t().organisations.filter_inrs);
        choices.with(|choices| [inrs].into_iter().chain(choices.iter().cloned()).collect::<Vec<_>>())
    })
    .into()
}

/// Whether an action has a place on the page at all: one that is not this person's, or not of this state, has none.
pub(super) fn has_place(allowed: &Allowed) -> bool {
    allowed.allowed || !matches!(allowed.code, Some(Code::Forbidden | Code::FileState) | None)
}

/// Whether an action is of this person's side, be it of this state or not.
pub(super) fn is_theirs(allowed: &Allowed) -> bool {
    allowed.allowed || !matches!(allowed.code, Some(Code::Forbidden) | None)
}

/// The name of an organisation as it is typed so far.
pub(super) fn name_of(content: &FileContent) -> String {
    named(content.typed(Field::RaisonSociale).unwrap_or_default())
}

/// A name, or words for none.
pub(super) fn named(name: &str) -> String {
    let name = name.trim();
    if name.is_empty() { t().organisations.unnamed.to_owned() } else { name.to_owned() }
}
