//! What was found, in words that need no colour.

use super::{
    content::{NumberFacts, SignedFacts, provide_names},
    desk::{Desk, Finding, Standing, device_day},
};
use crate::{
    components::*,
    device,
    graph::effect,
    i18n::{fill, plain_day, t},
};
use forprev_core::certificate::{
    CertificateStatus,
    number::CertificateNumber,
    signature::{SignedContent, VerifyError},
};
use leptos::prelude::*;

/// All that was found; one certificate, or those of a whole file.
#[component]
pub(super) fn Findings(desk: Desk) -> impl IntoView {
    let words = t().check;
    provide_names();
    let title = move || match desk.findings().with(Vec::len) {
        0 | 1 => words.result.to_owned(),
        many => words.results.of(i64::try_from(many).unwrap_or(i64::MAX)),
    };
    // Once there is something to read out.
    effect(move || {
        if !desk.busy().get() {
            request_animation_frame(|| {
                device::focus("result");
            });
        }
    });
    view! {
        <h2 id="result" tabindex="-1">{title}</h2>
        <div role="status">
            <Show when=move || desk.busy().get()>
                <p class="loading"><Icon of=outline::LOADER_CIRCLE spin=true/><span>{words.checking}</span></p>
            </Show>
        </div>
        <div class="stack">
            {move || desk.findings().get().into_iter().map(|one| shown(desk, one)).collect_view()}
        </div>
        <Show when=move || !desk.busy().get()>
            <div>
                <Button icon=outline::QR_CODE on_press=move |()| desk.clear()>{words.again}</Button>
            </div>
        </Show>
    }
}

fn shown(desk: Desk, finding: Finding) -> AnyView {
    let words = t().check;
    match finding {
        Finding::Authentic(content, standing) => {
            view! { <Authentic desk=desk content=*content standing=standing/> }.into_any()
        }
        Finding::Number(number, standing) => {
            view! { <Numbered desk=desk number=number standing=standing/> }.into_any()
        }
        Finding::Refused(error) => {
            let (tone, title) = match error {
                VerifyError::BadSignature => (Tone::Bad, words.forged),
                VerifyError::UnknownKey => (Tone::Bad, words.unknown_key),
                VerifyError::Damaged => (Tone::Bad, words.damaged),
                VerifyError::NotACode => (Tone::Warn, words.not_a_code),
                VerifyError::UnknownVersion => (Tone::Warn, words.newer),
            };
            view! { <Notice tone=tone title=title><p>{error.sentence()}</p></Notice> }.into_any()
        }
        Finding::WithoutKeys => unchecked(desk, words.no_keys_help),
        Finding::WithoutVerifier => unchecked(desk, words.no_verifier_help),
    }
}

/// What keeps a signature from being verified may have passed.
fn unchecked(desk: Desk, why: &'static str) -> AnyView {
    view! {
        <Notice tone=Tone::Warn title=t().check.no_keys>
            <p>{why}</p>
            <Button icon=outline::REFRESH_CW on_press=move |()| desk.verify_again()>{t().parts.retry}</Button>
        </Notice>
    }
    .into_any()
}

#[component]
fn Authentic(desk: Desk, content: SignedContent, standing: RwSignal<Standing>) -> impl IntoView {
    let until = content.valid_until;
    let number = StoredValue::new(content.certificate_number.clone());
    let verdict = move || match standing.get() {
        Standing::Told(known) => told(known.status, until).into_any(),
        Standing::Asking => {
            view! { <Notice tone=Tone::Note title=t().check.authentic><p>{t().check.asking}</p></Notice> }
                .into_any()
        }
        Standing::Unasked(failure) => {
            let retry = Callback::new(move |()| desk.ask_again(&number.get_value(), standing));
            unasked(CertificateStatus::of(until, false, device_day()), &failure.message(), retry).into_any()
        }
    };
    view! {
        <article class="card finding">
            <div role="status">{verdict}</div>
            <SignedFacts content=content/>
            <p class="muted">{t().check.identity}</p>
        </article>
    }
}

/// With the server's answer.
fn told(status: CertificateStatus, until: Option<chrono::NaiveDate>) -> impl IntoView {
    let words = t().check;
    let (tone, title, help) = match status {
        CertificateStatus::Valid => (Tone::Good, words.valid, words.valid_help.to_owned()),
        CertificateStatus::Expired => {
            let day = until.map(plain_day).unwrap_or_default();
            (Tone::Warn, words.expired, fill(words.expired_help, &[("day", &day)]))
        }
        CertificateStatus::Revoked => (Tone::Bad, words.revoked, words.revoked_help.to_owned()),
        CertificateStatus::Unknown => (Tone::Warn, words.foreign, words.foreign_help.to_owned()),
    };
    view! { <Notice tone=tone title=title><p>{help}</p></Notice> }
}

/// Without it: what the code itself says, and what is not known.
fn unasked(status: CertificateStatus, reason: &str, retry: Callback<()>) -> impl IntoView + use<> {
    let words = t().check;
    let title = if status == CertificateStatus::Expired { words.authentic_expired } else { words.authentic };
    let reason = reason.to_owned();
    view! {
        <Notice tone=Tone::Warn title=title>
            <p>{words.unasked_help}</p>
            <p>{fill(words.unasked_date, &[("day", &plain_day(device_day()))])}</p>
            <p><Icon of=outline::WIFI_OFF/>" "{words.unasked}". "{reason}</p>
            <Button icon=outline::REFRESH_CW on_press=retry>{words.ask_again}</Button>
        </Notice>
    }
}

/// A number alone: what the server knows of it.
#[component]
fn Numbered(desk: Desk, number: CertificateNumber, standing: RwSignal<Standing>) -> impl IntoView {
    let words = t().check;
    let own = StoredValue::new(number.clone());
    let verdict = move || {
        match standing.get() {
        Standing::Asking => view! { <Notice tone=Tone::Note title=words.number_asking>""</Notice> }.into_any(),
        Standing::Unasked(failure) => view! {
            <Notice tone=Tone::Warn title=words.number_unasked>
                <p>{failure.message()}</p>
                <Button icon=outline::REFRESH_CW on_press=move |()| desk.ask_again(&own.get_value(), standing)>
                    {words.ask_again}
                </Button>
            </Notice>
        }
        .into_any(),
        Standing::Told(known) => {
            let (tone, title) = match known.status {
                CertificateStatus::Valid => (Tone::Good, words.number_valid),
                CertificateStatus::Expired => (Tone::Warn, words.number_expired),
                CertificateStatus::Revoked => (Tone::Bad, words.number_revoked),
                CertificateStatus::Unknown => (Tone::Bad, words.number_unknown),
            };
            let unknown = known.status == CertificateStatus::Unknown;
            let help = if unknown { words.number_unknown_help } else { words.number_help };
            view! {
                <Notice tone=tone title=title><p>{help}</p></Notice>
                {(!unknown).then(|| view! { <NumberFacts known=known/> })}
            }
            .into_any()
        }
    }
    };
    view! {
        <article class="card finding">
            <p class="number">{words.number}" : "<b>{number.to_string()}</b></p>
            <div role="status">{verdict}</div>
        </article>
    }
}
