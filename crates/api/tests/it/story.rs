//! The main job, end to end, by the typed client.

use forprev_client::{Error, Write};
use forprev_core::{
    certificate::{CertificateStatus, Revocation},
    problem::Code,
    query::SessionQuery,
    session::{Comment, NewSession, SessionPatch, State},
};
use forprev_testkit::{Holding, both_databases, everybody_passed};

fn code<T: std::fmt::Debug>(answer: Result<T, Error>) -> Option<Code> {
    answer.unwrap_err().code()
}

both_databases! {
    async fn a_session_is_certified_by_two_signatures(app) {
        let story = app.declared().await;
        let draft = story.declarer.create_session(&story.new_session("2026-11-20", 4), Write::default()).await.unwrap();
        assert_eq!((draft.state, draft.violations.len()), (State::Draft, 0));
        assert!(draft.actions.submit.allowed);
        assert_eq!(code(story.lead.get_session(draft.id).await), Some(Code::NotFound));

        let submitted = story.declarer.submit_session(draft.id, Write::default()).await.unwrap();
        assert_eq!(submitted.state, State::Submitted);
        let seen = story.lead.get_session(draft.id).await.unwrap();
        assert!(seen.actions.results.allowed && !seen.actions.edit.allowed);
        assert_eq!(seen.trainees.len(), 4);
        assert_eq!(story.lead.list_tasks().await.unwrap().items.len(), 1);

        let comment = Comment { comment: "La date est fausse.".into() };
        let returned = story.lead.return_session(draft.id, &comment, Write::default()).await.unwrap();
        assert_eq!((returned.state, returned.comment.as_deref()), (State::Returned, Some("La date est fausse.")));
        let patch = SessionPatch { ends_on: Some(Some("2026-11-21".into())), ..SessionPatch::default() };
        let corrected = story.declarer.update_session(draft.id, returned.version, &patch).await.unwrap();
        assert_eq!(code(story.declarer.update_session(draft.id, returned.version, &patch).await), Some(Code::VersionStale));
        let again = story.declarer.submit_session(draft.id, Write::on_version(corrected.version)).await.unwrap();

        let results = everybody_passed(&again);
        let verified = story.lead.record_results(draft.id, &results, Write::default()).await.unwrap();
        assert_eq!(verified.state, State::Verified);
        assert_eq!(code(story.lead.generate_certificates(draft.id, Write::default()).await), Some(Code::Forbidden));
        let certificates = story.declarer.generate_certificates(draft.id, Write::default()).await.unwrap();
        assert_eq!(certificates.items.len(), 4);
        let repeated = story.declarer.generate_certificates(draft.id, Write::default()).await.unwrap();
        assert_eq!(repeated, certificates);

        let number = certificates.items[0].number.to_string();
        let one = story.declarer.get_certificate_pdf(&number).await.unwrap();
        assert!(one.bytes.starts_with(b"%PDF") && one.media_type == "application/pdf");
        assert_eq!(story.declarer.get_certificate_pdf(&number).await.unwrap().bytes, one.bytes);
        let zip = story.lead.get_certificates_zip(draft.id).await.unwrap();
        assert!(zip.bytes.starts_with(b"PK"));
        let all = story.lead.get_certificates_pdf(draft.id).await.unwrap();
        assert!(all.bytes.len() > one.bytes.len());

        let anyone = app.client();
        let told = anyone.get_public_certificate(&number).await.unwrap();
        assert_eq!(told.status, CertificateStatus::Valid);
        let agent = app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]);
        let agent = app.signed_in(&agent).await;
        let reason = Revocation { reason: "Délivré par erreur.".into() };
        agent.revoke_certificate(&number, &reason, Write::default()).await.unwrap();
        assert_eq!(anyone.get_public_certificate(&number).await.unwrap().status, CertificateStatus::Revoked);
        assert_eq!(code(agent.revoke_certificate(&number, &reason, Write::default()).await), Some(Code::CertificateRevoked));

        app.on("2026-12-08");
        assert!(app.signed_in(&story.gestionnaire).await.get_session(draft.id).await.is_ok());
        app.on("2026-12-09");
        let late = app.signed_in(&story.gestionnaire).await;
        assert_eq!(code(late.get_session(draft.id).await), Some(Code::NotFound));
        assert_eq!(code(late.get_certificate_pdf(&number).await), Some(Code::CertificateNoLongerAvailable));
    }

    async fn a_draft_needs_only_its_habilitation(app) {
        let story = app.declared().await;
        let new = NewSession { habilitation_id: story.habilitation.to_string(), ..NewSession::default() };
        let draft = story.declarer.create_session(&new, Write::default()).await.unwrap();
        assert!(!draft.violations.is_empty());
        let refused = story.declarer.submit_session(draft.id, Write::default()).await.unwrap_err();
        let Error::Problem(problem) = refused else { panic!("{refused}") };
        assert_eq!(problem.status, 422);
        let told: Vec<_> = problem.errors.iter().map(|fault| (&fault.code, &fault.pointer)).collect();
        let foretold: Vec<_> = draft.violations.iter().map(|fault| (&fault.code, &fault.pointer)).collect();
        assert_eq!(told, foretold, "what refuses is what was foretold");
        story.declarer.cancel_session(draft.id, draft.version).await.unwrap();
        assert_eq!(code(story.declarer.get_session(draft.id).await), Some(Code::NotFound));
    }

    async fn s9_a_delegataire_declares_a_formateur_verifies_and_both_declarers_generate_and_download(app) {
        let story = app.declared().await;
        let delegation = Holding::Delegataire(story.organisation.id, vec![story.habilitation]);
        let delegataire = app.person(std::slice::from_ref(&delegation));
        let (delegataire, other) = (app.signed_in(&delegataire).await, app.signed_in(&app.person(&[delegation])).await);
        for (who, generates, downloads) in [
            ("the délégataire who declared", &delegataire, &delegataire),
            ("the gestionnaire", &story.declarer, &story.declarer),
            ("one generates, the other downloads", &story.declarer, &delegataire),
        ] {
            let draft = delegataire.create_session(&story.new_session("2026-11-20", 4), Write::default()).await.unwrap();
            assert_eq!(code(other.get_session(draft.id).await), Some(Code::NotFound), "{who}");
            assert!(story.declarer.get_session(draft.id).await.unwrap().actions.submit.allowed, "{who}");
            let submitted = delegataire.submit_session(draft.id, Write::default()).await.unwrap();
            assert_eq!(code(delegataire.record_results(draft.id, &everybody_passed(&submitted), Write::default()).await), Some(Code::Forbidden));
            story.lead.record_results(draft.id, &everybody_passed(&submitted), Write::default()).await.unwrap();
            assert_eq!(code(other.generate_certificates(draft.id, Write::default()).await), Some(Code::NotFound), "{who}");
            let made = generates.generate_certificates(draft.id, Write::default()).await.unwrap().items;
            assert_eq!(made.len(), 4, "{who}");
            let number = made[0].number.to_string();
            assert!(downloads.get_certificate_pdf(&number).await.unwrap().bytes.starts_with(b"%PDF"), "{who}");
            assert!(downloads.get_certificates_pdf(draft.id).await.unwrap().bytes.starts_with(b"%PDF"), "{who}");
            assert!(downloads.get_certificates_zip(draft.id).await.unwrap().bytes.starts_with(b"PK"), "{who}");
            assert_eq!(code(other.get_certificates_zip(draft.id).await), Some(Code::NotFound), "{who}");
            assert_eq!(code(other.get_certificate_pdf(&number).await), Some(Code::NotFound), "{who}");
        }
        assert_eq!(delegataire.list_sessions(&SessionQuery::default()).await.unwrap().total, 3);
        assert_eq!(other.list_sessions(&SessionQuery::default()).await.unwrap().total, 0);
    }
}
