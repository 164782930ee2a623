//! The postal code and its commune, which is chosen and never guessed (O1), and the caisse that goes with it.

use super::{
    super::{
        commune::{line, of_name},
        words::{caisse_name, caisses, label},
    },
    fields::text,
    known::Known,
};
use crate::{
    components::*,
    form::{Bound, Form},
    graph::{effect, memo, task_in},
    i18n::{fill, t},
};
use forprev_core::{
    organisation::{
        CommuneChoice,
        file::{Field, FileContent},
    },
    page::Page,
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
    let commune = text(form, Field::InseeCode);
    let list = memo(move || known.communes_of(&postal_code.get()));
    // The only commune of a postal code is the commune.
    effect(move || {
        let only = list.with(|list| match list.as_deref() {
            Some([only]) => Some(only.insee_code.clone()),
            _ => None,
        });
        if let Some(only) = only.filter(|only| *only != commune.value().get_untracked()) {
            commune.set(only);
        }
    });
    let choices = Signal::derive(move || {
        let list = list.get().unwrap_or_default();
        list.iter().map(|one| Choice::new(&one.insee_code, line(one))).collect::<Vec<_>>()
    });
    let none = Signal::derive(move || {
        match list.with(Option::is_none) {
            true if known.missed.with(Option::is_some) => words.commune_missed,
            true => words.commune_wait,
            false => t().parts.choose,
        }
        .to_owned()
    });
    let chosen = memo(move || {
        let code = commune.get();
        list.with(|list| list.iter().flatten().find(|one| one.insee_code == code).cloned())
    });
    let caisses = caisses();
    let told = move || {
        chosen.get().map(|one| {
            let caisse = caisse_name(caisses, one.caisse.as_deref(), words.the_inrs);
            fill(words.caisse_told, &[("departement", &one.departement), ("caisse", &caisse)])
        })
    };
    let unknown = memo(move || list.with(|list| list.as_ref().is_some_and(Vec::is_empty)));
    let again = Callback::new(move |()| known.again.update(|count| *count = count.wrapping_add(1)));
    view! {
        <div class="columns">
            <TextInput
                bind=postal_code
                label=label(Field::PostalCode)
                inputmode="numeric"
                autocomplete="postal-code"
                width="short"
            />
            <Show when=move || !unknown.get()>
                <Select bind=commune label=label(Field::InseeCode) choices=choices none=none/>
            </Show>
        </div>
        <p aria-live="polite">{told}</p>
        <Show when=move || unknown.get()>
            <ByName form=form/>
        </Show>
        {move || {
            known.missed.get().map(|failure| {
                view! {
                    <Notice tone=Tone::Bad live=true>
                        <p>{words.lookup_failed}" "{failure.message()}</p>
                        <Button icon=outline::REFRESH_CW on_press=again>{t().parts.retry}</Button>
                    </Notice>
                }
            })
        }}
    }
}

/// A postal code of no commune, a CEDEX for example: the commune is found by its name.
#[component]
fn ByName(form: Form<FileContent>) -> impl IntoView {
    let words = t().organisations;
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Page<CommuneChoice>>);
    let (busy, toasts, owner) = (RwSignal::new(false), Toasts::here(), Owner::current());
    let search = Callback::new(move |()| {
        let name = typed.get_untracked().trim().to_owned();
        if name.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        task_in(owner.clone(), async move {
            let answer = of_name(name).await;
            busy.set(false);
            match answer {
                Ok(page) => found.set(Some(page)),
                Err(failure) => toasts.bad(failure.message()),
            }
        });
    });
    let choose = Callback::new(move |one: CommuneChoice| {
        form.value().update(|content| {
            content.set(Field::PostalCode, Some(one.postal_code));
            content.set(Field::InseeCode, Some(one.insee_code));
        });
        form.state().changed(&Field::PostalCode.pointer());
        form.state().focus(&Field::PostalCode.pointer());
    });
    // Enter searches here; it does not leave the page.
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            search.run(());
        }
    };
    let results = move || {
        found.get().map(|page| {
            let more = usize::try_from(page.total).is_ok_and(|total| total > page.items.len());
            let buttons = page.items.into_iter().map(|one| {
                let words = fill(words.commune_choose, &[("name", &line(&one)), ("code", &one.postal_code)]);
                view! {
                    <li><Button small=true on_press=move |()| choose.run(one.clone())>{words}</Button></li>
                }
            });
            view! {
                <p>{words.commune_found.of(i64::try_from(page.total).unwrap_or(i64::MAX))}</p>
                <ul class="plain-list">{buttons.collect_view()}</ul>
                {more.then(|| view! { <p class="small muted">{words.commune_more}</p> })}
            }
        })
    };
    view! {
        <Notice tone=Tone::Warn live=true title=words.cedex_title>
            <p>{words.cedex_help}</p>
            <div class="row-end" on:keydown=enter>
                <TextInput bind=Bound::signal("commune-words", typed) label=words.commune_search kind="search"/>
                <Button icon=outline::SEARCH busy=busy on_press=search>{words.commune_search_send}</Button>
            </div>
            <div aria-live="polite">{results}</div>
        </Notice>
    }
}
