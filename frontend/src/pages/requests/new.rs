//! `/demandes/nouvelle`: what the organisation can ask for today, and why not the rest (H7, C12, C13).

use super::{
    general::renewal_lines,
    words::{kind_name, request_path, training},
};
use crate::{
    api::call,
    components::*,
    device,
    graph::{memo, task_in},
    i18n::{fill, plain_day, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    catalogue::Dispositif,
    id::OrganisationId,
    page::{MAX_LIMIT, Page},
    parameters::ParametersOn,
    policy::request::draft,
    query::PageQuery,
    request::{
        NewRequest, RequestForm, RequestKind,
        offer::{Offer, Reason},
    },
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The page.
#[component]
pub(super) fn NewRequestPage() -> impl IntoView {
    let words = t().requests;
    let (chosen, bind) = (session::organisation(), session::organisation_choice());
    let own = memo(|| {
        let actor = session::actor();
        let all = session::me().map_or_else(Vec::new, |me| session::organisations(&me));
        all.into_iter().filter(|(id, _)| draft(&actor, *id).is_ok()).collect::<Vec<_>>()
    });
    let one = memo(move || {
        let own = own.get();
        match (chosen.get(), own.as_slice()) {
            (Some(id), own) if own.iter().any(|(other, _)| *other == id) => Some(id),
            (_, [(only, _)]) => Some(*only),
            _ => None,
        }
    });
    let choices = Signal::derive(move || {
        own.get().into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>()
    });
    let body = move || {
        match one.get() {
        Some(id) => view! { <Offers id=id/> }.into_any(),
        None if own.with(Vec::is_empty) => view! {
            <EmptyState title=t().organisations.begin_title help=t().organisations.begin_help icon=outline::BUILDING>
                <ButtonLink href="/dossiers" weight=Weight::Main>{t().organisations.begin}</ButtonLink>
            </EmptyState>
        }
        .into_any(),
        None => view! {
            <div class="narrow card">
                <RadioGroup bind=bind label=words.new_choose choices=choices/>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <Breadcrumb above=vec![(words.list.to_owned(), "/demandes".to_owned())] here=words.new/>
        <PageTitle title=words.new/>
        {body}
    }
}

/// What is offered, with what is known of it.
#[derive(Clone)]
struct Known {
    offers: Vec<Offer>,
    catalogue: Vec<Dispositif>,
    parameters: ParametersOn,
}

#[component]
fn Offers(id: OrganisationId) -> impl IntoView {
    let words = t().requests;
    let remote = Remote::new(move || async move {
        let query = PageQuery { limit: Some(MAX_LIMIT), ..PageQuery::default() };
        let offers: Page<Offer> = call(async |client| client.list_requestable(id, &query).await).await?;
        let catalogue = call(async |client| client.list_dispositifs(None).await).await?;
        let parameters = call(async |client| client.get_parameters(None).await).await?;
        Ok::<_, crate::failure::Failure>(Known {
            offers: offers.items,
            catalogue: catalogue.items,
            parameters,
        })
    });
    let part = move |known: &Known, open: bool| {
        let chosen = known.offers.iter().filter(|offer| offer.reason.is_none() == open);
        chosen.cloned().collect::<Vec<_>>()
    };
    view! {
        <p>{words.new_lead}</p>
        <Load from=remote let:known>
            <section class="stack" aria-labelledby="offered">
                <h2 id="offered">{words.offered}</h2>
                <Show when=move || known.with(|known| part(known, true).is_empty())>
                    <p class="muted">{words.offered_none}</p>
                </Show>
                <ul class="people" role="list">
                    <For
                        each=move || known.with(|known| part(known, true))
                        key=|offer| (offer.dispositif.clone(), offer.level)
                        let:offer
                    >
                        <Offered id=id offer=offer known=known/>
                    </For>
                </ul>
            </section>
            <section class="stack" aria-labelledby="not-offered">
                <h2 id="not-offered">{words.not_offered}</h2>
                <ul class="people" role="list">
                    <For
                        each=move || known.with(|known| part(known, false))
                        key=|offer| (offer.dispositif.clone(), offer.level)
                        let:offer
                    >
                        <Shut offer=offer known=known/>
                    </For>
                </ul>
            </section>
        </Load>
    }
}

/// One that can be asked for today.
#[component]
fn Offered(id: OrganisationId, offer: Offer, known: Signal<Known>) -> impl IntoView {
    let words = t().requests;
    let (busy, toasts, owner) = (RwSignal::new(false), Toasts::here(), Owner::current());
    let navigate = use_navigate();
    // Pressed again because the answer was lost, it begins the same request.
    let key = device::random_key();
    let name = training(&offer.dispositif, offer.level);
    let label = known.with_untracked(|known| label(&known.catalogue, &offer.dispositif));
    let lines = offer.valid_until.map(|until| {
        let lines = known
            .with_untracked(|known| renewal_lines(until, session::today(), &known.parameters.parameters));
        lines.into_iter().map(|line| view! { <p class="small">{line}</p> }).collect_view()
    });
    let about = Signal::stored(name.clone());
    let (kind, renewal) = (kind_name(offer.kind), offer.kind == RequestKind::Renewal);
    let begin = move |()| {
        busy.set(true);
        let (navigate, key) = (navigate.clone(), key.clone());
        let new = NewRequest {
            dispositif: offer.dispositif.clone(),
            level: offer.level,
            content: RequestForm::default(),
        };
        task_in(owner.clone(), async move {
            let answer =
                call(async |client| client.create_request(id, &new, Write::once(key.clone())).await).await;
            busy.set(false);
            match answer {
                Ok(request) => navigate(&request_path(request.id), NavigateOptions::default()),
                Err(failure) => toasts.bad(failure.message()),
            }
        });
    };
    view! {
        <li class="person">
            <div class="row-apart">
                <div class="stack-tight">
                    <h3>{name}</h3>
                    <p class="muted small">{label}" – "{kind}</p>
                    {lines}
                </div>
                <Button icon=outline::PLUS busy=busy about=about on_press=begin>
                    {if renewal { words.renew } else { words.ask }}
                </Button>
            </div>
        </li>
    }
}

/// One that cannot, and why.
#[component]
fn Shut(offer: Offer, known: Signal<Known>) -> impl IntoView {
    let name = training(&offer.dispositif, offer.level);
    let label = known.with_untracked(|known| label(&known.catalogue, &offer.dispositif));
    view! {
        <li class="person">
            <h3 class="muted">{name}</h3>
            <p class="muted small">{label}</p>
            <p>{why(&offer)}</p>
        </li>
    }
}

/// What a dispositif is called.
fn label(catalogue: &[Dispositif], code: &str) -> String {
    catalogue.iter().find(|one| one.code == code).map(|one| one.label.clone()).unwrap_or_default()
}

/// Why it cannot be asked for, in words.
fn why(offer: &Offer) -> String {
    let words = t().requests;
    let Some(reason) = offer.reason else { return String::new() };
    match (reason, offer.opens_on) {
        (Reason::TooEarly, Some(day)) => fill(words.why_too_early, &[("day", &plain_day(day))]),
        (Reason::Requires, _) => {
            let missing: Vec<_> =
                offer.missing.iter().map(|one| training(&one.dispositif, one.level)).collect();
            fill(words.why_requires, &[("list", &missing.join(", "))])
        }
        (Reason::Kind, _) => words.why_kind.to_owned(),
        (Reason::Withdrawn, _) => words.why_withdrawn.to_owned(),
        _ => offer.fault().map(|fault| fault.message).unwrap_or_default(),
    }
}
