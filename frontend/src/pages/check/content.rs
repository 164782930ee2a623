//! What a certificate says.

use crate::{
    api::call_signed_out,
    i18n::{fill, plain_day, t},
    pages::sessions::{certificate_label, kind_name},
    remote::Remote,
};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::Dispositif,
    certificate::{PublicCertificate, signature::SignedContent},
    page::Page,
};
use leptos::prelude::*;

/// All that was signed.
#[component]
pub(super) fn SignedFacts(content: SignedContent) -> impl IntoView {
    let words = t().check;
    let holder = format!("{} {}", content.first_name, content.last_name);
    view! {
        <dl class="facts">
            <dt>{words.holder}</dt>
            <dd><b>{holder}</b></dd>
            <dt>{words.born}</dt>
            <dd class="number">{plain_day(content.birth_date)}</dd>
            <dt>{words.certificate}</dt>
            <dd>{label_of(content.certificate_code)}</dd>
            <dt>{words.training}</dt>
            <dd>{training(&content.dispositif, content.level)}</dd>
            <dt>{words.kind}</dt>
            <dd>{kind_name(content.kind)}</dd>
            <dt>{words.end}</dt>
            <dd class="number">{plain_day(content.end)}</dd>
            <dt>{words.until}</dt>
            <dd class="number"><b>{until(content.valid_until)}</b></dd>
            <dt>{words.organisation}</dt>
            <dd>{content.organisation}</dd>
            <dt>{words.habilitation}</dt>
            <dd class="number">{content.habilitation_number.to_string()}</dd>
            <dt>{words.number}</dt>
            <dd class="number">{content.certificate_number.to_string()}</dd>
        </dl>
    }
}

/// What the server tells everybody of a number: never a name.
#[component]
pub(super) fn NumberFacts(known: PublicCertificate) -> impl IntoView {
    let words = t().check;
    let training = known.dispositif.zip(known.level).map(|(dispositif, level)| training(&dispositif, level));
    let line = |term: &'static str, value: Option<AnyView>| {
        value.map(|value| view! { <dt>{term}</dt> <dd>{value}</dd> })
    };
    view! {
        <dl class="facts">
            {line(words.certificate, known.certificate_code.map(|code| label_of(code).into_any()))}
            {line(words.training, training.map(IntoAny::into_any))}
            {line(words.end, known.valid_from.map(|day| plain_day(day).into_any()))}
            {line(words.until, known.valid_from.map(|_| until(known.valid_until).into_any()))}
            {line(words.organisation, known.organisation.map(IntoAny::into_any))}
        </dl>
    }
}

fn training(dispositif: &str, level: u8) -> String {
    fill(t().check.training_level, &[("dispositif", dispositif), ("level", &level.to_string())])
}

fn until(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| t().check.no_end.to_owned(), plain_day)
}

/// The catalogue: asked for once, however many certificates a file holds.
#[derive(Clone, Copy)]
struct Catalogue(Remote<Page<Dispositif>>);

/// Makes the names of certificates known to what is shown below.
pub(super) fn provide_names() {
    provide_context(Catalogue(Remote::new(|| {
        call_signed_out(async |client| client.list_dispositifs(None).await)
    })));
}

/// The certificate's name from the catalogue; its code where there is no network to ask for it.
fn label_of(code: String) -> impl IntoView {
    let catalogue = use_context::<Catalogue>();
    move || {
        let items = catalogue
            .and_then(|Catalogue(asked)| {
                asked.value().with(|page| page.as_ref().map(|page| page.items.clone()))
            })
            .unwrap_or_default();
        match certificate_label(&items, &code) {
            label if label == code => code.clone(),
            label => format!("{label} ({code})"),
        }
    }
}
