//! What a role may do, in words (E2). The list is core's; here each action has its text.

use crate::i18n::{fill, t};
use forprev_core::{
    policy::{
        Action, Reach,
        rights::{Right, is_everybodys},
    },
    user::UserRole,
};
use leptos::prelude::*;

/// A role as it is called, with what Forprev 1 called it (E7).
#[must_use]
pub fn with_former(name: &str, role: UserRole) -> String {
    fill(t().rights.formerly, &[("role", name), ("word", role.former_name())])
}

/// The list: what the role has of its own, then what everybody with an account has.
#[component]
pub fn RightsList(
    /// What the role may do.
    of: Vec<Right>,
) -> impl IntoView {
    let words = t().rights;
    let (common, own): (Vec<_>, Vec<_>) = of.into_iter().partition(|right| is_everybodys(right.action));
    if own.is_empty() && common.is_empty() {
        return view! { <p>{words.nothing}</p> }.into_any();
    }
    let lines = own.iter().map(line).collect_view();
    let common: Vec<_> = common.iter().map(|right| action(right.action)).collect();
    view! {
        <ul class="rights">{lines}</ul>
        <p class="small muted">{words.common}" "{common.join(" ; ")}"."</p>
    }
    .into_any()
}

fn line(right: &Right) -> AnyView {
    let far = reach(right).map(|far| view! { <span class="small muted">" ("{far}")"</span> });
    view! { <li>{action(right.action)}{far}</li> }.into_any()
}

/// A new action of the policy does not compile without its words.
fn action(of: Action) -> &'static str {
    let words = t().rights;
    match of {
        Action::ReadOwnAccount => words.read_own_account,
        Action::KeepOwnAccount => words.keep_own_account,
        Action::BecomeDemandeur => words.become_demandeur,
        Action::ManageSecondFactors => words.manage_second_factors,
        Action::ResetSecondFactors => words.reset_second_factors,
        Action::ReadCatalogue => words.read_catalogue,
        Action::ReadParameters => words.read_parameters,
        Action::ReadHabilitations => words.read_habilitations,
        Action::SuspendHabilitation => words.suspend_habilitation,
        Action::LookUpFormateur => words.look_up_formateur,
        Action::DeclareSession => words.declare_session,
        Action::ReadSessions => words.read_sessions,
        Action::ListSessions => words.list_sessions,
        Action::VerifySession => words.verify_session,
        Action::GenerateCertificates => words.generate_certificates,
        Action::DownloadCertificates => words.download_certificates,
        Action::DownloadCertificate => words.download_certificate,
        Action::ReadOwnCertificates => words.read_own_certificates,
        Action::RevokeCertificate => words.revoke_certificate,
        Action::ReadNotifications => words.read_notifications,
        Action::ReadJobs => words.read_jobs,
        Action::KeepSystem => words.keep_system,
        Action::ReadAudit => words.read_audit,
        Action::SearchPeople => words.search_people,
        Action::ViewAsPerson => words.view_as_person,
        Action::HelpPeople => words.help_people,
        Action::MergePeople => words.merge_people,
        Action::ManageUsers => words.manage_users,
        Action::NameSuccessor => words.name_successor,
        Action::ReadAgents => words.read_agents,
        Action::ManageAgents => words.manage_agents,
        Action::ReadRequests => words.read_requests,
        Action::DraftRequest => words.draft_request,
        Action::InstructRequest => words.instruct_request,
        Action::WriteAboutRequest => words.write_about_request,
        Action::GiveInrsOpinion => words.give_inrs_opinion,
        Action::DecideRequest => words.decide_request,
        Action::ReadSittings => words.read_sittings,
        Action::ManageSittings => words.manage_sittings,
        Action::ReadRegister => words.read_register,
        Action::ReadRecoveries => words.read_recoveries,
        Action::ReadAttachments => words.read_attachments,
        Action::KeepAttachments => words.keep_attachments,
        Action::ReadOrganisations => words.read_organisations,
        Action::DraftOrganisationFile => words.draft_organisation_file,
        Action::ReadLetters => words.read_letters,
        Action::ReadLetterModels => words.read_letter_models,
        Action::EditLetterModels => words.edit_letter_models,
        Action::ReadOrganisationFiles => words.read_organisation_files,
        Action::InstructOrganisationFile => words.instruct_organisation_file,
        Action::WriteAboutFile => words.write_about_file,
        Action::ReadContacts => words.read_contacts,
        Action::EditContacts => words.edit_contacts,
        Action::ReadVisits => words.read_visits,
        Action::ManageVisits => words.manage_visits,
        Action::AnswerVisits => words.answer_visits,
        Action::ReadPublic => words.read_public,
    }
}

fn reach(of: &Right) -> Option<&'static str> {
    let words = t().rights;
    // Said by the action's own words.
    if matches!(of.action, Action::ReadParameters | Action::BecomeDemandeur | Action::ReadOwnCertificates) {
        return None;
    }
    match of.reach {
        Reach::Own => Some(words.reach_own),
        Reach::Organisation => Some(words.reach_organisation),
        Reach::Declared => Some(words.reach_declared),
        Reach::Delegated => Some(words.reach_delegated),
        Reach::Lead => Some(words.reach_lead),
        Reach::Named => Some(words.reach_named),
        Reach::Caisse => Some(words.reach_caisse),
        Reach::AtCnh => Some(words.reach_at_cnh),
        Reach::All => Some(words.reach_all),
        // A system's, which is no role of a person.
        Reach::Scope(_) | Reach::Never => None,
    }
}
