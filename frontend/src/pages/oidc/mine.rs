//! `/mon-compte/identites`: one's own identities at a provider.

use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{memo, task_in, task_of_the_application},
    i18n::{fill, short_day, t},
    oidc,
    pages::second_factor::Confirm,
    remote::Remote,
};
use forprev_core::{
    calendar::today_in_paris,
    oidc::{OidcLink, OidcLinks},
    second_factor::SecondFactors,
};
use leptos::prelude::*;

/// Both: the identity is confirmed again as for second factors, which say how that can be done.
async fn both() -> Result<(OidcLinks, SecondFactors), Failure> {
    let links = call(async |client| client.list_oidc_links().await).await?;
    let factors = call(async |client| client.list_second_factors().await).await?;
    Ok((links, factors))
}

/// The page.
#[component]
pub fn IdentitiesPage() -> impl IntoView {
    let words = t().oidc;
    let remote = Remote::new(both);
    let reload = Callback::new(move |()| remote.reload());
    view! {
        <PageTitle title=words.title/>
        <p>{words.help}</p>
        <Load from=remote let:both>
            {
                let confirmed = memo(move || both.with(|(_, factors)| factors.confirmed_until.is_some()));
                let links = Signal::derive(move || both.with(|(links, _)| links.clone()));
                let factors = Signal::derive(move || both.with(|(_, factors)| factors.clone()));
                view! {
                    <Mine all=links confirmed=confirmed reload=reload/>
                    <Show
                        when=move || confirmed.get()
                        fallback=move || view! { <Confirm all=factors confirmed=reload/> }
                    >
                        <Add all=links reload=reload/>
                    </Show>
                }
            }
        </Load>
    }
}

/// The way to the provider, where one is set up.
#[component]
fn Add(all: Signal<OidcLinks>, reload: Callback<()>) -> impl IntoView {
    let words = t().oidc;
    let (toasts, busy) = (Toasts::here(), RwSignal::new(false));
    let owner = StoredValue::new(Owner::current());
    let begin = Callback::new(move |()| {
        busy.set(true);
        task_in(owner.get_value(), async move {
            match call(async |client| client.begin_oidc_link().await).await {
                // Busy until the provider's page is there.
                Ok(begun) if oidc::leave(&begun, true, "") => return,
                Ok(_) => toasts.bad(words.cannot_leave),
                Err(failure) => {
                    toasts.bad(failure.message());
                    reload.run(());
                }
            }
            busy.set(false);
        });
    });
    move || {
        all.with(|all| all.name.clone()).map(|name| {
            view! {
                <section class="card narrow" aria-labelledby="identity-add">
                    <h2 id="identity-add">{words.add}</h2>
                    <p>{fill(words.add_help, &[("name", &name)])}</p>
                    <div>
                        <Button weight=Weight::Main icon=outline::PLUS busy=busy on_press=begin>
                            {fill(words.add_at, &[("name", &name)])}
                        </Button>
                    </div>
                </section>
            }
        })
    }
}

#[component]
fn Mine(all: Signal<OidcLinks>, confirmed: Memo<bool>, reload: Callback<()>) -> impl IntoView {
    let words = t().oidc;
    let asked = RwSignal::new(None::<OidcLink>);
    let (open, busy, toasts) = (RwSignal::new(false), RwSignal::new(false), Toasts::here());
    let ask = Callback::new(move |one: OidcLink| {
        asked.set(Some(one));
        open.set(true);
    });
    let remove = Callback::new(move |()| {
        let Some(one) = asked.get_untracked() else { return };
        busy.set(true);
        task_of_the_application(async move {
            let answer = call(async |client| client.remove_oidc_link(one.id).await).await;
            let _ = (busy.try_set(false), open.try_set(false));
            match answer {
                Ok(()) => toasts.good(fill(words.removed, &[("name", &one.name)])),
                Err(failure) => toasts.bad(failure.message()),
            }
            let _ = reload.try_run(());
        });
    });
    let any = move || all.with(|all| !all.links.is_empty());
    let head = [words.provider, words.since, words.last_used, words.action];
    let head = StoredValue::new(head.map(str::to_owned).to_vec());
    let title = Signal::derive(move || {
        let name = asked.with(|one| one.as_ref().map(|one| one.name.clone()).unwrap_or_default());
        fill(words.remove_title, &[("name", &name)])
    });
    view! {
        <section class="stack" aria-labelledby="identities-mine">
            <h2 id="identities-mine">{words.mine}</h2>
            <Show when=any fallback=move || view! { <p>{words.none}</p> }>
                <Table caption=words.mine caption_unseen=true head=head.get_value()>
                    {move || all.with(|all| all.links.iter().map(|one| row(one, confirmed, ask)).collect_view())}
                </Table>
            </Show>
        </section>
        <Dialog open=open title=title>
            <p>{words.remove_help}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::TRASH busy=busy on_press=remove>{words.remove_yes}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}

fn row(one: &OidcLink, confirmed: Memo<bool>, ask: Callback<OidcLink>) -> impl IntoView + use<> {
    let words = t().oidc;
    let day = |at| short_day(today_in_paris(at));
    let used = one.last_used_at.map_or_else(|| words.never_used.to_owned(), day);
    let about = StoredValue::new(fill(words.remove_about, &[("name", &one.name)]));
    let (name, since, link) = (one.name.clone(), day(one.created_at), StoredValue::new(one.clone()));
    view! {
        <Row>
            <Cell heading=true label=words.provider>{name}</Cell>
            <Cell label=words.since><span class="number">{since}</span></Cell>
            <Cell label=words.last_used><span class="number">{used}</span></Cell>
            <Cell label=words.action>
                <Show when=move || confirmed.get()>
                    <Button
                        small=true
                        icon=outline::TRASH
                        about=about.get_value()
                        on_press=move |()| ask.run(link.get_value())
                    >
                        {words.remove}
                    </Button>
                </Show>
            </Cell>
        </Row>
    }
}
