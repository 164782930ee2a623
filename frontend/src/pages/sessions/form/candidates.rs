//! C4: existing persons who may be the formateur trainees of the session, masked, to choose from.

use super::{
    desk::Desk,
    entry::{Entry, Saved, cell},
};
use crate::{
    api::call,
    components::*,
    form::Form,
    graph::{effect, memo, task},
    i18n::{fill, t},
};
use forprev_core::{formateur::Candidate, id::TraineeId, session::NewTrainee};
use leptos::prelude::*;

/// Someone of the session, and who they may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offered {
    pub(super) trainee: NewTrainee,
    candidates: Vec<Candidate>,
}

impl Offered {
    /// Another name, or other people, is another question.
    fn key(&self) -> String {
        let NewTrainee { id, last_name, first_name, .. } = self.trainee.clone();
        let people = self.candidates.iter().map(|one| one.person_id.to_string());
        [id.unwrap_or_default(), last_name, first_name].into_iter().chain(people).collect()
    }
}

/// Who these trainees of a saved session may be; those who are nobody known are left out. A convenience: without an answer
/// the session can still be declared.
pub(super) async fn ask(session: Saved, trainees: Vec<NewTrainee>) -> Vec<Offered> {
    let mut found = Vec::new();
    for trainee in trainees {
        let Some(id) = trainee.id.as_ref().and_then(|id| id.parse::<TraineeId>().ok()) else { continue };
        let answer = call(async |client| client.list_trainee_candidates(session.id, id).await).await;
        if let Ok(page) = answer
            && !page.items.is_empty()
        {
            found.push(Offered { trainee, candidates: page.items });
        }
    }
    found
}

/// The section "Comptes existants": nothing until the session was saved, and where nobody is likely.
#[component]
pub fn Candidates(
    /// The form and what stands on the server.
    desk: Desk,
) -> impl IntoView {
    let words = t().session_form;
    let (form, known) = (desk.form, desk.known);
    let offered = RwSignal::new(Vec::<Offered>::new());
    // Who they are is known of what was saved, at a level that trains formateurs.
    let saved = memo(move || {
        let baseline = desk.baseline.get();
        let formateurs = known.level(&baseline.habilitation_id).is_some_and(|level| !level.trains_acteurs());
        let session = form.value().with(|entry| entry.saved)?;
        formateurs.then_some((session, baseline.trainees))
    });
    effect(move || {
        let Some((session, trainees)) = saved.get() else {
            offered.set(Vec::new());
            return;
        };
        task(async move {
            offered.set(ask(session, trainees).await);
        });
    });
    view! {
        <Show when=move || !offered.with(Vec::is_empty)>
            <section class="card" aria-labelledby="section-candidates">
                <h2 id="section-candidates" tabindex="-1">{words.candidates}</h2>
                <p class="muted">{words.candidates_help}</p>
                <For each=move || offered.get() key=Offered::key let:one>
                    <Offer form=form one=one/>
                </For>
            </section>
        </Show>
    }
}

fn place_of(entry: &Entry, id: &str) -> Option<usize> {
    entry.content.trainees.iter().position(|trainee| trainee.id.as_deref() == Some(id))
}

#[component]
fn Offer(form: Form<Entry>, one: Offered) -> impl IntoView {
    let words = t().session_form;
    let Offered { trainee, candidates } = one;
    let id = trainee.id.clone().unwrap_or_default();
    let own = id.clone();
    let place = form.value().with_untracked(|entry| place_of(entry, &id)).unwrap_or_default();
    let label =
        fill(words.candidate_of, &[("first_name", &trainee.first_name), ("last_name", &trainee.last_name)]);
    let bind = form.bind(
        cell(place, "person_id"),
        move |entry| {
            let trainee = place_of(entry, &id).and_then(|place| entry.content.trainees.get(place));
            trainee.and_then(|trainee| trainee.person_id.clone()).unwrap_or_default()
        },
        move |entry, person| {
            if let Some(trainee) =
                place_of(entry, &own).and_then(|place| entry.content.trainees.get_mut(place))
            {
                trainee.person_id = (!person.is_empty()).then_some(person);
            }
        },
    );
    let mut choices: Vec<Choice> = candidates
        .iter()
        .map(|candidate| {
            let label = fill(
                words.candidate_label,
                &[
                    ("first_name", &candidate.first_name),
                    ("last_name", &candidate.last_name),
                    ("number", &candidate.forprev_number),
                ],
            );
            let choice = Choice::new(candidate.person_id.to_string(), label);
            match &candidate.email {
                Some(email) => choice.with_hint(email),
                None => choice,
            }
        })
        .collect();
    choices.push(Choice::new("", words.candidate_none));
    view! { <RadioGroup bind=bind label=label choices=choices/> }
}
