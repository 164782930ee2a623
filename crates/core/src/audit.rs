//! The log of who did what, as it is read; and who looked at whose data.

use crate::{
    id::{ClientId, OrganisationId, PersonId},
    page::DEFAULT_LIMIT,
    problem::{Code, Fault},
    query::one_limit,
    shape,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditLine {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The system that did it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// Who did it, in words: a name, where the reader may know it.
    pub who: String,
    /// What was done, by name: `submit_session`.
    pub action: String,
    /// The same, as a French sentence.
    pub sentence: String,
    /// To what kind of thing.
    pub resource_kind: String,
    /// To which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// Of which organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<OrganisationId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
    /// The network address that it came from: of one's own acts, and to INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// That somebody looked at one's data, on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Look {
    /// Who: a name, or what kind of system.
    pub who: String,
    /// For which organisation or caisse; `INRS` for an agent of INRS.
    pub on_behalf_of: String,
    /// The day, in Paris.
    pub day: NaiveDate,
    /// When it was first, that day.
    pub first_at: DateTime<Utc>,
    /// What was done: `formateur` (found among formateurs), `search` (found by an agent), `record` (opened by
    /// an agent to help), `session` (named in a session that an agent read), `candidate` (shown as who a formateur trainee may be),
    /// `support` (seen as oneself).
    pub what: String,
}

/// Every act that is recorded, and its sentence. What operations do bears the operation's name.
const ACTS: &[(&str, &str)] = &[
    ("login", "S’est connecté"),
    ("login_failed", "Connexion refusée"),
    ("logout", "S’est déconnecté"),
    ("refresh_reused", "Connexion copiée : fermée"),
    ("create_session", "A déclaré une session"),
    ("update_session", "A modifié une session"),
    ("cancel_session", "A annulé une session"),
    ("add_trainee", "A ajouté un stagiaire"),
    ("update_trainee", "A modifié un stagiaire"),
    ("remove_trainee", "A retiré un stagiaire"),
    ("import_trainees", "A importé des stagiaires"),
    ("submit_session", "A transmis une session au formateur"),
    ("return_session", "A retourné une session au déclarant"),
    ("reopen_session", "A rouvert une session"),
    ("record_results", "A vérifié une session"),
    ("generate_certificates", "A généré les certificats d’une session"),
    ("get_certificates_zip", "A téléchargé les certificats d’une session (ZIP)"),
    ("get_certificates_pdf", "A téléchargé les certificats d’une session (PDF)"),
    ("get_certificate_pdf", "A téléchargé un certificat"),
    ("revoke_certificate", "A révoqué un certificat"),
    ("create_request", "A commencé une demande d’habilitation"),
    ("update_request", "A modifié une demande d’habilitation"),
    ("submit_request", "A déposé une demande d’habilitation"),
    ("abandon_request", "A abandonné une demande d’habilitation"),
    ("admit_request", "A déclaré recevable une demande d’habilitation"),
    ("return_request", "A renvoyé une demande d’habilitation à compléter"),
    ("assign_request", "A attribué une demande d’habilitation"),
    ("hand_over_request", "A confié une demande d’habilitation à une autre caisse"),
    ("write_request_message", "A écrit dans une demande d’habilitation"),
    ("answer_grid", "A rempli la grille d’examen d’une demande"),
    ("give_opinion", "A donné un avis sur une demande d’habilitation"),
    ("forward_request", "A transmis une demande d’habilitation à l’INRS"),
    ("give_inrs_opinion", "A donné l’avis de l’INRS sur une demande"),
    ("decide_request", "A enregistré la décision sur une demande"),
    ("suspend_habilitation", "A suspendu une habilitation"),
    ("lift_suspension", "A levé la suspension d’une habilitation"),
    ("withdraw_habilitation", "A retiré une habilitation"),
    ("create_sitting", "A programmé une séance de la CNH"),
    ("update_sitting", "A modifié une séance de la CNH"),
    ("cancel_sitting", "A annulé une séance de la CNH"),
    ("decide_sitting", "A enregistré les décisions d’une séance"),
    ("create_organisation_file", "A commencé un dossier d’organisation"),
    ("update_organisation_file", "A modifié un dossier d’organisation"),
    ("submit_organisation_file", "A soumis un dossier d’organisation"),
    ("abandon_organisation_file", "A abandonné un dossier d’organisation"),
    ("restore_organisation_file", "A repris un dossier d’organisation abandonné"),
    ("assign_organisation_file", "A confié un dossier d’organisation"),
    ("hand_over_organisation_file", "A transmis un dossier d’organisation à une autre caisse"),
    ("validate_organisation_file", "A validé un dossier d’organisation"),
    ("return_organisation_file", "A retourné un dossier d’organisation à compléter"),
    ("refuse_organisation_file", "A refusé un dossier d’organisation"),
    ("write_organisation_file_message", "A écrit au sujet d’un dossier d’organisation"),
    ("open_organisation_change", "A commencé une modification de l’organisation"),
    ("update_organisation", "A modifié les données de l’organisation"),
    ("confirm_organisation", "A confirmé les données de l’organisation"),
    ("erase_abandoned_file", "Effacement d’un dossier abandonné"),
    ("create_contact", "A ajouté un contact"),
    ("update_contact", "A modifié un contact"),
    ("remove_contact", "A retiré un contact"),
    ("plan_visit", "A planifié un audit ou une visite"),
    ("update_visit", "A modifié un audit ou une visite"),
    ("assign_visit", "A confié un audit ou une visite"),
    ("notify_visit", "A annoncé un audit ou une visite"),
    ("report_visit", "A enregistré le compte rendu d’un audit ou d’une visite"),
    ("follow_visit_action", "A suivi une action corrective"),
    ("answer_visit_action", "A répondu à une action corrective"),
    ("close_visit", "A clos un audit ou une visite"),
    ("cancel_visit", "A annulé un audit ou une visite"),
    ("create_letter_model", "A modifié un modèle de lettre"),
    ("purge", "Effacement des sessions échues"),
    ("start_support_view", "A ouvert une vue d’assistance"),
    ("end_support_view", "A fermé une vue d’assistance"),
    ("open_recovery", "A demandé le rétablissement d’un accès"),
    ("confirm_recovery", "A confirmé le rétablissement d’un accès"),
    ("cancel_recovery", "A annulé le rétablissement d’un accès"),
    ("refuse_recovery", "Rétablissement refusé depuis l’ancienne adresse"),
    ("stop_my_recovery", "A annulé le rétablissement de son accès"),
    ("finish_recovery", "Accès rétabli"),
    ("expire_recovery", "Rétablissement non confirmé : expiré"),
    ("correct_identity", "A corrigé l’identité d’une personne"),
    ("merge_person", "A fusionné deux comptes"),
    ("undo_merge", "A annulé une fusion de comptes"),
    ("account_request", "A demandé un compte ou un mot de passe"),
    ("open_account", "Ouverture d’un compte"),
    ("use_link", "A utilisé un lien reçu par e-mail"),
    ("take_onboarding_step", "A avancé dans sa première connexion"),
    ("become_demandeur", "Est devenu demandeur"),
    ("update_me", "A modifié ses données"),
    ("change_my_email", "A demandé une autre adresse e-mail"),
    ("change_my_password", "A changé de mot de passe"),
    ("password_wrong", "Mot de passe refusé pour une action protégée"),
    ("end_my_sign_in", "A fermé une session ouverte"),
    ("end_my_other_sign_ins", "A fermé ses autres sessions ouvertes"),
    ("second_step_failed", "Deuxième étape d’une connexion refusée"),
    ("use_recovery_code", "A utilisé un code de secours"),
    ("step_up", "A confirmé son identité par son mot de passe"),
    ("finish_passkey_step_up", "A confirmé son identité par une clé d’accès"),
    ("confirm_totp", "A ajouté une application d’authentification"),
    ("finish_passkey", "A ajouté une clé d’accès"),
    ("renew_recovery_codes", "A renouvelé ses codes de secours"),
    ("remove_second_factor", "A supprimé une double authentification"),
    ("reset_second_factors", "A retiré la double authentification d’une personne"),
    ("finish_oidc_link", "A lié son compte à un fournisseur d’identité"),
    ("remove_oidc_link", "A délié son compte d’un fournisseur d’identité"),
    ("export_my_data", "A exporté ses données"),
    ("close_my_account", "A fermé son compte"),
    ("update_preferences", "A choisi ses e-mails"),
    ("unsubscribe", "S’est désabonné d’e-mails"),
    ("record_bounce", "Retour d’un e-mail non remis"),
    ("declare_user", "A invité un utilisateur"),
    ("update_user", "A modifié un utilisateur"),
    ("suspend_user", "A suspendu un utilisateur"),
    ("resume_user", "A rétabli un utilisateur"),
    ("remove_user", "A retiré un utilisateur"),
    ("review_users", "A confirmé des accès"),
    ("ask_access_review", "Demande de confirmation des accès"),
    ("send_invitation_again", "A renvoyé une invitation"),
    ("cancel_invitation", "A annulé une invitation"),
    ("accept_invitation", "A accepté une invitation"),
    ("name_successor", "A invité un gestionnaire sur justificatif"),
    ("erase_unopened_account", "Effacement d’un compte jamais ouvert"),
    ("declare_agent", "A invité un agent"),
    ("update_agent", "A modifié un agent"),
    ("suspend_agent", "A suspendu un agent"),
    ("resume_agent", "A rétabli un agent"),
    ("remove_agent", "A retiré un agent"),
    ("send_agent_invitation_again", "A renvoyé l’invitation d’un agent"),
    ("upload_attachment", "A ajouté un document"),
    ("remove_attachment", "A retiré un document"),
];

/// What an act is called in French; its name, where a newer server recorded it.
///
/// ```
/// assert_eq!(forprev_core::audit::sentence("revoke_certificate"), "A révoqué un certificat");
/// assert_eq!(forprev_core::audit::sentence("of_tomorrow"), "of_tomorrow");
/// ```
#[must_use]
pub fn sentence(action: &str) -> &str {
    ACTS.iter().find(|(name, _)| *name == action).map_or(action, |(_, sentence)| sentence)
}

/// All the acts that are recorded: name and sentence.
#[must_use]
pub const fn acts() -> &'static [(&'static str, &'static str)] {
    ACTS
}

/// What `GET /audit` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Done on this day (in Paris) or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub from: Option<String>,
    /// Done on this day (in Paris) or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub to: Option<String>,
    /// One kind of act: the name of its operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub action: Option<String>,
    /// Done by this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub person_id: Option<String>,
    /// Of this organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub organisation_id: Option<String>,
    /// Done to this kind of thing: `session`, `certificate`, `person`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub resource_kind: Option<String>,
    /// Done to this one: `resource_kind` is needed too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::external_ref))]
    pub resource_id: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl AuditQuery {
    /// What is wrong in shape, each with the parameter's name as its pointer.
    ///
    /// ```
    /// use forprev_core::audit::AuditQuery;
    /// let query = AuditQuery { from: Some("2026-11-24".into()), to: Some("2026-11-23".into()), ..Default::default() };
    /// assert_eq!(query.check()[0].code.as_str(), "field.order");
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        if let (Some(from), Some(to)) = (day(&self.from), day(&self.to))
            && from > to
        {
            found.push(Fault::new(Code::BadOrder).at("/to"));
        }
        if self.resource_id.is_some() && self.resource_kind.is_none() {
            found.push(Fault::new(Code::Required).at("/resource_kind"));
        }
        found
    }

    /// The first and the last day asked for.
    #[must_use]
    pub fn days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (day(&self.from), day(&self.to))
    }

    /// How many items a page has.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT)
    }
}

fn day(text: &Option<String>) -> Option<NaiveDate> {
    text.as_deref().and_then(|text| crate::calendar::parse_day(text.trim()))
}

/// What `GET /people` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PeopleQuery {
    /// A Forprev number, an e-mail address, or how words of a name begin: 2 characters at least.
    #[serde(default)]
    #[validate(custom(function = searched))]
    pub q: String,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

fn searched(value: &str) -> Result<(), ValidationError> {
    shape::place(value)?;
    match crate::text::clean(value).chars().count() {
        0 => Err(ValidationError::new(Code::Required.as_str())),
        1 => Err(ValidationError::new(Code::BadFormat.as_str())),
        _ => Ok(()),
    }
}

impl PeopleQuery {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }

    /// Which page of the list is asked for.
    ///
    /// # Errors
    /// `request.cursor`.
    pub fn wanted(&self) -> Result<crate::page::Wanted, Fault> {
        crate::page::Wanted::read(self.limit, self.cursor.as_deref())
    }
}
