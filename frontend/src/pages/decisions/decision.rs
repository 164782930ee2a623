//! The decision on one request: what those who instructed it said, and what is decided.

use super::{
    decide::Facts,
    outcome::{OutcomeFields, outcomes},
    words::{OpinionBadge, about},
};
use crate::{
    components::*,
    form::Form,
    graph::memo,
    i18n::{fill, short_day, t},
    pages::requests::words::{kind_name, request_path, subject_name},
};
use chrono::NaiveDate;
use forprev_core::request::{
    NewDecision, Outcome, Request, RequestRow, grid::unmet, sitting::SittingDecisions,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// A request of the agenda with the fields of its decision.
#[component]
pub(super) fn OneDecision(
    form: Form<SittingDecisions>,
    index: usize,
    row: RequestRow,
    facts: Facts,
) -> impl IntoView {
    let words = t().decisions;
    let id = row.id;
    let field = |name: &str, get: fn(&NewDecision) -> String, set: fn(&mut NewDecision, String)| {
        form.bind(
            format!("/decisions/{index}/decision/{name}"),
            move |all: &SittingDecisions| {
                all.decisions.get(index).map(|one| get(&one.decision)).unwrap_or_default()
            },
            move |all: &mut SittingDecisions, value| {
                if let Some(one) = all.decisions.get_mut(index) {
                    set(&mut one.decision, value);
                }
            },
        )
    };
    let outcome = field("outcome", |one| one.outcome.clone(), |one, text| one.outcome = text);
    let reason = field("reason", |one| one.reason.clone(), |one, text| one.reason = text);
    let later = field(
        "sitting_id",
        |one| one.sitting_id.clone().unwrap_or_default(),
        |one, text| one.sitting_id = Some(text).filter(|text| !text.is_empty()),
    );
    let until = form.bind(
        format!("/decisions/{index}/decision/valid_until"),
        move |all: &SittingDecisions| all.decisions.get(index).and_then(|one| one.decision.until()),
        move |all: &mut SittingDecisions, day: Option<NaiveDate>| {
            if let Some(one) = all.decisions.get_mut(index) {
                one.decision.valid_until = day.map(|day| day.to_string());
            }
        },
    );
    let chosen = memo(move || Outcome::of(&outcome.get()));
    let request = memo(move || facts.request(id));
    let term = memo(move || request.with(|one| one.as_ref().and_then(|one| facts.term(one))));
    let heading = format!("decision-{index}");
    let labelled_by = heading.clone();
    let place = (index + 1).to_string();
    let told = format!("{place}. {}", about(&row));
    let renewed = row.renewed_until.map(|day| fill(words.renewed_until, &[("day", &short_day(day))]));
    let kind = [Some(kind_name(row.kind).to_owned()), renewed].into_iter().flatten().collect::<Vec<_>>();
    let fields = move || {
        chosen.get().map(|chosen| view! {
        <OutcomeFields chosen=chosen reason=reason until=until later=later term=term sittings=facts.later/>
    })
    };
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <div class="row-apart">
                <h2 id=heading>{told}</h2>
                <A href=request_path(id)>
                    {words.see_request}<span class="unseen">" "{about(&row)}</span>
                </A>
            </div>
            <p class="muted">{kind.join(", ")}</p>
            {move || match request.get() {
                Some(one) => opinions(&one).into_any(),
                None if facts.missed.with(|all| all.contains(&id)) => {
                    view! { <p class="muted">{words.opinions_failed}</p> }.into_any()
                }
                None => view! { <p class="muted">{t().parts.loading}</p> }.into_any(),
            }}
            <RadioGroup bind=outcome label=words.outcome choices=outcomes() inline=true/>
            {fields}
        </section>
    }
}

/// What the caisse and INRS said, and how much of the grid is not met.
fn opinions(one: &Request) -> impl IntoView + use<> {
    let words = t().decisions;
    let said = one.opinions.iter().map(|opinion| {
        let comment = opinion.comment.clone().map(|text| view! { <p class="comment">{text}</p> });
        view! {
            <dt>{subject_name(opinion.subject)}</dt>
            <dd><OpinionBadge of=opinion.opinion/> {comment}</dd>
        }
    });
    let not_met = unmet(&one.grid).count();
    let not_met = (not_met > 0).then(|| {
        let told = words.unmet.of(i64::try_from(not_met).unwrap_or(i64::MAX));
        view! { <p>{told}</p> }
    });
    view! {
        <dl class="facts">{said.collect_view()}</dl>
        {not_met}
    }
}
