//! Who may do what to a habilitation request, as a text that somebody who does not program can read and compare with
//! roles.md and workflows.md.

use crate::policy_matrix::{OURS, organisation, situations};
use forprev_core::{
    actor::Actor,
    policy::request::{Standing, View, actions, draft, scope, sitting_step, step, view},
    request::{
        State,
        sitting::{SittingState, SittingStep},
        state::Step,
    },
};
use std::fmt::Write;

/// A request of our organisation, which the caisse of Rennes instructs.
fn request(state: State) -> Standing {
    let submitted = !matches!(state, State::Draft);
    Standing {
        organisation_id: organisation(OURS),
        caisse: Some("RENNES".into()),
        state,
        submitted,
        at_cnh: matches!(state, State::Decision | State::Granted | State::Refused),
    }
}

/// Each person once, whatever a session is to them.
fn people() -> Vec<(&'static str, Actor)> {
    let mut seen = Vec::<Actor>::new();
    let mut people = Vec::new();
    for (who, actor, _) in situations() {
        if !seen.contains(&actor) {
            seen.push(actor.clone());
            people.push((who, actor));
        }
    }
    people
}

#[test]
fn requests() {
    const STEPS: [(Step, &str); 15] = [
        (Step::Edit, "edit"),
        (Step::Submit, "submit"),
        (Step::Abandon, "abandon"),
        (Step::Admit, "admit"),
        (Step::Return, "return"),
        (Step::Examine, "examine"),
        (Step::Forward, "forward"),
        (Step::Assign, "assign"),
        (Step::HandOver, "hand over"),
        (Step::Note, "note"),
        (Step::Write, "write"),
        (Step::Opine, "opine"),
        (Step::Schedule, "schedule"),
        (Step::Grant, "grant"),
        (Step::Refuse, "refuse"),
    ];
    let mut text = String::from(
        "A habilitation request of an organisation, in each of its states: what each person sees of it, and may do with it.\n",
    );
    for state in State::ALL {
        writeln!(text, "\nThe request is {}", state.as_str()).unwrap();
        for (who, actor) in people() {
            let request = request(state);
            let Some(seen) = view(&actor, &request) else {
                // Who sees nothing can do nothing.
                assert!(STEPS.iter().all(|(one, _)| step(&actor, &request, *one).is_err()), "{who}");
                continue;
            };
            let seen = match seen {
                View::Applicant => "sees it without what is confidential",
                View::Agent => "sees all",
            };
            let allowed: Vec<_> = STEPS
                .iter()
                .filter(|(one, _)| step(&actor, &request, *one).is_ok())
                .map(|(_, name)| *name)
                .collect();
            let may = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
            writeln!(text, "    {who:<58}{seen}; may: {may}").unwrap();
            assert_eq!(actions(&actor, &request).grant.allowed, allowed.contains(&"grant"), "{who}");
        }
    }
    text.push_str("\nWho else there is sees nothing.\n");
    insta::assert_snapshot!(text);
}

/// What one sees in a list is what one may open: no request stands in one and not in the other.
#[test]
fn the_scope_of_lists_agrees_with_the_view_of_one() {
    for state in State::ALL {
        for submitted in [true, false] {
            for (who, actor) in people() {
                let request = Standing { submitted, ..request(state) };
                let scope = scope(&actor);
                let listed = scope.organisations.contains(&request.organisation_id)
                    || (scope.submitted && request.submitted)
                    || (scope.at_cnh && request.at_cnh)
                    || (request.submitted
                        && request.caisse.as_ref().is_some_and(|caisse| scope.caisses.contains(caisse)));
                assert_eq!(listed, view(&actor, &request).is_some(), "{who}, {state:?}");
            }
        }
    }
}

#[test]
fn drafts_and_sittings() {
    let mut text =
        String::from("Beside requests: who drafts one, plans a sitting, records its decisions.\n\n");
    for (who, actor) in people() {
        let may = [
            ("draft", draft(&actor, organisation(OURS))),
            ("edit a sitting", sitting_step(&actor, SittingState::Planned, SittingStep::Edit)),
            ("decide a sitting", sitting_step(&actor, SittingState::Planned, SittingStep::Decide)),
        ];
        let allowed: Vec<_> = may.iter().filter(|(_, one)| one.is_ok()).map(|(name, _)| *name).collect();
        let may = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
        writeln!(text, "{who:<58}{may}").unwrap();
    }
    insta::assert_snapshot!(text);
}
