//! Every operation × every kind of caller, with what really exists and is somebody else's: the answer that the
//! conventions name, and no row of any table changed.

use crate::{isolation::ask, raw::Cookies};
use forprev_client::Write;
use forprev_core::{
    actor::{Actor, InrsRank},
    attachment::{AttachmentOwner, AttachmentQuery, URSSAF_CERTIFICATE},
    endpoint::{self, Endpoint, Method},
    id::OrganisationFileId,
    organisation::file::FileContent,
    policy::{Action, may_ever},
    request::{NewPlatform, NewRequest, Request, RequestForm},
    session::{Comment, Session},
};
use forprev_testkit::{Declared, Holding, TestApp, both_databases};

/// What there is to reach for.
struct Theirs {
    story: Declared,
    sessions: Vec<Session>,
    certificate: String,
    user: String,
    // Drafts: nobody but who writes them knows that they exist, neither an agent.
    file: OrganisationFileId,
    request: Request,
    attachment: String,
}

/// Somebody, and whether they are of the organisation all the same.
struct Who {
    name: &'static str,
    cookies: Cookies,
    actor: Actor,
    of_it: bool,
}

/// Sign-in, one's own account, second factors and messages have tests of their own, and change what is kept of whoever
/// asks.
fn left_out(endpoint: &Endpoint) -> bool {
    let of_oneself = matches!(
        endpoint.action,
        Action::KeepOwnAccount
            | Action::BecomeDemandeur
            | Action::ManageSecondFactors
            | Action::ReadNotifications
    );
    // Whoever may begin an organisation file begins one of their own.
    let begins = endpoint.operation == "create_organisation_file";
    (of_oneself && endpoint.method != Method::Get) || begins || endpoint.path.starts_with("/api/v1/auth/")
}

impl Theirs {
    async fn of(app: &TestApp) -> Self {
        let story = app.declared().await;
        let returned = story.submitted("2026-11-16").await;
        let why = Comment { comment: "Non.".into() };
        let returned = story.lead.return_session(returned.id, &why, Write::default()).await.unwrap();
        let sessions = vec![
            story.draft("2026-11-20").await,
            story.submitted("2026-11-19").await,
            returned,
            story.verified("2026-11-18").await,
            story.certified("2026-11-17").await,
        ];
        let certificates = story.declarer.list_certificates(sessions[4].id).await.unwrap();
        let certificate = certificates.items[0].number.to_string();
        let profiles = app.read(|tx| Ok(forprev_store::profile::of_person(tx.conn, story.gestionnaire.id)?));
        let user = profiles[0].id.clone();
        let applicant = app.signed_in(&app.person(&[Holding::Demandeur])).await;
        let content = FileContent::default();
        let file = applicant.create_organisation_file(&content, Write::default()).await.unwrap().id;
        app.attach(file.into(), URSSAF_CERTIFICATE);
        let owner = AttachmentOwner::from(file);
        let kept = applicant.list_attachments(owner, &AttachmentQuery::default()).await.unwrap();
        let attachment = kept.items[0].id.to_string();
        let gestionnaire = app.signed_in(&story.gestionnaire).await;
        let platform = NewPlatform { name: "Plateau technique".into(), ..NewPlatform::default() };
        let request = NewRequest {
            dispositif: "CATEC".into(),
            level: 1,
            content: RequestForm { platforms: vec![platform], ..RequestForm::default() },
        };
        let request =
            gestionnaire.create_request(story.organisation.id, &request, Write::default()).await.unwrap();
        Self { story, sessions, certificate, user, file, request, attachment }
    }

    /// Its path, with the identifiers of what is theirs.
    fn path(&self, endpoint: &Endpoint, session: &Session) -> String {
        let (id, trainee) = (session.id.to_string(), session.trainees[0].id.to_string());
        let organisation = self.story.organisation.id.to_string();
        let path = if endpoint.path.contains("{number}") {
            endpoint.path_with(&[&self.certificate])
        } else if endpoint.path.contains("/organisation-files/{id}") {
            endpoint.path_with(&[&self.file.to_string()])
        } else if endpoint.path.contains("/request-platforms/{id}") {
            endpoint.path_with(&[&self.request.platforms[0].id.to_string()])
        } else if endpoint.path.contains("/requests/{id}") {
            endpoint.path_with(&[&self.request.id.to_string()])
        } else if endpoint.path.contains("/attachments/{id}") {
            endpoint.path_with(&[&self.attachment])
        } else if endpoint.path.contains("/organisations/{id}") {
            endpoint.path_with(&[&organisation, &self.user])
        } else {
            endpoint.path_with(&[&id, &trainee])
        };
        match endpoint.operation {
            "list_formateurs" => format!("{path}?q=durand&habilitation_id={}", self.story.habilitation),
            "list_people" => format!("{path}?q=durand"),
            "list_communes" => format!("{path}?postal_code=44000"),
            _ => path,
        }
    }

    /// The answer that api.md and roles.md name.
    fn expected(&self, who: &Who, endpoint: &Endpoint) -> (u16, String) {
        if let Err(denied) = may_ever(&who.actor, endpoint.action) {
            let status = if who.actor.person().is_none() { 401 } else { 403 };
            return (status, denied.code.to_string());
        }
        let code = match endpoint.operation {
            // Who reads habilitations and looks formateurs up everywhere; one of the organisation reads those that are
            // delegated to them, and asks about no other.
            "list_habilitations" | "list_formateurs" if reads_all(who.name) => return (200, String::new()),
            "list_habilitations" if who.of_it => return (200, String::new()),
            "list_habilitations" | "list_formateurs" | "create_session" | "get_certificate_pdf" => {
                "not_found"
            }
            // What is wrong in shape is told before it is looked for: these tests send no reason.
            "start_support_view" | "merge_person" | "name_successor" => {
                return (422, "field.required".into());
            }
            "end_support_view" | "undo_merge" => "not_found",
            "get_person" | "correct_identity" | "open_recovery" | "confirm_recovery" | "cancel_recovery" => {
                "not_found"
            }
            // What says that it is no document is told so before it is looked for: these tests send JSON.
            "upload_organisation_file_attachment"
            | "upload_request_attachment"
            | "upload_platform_attachment"
            | "upload_visit_attachment" => {
                return (415, "request.media_type".into());
            }
            "get_attachment"
            | "remove_attachment"
            | "list_organisation_file_attachments"
            | "list_request_attachments"
            | "list_platform_attachments"
            | "list_visit_attachments" => "not_found",
            // A number that anyone may ask about exists for everybody.
            "revoke_certificate" => return (403, "forbidden".into()),
            "get_demo" | "list_demo_mails" | "reset_second_factors" => "not_found",
            // These tests name no SIRET.
            "get_company" => return (422, "siret.invalid".into()),
            "unsubscribe" => "unsubscribe.unknown",
            "open_invitation" | "accept_invitation" => "invitation.unknown",
            // What lacks is told before it is looked for.
            "return_organisation_file"
            | "refuse_organisation_file"
            | "hand_over_organisation_file"
            | "write_organisation_file_message"
            | "create_letter_model"
            | "preview_letter"
            | "preview_letter_pdf"
            | "return_request"
            | "hand_over_request"
            | "give_opinion"
            | "give_inrs_opinion"
            | "decide_request"
            | "write_request_message"
            | "create_request"
            | "create_sitting"
            | "create_contact"
            | "plan_visit"
            | "report_visit"
            | "follow_visit_action"
            | "answer_visit_action"
            | "cancel_visit" => {
                return (422, "field.required".into());
            }
            "lift_suspension" | "suspend_habilitation" | "withdraw_habilitation" => {
                return (422, "field.required".into());
            }
            "list_letters" if reads_all(who.name) => return (200, String::new()),
            _ if endpoint.path.contains("/organisation-files/{id}")
                || endpoint.path.contains("/letters/{id}") =>
            {
                "not_found"
            }
            "get_organisation" if reads_all(who.name) => return (200, String::new()),
            "get_habilitation" => "not_found",
            _ if endpoint.path.contains("/contacts/{id}") || endpoint.path.contains("/visits/{id}") => {
                "not_found"
            }
            _ if endpoint.path.contains("/requests/{id}") || endpoint.path.contains("/sittings/{id}") => {
                "not_found"
            }
            _ if endpoint.path.contains("/sessions/{id}") => "not_found",
            _ if endpoint.path.contains("/organisations/{id}") || endpoint.path.contains("/agents/{id}") => {
                "not_found"
            }
            _ => return (200, String::new()),
        };
        (404, code.to_owned())
    }
}

fn reads_all(name: &str) -> bool {
    ["CNH", "INRS administrator", "INRS auditor"].contains(&name)
}

async fn callers(app: &TestApp, story: &Declared) -> Vec<Who> {
    let elsewhere = app.organisation_in("33000", "33063");
    assert_ne!(elsewhere.caisse, story.organisation.caisse);
    let habilitation = app.habilitation(&elsewhere, "SST", 1);
    let here = story.organisation.id;
    let kinds = [
        ("demandeur", vec![Holding::Demandeur]),
        ("CNH", vec![Holding::Cnh]),
        ("INRS administrator", vec![Holding::Inrs(InrsRank::Administrator)]),
        ("INRS editor", vec![Holding::Inrs(InrsRank::Editor)]),
        ("INRS auditor", vec![Holding::Inrs(InrsRank::Auditor)]),
        ("délégataire without delegation", vec![Holding::Delegataire(here, vec![])]),
        ("gestionnaire of another organisation", vec![Holding::Gestionnaire(elsewhere.id)]),
        ("délégataire of another organisation", vec![Holding::Delegataire(elsewhere.id, vec![habilitation])]),
        ("instructeur of another caisse", vec![Holding::Instructeur(elsewhere.caisse.clone())]),
        ("formateur who is not named", vec![Holding::Formateur(vec!["FORM_SST"])]),
        ("nobody any more", vec![]),
    ];
    let mut all = Vec::new();
    for (name, holdings) in kinds {
        let person = app.person(&holdings);
        let cookies = Cookies::of(app, &person.email).await;
        let actor = forprev_app::accounts::authenticate(&app.app, &cookies.access).unwrap().actor;
        all.push(Who { name, cookies, actor, of_it: name == "délégataire without delegation" });
    }
    let nobody = Cookies { access: String::new(), refresh: String::new(), csrf: String::new() };
    all.push(Who { name: "signed out", cookies: nobody, actor: Actor::Anyone, of_it: false });
    all
}

both_databases! {
    async fn nobody_reaches_what_is_somebody_else_s(app) {
        let theirs = Theirs::of(&app).await;
        for who in callers(&app, &theirs.story).await {
            let before = app.rows();
            for endpoint in endpoint::ALL.iter().filter(|one| !left_out(one)) {
                // INRS revokes whichever certificate; what that does is told elsewhere.
                // So does it declare agents.
                if who.name == "INRS administrator"
                    && ["revoke_certificate", "declare_agent"].contains(&endpoint.operation)
                {
                    continue;
                }
                let of_session = endpoint.path.contains("/sessions/{id}");
                for session in &theirs.sessions[..if of_session { theirs.sessions.len() } else { 1 }] {
                    let path = theirs.path(endpoint, session);
                    let (status, code) = ask(&app, &who.cookies, endpoint, &path, session, &theirs.story).await;
                    let what = format!("{} of a session that is {:?}, by {}", endpoint.operation, session.state, who.name);
                    assert_eq!((status, code), theirs.expected(&who, endpoint), "{what}");
                }
            }
            // That an agent was shown people is noted, by whomever they are shown.
            for (table, rows) in app.rows().into_iter().filter(|(table, _)| table != "look") {
                assert_eq!(rows, before[&table], "{} changed {table}", who.name);
            }
        }
    }

    async fn lists_of_others_are_empty(app) {
        let theirs = Theirs::of(&app).await;
        for who in callers(&app, &theirs.story).await.into_iter().filter(|who| who.actor.person().is_some()) {
            for path in ["/api/v1/sessions", "/api/v1/tasks", "/api/v1/me/certificates"] {
                let answer = who.cookies.get(&app, path).await;
                let refused = path.ends_with("certificates") && who.name != "formateur who is not named";
                if refused || (path.ends_with("sessions") && who.name == "nobody any more") {
                    assert_eq!(answer.status, 403, "{path} by {}", who.name);
                } else if who.name != "nobody any more" {
                    // What waits for somebody of another organisation is on no session.
                    let mut items = answer.json()["items"].as_array().unwrap().clone();
                    items.retain(|item| path != "/api/v1/tasks" || item.get("session").is_some());
                    assert!(items.is_empty(), "{path} by {}: {items:?}", who.name);
                }
            }
        }
    }
}
