//! Which training: habilitation, certificate, kind, reference.

use super::{Known, entry::Entry};
use crate::{
    components::*,
    form::Form,
    graph::memo,
    i18n::{fill, short_day, t},
    session,
};
use forprev_core::{
    catalogue::CertificateType,
    habilitation::{Habilitation, HabilitationStatus},
};
use leptos::prelude::*;

/// How many habilitations stand in sight; beyond, they are a list that opens.
const IN_SIGHT: usize = 6;

/// The section "Formation".
#[component]
pub fn Training(
    /// The form.
    form: Form<Entry>,
    /// What is known.
    known: Known,
) -> impl IntoView {
    let words = t().session_form;
    let habilitation = form.bind(
        "/habilitation_id",
        |entry| entry.content.habilitation_id.clone(),
        move |entry, id| choose(entry, id, known),
    );
    let choices = Signal::derive(move || {
        known.habilitations.with_value(|list| list.iter().map(|one| choice(one, known)).collect::<Vec<_>>())
    });
    let many = choices.get_untracked().len() > IN_SIGHT;
    let which = if many {
        // A list that opens has no room for hints.
        let flat = Signal::derive(move || choices.get().into_iter().map(flattened).collect::<Vec<_>>());
        view! { <Select bind=habilitation label=words.habilitation choices=flat none=t().parts.choose/> }
            .into_any()
    } else {
        view! { <RadioGroup bind=habilitation label=words.habilitation choices=choices/> }.into_any()
    };
    let reference = form.bind(
        "/external_ref",
        |entry| entry.content.external_ref.clone().unwrap_or_default(),
        |entry, text| entry.content.external_ref = Some(text),
    );
    view! {
        <section class="card" aria-labelledby="section-training">
            <h2 id="section-training">{words.training}</h2>
            {which}
            <Certificate form=form known=known/>
            <Kind form=form known=known/>
            <TextInput
                bind=reference
                label=words.reference
                hint=words.reference_hint
                optional=true
                width="medium"
            />
        </section>
    }
}

/// Another habilitation: its certificate where there is only one, and none of the other's platforms.
fn choose(entry: &mut Entry, id: String, known: Known) {
    let codes: Vec<String> = untrack(|| known.level(&id))
        .map(|level| level.certificates.into_iter().map(|one| one.code).collect())
        .unwrap_or_default();
    let content = &mut entry.content;
    if content.habilitation_id != id
        && let Some(place) = &mut content.place
        && place.platform_id.take().is_some()
    {
        *place = forprev_core::session::NewPlace::default();
    }
    content.habilitation_id = id;
    content.certificate_code = match codes.as_slice() {
        [only] => Some(only.clone()),
        codes => content.certificate_code.take().filter(|code| codes.contains(code)),
    };
}

/// The entry with which a new session begins: the habilitation where there is only one.
pub fn begin(known: Known) -> Entry {
    let mut entry = Entry::default();
    let only = known.habilitations.with_value(|list| match list.as_slice() {
        [only] => Some(only.id.to_string()),
        _ => None,
    });
    if let Some(id) = only {
        choose(&mut entry, id, known);
    }
    entry
}

fn choice(habilitation: &Habilitation, known: Known) -> Choice {
    let words = t().session_form;
    let label = known.catalogue.with(|catalogue| {
        catalogue.dispositif(&habilitation.dispositif).map(|dispositif| dispositif.label.clone())
    });
    let label = fill(
        words.habilitation_choice,
        &[
            ("dispositif", &label.unwrap_or_else(|| habilitation.dispositif.clone())),
            ("level", &habilitation.level.to_string()),
        ],
    );
    let mut hint = fill(
        words.habilitation_hint,
        &[
            ("number", habilitation.number.as_str()),
            ("from", &short_day(habilitation.validity.valid_from)),
            ("until", &short_day(habilitation.validity.valid_until)),
        ],
    );
    let status = match habilitation.validity.status(known.today) {
        HabilitationStatus::Upcoming => Some(words.habilitation_upcoming),
        HabilitationStatus::Suspended => Some(words.habilitation_suspended),
        HabilitationStatus::Expired => Some(words.habilitation_expired),
        HabilitationStatus::Withdrawn => Some(words.habilitation_withdrawn),
        HabilitationStatus::Valid | HabilitationStatus::Unknown => None,
    };
    if let Some(status) = status {
        hint = format!("{hint} – {status}");
    }
    // Who works for several organisations has to see for which.
    let organisations = session::me().map(|me| session::organisations(&me)).unwrap_or_default();
    if organisations.len() > 1
        && let Some((_, name)) = organisations.iter().find(|(id, _)| *id == habilitation.organisation_id)
    {
        hint = format!("{name} – {hint}");
    }
    Choice::new(habilitation.id.to_string(), label).with_hint(hint)
}

fn flattened(choice: Choice) -> Choice {
    let label = match choice.hint {
        Some(hint) => format!("{} – {hint}", choice.label),
        None => choice.label,
    };
    Choice::new(choice.value, label)
}

/// The certificates that the chosen habilitation's level delivers.
fn delivered(form: Form<Entry>, known: Known) -> Memo<Vec<CertificateType>> {
    memo(move || {
        let id = form.value().with(|entry| entry.content.habilitation_id.clone());
        known.level(&id).map(|level| level.certificates).unwrap_or_default()
    })
}

/// The certificate: chosen where the level delivers several, told where it delivers one.
#[component]
fn Certificate(form: Form<Entry>, known: Known) -> impl IntoView {
    let words = t().session_form;
    let delivered = delivered(form, known);
    let bind = form.bind(
        "/certificate_code",
        |entry| entry.content.certificate_code.clone().unwrap_or_default(),
        |entry, code| entry.content.certificate_code = Some(code),
    );
    let choices = Signal::derive(move || {
        delivered.with(|list| list.iter().map(|one| Choice::new(&one.code, &one.label)).collect::<Vec<_>>())
    });
    let count = memo(move || delivered.with(Vec::len));
    move || match count.get() {
        0 => ().into_any(),
        1 => {
            let label = move || delivered.with(|list| list.first().map(|one| one.label.clone()));
            view! {
                <dl class="facts">
                    <dt>{words.certificate}</dt>
                    <dd>{label}</dd>
                </dl>
            }
            .into_any()
        }
        _ => view! { <RadioGroup bind=bind label=words.certificate choices=choices/> }.into_any(),
    }
}

/// Initial or MAC, with the hours that the catalogue gives them.
#[component]
fn Kind(form: Form<Entry>, known: Known) -> impl IntoView {
    let words = t().session_form;
    let delivered = delivered(form, known);
    let bind = form.bind(
        "/kind",
        |entry| entry.content.kind.clone().unwrap_or_default(),
        |entry, kind| entry.content.kind = Some(kind),
    );
    let hours = memo(move || {
        let code = form.value().with(|entry| entry.content.certificate_code.clone());
        delivered.with(|list| {
            let certificate = list.iter().find(|one| Some(&one.code) == code.as_ref());
            certificate.map_or((None, None), |one| (one.initial_hours, one.mac_hours))
        })
    });
    let choices = Signal::derive(move || {
        let (initial, mac) = hours.get();
        let with = |text: &str, hours: Option<u32>| match hours {
            Some(hours) => format!("{text} – {}", words.hours.of(hours.into())),
            None => text.to_owned(),
        };
        let first = Choice::new("initial", with(words.kind_initial, initial));
        let second = Choice::new("mac", with(words.kind_mac, mac));
        vec![first, second.with_hint(words.kind_mac_hint)]
    });
    view! { <RadioGroup bind=bind label=words.kind choices=choices/> }
}
