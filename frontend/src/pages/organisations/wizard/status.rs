//! Where the storing is, and what was changed elsewhere, too.

use super::{
    super::words::{full_label, value_in_words},
    desk::{Desk, Status},
};
use crate::{
    components::*,
    i18n::{fill, t},
    session,
};
use forprev_core::calendar::{french_moment, time_in_paris, today_in_paris};
use leptos::prelude::*;

/// "Enregistré à 14:02".
#[component]
pub(super) fn SaveState(desk: Desk) -> impl IntoView {
    let words = t().organisations;
    let text = move || match desk.status.get() {
        Status::Saved(at) => {
            let stored = desk.is_stored();
            let time = time_in_paris(at);
            if today_in_paris(at) != session::today() {
                let whole = fill(words.saved_on, &[("moment", &french_moment(at))]);
                return if stored { whole } else { words.not_saved.to_owned() };
            }
            let text = if stored || !desk.is_wrong() { words.saved_at } else { words.saved_partly };
            fill(text, &[("time", &time)])
        }
        // Said once it is done: what is heard at each field is enough.
        Status::Saving => String::new(),
        Status::Offline => words.save_offline.to_owned(),
        Status::Refused(why) => fill(words.save_refused, &[("why", &why)]),
    };
    view! { <p class="save-state small muted" role="status">{text}</p> }
}

/// The question of what was changed elsewhere, too. Nothing while there is none.
#[component]
pub(super) fn Clashes(desk: Desk) -> impl IntoView {
    let words = t().organisations;
    move || {
        let clashes = desk.clashes.get();
        (!clashes.is_empty()).then(|| {
            let lines = clashes.into_iter().map(|clash| {
                let value = clash.theirs.map(|value| value_in_words(clash.field, &value));
                let value = value.unwrap_or_else(|| words.empty.to_owned());
                let label = full_label(clash.field.as_str());
                view! { <li>{fill(words.clash_line, &[("field", &label), ("value", &value)])}</li> }
            });
            view! {
                <Notice tone=Tone::Warn live=true title=words.clash_title>
                    <ul>{lines.collect_view()}</ul>
                    <div class="row">
                        <Button on_press=move |()| desk.keep_mine()>{words.clash_keep}</Button>
                        <Button on_press=move |()| desk.take_theirs()>{words.clash_take}</Button>
                    </div>
                </Notice>
            }
        })
    }
}
