//! Communes: those of a postal code, as the rules and the forms take them; chosen, never guessed (O1).

use super::{
    button::Button,
    choice::{Choice, Select},
    feedback::{Notice, Tone},
    load::once_online,
    outline,
    text_input::TextInput,
    toast::Toasts,
};
use crate::{
    api::call_signed_out,
    failure::Failure,
    form::Bound,
    graph::{effect, memo, task, task_in},
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
async fn of_postal_code(code: PostalCode) -> Result<Vec<CommuneChoice>, Failure> {
    let query = CommuneQuery {
        postal_code: Some(code.to_string()),
        limit: Some(MAX_LIMIT),
        ..CommuneQuery::default()
    };
    call_signed_out(async |client| client.list_communes(&query).await).await.map(|page| page.items)
}

/// The communes whose name begins so, some of them.
async fn of_name(name: String) -> Result<Page<CommuneChoice>, Failure> {
    let query = CommuneQuery { q: Some(name), limit: Some(20), ..CommuneQuery::default() };
    call_signed_out(async |client| client.list_communes(&query).await).await
}

/// As the rules take them.
fn for_rules(list: &[CommuneChoice]) -> Vec<Commune> {
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
fn line(commune: &CommuneChoice) -> String {
    fill(t().organisations.commune_line, &[("name", &commune.name), ("departement", &commune.departement)])
}

/// A commune by its name, once the server told it; its code until then.
#[component]
pub fn CommuneName(
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

/// The communes of the postal codes that were typed.
#[derive(Clone, Copy)]
pub struct Communes {
    all: RwSignal<Vec<(String, Vec<CommuneChoice>)>>,
    missed: RwSignal<Option<Failure>>,
    again: RwSignal<u32>,
}

impl Communes {
    /// None yet: [`Communes::follow`] asks for them.
    #[must_use]
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), missed: RwSignal::new(None), again: RwSignal::new(0) }
    }

    /// Asks the server for those of these postal codes, as they are typed. Take it while the component is made.
    pub fn follow(self, codes: impl Fn() -> Vec<PostalCode> + Send + Sync + 'static) {
        let codes = memo(codes);
        effect(move || {
            self.again.track();
            self.missed.set(None);
            for code in codes.get() {
                let name = code.to_string();
                if self.all.with_untracked(|all| all.iter().any(|(other, _)| *other == name)) {
                    continue;
                }
                task(async move {
                    match of_postal_code(code).await {
                        Ok(list) => self.all.update(|all| all.push((name, list))),
                        Err(failure) => self.missed.set(Some(failure)),
                    }
                });
            }
        });
        once_online(self.missed.into(), self.retry());
    }

    fn retry(self) -> Callback<()> {
        Callback::new(move |()| self.again.update(|count| *count = count.wrapping_add(1)))
    }

    /// The communes of a postal code, once the server told them. Tracks.
    #[must_use]
    pub fn of(self, postal_code: &str) -> Option<Vec<CommuneChoice>> {
        let code = postal_code.parse::<PostalCode>().ok()?;
        self.all.with(|all| {
            all.iter().find(|(other, _)| other.as_str() == code.as_str()).map(|(_, list)| list.clone())
        })
    }

    /// The same, as the rules take them. Tracks.
    #[must_use]
    pub fn for_rules(self, postal_code: &str) -> Option<Vec<Commune>> {
        self.of(postal_code).map(|list| for_rules(&list))
    }
}

impl Default for Communes {
    fn default() -> Self {
        Self::new()
    }
}

/// A postal code, and its commune: chosen among those it has, or found by its name.
#[component]
pub fn CommuneFields(
    /// The postal code.
    postal_code: Bound<String>,
    /// The INSEE code of the commune.
    commune: Bound<String>,
    /// Label of the first.
    postal_code_label: &'static str,
    /// Label of the second.
    commune_label: &'static str,
    /// The communes of postal codes.
    communes: Communes,
    /// What to say of the commune that is chosen.
    #[prop(optional, into)]
    told: Option<Callback<CommuneChoice, String>>,
    /// Browsers' word for the postal code.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let words = t().organisations;
    let list = memo(move || communes.of(&postal_code.get()));
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
    let missed = communes.missed;
    let none = Signal::derive(move || {
        match list.with(Option::is_none) {
            true if missed.with(Option::is_some) => words.commune_missed,
            true => words.commune_wait,
            false => t().parts.choose,
        }
        .to_owned()
    });
    let chosen = memo(move || {
        let code = commune.get();
        list.with(|list| list.iter().flatten().find(|one| one.insee_code == code).cloned())
    });
    let told = told.map(|told| {
        let line = move || chosen.get().map(|one| told.run(one));
        view! { <p aria-live="polite">{line}</p> }
    });
    let unknown = memo(move || list.with(|list| list.as_ref().is_some_and(Vec::is_empty)));
    let choose = Callback::new(move |one: CommuneChoice| {
        postal_code.set(one.postal_code);
        commune.set(one.insee_code);
        crate::device::focus(&postal_code.id());
    });
    let again = communes.retry();
    view! {
        <div class="columns">
            <TextInput
                bind=postal_code
                label=postal_code_label
                inputmode="numeric"
                autocomplete=autocomplete
                width="short"
            />
            <Show when=move || !unknown.get()>
                <Select bind=commune label=commune_label choices=choices none=none/>
            </Show>
        </div>
        {told}
        <Show when=move || unknown.get()>
            <ByName on_choose=choose/>
        </Show>
        {move || {
            missed.get().map(|failure| {
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
fn ByName(on_choose: Callback<CommuneChoice>) -> impl IntoView {
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
                    <li><Button small=true on_press=move |()| on_choose.run(one.clone())>{words}</Button></li>
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
                <TextInput bind=Bound::signal(super::unique("commune-words"), typed) label=words.commune_search kind="search"/>
                <Button icon=outline::SEARCH busy=busy on_press=search>{words.commune_search_send}</Button>
            </div>
            <div aria-live="polite">{results}</div>
        </Notice>
    }
}
