//! The formateur certificates of the person who is signed in (C3).

use super::fetch::{Fetch, Wanted};
use crate::{
    api::call,
    components::*,
    i18n::{fill, short_day, t},
    remote::Remote,
    session,
};
use forprev_core::{
    certificate::{CertificateStatus, OwnCertificate},
    page::Page,
};
use leptos::prelude::*;

/// `/mes-certificats`.
#[component]
pub fn MyCertificates() -> impl IntoView {
    let words = t().certificates;
    let remote = Remote::new(|| call(async |client| client.list_my_certificates().await));
    let is_empty = Callback::new(|page: Page<OwnCertificate>| page.items.is_empty());
    let empty = move || {
        view! { <EmptyState title=words.mine_none help=words.mine_none_help icon=outline::AWARD/> }.into_any()
    };
    let head = [words.certificate, words.number, words.from, words.valid_until, words.state, words.action];
    let head = StoredValue::new(head.map(str::to_owned).to_vec());
    view! {
        <PageTitle title=words.mine/>
        <p>{words.mine_help}</p>
        <Load from=remote is_empty=is_empty empty=empty let:page>
            <Table caption=words.mine_caption caption_unseen=true head=head.get_value()>
                {move || page.with(|page| page.items.iter().map(row).collect_view())}
            </Table>
        </Load>
    }
}

fn row(one: &OwnCertificate) -> impl IntoView + use<> {
    let words = t().certificates;
    let (tone, icon, state) = match one.status {
        CertificateStatus::Valid => (Tone::Good, outline::CIRCLE_CHECK, words.status_valid),
        CertificateStatus::Expired => (Tone::Plain, outline::CLOCK, words.status_expired),
        CertificateStatus::Revoked => (Tone::Bad, outline::CIRCLE_ALERT, words.status_revoked),
        CertificateStatus::Unknown => (Tone::Plain, outline::INFO, words.status_unknown),
    };
    let until = match one.valid_until {
        Some(day) => view! {
            <span class="number">{short_day(day)}</span>
            {(one.status == CertificateStatus::Valid)
                .then(|| view! { " "<Countdown until=day today=Signal::derive(session::today)/> })}
        }
        .into_any(),
        None => words.no_end.into_any(),
    };
    let number = one.number.to_string();
    let file = if one.status == CertificateStatus::Valid {
        let about = fill(words.mine_about, &[("label", &one.label)]);
        view! { <Fetch wanted=Wanted::One(number.clone()) small=true about=about>{words.download}</Fetch> }
            .into_any()
    } else {
        view! { <span class="muted">{words.no_download}</span> }.into_any()
    };
    let (label, from) = (one.label.clone(), short_day(one.valid_from));
    view! {
        <Row>
            <Cell heading=true label=words.certificate>{label}</Cell>
            <Cell label=words.number><span class="number">{number}</span></Cell>
            <Cell label=words.from><span class="number">{from}</span></Cell>
            <Cell label=words.valid_until>{until}</Cell>
            <Cell label=words.state><Badge tone=tone icon=icon>{state}</Badge></Cell>
            <Cell>{file}</Cell>
        </Row>
    }
}
