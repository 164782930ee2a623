//! What a task is called, and where it is done.

use crate::{
    i18n::{Plural, fill, short_day, t},
    session,
};
use forprev_core::{
    policy::{Action, file::scope_of},
    task::{Task, TaskKind, TaskSession},
};
use leptos::prelude::untrack;

/// What to do, and what several of them are.
fn words_of(kind: TaskKind) -> (&'static str, &'static Plural) {
    let words = t().dashboard;
    match kind {
        TaskKind::SetUpSecondFactor => (words.second_factor, &words.second_factor_count),
        TaskKind::MendAddress => (words.mend_address, &words.mend_address_count),
        TaskKind::ConfirmAddress => (words.confirm_address, &words.confirm_address_count),
        TaskKind::LookIntoJobs => (words.jobs, &words.jobs_count),
        TaskKind::LookIntoMails => (words.mails, &words.mails_count),
        TaskKind::ConfirmRecoveries => (words.recoveries, &words.recoveries_count),
        TaskKind::VerifySession => (words.verify_session, &words.verify_count),
        TaskKind::CorrectSession => (words.correct_session, &words.correct_count),
        TaskKind::GenerateCertificates => (words.generate_certificates, &words.generate_count),
        TaskKind::SubmitSession => (words.submit_session, &words.submit_count),
        TaskKind::DownloadCertificates => (words.download_certificates, &words.download_count),
        TaskKind::CompleteFiles => (words.complete_files, &words.complete_files_count),
        TaskKind::CompleteRequests => (words.complete_requests, &words.complete_requests_count),
        TaskKind::AnswerVisits => (words.answer_visits, &words.answer_visits_count),
        TaskKind::HoldSittings => (words.hold_sittings, &words.hold_sittings_count),
        TaskKind::ReportVisits => (words.report_visits, &words.report_visits_count),
        TaskKind::DecideRequests => (words.decide_requests, &words.decide_requests_count),
        TaskKind::GiveOpinions => (words.give_opinions, &words.give_opinions_count),
        TaskKind::InstructFiles => (words.instruct_files, &words.instruct_files_count),
        TaskKind::InstructRequests => (words.instruct_requests, &words.instruct_requests_count),
        TaskKind::TakeFiles => (words.take_files, &words.take_files_count),
        TaskKind::TakeRequests => (words.take_requests, &words.take_requests_count),
        TaskKind::FinishFiles => (words.finish_files, &words.finish_files_count),
        TaskKind::FinishRequests => (words.finish_requests, &words.finish_requests_count),
        TaskKind::ReviewAccesses => (words.review_accesses, &words.review_count),
        TaskKind::MendInvitations => (words.mend_invitations, &words.mend_invitations_count),
        TaskKind::RenewInvitations => (words.renew_invitations, &words.renew_invitations_count),
        TaskKind::CheckData => (words.check_data, &words.check_data_count),
        TaskKind::NameSecondGestionnaire => (words.second_gestionnaire, &words.second_gestionnaire_count),
        TaskKind::Unknown => (words.other, &words.other_count),
    }
}

/// What to do.
pub(super) fn action(kind: TaskKind) -> &'static str {
    words_of(kind).0
}

/// What `count` of them are.
pub(super) fn count_words(kind: TaskKind, count: usize) -> String {
    words_of(kind).1.of(number(count))
}

/// A count, as plurals take it.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The page on which it is done.
pub(super) fn path(task: &Task) -> String {
    if let Some(session) = &task.session {
        return format!("/sessions/{}", session.id);
    }
    let of_users = task.organisation.is_some();
    let (page, query) = match task.kind {
        TaskKind::SetUpSecondFactor => ("/mon-compte/double-authentification", ""),
        TaskKind::MendAddress | TaskKind::ConfirmAddress | TaskKind::CheckData => ("/mon-compte", ""),
        TaskKind::LookIntoJobs => ("/travaux", ""),
        TaskKind::LookIntoMails => ("/travaux/messages", ""),
        TaskKind::ConfirmRecoveries => ("/retablissements", ""),
        TaskKind::CompleteFiles | TaskKind::FinishFiles => ("/dossiers", ""),
        TaskKind::CompleteRequests | TaskKind::FinishRequests => ("/demandes", ""),
        TaskKind::AnswerVisits | TaskKind::ReportVisits => ("/audits", ""),
        TaskKind::HoldSittings => ("/seances", ""),
        TaskKind::DecideRequests => ("/demandes", "etat=decision"),
        TaskKind::GiveOpinions => ("/demandes", "etat=opinion"),
        TaskKind::InstructFiles => ("/instruction", "charge=me"),
        TaskKind::TakeFiles if for_all() => ("/instruction", "charge=nobody&caisse=inrs"),
        TaskKind::TakeFiles => ("/instruction", "charge=nobody"),
        TaskKind::InstructRequests => ("/demandes", "chez=caisse&charge=me"),
        TaskKind::TakeRequests if for_all() => ("/demandes", "chez=caisse&charge=nobody&caisse=inrs"),
        TaskKind::TakeRequests => ("/demandes", "chez=caisse&charge=nobody"),
        TaskKind::ReviewAccesses => ("/utilisateurs/acces", ""),
        TaskKind::MendInvitations => (invited(of_users), "etat=undelivered"),
        TaskKind::RenewInvitations => (invited(of_users), "etat=expired"),
        TaskKind::NameSecondGestionnaire => ("/utilisateurs/nouveau", ""),
        _ => ("/", ""),
    };
    let organisation = task.organisation.as_ref().map(|one| format!("organisation={}", one.id));
    let query: Vec<_> =
        Some(query.to_owned()).filter(|query| !query.is_empty()).into_iter().chain(organisation).collect();
    if query.is_empty() { page.to_owned() } else { format!("{page}?{}", query.join("&")) }
}

/// Whether the person takes what no caisse has, and sees what every caisse has.
fn for_all() -> bool {
    untrack(|| scope_of(&session::actor(), Action::InstructOrganisationFile).all)
}

/// Where those who were invited are listed: users of an organisation, or agents.
const fn invited(users: bool) -> &'static str {
    if users { "/utilisateurs" } else { "/agents" }
}

/// Which session: "SST niveau 1, Lyon, fin le 31/08/2026"; what one's own account is about.
pub(super) fn subject(task: &Task) -> Option<String> {
    match (&task.session, task.kind) {
        (Some(session), _) => Some(of_session(session)),
        (
            None,
            TaskKind::SetUpSecondFactor
            | TaskKind::MendAddress
            | TaskKind::ConfirmAddress
            | TaskKind::CheckData,
        ) => Some(t().dashboard.own_account.to_owned()),
        _ => None,
    }
}

fn of_session(session: &TaskSession) -> String {
    let words = t().dashboard;
    let level = fill(words.level, &[("n", &session.level.to_string())]);
    let city = session.city.as_ref().map(|city| format!(", {city}")).unwrap_or_default();
    let end = match session.ends_on {
        Some(day) => fill(words.ends, &[("day", &short_day(day))]),
        None => words.no_end.to_owned(),
    };
    format!("{} {level}{city}, {end}", session.dispositif)
}
