//! The certificates of a session, until they are erased.

use super::fetch::{Fetch, Wanted};
use crate::{
    api::call,
    components::*,
    i18n::{fill, long_day, short_day, t},
    remote::Remote,
    session as signed_in,
};
use forprev_core::{
    certificate::{SessionCertificate, SessionCertificates},
    session::Session,
};
use leptos::prelude::*;

#[component]
pub(super) fn CertificateList(session: Signal<Session>) -> impl IntoView {
    let words = t().certificates;
    let id = session.with_untracked(|one| one.id);
    let remote = Remote::new(move || call(async move |client| client.list_certificates(id).await));
    let until = Signal::derive(move || session.with(|one| one.readable_until));
    // A formateur who does not lead, an agent: these certificates are not theirs to see.
    let not_mine = move || {
        remote
            .failure()
            .with(|failure| matches!(failure.as_ref().and_then(|it| it.status()), Some(403 | 404)))
    };
    let is_empty = Callback::new(|made: SessionCertificates| made.items.is_empty());
    let empty =
        move || view! { <EmptyState title=words.none help=words.none_help icon=outline::AWARD/> }.into_any();
    view! {
        <Show when=move || !not_mine()>
            <section class="card" aria-labelledby="certificates">
                <div class="row-apart">
                    <h2 id="certificates">{words.title}</h2>
                    <Countdown until=until today=Signal::derive(signed_in::today)/>
                </div>
                <Load from=remote is_empty=is_empty empty=empty let:made>
                    <p>{move || fill(words.last_day, &[("day", &long_day(until.get()))])}</p>
                    <div class="row">
                        <Fetch wanted=Wanted::Pdf(id) weight=Weight::Main>{words.all_pdf}</Fetch>
                        <Fetch wanted=Wanted::Zip(id)>{words.all_zip}</Fetch>
                    </div>
                    {move || made.with(|made| session.with(|session| table(&made.items, session)))}
                </Load>
            </section>
        </Show>
    }
}

fn table(items: &[SessionCertificate], session: &Session) -> impl IntoView + use<> {
    let words = t().certificates;
    let head = [words.holder, words.number, words.valid_until, words.action].map(str::to_owned).to_vec();
    let rows = items
        .iter()
        .map(|one| {
            let holder = session.trainees.iter().find(|trainee| trainee.id == one.trainee_id);
            let name = holder
                .map_or_else(|| one.number.to_string(), |it| format!("{} {}", it.last_name, it.first_name));
            let until = one.valid_until.map_or_else(|| words.no_end.to_owned(), short_day);
            let about = fill(words.download_about, &[("name", &name)]);
            let number = one.number.to_string();
            let wanted = Wanted::One(number.clone());
            view! {
                <Row>
                    <Cell heading=true label=words.holder>{name}</Cell>
                    <Cell label=words.number><span class="number">{number}</span></Cell>
                    <Cell label=words.valid_until><span class="number">{until}</span></Cell>
                    <Cell><Fetch wanted=wanted small=true about=about>{words.download}</Fetch></Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=words.title caption_unseen=true head=head>{rows}</Table> }
}
