//! The fields of a page, each as its kind wants it.

use super::{
    super::words,
    address::Address,
    known::{Known, is_shown},
};
use crate::{
    components::*,
    form::{Bound, Form},
    i18n::{fill, t},
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::parse_day,
    organisation::{
        file::{Field, FileContent, Need, need},
        register::RegisterEntry,
    },
};
use leptos::prelude::*;

/// A field that holds a text.
pub(in crate::pages::organisations) fn text(form: Form<FileContent>, field: Field) -> Bound<String> {
    form.bind(
        field.pointer(),
        move |content| content.typed(field).unwrap_or_default().to_owned(),
        move |content, text: String| content.set(field, Some(text).filter(|text| !text.is_empty())),
    )
}

fn day(form: Form<FileContent>, field: Field) -> Bound<Option<NaiveDate>> {
    form.bind(
        field.pointer(),
        move |content| content.typed(field).and_then(parse_day),
        move |content, day: Option<NaiveDate>| content.set(field, day.map(|day| day.to_string())),
    )
}

/// How a line of text is typed.
#[derive(Clone, Copy)]
struct Typing {
    kind: &'static str,
    autocomplete: &'static str,
    inputmode: Option<&'static str>,
    width: &'static str,
    hint: Option<&'static str>,
}

fn typing(field: Field) -> Typing {
    let words = t().organisations;
    let plain = Typing { kind: "text", autocomplete: "off", inputmode: None, width: "", hint: None };
    match field {
        Field::Siret => {
            Typing { inputmode: Some("numeric"), width: "medium", hint: Some(words.siret_hint), ..plain }
        }
        Field::Nda => {
            Typing { inputmode: Some("numeric"), width: "medium", hint: Some(words.nda_hint), ..plain }
        }
        Field::RaisonSociale => Typing { autocomplete: "organization", ..plain },
        Field::Address => Typing { autocomplete: "street-address", hint: Some(words.address_hint), ..plain },
        Field::ContactEmail | Field::PublishedEmail | Field::SignatoryEmail => {
            Typing { kind: "email", inputmode: Some("email"), ..plain }
        }
        Field::ContactPhone | Field::PublishedPhone => {
            Typing { kind: "tel", inputmode: Some("tel"), width: "medium", ..plain }
        }
        Field::PublishedWebsite => {
            Typing { kind: "url", inputmode: Some("url"), hint: Some(words.published_website_hint), ..plain }
        }
        Field::UrssafCode => Typing { width: "medium", hint: Some(words.urssaf_code_hint), ..plain },
        _ => plain,
    }
}

/// A field. The commune stands with its postal code.
pub(in crate::pages::organisations) fn draw(
    field: Field,
    form: Form<FileContent>,
    known: Option<Known>,
) -> AnyView {
    let label = words::label(field);
    let optional = form.value().with_untracked(|content| need(field, content)) == Need::Optional;
    match field {
        Field::Kind => {
            view! { <RadioGroup bind=text(form, field) label=label choices=words::choices(field)/> }
                .into_any()
        }
        Field::Publication => view! {
            <RadioGroup
                bind=text(form, field)
                label=label
                hint=t().organisations.publication_hint
                choices=words::choices(field)
            />
        }
        .into_any(),
        // The label is that of the look-up, which stands with the field.
        Field::Siret if let Some(known) = known => siret(form, known),
        Field::Regime => view! {
            <Select bind=text(form, field) label=label none=t().parts.choose choices=words::choices(field)/>
        }
        .into_any(),
        Field::UrssafIssuedOn => {
            let hint = Signal::derive(move || match known.and_then(|known| known.months.get()) {
                Some(months) => {
                    fill(t().organisations.urssaf_issued_on_hint, &[("months", &months.to_string())])
                }
                None => t().parts.date_hint.to_owned(),
            });
            view! { <DateInput bind=day(form, field) label=label hint=hint calendar=true/> }.into_any()
        }
        Field::PostalCode => match known {
            Some(known) => view! { <Address form=form known=known/> }.into_any(),
            None => ().into_any(),
        },
        Field::InseeCode => ().into_any(),
        field => line(text(form, field), label, typing(field), optional),
    }
}

/// What the register of companies says of a field, where it says something (B19).
fn in_register(entry: &RegisterEntry, field: Field) -> Option<String> {
    match field {
        Field::RaisonSociale => entry.raison_sociale.clone(),
        Field::Enseigne => entry.enseigne.clone().filter(|name| entry.raison_sociale.as_ref() != Some(name)),
        Field::Nda => entry.nda.clone(),
        Field::Address => entry.address.clone(),
        Field::PostalCode => entry.postal_code.as_ref().map(ToString::to_string),
        Field::InseeCode => entry.insee_code.as_ref().map(ToString::to_string),
        _ => None,
    }
}

/// The SIRET, looked up. What is found fills the fields that the form has, once the person asked for it.
fn siret(form: Form<FileContent>, known: Known) -> AnyView {
    let found = move |entry: &RegisterEntry, content: &FileContent| -> Vec<(Field, String)> {
        let shown = Field::ALL.iter().filter(|field| untrack(|| is_shown(**field, content, known)));
        shown.filter_map(|field| Some((*field, in_register(entry, *field)?))).collect()
    };
    let take = Callback::new(move |entry: RegisterEntry| {
        form.value().update(|content| {
            for (field, value) in found(&entry, content) {
                content.set(field, Some(value));
            }
        });
        form.state().changed("");
    });
    // As it stood when the answer came: what is typed next is not read out again.
    let replaces = Callback::new(move |entry: RegisterEntry| {
        let content = form.value().get_untracked();
        let other =
            |(field, value): &(Field, String)| content.typed(*field).is_some_and(|typed| typed != value);
        let fields = found(&entry, &content).into_iter().filter(other);
        fields.map(|(field, _)| words::label(field).to_owned()).collect()
    });
    view! { <SiretInput bind=text(form, Field::Siret) on_take=take replaces=replaces/> }.into_any()
}

fn line(bind: Bound<String>, label: &'static str, typing: Typing, optional: bool) -> AnyView {
    let Typing { kind, autocomplete, inputmode, width, hint } = typing;
    // What has no hint has no room for one either.
    match (hint, inputmode) {
        (Some(hint), Some(mode)) => view! {
            <TextInput bind=bind label=label hint=hint kind=kind autocomplete=autocomplete inputmode=mode width=width optional=optional/>
        }
        .into_any(),
        (Some(hint), None) => view! {
            <TextInput bind=bind label=label hint=hint kind=kind autocomplete=autocomplete width=width optional=optional/>
        }
        .into_any(),
        (None, Some(mode)) => view! {
            <TextInput bind=bind label=label kind=kind autocomplete=autocomplete inputmode=mode width=width optional=optional/>
        }
        .into_any(),
        (None, None) => view! {
            <TextInput bind=bind label=label kind=kind autocomplete=autocomplete width=width optional=optional/>
        }
        .into_any(),
    }
}
