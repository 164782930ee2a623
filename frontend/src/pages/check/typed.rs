//! A code, a link or a number, pasted or typed.

use super::desk::Desk;
use crate::{components::*, form::Bound, i18n::t};
use forprev_core::certificate::{
    number::CertificateNumber,
    signature::{CODE_MAX, PREFIX, extract_code},
};
use leptos::prelude::*;

#[component]
pub(super) fn Typed(desk: Desk) -> impl IntoView {
    let words = t().check;
    let (text, error) = (RwSignal::new(String::new()), RwSignal::new(None::<&'static str>));
    let bind = Bound::signal("typed-code", text);
    Effect::watch(move || text.get(), move |_, _, _| error.set(None), false);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked();
        let typed = typed.trim();
        match what(typed) {
            What::Nothing => error.set(Some(words.typed_empty)),
            What::Code => desk.verify(vec![typed.to_owned()]),
            What::Number(number) => desk.look_up(number),
            What::Neither => error.set(Some(words.typed_neither)),
        }
        if error.get_untracked().is_some() {
            crate::device::focus("typed-code");
        }
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <Textarea bind=bind label=words.typed_label hint=words.typed_hint limit=2 * CODE_MAX/>
            <div role="alert">
                {move || error.get().map(|message| view! {
                    <p class="field-error"><Icon of=outline::CIRCLE_ALERT/><span>{message}</span></p>
                })}
            </div>
            <div>
                <Button submit=true icon=outline::SEARCH>{words.typed_send}</Button>
            </div>
        </form>
    }
}

enum What {
    Nothing,
    Code,
    Number(CertificateNumber),
    Neither,
}

fn what(typed: &str) -> What {
    // All codes begin so, of any version; what follows says what is wrong with it.
    let family = PREFIX.trim_end_matches(|c: char| c.is_ascii_digit());
    if typed.is_empty() {
        What::Nothing
    } else if let Ok(number) = typed.parse() {
        What::Number(number)
    } else if extract_code(typed).is_some() || typed.starts_with(family) {
        What::Code
    } else {
        What::Neither
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_a_code_and_neither_are_told_apart() {
        assert!(matches!(what("sst-2026-73s0zg9cs"), What::Number(_)));
        assert!(matches!(what("SST-2026-73S0ZG9CX"), What::Neither));
        assert!(matches!(
            what(&format!("https://forprev.example/verifier#FP1{}", "A".repeat(300))),
            What::Code
        ));
        assert!(matches!(what("FP1ABC"), What::Code));
        assert!(matches!(what("FP9ABC"), What::Code));
        assert!(matches!(what(""), What::Nothing));
        assert!(matches!(what("bonjour"), What::Neither));
    }
}
