//! What is in place, and how many recovery codes are left.

use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::{task_in, task_of_the_application},
    i18n::{fill, short_day, t},
};
use forprev_core::{
    calendar::today_in_paris,
    second_factor::{FactorKind, SecondFactor, SecondFactors},
};
use leptos::prelude::*;

#[component]
pub(super) fn Mine(
    all: Signal<SecondFactors>,
    confirmed: Memo<bool>,
    changed: Callback<Vec<String>>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t().second_factor;
    let asked = RwSignal::new(None::<SecondFactor>);
    let open = RwSignal::new(false);
    let ask = Callback::new(move |factor: SecondFactor| {
        asked.set(Some(factor));
        open.set(true);
    });
    let any = move || all.with(|all| !all.factors.is_empty());
    let head = StoredValue::new(
        [words.name, words.kind, words.since, words.last_used, words.action].map(str::to_owned).to_vec(),
    );
    let name = Signal::derive(move || {
        asked.with(|one| one.as_ref().map(|one| one.name.clone()).unwrap_or_default())
    });
    let title = Signal::derive(move || fill(words.remove_title, &[("name", &name.get())]));
    let toasts = Toasts::here();
    let (busy, owner) = (RwSignal::new(false), StoredValue::new(Owner::current()));
    let remove = Callback::new(move |()| {
        let Some(factor) = asked.get_untracked() else { return };
        busy.set(true);
        task_of_the_application(async move {
            let answer = call(async |client| client.remove_second_factor(factor.id).await).await;
            let _ = (busy.try_set(false), open.try_set(false));
            match answer {
                Ok(()) => {
                    toasts.good(fill(words.removed, &[("name", &factor.name)]));
                    let _ = changed.try_run(Vec::new());
                }
                Err(failure) => {
                    toasts.bad(failure.message());
                    let _ = reload.try_run(());
                }
            }
        });
    });
    let renewing = RwSignal::new(false);
    let renew = Callback::new(move |()| {
        renewing.set(true);
        task_in(owner.get_value(), async move {
            let answer: Result<_, Failure> = call(async |client| client.renew_recovery_codes().await).await;
            renewing.set(false);
            match answer {
                Ok(codes) => changed.run(codes.codes),
                Err(failure) => {
                    toasts.bad(failure.message());
                    reload.run(());
                }
            }
        });
    });
    let left = move || all.with(|all| words.codes_left.of(i64::from(all.recovery_codes)));
    view! {
        <section class="stack" aria-labelledby="factors-mine">
            <h2 id="factors-mine">{words.mine}</h2>
            <Show when=any fallback=move || view! { <p>{words.none}</p> }>
                <Table caption=words.mine caption_unseen=true head=head.get_value()>
                    {move || all.with(|all| all.factors.iter().map(|one| row(one, confirmed, ask)).collect_view())}
                </Table>
                <h3>{words.codes}</h3>
                <p>{left}" "{words.codes_help}</p>
                <Show when=move || confirmed.get()>
                    <div>
                        <Button icon=outline::REFRESH_CW busy=renewing on_press=renew>{words.codes_renew}</Button>
                    </div>
                </Show>
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

fn row(one: &SecondFactor, confirmed: Memo<bool>, ask: Callback<SecondFactor>) -> impl IntoView + use<> {
    let words = t().second_factor;
    let kind = if one.kind == FactorKind::Passkey { words.kind_passkey } else { words.kind_totp };
    let day = |at| short_day(today_in_paris(at));
    let used = one.last_used_at.map_or_else(|| words.never_used.to_owned(), day);
    let about = fill(words.remove_about, &[("name", &one.name)]);
    let (name, since, factor) = (one.name.clone(), day(one.created_at), StoredValue::new(one.clone()));
    view! {
        <Row>
            <Cell label=words.name>{name}</Cell>
            <Cell label=words.kind>{kind}</Cell>
            <Cell label=words.since><span class="number">{since}</span></Cell>
            <Cell label=words.last_used><span class="number">{used}</span></Cell>
            <Cell label=words.action>
                {
                    let about = StoredValue::new(about);
                    view! {
                        <Show when=move || confirmed.get()>
                            <Button
                                small=true
                                icon=outline::TRASH
                                about=about.get_value()
                                on_press=move |()| ask.run(factor.get_value())
                            >
                                {words.remove}
                            </Button>
                        </Show>
                    }
                }
            </Cell>
        </Row>
    }
}
