//! A SIRET, looked up in the public register of companies as soon as it is whole (B19). What is found fills nothing by
//! itself; and where the register does not answer, the form is filled in by hand as if there were none.

use super::{
    button::Button,
    feedback::{Notice, Tone},
    outline,
    text_input::TextInput,
};
use crate::{
    api::call,
    failure::Failure,
    form::Bound,
    graph::{effect, task_in},
    i18n::{fill, plain_day, t},
};
use forprev_core::{
    format::Format,
    organisation::{register::RegisterEntry, siret::Siret},
    problem::Code,
};
use leptos::prelude::*;

/// Digits of a SIRET.
const DIGITS: usize = 14;

/// How the look-up stands.
#[derive(Clone, PartialEq, Debug)]
enum Look {
    /// No SIRET stands there, or not yet.
    Nothing,
    /// As many digits as one has, and it is none (O3).
    NoSiret,
    /// The register is asked.
    Asking,
    /// What it says.
    Found(Box<RegisterEntry>),
    /// What it says was taken over.
    Taken(Box<RegisterEntry>),
    /// It says nothing: why, and whether it may later.
    Silent(String, bool),
}

impl Look {
    /// What there is to take over.
    fn entry(&self) -> Option<&RegisterEntry> {
        match self {
            Self::Found(entry) | Self::Taken(entry) => Some(entry),
            _ => None,
        }
    }

    fn of(answer: Result<RegisterEntry, Failure>) -> Self {
        match answer {
            Ok(entry) => Self::Found(Box::new(entry)),
            Err(failure) => match &failure {
                Failure::Refused(problem) if problem.code == Code::RegisterUnknownSiret => {
                    Self::Silent(failure.message(), false)
                }
                Failure::Refused(problem) if problem.code == Code::RegisterUnreachable => {
                    Self::Silent(failure.message(), true)
                }
                // Whatever it is, the form goes on without.
                _ => Self::Silent(t().register.failed.to_owned(), true),
            },
        }
    }
}

/// What stands in the field, before anybody is asked.
fn read(text: &str) -> Result<Siret, Look> {
    let digits = text.chars().filter(|c| !c.is_whitespace()).count();
    text.parse().map_err(|_| if digits == DIGITS { Look::NoSiret } else { Look::Nothing })
}

/// A SIRET with what the register of companies says of it.
#[component]
pub fn SiretInput(
    /// What it edits: the SIRET as it is typed.
    bind: Bound<String>,
    /// Takes over what the register says, once the person asked for it.
    #[prop(into)]
    on_take: Callback<RegisterEntry>,
    /// The labels of the fields in which something else stands that would be replaced: it is told before.
    #[prop(optional, into)]
    replaces: Option<Callback<RegisterEntry, Vec<String>>>,
) -> impl IntoView {
    let words = t().register;
    let look = RwSignal::new(Look::Nothing);
    let owner = Owner::current();
    // What is typed next overtakes what was asked before.
    let turn = StoredValue::new(0_u32);
    let ask = move |siret: Siret| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let asked = turn.get_value();
        look.set(Look::Asking);
        task_in(owner.clone(), async move {
            let answer = call(async |client| client.get_company(&siret).await).await;
            if turn.get_value() == asked {
                look.set(Look::of(answer));
            }
        });
    };
    let again = {
        let ask = ask.clone();
        Callback::new(move |()| {
            if let Ok(siret) = read(&untrack(|| bind.get())) {
                ask(siret);
            }
        })
    };
    // What stood there when the page came was looked up when it was typed.
    let last = StoredValue::new(read(&untrack(|| bind.get())).ok());
    effect(move || match read(&bind.get()) {
        Ok(siret) => {
            if last.get_value().as_ref() != Some(&siret) {
                last.set_value(Some(siret.clone()));
                ask(siret);
            }
        }
        Err(nothing) => {
            if nothing == Look::NoSiret {
                bind.touch();
            }
            last.set_value(None);
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            if look.with_untracked(|look| *look != nothing) {
                look.set(nothing);
            }
        }
    });
    let take = Callback::new(move |()| {
        if let Some(entry) = look.with_untracked(|look| look.entry().cloned()) {
            on_take.run(entry.clone());
            look.set(Look::Taken(Box::new(entry)));
        }
    });
    let found = Signal::derive(move || look.with(|look| look.entry().is_some()));
    let may_ask = Signal::derive(move || look.with(|look| matches!(look, Look::Silent(_, true))));
    view! {
        <div class="stack-tight">
            <TextInput bind=bind label=words.siret hint=words.siret_hint inputmode="numeric" width="medium"/>
            // It stands there from the beginning: a region that comes with its words is read out by few.
            <div role="status">{move || told(&look.get(), replaces)}</div>
            <Show when=move || found.get()>
                <div><Button icon=outline::DOWNLOAD on_press=take>{words.take}</Button></div>
            </Show>
            <Show when=move || may_ask.get()>
                <div><Button small=true icon=outline::REFRESH_CW on_press=again>{words.again}</Button></div>
            </Show>
        </div>
    }
}

/// How the look-up stands, in words.
fn told(look: &Look, replaces: Option<Callback<RegisterEntry, Vec<String>>>) -> AnyView {
    let words = t().register;
    match look {
        Look::Nothing => ().into_any(),
        // The field says it in sight.
        Look::NoSiret => view! { <p class="unseen">{Format::Siret.sentence()}</p> }.into_any(),
        Look::Asking => view! { <p class="muted small">{words.asking}</p> }.into_any(),
        Look::Silent(why, _) => {
            let why = why.clone();
            view! { <Notice tone=Tone::Warn><p>{why}</p></Notice> }.into_any()
        }
        Look::Taken(_) => view! { <Notice tone=Tone::Good><p>{words.taken}</p></Notice> }.into_any(),
        Look::Found(entry) => {
            let tone = if entry.open { Tone::Note } else { Tone::Warn };
            let fields = replaces.map(|replaces| replaces.run((**entry).clone())).unwrap_or_default();
            let lines = lines(entry, &fields);
            view! {
                <Notice tone=tone title=words.found>
                    {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                </Notice>
            }
            .into_any()
        }
    }
}

/// What the register says, a line each, and what taking it over would replace.
fn lines(entry: &RegisterEntry, replaced: &[String]) -> Vec<String> {
    let words = t().register;
    let name = match (&entry.raison_sociale, &entry.enseigne) {
        (Some(name), Some(enseigne)) if name != enseigne => Some(format!("{name} ({enseigne})")),
        (name, enseigne) => name.clone().or_else(|| enseigne.clone()),
    };
    let closed = (!entry.open).then(|| match entry.closed_on {
        Some(day) => fill(words.closed_on, &[("day", &plain_day(day))]),
        None => words.closed.to_owned(),
    });
    let whole = entry.raison_sociale.is_some() && entry.address.is_some() && entry.insee_code.is_some();
    [
        name,
        entry.whole_address(),
        closed,
        (!entry.head_office).then(|| words.other_place.to_owned()),
        (!whole).then(|| words.partial.to_owned()),
        (!replaced.is_empty()).then(|| fill(words.replaces, &[("fields", &replaced.join(", "))])),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::problem::{Denied, Problem};

    fn entry() -> RegisterEntry {
        RegisterEntry {
            siret: "73282932000074".parse().unwrap(),
            raison_sociale: Some("PREVENTION OUEST".into()),
            enseigne: Some("PO FORMATION".into()),
            legal_form: None,
            address: Some("1 RUE DE LA PAIX".into()),
            postal_code: Some("44000".parse().unwrap()),
            city: Some("NANTES".into()),
            insee_code: Some("44109".parse().unwrap()),
            departement: Some("44".into()),
            head_office: true,
            open: true,
            closed_on: None,
            nda: None,
            qualiopi: None,
        }
    }

    #[test]
    fn b19_what_was_found_is_told_with_what_it_would_replace() {
        assert_eq!(
            lines(&entry(), &[]),
            ["PREVENTION OUEST (PO FORMATION)", "1 RUE DE LA PAIX, 44000 NANTES"]
        );
        let told = lines(&entry(), &["Raison sociale".into(), "Adresse".into()]);
        assert_eq!(told[2], "Ce que vous avez saisi sera remplacé : Raison sociale, Adresse.");
        let closed = RegisterEntry {
            open: false,
            closed_on: chrono::NaiveDate::from_ymd_opt(2026, 10, 31),
            head_office: false,
            ..entry()
        };
        assert_eq!(
            lines(&closed, &[])[2..],
            [
                "D’après le registre, cet établissement est fermé depuis le 31 octobre 2026.",
                "Ce n’est pas le siège de l’entreprise.",
            ]
        );
        let silent = RegisterEntry { raison_sociale: None, enseigne: None, address: None, ..entry() };
        assert_eq!(lines(&silent, &[]), ["44000 NANTES", t().register.partial]);
    }

    #[test]
    fn b19_whatever_fails_the_form_is_filled_in_by_hand() {
        let of = |code| Look::of(Err(Failure::Refused(Box::new(Problem::from(Denied::new(code))))));
        for (look, may_ask_again) in [
            (of(Code::RegisterUnreachable), true),
            (of(Code::RegisterUnknownSiret), false),
            (of(Code::TooMany), true),
            (of(Code::Internal), true),
            (Look::of(Err(Failure::Unreachable)), true),
        ] {
            let Look::Silent(why, again) = look else { panic!("{look:?}") };
            assert!(why.contains("remplissez les champs vous-même"), "{why}");
            assert_eq!(again, may_ask_again, "{why}");
        }
    }

    #[test]
    fn o3_it_is_read_while_it_is_typed() {
        assert_eq!(read(""), Err(Look::Nothing));
        assert_eq!(read("732 829 320 0007"), Err(Look::Nothing));
        assert_eq!(read("732 829 320 00075"), Err(Look::NoSiret));
        assert_eq!(read("732 829 320 00074").unwrap().as_str(), "73282932000074");
    }
}
