//! The operations of the API, once: the client builds paths from them, a test compares them with the OpenAPI
//! document, the name is the handler's, the client's method's and the `operationId`.

use crate::policy::Action;

/// An HTTP method.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or takes a step.
    Post,
    /// Changes.
    Patch,
    /// Erases.
    Delete,
}

impl Method {
    /// Its name in HTTP.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// An operation of the API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// Its name: `operationId`.
    pub operation: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path, from the server's root, with `{name}` where a value goes.
    pub path: &'static str,
    /// The row of the matrix that lets one call it.
    pub action: Action,
}

impl Endpoint {
    /// The path with its values put in, in their order; each is percent-encoded.
    ///
    /// ```
    /// use forprev_core::endpoint::GET_SESSION;
    /// assert_eq!(GET_SESSION.path_with(&["a/b"]), "/api/v1/sessions/a%2Fb");
    /// ```
    #[must_use]
    pub fn path_with(&self, values: &[&str]) -> String {
        let mut values = values.iter();
        let mut out = String::new();
        let mut rest = self.path;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            if let Some(value) = values.next() {
                out.push_str(&encoded(value));
            }
            rest = after.split_once('}').map_or("", |(_, tail)| tail);
        }
        out.push_str(rest);
        out
    }
}

/// Percent-encodes all but RFC 3986's unreserved characters.
#[must_use]
pub fn encoded(value: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

macro_rules! endpoints {
    ($( $name:ident $operation:literal $method:ident $path:literal $action:ident; )+) => {
        $(
            #[doc = concat!("`", $operation, "`: ", $path)]
            pub const $name: Endpoint =
                Endpoint { operation: $operation, method: Method::$method, path: $path, action: Action::$action };
        )+
        /// All the operations.
        pub const ALL: &[Endpoint] = &[ $( $name, )+ ];
    };
}

endpoints! {
    LOGIN "login" Post "/api/v1/auth/login" ReadPublic;
    LOGIN_TOTP "login_totp" Post "/api/v1/auth/login/totp" ReadPublic;
    LOGIN_RECOVERY "login_recovery" Post "/api/v1/auth/login/recovery" ReadPublic;
    BEGIN_PASSKEY_LOGIN "begin_passkey_login" Post "/api/v1/auth/login/passkey/begin" ReadPublic;
    FINISH_PASSKEY_LOGIN "finish_passkey_login" Post "/api/v1/auth/login/passkey/finish" ReadPublic;
    GET_OIDC "get_oidc" Get "/api/v1/auth/oidc" ReadPublic;
    BEGIN_OIDC_LOGIN "begin_oidc_login" Post "/api/v1/auth/oidc/begin" ReadPublic;
    FINISH_OIDC_LOGIN "finish_oidc_login" Post "/api/v1/auth/oidc/finish" ReadPublic;
    REFRESH "refresh" Post "/api/v1/auth/refresh" ReadPublic;
    LOGOUT "logout" Post "/api/v1/auth/logout" ReadPublic;
    REQUEST_ACCOUNT "request_account" Post "/api/v1/auth/account-requests" ReadPublic;
    REQUEST_PASSWORD "request_password" Post "/api/v1/auth/password-requests" ReadPublic;
    OPEN_LINK "open_link" Post "/api/v1/auth/links/open" ReadPublic;
    USE_LINK "use_link" Post "/api/v1/auth/links/use" ReadPublic;
    GET_DEMO "get_demo" Get "/api/v1/demo" ReadPublic;
    GET_ME "get_me" Get "/api/v1/me" ReadOwnAccount;
    UPDATE_ME "update_me" Patch "/api/v1/me" KeepOwnAccount;
    TAKE_ONBOARDING_STEP "take_onboarding_step" Post "/api/v1/me/onboarding" KeepOwnAccount;
    BECOME_DEMANDEUR "become_demandeur" Post "/api/v1/me/demandeur" BecomeDemandeur;
    CHANGE_MY_EMAIL "change_my_email" Post "/api/v1/me/email" KeepOwnAccount;
    CHANGE_MY_PASSWORD "change_my_password" Post "/api/v1/me/password" KeepOwnAccount;
    LIST_MY_SIGN_INS "list_my_sign_ins" Get "/api/v1/me/sign-ins" KeepOwnAccount;
    END_MY_SIGN_IN "end_my_sign_in" Delete "/api/v1/me/sign-ins/{id}" KeepOwnAccount;
    END_MY_OTHER_SIGN_INS "end_my_other_sign_ins" Delete "/api/v1/me/sign-ins" KeepOwnAccount;
    EXPORT_MY_DATA "export_my_data" Post "/api/v1/me/export" KeepOwnAccount;
    CLOSE_MY_ACCOUNT "close_my_account" Post "/api/v1/me/close" KeepOwnAccount;
    LIST_SECOND_FACTORS "list_second_factors" Get "/api/v1/me/second-factors" ManageSecondFactors;
    BEGIN_TOTP "begin_totp" Post "/api/v1/me/second-factors/totp" ManageSecondFactors;
    CONFIRM_TOTP "confirm_totp" Post "/api/v1/me/second-factors/totp/confirm" ManageSecondFactors;
    BEGIN_PASSKEY "begin_passkey" Post "/api/v1/me/second-factors/passkeys" ManageSecondFactors;
    FINISH_PASSKEY "finish_passkey" Post "/api/v1/me/second-factors/passkeys/finish" ManageSecondFactors;
    RENEW_RECOVERY_CODES "renew_recovery_codes" Post "/api/v1/me/second-factors/recovery-codes" ManageSecondFactors;
    REMOVE_SECOND_FACTOR "remove_second_factor" Delete "/api/v1/me/second-factors/{id}" ManageSecondFactors;
    STEP_UP "step_up" Post "/api/v1/me/step-up" ManageSecondFactors;
    BEGIN_PASSKEY_STEP_UP "begin_passkey_step_up" Post "/api/v1/me/step-up/passkey" ManageSecondFactors;
    FINISH_PASSKEY_STEP_UP "finish_passkey_step_up" Post "/api/v1/me/step-up/passkey/finish" ManageSecondFactors;
    RESET_SECOND_FACTORS "reset_second_factors" Delete "/api/v1/people/{id}/second-factors" ResetSecondFactors;
    LIST_OIDC_LINKS "list_oidc_links" Get "/api/v1/me/oidc" KeepOwnAccount;
    BEGIN_OIDC_LINK "begin_oidc_link" Post "/api/v1/me/oidc/begin" KeepOwnAccount;
    FINISH_OIDC_LINK "finish_oidc_link" Post "/api/v1/me/oidc/finish" KeepOwnAccount;
    REMOVE_OIDC_LINK "remove_oidc_link" Delete "/api/v1/me/oidc/{id}" KeepOwnAccount;
    LIST_TASKS "list_tasks" Get "/api/v1/tasks" ReadOwnAccount;
    LIST_MY_CERTIFICATES "list_my_certificates" Get "/api/v1/me/certificates" ReadOwnCertificates;
    LIST_NOTIFICATIONS "list_notifications" Get "/api/v1/notifications" ReadNotifications;
    COUNT_UNREAD "count_unread" Get "/api/v1/notifications/unread" ReadNotifications;
    READ_NOTIFICATIONS "read_notifications" Post "/api/v1/notifications/read" ReadNotifications;
    GET_PREFERENCES "get_preferences" Get "/api/v1/me/notification-preferences" ReadNotifications;
    UPDATE_PREFERENCES "update_preferences" Patch "/api/v1/me/notification-preferences" ReadNotifications;
    UNSUBSCRIBE "unsubscribe" Post "/api/v1/unsubscribe/{token}" ReadPublic;
    LIST_JOBS "list_jobs" Get "/api/v1/jobs" ReadJobs;
    LIST_MAILS "list_mails" Get "/api/v1/mails" ReadJobs;
    LIST_DEMO_MAILS "list_demo_mails" Get "/api/v1/demo/mails" ReadPublic;
    LIST_ORGANISATION_FILE_ATTACHMENTS "list_organisation_file_attachments" Get "/api/v1/organisation-files/{id}/attachments" ReadOrganisationFiles;
    UPLOAD_ORGANISATION_FILE_ATTACHMENT "upload_organisation_file_attachment" Post "/api/v1/organisation-files/{id}/attachments" DraftOrganisationFile;
    LIST_REQUEST_ATTACHMENTS "list_request_attachments" Get "/api/v1/requests/{id}/attachments" ReadRequests;
    UPLOAD_REQUEST_ATTACHMENT "upload_request_attachment" Post "/api/v1/requests/{id}/attachments" DraftRequest;
    LIST_PLATFORM_ATTACHMENTS "list_platform_attachments" Get "/api/v1/request-platforms/{id}/attachments" ReadRequests;
    UPLOAD_PLATFORM_ATTACHMENT "upload_platform_attachment" Post "/api/v1/request-platforms/{id}/attachments" DraftRequest;
    GET_ATTACHMENT "get_attachment" Get "/api/v1/attachments/{id}" ReadAttachments;
    REMOVE_ATTACHMENT "remove_attachment" Delete "/api/v1/attachments/{id}" KeepAttachments;
    LIST_USERS "list_users" Get "/api/v1/organisations/{id}/users" ManageUsers;
    DECLARE_USER "declare_user" Post "/api/v1/organisations/{id}/users" ManageUsers;
    REVIEW_USERS "review_users" Post "/api/v1/organisations/{id}/users/review" ManageUsers;
    GET_USER "get_user" Get "/api/v1/organisations/{id}/users/{user_id}" ManageUsers;
    UPDATE_USER "update_user" Patch "/api/v1/organisations/{id}/users/{user_id}" ManageUsers;
    REMOVE_USER "remove_user" Delete "/api/v1/organisations/{id}/users/{user_id}" ManageUsers;
    SUSPEND_USER "suspend_user" Post "/api/v1/organisations/{id}/users/{user_id}/suspend" ManageUsers;
    RESUME_USER "resume_user" Post "/api/v1/organisations/{id}/users/{user_id}/resume" ManageUsers;
    SEND_INVITATION_AGAIN "send_invitation_again" Post "/api/v1/organisations/{id}/invitations/{user_id}/send-again" ManageUsers;
    CANCEL_INVITATION "cancel_invitation" Delete "/api/v1/organisations/{id}/invitations/{user_id}" ManageUsers;
    NAME_SUCCESSOR "name_successor" Post "/api/v1/successors" NameSuccessor;
    OPEN_INVITATION "open_invitation" Post "/api/v1/invitations/open" ReadPublic;
    ACCEPT_INVITATION "accept_invitation" Post "/api/v1/invitations/accept" ReadPublic;
    LIST_AGENTS "list_agents" Get "/api/v1/agents" ReadAgents;
    DECLARE_AGENT "declare_agent" Post "/api/v1/agents" ManageAgents;
    UPDATE_AGENT "update_agent" Patch "/api/v1/agents/{id}" ManageAgents;
    REMOVE_AGENT "remove_agent" Delete "/api/v1/agents/{id}" ManageAgents;
    SUSPEND_AGENT "suspend_agent" Post "/api/v1/agents/{id}/suspend" ManageAgents;
    RESUME_AGENT "resume_agent" Post "/api/v1/agents/{id}/resume" ManageAgents;
    SEND_AGENT_INVITATION_AGAIN "send_agent_invitation_again" Post "/api/v1/agents/{id}/send-again" ManageAgents;
    LIST_CAISSES "list_caisses" Get "/api/v1/caisses" ReadPublic;
    GET_PARAMETERS "get_parameters" Get "/api/v1/parameters" ReadParameters;
    LIST_DISPOSITIFS "list_dispositifs" Get "/api/v1/dispositifs" ReadCatalogue;
    LIST_COMMUNES "list_communes" Get "/api/v1/communes" ReadPublic;
    LIST_ORGANISATIONS "list_organisations" Get "/api/v1/organisations" ReadOrganisations;
    GET_ORGANISATION "get_organisation" Get "/api/v1/organisations/{id}" ReadOrganisations;
    UPDATE_ORGANISATION "update_organisation" Patch "/api/v1/organisations/{id}" DraftOrganisationFile;
    CONFIRM_ORGANISATION "confirm_organisation" Post "/api/v1/organisations/{id}/confirm" DraftOrganisationFile;
    OPEN_ORGANISATION_CHANGE "open_organisation_change" Post "/api/v1/organisations/{id}/changes" DraftOrganisationFile;
    LIST_ORGANISATION_FILES "list_organisation_files" Get "/api/v1/organisation-files" ReadOrganisationFiles;
    CREATE_ORGANISATION_FILE "create_organisation_file" Post "/api/v1/organisation-files" DraftOrganisationFile;
    GET_ORGANISATION_FILE "get_organisation_file" Get "/api/v1/organisation-files/{id}" ReadOrganisationFiles;
    UPDATE_ORGANISATION_FILE "update_organisation_file" Patch "/api/v1/organisation-files/{id}" DraftOrganisationFile;
    SUBMIT_ORGANISATION_FILE "submit_organisation_file" Post "/api/v1/organisation-files/{id}/submit" DraftOrganisationFile;
    ABANDON_ORGANISATION_FILE "abandon_organisation_file" Post "/api/v1/organisation-files/{id}/abandon" DraftOrganisationFile;
    RESTORE_ORGANISATION_FILE "restore_organisation_file" Post "/api/v1/organisation-files/{id}/restore" DraftOrganisationFile;
    ASSIGN_ORGANISATION_FILE "assign_organisation_file" Post "/api/v1/organisation-files/{id}/assign" InstructOrganisationFile;
    HAND_OVER_ORGANISATION_FILE "hand_over_organisation_file" Post "/api/v1/organisation-files/{id}/hand-over" InstructOrganisationFile;
    VALIDATE_ORGANISATION_FILE "validate_organisation_file" Post "/api/v1/organisation-files/{id}/validate" InstructOrganisationFile;
    RETURN_ORGANISATION_FILE "return_organisation_file" Post "/api/v1/organisation-files/{id}/return" InstructOrganisationFile;
    REFUSE_ORGANISATION_FILE "refuse_organisation_file" Post "/api/v1/organisation-files/{id}/refuse" InstructOrganisationFile;
    LIST_ORGANISATION_FILE_MESSAGES "list_organisation_file_messages" Get "/api/v1/organisation-files/{id}/messages" ReadOrganisationFiles;
    WRITE_ORGANISATION_FILE_MESSAGE "write_organisation_file_message" Post "/api/v1/organisation-files/{id}/messages" WriteAboutFile;
    LIST_LETTERS "list_letters" Get "/api/v1/organisations/{id}/letters" ReadLetters;
    GET_LETTER "get_letter" Get "/api/v1/letters/{id}" ReadLetters;
    GET_LETTER_PDF "get_letter_pdf" Get "/api/v1/letters/{id}/pdf" ReadLetters;
    LIST_LETTER_MODELS "list_letter_models" Get "/api/v1/letter-models" ReadLetterModels;
    CREATE_LETTER_MODEL "create_letter_model" Post "/api/v1/letter-models" EditLetterModels;
    PREVIEW_LETTER "preview_letter" Post "/api/v1/letter-models/preview" EditLetterModels;
    PREVIEW_LETTER_PDF "preview_letter_pdf" Post "/api/v1/letter-models/preview/pdf" EditLetterModels;
    LIST_CONTACTS "list_contacts" Get "/api/v1/contacts" ReadContacts;
    CREATE_CONTACT "create_contact" Post "/api/v1/contacts" EditContacts;
    UPDATE_CONTACT "update_contact" Patch "/api/v1/contacts/{id}" EditContacts;
    REMOVE_CONTACT "remove_contact" Delete "/api/v1/contacts/{id}" EditContacts;
    LIST_VISITS "list_visits" Get "/api/v1/visits" ReadVisits;
    PLAN_VISIT "plan_visit" Post "/api/v1/organisations/{id}/visits" ManageVisits;
    GET_VISIT "get_visit" Get "/api/v1/visits/{id}" ReadVisits;
    UPDATE_VISIT "update_visit" Patch "/api/v1/visits/{id}" ManageVisits;
    ASSIGN_VISIT "assign_visit" Post "/api/v1/visits/{id}/assign" ManageVisits;
    NOTIFY_VISIT "notify_visit" Post "/api/v1/visits/{id}/notify" ManageVisits;
    REPORT_VISIT "report_visit" Post "/api/v1/visits/{id}/report" ManageVisits;
    FOLLOW_VISIT_ACTION "follow_visit_action" Post "/api/v1/visits/{id}/actions/{action_id}/follow-up" ManageVisits;
    ANSWER_VISIT_ACTION "answer_visit_action" Post "/api/v1/visits/{id}/actions/{action_id}/answer" AnswerVisits;
    CLOSE_VISIT "close_visit" Post "/api/v1/visits/{id}/close" ManageVisits;
    CANCEL_VISIT "cancel_visit" Post "/api/v1/visits/{id}/cancel" ManageVisits;
    LIST_VISIT_ATTACHMENTS "list_visit_attachments" Get "/api/v1/visits/{id}/attachments" ReadVisits;
    UPLOAD_VISIT_ATTACHMENT "upload_visit_attachment" Post "/api/v1/visits/{id}/attachments" ManageVisits;
    GET_COMPANY "get_company" Get "/api/v1/register/companies/{siret}" ReadRegister;
    LIST_HABILITATIONS "list_habilitations" Get "/api/v1/organisations/{id}/habilitations" ReadHabilitations;
    GET_HABILITATION "get_habilitation" Get "/api/v1/habilitations/{id}" ReadHabilitations;
    SUSPEND_HABILITATION "suspend_habilitation" Post "/api/v1/habilitations/{id}/suspend" SuspendHabilitation;
    LIFT_SUSPENSION "lift_suspension" Post "/api/v1/habilitations/{id}/lift" SuspendHabilitation;
    WITHDRAW_HABILITATION "withdraw_habilitation" Post "/api/v1/habilitations/{id}/withdraw" SuspendHabilitation;
    LIST_REQUESTABLE "list_requestable" Get "/api/v1/organisations/{id}/requestable" DraftRequest;
    CREATE_REQUEST "create_request" Post "/api/v1/organisations/{id}/requests" DraftRequest;
    LIST_REQUESTS "list_requests" Get "/api/v1/requests" ReadRequests;
    GET_REQUEST "get_request" Get "/api/v1/requests/{id}" ReadRequests;
    UPDATE_REQUEST "update_request" Patch "/api/v1/requests/{id}" DraftRequest;
    SUBMIT_REQUEST "submit_request" Post "/api/v1/requests/{id}/submit" DraftRequest;
    ABANDON_REQUEST "abandon_request" Post "/api/v1/requests/{id}/abandon" DraftRequest;
    ADMIT_REQUEST "admit_request" Post "/api/v1/requests/{id}/admit" InstructRequest;
    RETURN_REQUEST "return_request" Post "/api/v1/requests/{id}/return" InstructRequest;
    ASSIGN_REQUEST "assign_request" Post "/api/v1/requests/{id}/assign" InstructRequest;
    HAND_OVER_REQUEST "hand_over_request" Post "/api/v1/requests/{id}/hand-over" InstructRequest;
    ANSWER_GRID "answer_grid" Patch "/api/v1/requests/{id}/grid" InstructRequest;
    GIVE_OPINION "give_opinion" Post "/api/v1/requests/{id}/opinions" InstructRequest;
    FORWARD_REQUEST "forward_request" Post "/api/v1/requests/{id}/forward" InstructRequest;
    GIVE_INRS_OPINION "give_inrs_opinion" Post "/api/v1/requests/{id}/inrs-opinion" GiveInrsOpinion;
    DECIDE_REQUEST "decide_request" Post "/api/v1/requests/{id}/decision" DecideRequest;
    LIST_REQUEST_MESSAGES "list_request_messages" Get "/api/v1/requests/{id}/messages" ReadRequests;
    WRITE_REQUEST_MESSAGE "write_request_message" Post "/api/v1/requests/{id}/messages" WriteAboutRequest;
    LIST_SITTINGS "list_sittings" Get "/api/v1/sittings" ReadSittings;
    CREATE_SITTING "create_sitting" Post "/api/v1/sittings" ManageSittings;
    GET_SITTING "get_sitting" Get "/api/v1/sittings/{id}" ReadSittings;
    UPDATE_SITTING "update_sitting" Patch "/api/v1/sittings/{id}" ManageSittings;
    CANCEL_SITTING "cancel_sitting" Post "/api/v1/sittings/{id}/cancel" ManageSittings;
    DECIDE_SITTING "decide_sitting" Post "/api/v1/sittings/{id}/decisions" ManageSittings;
    LIST_FORMATEURS "list_formateurs" Get "/api/v1/formateurs" LookUpFormateur;
    LIST_SESSIONS "list_sessions" Get "/api/v1/sessions" ListSessions;
    CREATE_SESSION "create_session" Post "/api/v1/sessions" DeclareSession;
    GET_SESSION "get_session" Get "/api/v1/sessions/{id}" ReadSessions;
    UPDATE_SESSION "update_session" Patch "/api/v1/sessions/{id}" DeclareSession;
    CANCEL_SESSION "cancel_session" Delete "/api/v1/sessions/{id}" DeclareSession;
    ADD_TRAINEE "add_trainee" Post "/api/v1/sessions/{id}/trainees" DeclareSession;
    UPDATE_TRAINEE "update_trainee" Patch "/api/v1/sessions/{id}/trainees/{trainee_id}" DeclareSession;
    REMOVE_TRAINEE "remove_trainee" Delete "/api/v1/sessions/{id}/trainees/{trainee_id}" DeclareSession;
    IMPORT_TRAINEES "import_trainees" Post "/api/v1/sessions/{id}/trainees/import" DeclareSession;
    LIST_TRAINEE_CANDIDATES "list_trainee_candidates" Get "/api/v1/sessions/{id}/trainees/{trainee_id}/candidates" DeclareSession;
    SUBMIT_SESSION "submit_session" Post "/api/v1/sessions/{id}/submit" DeclareSession;
    RETURN_SESSION "return_session" Post "/api/v1/sessions/{id}/return" VerifySession;
    REOPEN_SESSION "reopen_session" Post "/api/v1/sessions/{id}/reopen" ReadSessions;
    RECORD_RESULTS "record_results" Post "/api/v1/sessions/{id}/results" VerifySession;
    GENERATE_CERTIFICATES "generate_certificates" Post "/api/v1/sessions/{id}/certificates" GenerateCertificates;
    LIST_CERTIFICATES "list_certificates" Get "/api/v1/sessions/{id}/certificates" DownloadCertificates;
    GET_CERTIFICATES_ZIP "get_certificates_zip" Get "/api/v1/sessions/{id}/certificates.zip" DownloadCertificates;
    GET_CERTIFICATES_PDF "get_certificates_pdf" Get "/api/v1/sessions/{id}/certificates.pdf" DownloadCertificates;
    GET_CERTIFICATE_PDF "get_certificate_pdf" Get "/api/v1/certificates/{number}.pdf" DownloadCertificate;
    REVOKE_CERTIFICATE "revoke_certificate" Post "/api/v1/certificates/{number}/revoke" RevokeCertificate;
    LIST_AUDIT "list_audit" Get "/api/v1/audit" ReadAudit;
    LIST_LOOKS "list_looks" Get "/api/v1/me/looks" ReadOwnAccount;
    LIST_PEOPLE "list_people" Get "/api/v1/people" SearchPeople;
    GET_PERSON "get_person" Get "/api/v1/people/{id}" HelpPeople;
    CORRECT_IDENTITY "correct_identity" Patch "/api/v1/people/{id}/identity" HelpPeople;
    LIST_RECOVERIES "list_recoveries" Get "/api/v1/recoveries" ReadRecoveries;
    OPEN_RECOVERY "open_recovery" Post "/api/v1/people/{id}/recoveries" HelpPeople;
    CONFIRM_RECOVERY "confirm_recovery" Post "/api/v1/recoveries/{id}/confirm" HelpPeople;
    CANCEL_RECOVERY "cancel_recovery" Post "/api/v1/recoveries/{id}/cancel" HelpPeople;
    REFUSE_RECOVERY "refuse_recovery" Post "/api/v1/auth/recoveries/refuse" ReadPublic;
    LIST_MY_RECOVERIES "list_my_recoveries" Get "/api/v1/me/recoveries" KeepOwnAccount;
    STOP_MY_RECOVERY "stop_my_recovery" Delete "/api/v1/me/recoveries/{id}" KeepOwnAccount;
    START_SUPPORT_VIEW "start_support_view" Post "/api/v1/support/views" ViewAsPerson;
    END_SUPPORT_VIEW "end_support_view" Delete "/api/v1/support/views/{id}" ViewAsPerson;
    MERGE_PERSON "merge_person" Post "/api/v1/people/{id}/merge" MergePeople;
    UNDO_MERGE "undo_merge" Post "/api/v1/people/{id}/merge/undo" MergePeople;
    LIST_PUBLIC_ORGANISATIONS "list_public_organisations" Get "/api/v1/public/organisations" ReadPublic;
    GET_PUBLIC_CERTIFICATE "get_public_certificate" Get "/api/v1/public/certificates/{number}" ReadPublic;
    GET_JWKS "get_jwks" Get "/.well-known/jwks.json" ReadPublic;
    HEALTH_LIVE "health_live" Get "/api/v1/health/live" ReadPublic;
    HEALTH_READY "health_ready" Get "/api/v1/health/ready" ReadPublic;
    GET_METRICS "get_metrics" Get "/api/v1/metrics" ReadPublic;
    GET_OPENAPI "get_openapi" Get "/api/v1/openapi.json" ReadPublic;
}
