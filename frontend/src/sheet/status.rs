//! Where the storing is, and what was changed elsewhere, too.

use super::{Keeper, Sheet, Status};
use crate::{
    components::*,
    i18n::{fill, t},
    session,
};
use forprev_core::calendar::{french_moment, time_in_paris, today_in_paris};
use leptos::prelude::*;

/// "Enregistré à 14:02".
#[component]
pub fn SaveState(
    /// Where the storing is.
    #[prop(into)]
    status: Signal<Status>,
    /// Whether the server has all that is typed.
    stored: Signal<bool>,
    /// Whether something that was typed is wrong: it is not stored.
    wrong: Signal<bool>,
) -> impl IntoView {
    let words = t().sheets;
    let text = move || match status.get() {
        Status::Saved(at) => {
            let time = time_in_paris(at);
            if today_in_paris(at) != session::today() {
                let whole = fill(words.saved_on, &[("moment", &french_moment(at))]);
                return if stored.get() { whole } else { words.not_saved.to_owned() };
            }
            let text = if stored.get() || !wrong.get() { words.saved_at } else { words.saved_partly };
            fill(text, &[("time", &time)])
        }
        // Said once it is done: what is heard at each field is enough.
        Status::Saving => String::new(),
        Status::Offline => words.offline.to_owned(),
        Status::Refused(why) => fill(words.refused, &[("why", &why)]),
    };
    view! { <p class="save-state small muted" role="status">{text}</p> }
}

/// The question of what was changed elsewhere, too. Nothing while there is none.
#[component]
pub fn Clashes<S: Sheet>(
    /// The form.
    keeper: Keeper<S>,
    /// What a part is called, and what was stored of it elsewhere.
    told: Callback<S::Part, (String, String)>,
) -> impl IntoView {
    let lines = Signal::derive(move || keeper.clashes.get().into_iter().map(|part| told.run(part)).collect());
    question(
        lines,
        Callback::new(move |()| keeper.keep_mine()),
        Callback::new(move |()| keeper.take_theirs()),
    )
}

fn question(
    lines: Signal<Vec<(String, String)>>,
    keep_mine: Callback<()>,
    take_theirs: Callback<()>,
) -> AnyView {
    let words = t().sheets;
    (move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|(field, value)| {
                view! { <li>{fill(words.clash_line, &[("field", &field), ("value", &value)])}</li> }
            });
            view! {
                <Notice tone=Tone::Warn live=true title=words.clash_title>
                    <ul>{lines.collect_view()}</ul>
                    <div class="row">
                        <Button on_press=keep_mine>{words.clash_keep}</Button>
                        <Button on_press=take_theirs>{words.clash_take}</Button>
                    </div>
                </Notice>
            }
        })
    })
    .into_any()
}
