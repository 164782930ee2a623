//! Every operation of the API, its path and its handler. Paths, methods and who may call them stand in
//! `forprev_core::endpoint`.

use crate::{
    cors,
    error::refuse,
    handlers::{
        account, agent, attachment, audit, certificate, contact, document, habilitation, health, letter,
        notification, oidc, organisation, people, public, recovery, reference,
        request as habilitation_request, second_factor, session, sitting, trainee, user, visit,
    },
    request::answer,
    state::Api,
};
use actix_web::{
    HttpRequest, HttpResponse, Resource, Route, guard,
    http::{
        Method as HttpMethod,
        header::{ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE, ALLOW},
    },
    web,
};
use forprev_app::Failure;
use forprev_core::{
    endpoint::{self, Endpoint, Method},
    problem::Code,
};
use std::collections::BTreeMap;

macro_rules! operations {
    ($( $endpoint:ident => $handler:path; )+) => {
        /// The operations that are served.
        #[must_use]
        pub fn served() -> Vec<Endpoint> {
            vec![ $( endpoint::$endpoint, )+ ]
        }

        fn routes() -> Vec<(Endpoint, Route)> {
            vec![ $( (endpoint::$endpoint, matching(endpoint::$endpoint.method).to(
                |http: HttpRequest, payload: web::Payload, api: web::Data<Api>| {
                    answer(endpoint::$endpoint, $handler, http, payload, api)
                },
            )), )+ ]
        }
    };
}

operations! {
    LOGIN => account::login;
    LOGIN_TOTP => second_factor::login_totp;
    LOGIN_RECOVERY => second_factor::login_recovery;
    BEGIN_PASSKEY_LOGIN => second_factor::begin_passkey_login;
    FINISH_PASSKEY_LOGIN => second_factor::finish_passkey_login;
    GET_OIDC => oidc::get_oidc;
    BEGIN_OIDC_LOGIN => oidc::begin_oidc_login;
    FINISH_OIDC_LOGIN => oidc::finish_oidc_login;
    REFRESH => account::refresh;
    LOGOUT => account::logout;
    REQUEST_ACCOUNT => account::request_account;
    REQUEST_PASSWORD => account::request_password;
    OPEN_LINK => account::open_link;
    USE_LINK => account::use_link;
    GET_DEMO => account::get_demo;
    GET_ME => account::get_me;
    UPDATE_ME => account::update_me;
    TAKE_ONBOARDING_STEP => account::take_onboarding_step;
    BECOME_DEMANDEUR => account::become_demandeur;
    CHANGE_MY_EMAIL => account::change_my_email;
    CHANGE_MY_PASSWORD => account::change_my_password;
    LIST_MY_SIGN_INS => account::list_my_sign_ins;
    END_MY_SIGN_IN => account::end_my_sign_in;
    END_MY_OTHER_SIGN_INS => account::end_my_other_sign_ins;
    EXPORT_MY_DATA => account::export_my_data;
    CLOSE_MY_ACCOUNT => account::close_my_account;
    LIST_SECOND_FACTORS => second_factor::list_second_factors;
    BEGIN_TOTP => second_factor::begin_totp;
    CONFIRM_TOTP => second_factor::confirm_totp;
    BEGIN_PASSKEY => second_factor::begin_passkey;
    FINISH_PASSKEY => second_factor::finish_passkey;
    RENEW_RECOVERY_CODES => second_factor::renew_recovery_codes;
    REMOVE_SECOND_FACTOR => second_factor::remove_second_factor;
    STEP_UP => second_factor::step_up;
    BEGIN_PASSKEY_STEP_UP => second_factor::begin_passkey_step_up;
    FINISH_PASSKEY_STEP_UP => second_factor::finish_passkey_step_up;
    RESET_SECOND_FACTORS => second_factor::reset_second_factors;
    LIST_OIDC_LINKS => oidc::list_oidc_links;
    BEGIN_OIDC_LINK => oidc::begin_oidc_link;
    FINISH_OIDC_LINK => oidc::finish_oidc_link;
    REMOVE_OIDC_LINK => oidc::remove_oidc_link;
    LIST_TASKS => account::list_tasks;
    LIST_MY_CERTIFICATES => account::list_my_certificates;
    LIST_NOTIFICATIONS => notification::list_notifications;
    COUNT_UNREAD => notification::count_unread;
    READ_NOTIFICATIONS => notification::read_notifications;
    GET_PREFERENCES => notification::get_preferences;
    UPDATE_PREFERENCES => notification::update_preferences;
    UNSUBSCRIBE => notification::unsubscribe;
    LIST_JOBS => notification::list_jobs;
    LIST_MAILS => notification::list_mails;
    LIST_DEMO_MAILS => notification::list_demo_mails;
    LIST_ORGANISATION_FILE_ATTACHMENTS => attachment::list_organisation_file_attachments;
    UPLOAD_ORGANISATION_FILE_ATTACHMENT => attachment::upload_organisation_file_attachment;
    LIST_REQUEST_ATTACHMENTS => attachment::list_request_attachments;
    UPLOAD_REQUEST_ATTACHMENT => attachment::upload_request_attachment;
    LIST_PLATFORM_ATTACHMENTS => attachment::list_platform_attachments;
    UPLOAD_PLATFORM_ATTACHMENT => attachment::upload_platform_attachment;
    GET_ATTACHMENT => attachment::get_attachment;
    REMOVE_ATTACHMENT => attachment::remove_attachment;
    LIST_USERS => user::list_users;
    DECLARE_USER => user::declare_user;
    REVIEW_USERS => user::review_users;
    GET_USER => user::get_user;
    UPDATE_USER => user::update_user;
    REMOVE_USER => user::remove_user;
    SUSPEND_USER => user::suspend_user;
    RESUME_USER => user::resume_user;
    SEND_INVITATION_AGAIN => user::send_invitation_again;
    CANCEL_INVITATION => user::cancel_invitation;
    NAME_SUCCESSOR => user::name_successor;
    OPEN_INVITATION => user::open_invitation;
    ACCEPT_INVITATION => user::accept_invitation;
    LIST_AGENTS => agent::list_agents;
    DECLARE_AGENT => agent::declare_agent;
    UPDATE_AGENT => agent::update_agent;
    REMOVE_AGENT => agent::remove_agent;
    SUSPEND_AGENT => agent::suspend_agent;
    RESUME_AGENT => agent::resume_agent;
    SEND_AGENT_INVITATION_AGAIN => agent::send_agent_invitation_again;
    LIST_CAISSES => reference::list_caisses;
    GET_PARAMETERS => reference::get_parameters;
    LIST_DISPOSITIFS => reference::list_dispositifs;
    LIST_COMMUNES => reference::list_communes;
    LIST_ORGANISATIONS => organisation::list_organisations;
    GET_ORGANISATION => organisation::get_organisation;
    UPDATE_ORGANISATION => organisation::update_organisation;
    CONFIRM_ORGANISATION => organisation::confirm_organisation;
    OPEN_ORGANISATION_CHANGE => organisation::open_organisation_change;
    LIST_ORGANISATION_FILES => organisation::list_organisation_files;
    CREATE_ORGANISATION_FILE => organisation::create_organisation_file;
    GET_ORGANISATION_FILE => organisation::get_organisation_file;
    UPDATE_ORGANISATION_FILE => organisation::update_organisation_file;
    SUBMIT_ORGANISATION_FILE => organisation::submit_organisation_file;
    ABANDON_ORGANISATION_FILE => organisation::abandon_organisation_file;
    RESTORE_ORGANISATION_FILE => organisation::restore_organisation_file;
    ASSIGN_ORGANISATION_FILE => organisation::assign_organisation_file;
    HAND_OVER_ORGANISATION_FILE => organisation::hand_over_organisation_file;
    VALIDATE_ORGANISATION_FILE => organisation::validate_organisation_file;
    RETURN_ORGANISATION_FILE => organisation::return_organisation_file;
    REFUSE_ORGANISATION_FILE => organisation::refuse_organisation_file;
    LIST_ORGANISATION_FILE_MESSAGES => organisation::list_organisation_file_messages;
    WRITE_ORGANISATION_FILE_MESSAGE => organisation::write_organisation_file_message;
    LIST_LETTERS => letter::list_letters;
    GET_LETTER => letter::get_letter;
    GET_LETTER_PDF => letter::get_letter_pdf;
    LIST_LETTER_MODELS => letter::list_letter_models;
    CREATE_LETTER_MODEL => letter::create_letter_model;
    PREVIEW_LETTER => letter::preview_letter;
    PREVIEW_LETTER_PDF => letter::preview_letter_pdf;
    LIST_CONTACTS => contact::list_contacts;
    CREATE_CONTACT => contact::create_contact;
    UPDATE_CONTACT => contact::update_contact;
    REMOVE_CONTACT => contact::remove_contact;
    LIST_VISITS => visit::list_visits;
    PLAN_VISIT => visit::plan_visit;
    GET_VISIT => visit::get_visit;
    UPDATE_VISIT => visit::update_visit;
    ASSIGN_VISIT => visit::assign_visit;
    NOTIFY_VISIT => visit::notify_visit;
    REPORT_VISIT => visit::report_visit;
    FOLLOW_VISIT_ACTION => visit::follow_visit_action;
    ANSWER_VISIT_ACTION => visit::answer_visit_action;
    CLOSE_VISIT => visit::close_visit;
    CANCEL_VISIT => visit::cancel_visit;
    LIST_VISIT_ATTACHMENTS => attachment::list_visit_attachments;
    UPLOAD_VISIT_ATTACHMENT => attachment::upload_visit_attachment;
    GET_COMPANY => reference::get_company;
    LIST_HABILITATIONS => habilitation::list_habilitations;
    GET_HABILITATION => habilitation::get_habilitation;
    SUSPEND_HABILITATION => habilitation::suspend_habilitation;
    LIFT_SUSPENSION => habilitation::lift_suspension;
    WITHDRAW_HABILITATION => habilitation::withdraw_habilitation;
    LIST_REQUESTABLE => habilitation_request::list_requestable;
    CREATE_REQUEST => habilitation_request::create_request;
    LIST_REQUESTS => habilitation_request::list_requests;
    GET_REQUEST => habilitation_request::get_request;
    UPDATE_REQUEST => habilitation_request::update_request;
    SUBMIT_REQUEST => habilitation_request::submit_request;
    ABANDON_REQUEST => habilitation_request::abandon_request;
    ADMIT_REQUEST => habilitation_request::admit_request;
    RETURN_REQUEST => habilitation_request::return_request;
    ASSIGN_REQUEST => habilitation_request::assign_request;
    HAND_OVER_REQUEST => habilitation_request::hand_over_request;
    ANSWER_GRID => habilitation_request::answer_grid;
    GIVE_OPINION => habilitation_request::give_opinion;
    FORWARD_REQUEST => habilitation_request::forward_request;
    GIVE_INRS_OPINION => habilitation_request::give_inrs_opinion;
    DECIDE_REQUEST => habilitation_request::decide_request;
    LIST_REQUEST_MESSAGES => habilitation_request::list_request_messages;
    WRITE_REQUEST_MESSAGE => habilitation_request::write_request_message;
    LIST_SITTINGS => sitting::list_sittings;
    CREATE_SITTING => sitting::create_sitting;
    GET_SITTING => sitting::get_sitting;
    UPDATE_SITTING => sitting::update_sitting;
    CANCEL_SITTING => sitting::cancel_sitting;
    DECIDE_SITTING => sitting::decide_sitting;
    LIST_FORMATEURS => reference::list_formateurs;
    LIST_SESSIONS => session::list_sessions;
    CREATE_SESSION => session::create_session;
    GET_SESSION => session::get_session;
    UPDATE_SESSION => session::update_session;
    CANCEL_SESSION => session::cancel_session;
    ADD_TRAINEE => trainee::add_trainee;
    UPDATE_TRAINEE => trainee::update_trainee;
    REMOVE_TRAINEE => trainee::remove_trainee;
    IMPORT_TRAINEES => trainee::import_trainees;
    LIST_TRAINEE_CANDIDATES => trainee::list_trainee_candidates;
    SUBMIT_SESSION => session::submit_session;
    RETURN_SESSION => session::return_session;
    REOPEN_SESSION => session::reopen_session;
    RECORD_RESULTS => session::record_results;
    GENERATE_CERTIFICATES => certificate::generate_certificates;
    LIST_CERTIFICATES => certificate::list_certificates;
    GET_CERTIFICATES_ZIP => certificate::get_certificates_zip;
    GET_CERTIFICATES_PDF => certificate::get_certificates_pdf;
    GET_CERTIFICATE_PDF => certificate::get_certificate_pdf;
    REVOKE_CERTIFICATE => certificate::revoke_certificate;
    LIST_AUDIT => audit::list_audit;
    LIST_LOOKS => audit::list_looks;
    LIST_PEOPLE => people::list_people;
    GET_PERSON => recovery::get_person;
    CORRECT_IDENTITY => recovery::correct_identity;
    LIST_RECOVERIES => recovery::list_recoveries;
    OPEN_RECOVERY => recovery::open_recovery;
    CONFIRM_RECOVERY => recovery::confirm_recovery;
    CANCEL_RECOVERY => recovery::cancel_recovery;
    REFUSE_RECOVERY => recovery::refuse_recovery;
    LIST_MY_RECOVERIES => recovery::list_my_recoveries;
    STOP_MY_RECOVERY => recovery::stop_my_recovery;
    START_SUPPORT_VIEW => people::start_support_view;
    END_SUPPORT_VIEW => people::end_support_view;
    MERGE_PERSON => people::merge_person;
    UNDO_MERGE => people::undo_merge;
    LIST_PUBLIC_ORGANISATIONS => public::list_public_organisations;
    GET_PUBLIC_CERTIFICATE => public::get_public_certificate;
    GET_JWKS => public::get_jwks;
    HEALTH_LIVE => health::health_live;
    HEALTH_READY => health::health_ready;
    GET_METRICS => health::get_metrics;
    GET_OPENAPI => document::get_openapi;
}

/// Other paths that lead to the same: where those who look after servers, and those who verify, look first.
const ALSO: [(&str, Endpoint); 4] = [
    ("/health/live", endpoint::HEALTH_LIVE),
    ("/health/ready", endpoint::HEALTH_READY),
    ("/metrics", endpoint::GET_METRICS),
    ("/api/v1/.well-known/jwks.json", endpoint::GET_JWKS),
];

/// Adds the whole API to a server.
pub fn configure(config: &mut web::ServiceConfig) {
    // By path, so that a method which a path does not answer is told so. `{` sorts after letters: what is written out
    // comes before what stands for anything.
    let mut paths: BTreeMap<&str, Vec<(Endpoint, Route)>> = BTreeMap::new();
    for (endpoint, route) in routes() {
        paths.entry(endpoint.path).or_default().push((endpoint, route));
    }
    for (path, same) in ALSO {
        let found = routes().into_iter().find(|(endpoint, _)| *endpoint == same);
        paths.entry(path).or_default().extend(found);
    }
    // What has no part that stands for anything is found by comparing texts: it comes first, and finds itself fast.
    let (open, fixed): (Vec<_>, Vec<_>) = paths.into_iter().partition(|(path, _)| path.contains('{'));
    for (path, routes) in fixed.into_iter().chain(open) {
        config.service(resource(path, routes));
    }
    config
        .route("/api/docs", web::get().to(document::docs))
        .route("/api/docs/page.css", web::get().to(document::docs_style))
        .service(web::scope("/api").default_service(web::to(nothing)))
        .service(web::scope("/health").default_service(web::to(nothing)))
        .service(web::scope("/.well-known").default_service(web::to(nothing)));
}

fn matching(method: Method) -> Route {
    match method {
        Method::Get => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
        Method::Post => web::post(),
        Method::Patch => web::patch(),
        Method::Delete => web::delete(),
    }
}

fn resource(path: &str, routes: Vec<(Endpoint, Route)>) -> Resource {
    let mut allowed: Vec<_> = routes.iter().map(|(endpoint, _)| endpoint.method.as_str()).collect();
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    allowed.push("OPTIONS");
    let allowed = allowed.join(", ");
    let open = cors::is_open(path);
    let mut resource = web::resource(path);
    for (_, route) in routes {
        resource = resource.route(route);
    }
    resource.default_service(web::to(move |http: HttpRequest| {
        let answer = other_method(&http, &allowed, open);
        async move { answer }
    }))
}

/// What a path answers to a method that none of its operations has.
fn other_method(http: &HttpRequest, allowed: &str, open: bool) -> HttpResponse {
    if *http.method() != HttpMethod::OPTIONS {
        let mut answer = refuse(http, &Failure::of(Code::MethodNotAllowed));
        if let Ok(allowed) = allowed.parse() {
            answer.headers_mut().insert(ALLOW, allowed);
        }
        return answer;
    }
    let mut answer = HttpResponse::NoContent();
    answer.insert_header((ALLOW, allowed));
    if open {
        answer
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, allowed))
            .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "Accept, If-Modified-Since, If-None-Match"))
            .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"));
    }
    answer.finish()
}

async fn nothing(http: HttpRequest) -> HttpResponse {
    refuse(&http, &Failure::of(Code::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_served_once() {
        let mut names: Vec<_> = served().iter().map(|one| one.operation).collect();
        let mut all: Vec<_> = endpoint::ALL.iter().map(|one| one.operation).collect();
        names.sort_unstable();
        all.sort_unstable();
        assert_eq!(names, all);
    }
}
