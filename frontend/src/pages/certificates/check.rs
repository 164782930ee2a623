//! The declarer's last look, and the act that nothing undoes.

use crate::{
    api::call,
    can::can,
    components::*,
    device,
    graph::{memo, task_of_the_application},
    i18n::{fill, plain_day, t},
    pages::{second_factor::ConfirmDialog, sessions::meanwhile::latest},
};
use forprev_client::Write;
use forprev_core::{
    calendar::today_in_paris,
    problem::Decision,
    session::{Outcome, Session},
};
use leptos::prelude::*;

#[component]
pub(super) fn FinalCheck(session: Signal<Session>, changed: Callback<Session>) -> impl IntoView {
    let words = t().certificates;
    let (asking, busy, failed) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    let confirming = RwSignal::new(false);
    let toasts = Toasts::here();
    // One key for as long as the page stands: whatever is pressed again is the same request.
    let key = StoredValue::new(device::random_key());
    let generate = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let (id, version) = session.with_untracked(|one| (one.id, one.version));
        busy.set(true);
        asking.set(false);
        failed.set(None);
        // Not tied to the page: what was begun is told even to who looks elsewhere meanwhile.
        task_of_the_application(async move {
            let write = key.try_get_value().map(Write::once).unwrap_or_default().and_version(version);
            let ask =
                async |client: &forprev_client::Client| client.generate_certificates(id, write.clone()).await;
            let answer = call(ask).await;
            let now = latest(id).await;
            let _ = busy.try_set(false);
            match &answer {
                Ok(made) if made.items.is_empty() => toasts.good(words.closed),
                Ok(made) => toasts.good(words.generated.of(count(made.items.len()))),
                // A14: nothing was done, and it goes on from there.
                Err(failure) if failure.asks_who() => {
                    let _ = confirming.try_set(true);
                }
                // A value that comes back finds its page gone.
                Err(failure) => {
                    if let Some(message) = failed.try_set(Some(failure.message())).flatten() {
                        toasts.bad(fill(words.generation_failed, &[("reason", &message)]));
                    }
                }
            }
            if let Ok(now) = now {
                changed.try_run(now);
            }
        });
    });
    let tally = memo(move || session.with(|one| (with(one, Outcome::Passed), with(one, Outcome::Failed))));
    let none = move || tally.get().0 == 0;
    view! {
        <section class="card" aria-labelledby="final-check">
            <h2 id="final-check">{words.check_title}</h2>
            <p>{move || session.with(signed)}</p>
            <ul role="list" class="row tally">
                <li><Badge tone=Tone::Good icon=outline::CHECK>{move || words.passed.of(tally.get().0)}</Badge></li>
                <li><Badge icon=outline::X>{move || words.failed.of(tally.get().1)}</Badge></li>
            </ul>
            <Notice tone=Tone::Warn>
                <p>{move || if none() { words.check_none } else { words.irreversible }}</p>
            </Notice>
            {move || failed.get().map(|message| {
                view! {
                    <Notice tone=Tone::Bad live=true>
                        <p>{message}</p>
                        <p>{words.retry_safe}</p>
                    </Notice>
                }
            })}
            <Can
                decision=can(session, |one| Decision::from(&one.actions.generate))
                weight=Weight::Main
                icon=outline::AWARD
                busy=busy
                on_press=move |()| asking.set(true)
            >
                {move || if none() { words.close } else { words.generate }}
            </Can>
            <div role="status">
                <Show when=move || busy.get()>
                    <Progress label=words.generating max=1/>
                    <p class="muted small">{words.generating_help}</p>
                </Show>
            </div>
        </section>
        <Dialog open=asking title=words.confirm_title>
            <p>
                {move || {
                    let organisation = session.with(|one| one.organisation_name.clone());
                    match tally.get().0 {
                        0 => words.confirm_none.to_owned(),
                        passed => fill(&words.confirm.of(passed), &[("organisation", &organisation)]),
                    }
                }}
            </p>
            <div class="row">
                <Button weight=Weight::Main icon=outline::AWARD busy=busy on_press=generate>
                    {move || if none() { words.confirm_close } else { words.confirm_yes }}
                </Button>
                <Button on_press=move |()| asking.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
        <ConfirmDialog open=confirming confirmed=generate/>
    }
}

fn with(session: &Session, outcome: Outcome) -> i64 {
    count(session.trainees.iter().filter(|trainee| trainee.outcome == Some(outcome)).count())
}

pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Who verified, and when: the first of the two signatures.
fn signed(session: &Session) -> String {
    let words = t().certificates;
    let Some((at, by)) = session.verified.as_ref().and_then(|it| Some((it.at, it.by.as_ref()?))) else {
        return words.check_lead_unknown.to_owned();
    };
    let name = format!("{} {}", by.first_name, by.last_name);
    fill(words.check_lead, &[("name", &name), ("day", &plain_day(today_in_paris(at)))])
}
