//! The results have left.

use super::typed::Counts;
use crate::{
    components::{ButtonLink, Notice, Tone, outline},
    i18n::t,
};
use leptos::prelude::*;

/// What was sent, and what comes next.
#[component]
pub(super) fn Sent(counts: Counts) -> impl IntoView {
    let words = t().verification;
    view! {
        <Notice tone=Tone::Good title=words.sent live=true>
            <p>{words.count_passed.of(counts.passed)}", "{words.count_failed.of(counts.failed)}"."</p>
            {(counts.passed == 0).then(|| view! { <p>{words.sent_none}</p> })}
            <p>{words.sent_help}</p>
            <ButtonLink href="/" icon=outline::HOUSE>{words.home}</ButtonLink>
        </Notice>
    }
}
