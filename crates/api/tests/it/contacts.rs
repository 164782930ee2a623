//! Contacts: read by the people of a territory, kept by its caisse and by INRS.

use forprev_client::{Client, Write};
use forprev_core::{
    actor::InrsRank,
    contact::{ContactPatch, ContactQuery, NewContact},
    problem::Code,
};
use forprev_testkit::{Holding, both_databases};

fn contact(caisse: &str, name: &str) -> NewContact {
    NewContact {
        caisse: caisse.into(),
        name: name.into(),
        function: "Habilitations".into(),
        phone: "02 51 72 84 00".into(),
        ..NewContact::default()
    }
}

async fn seen(client: &Client) -> Vec<String> {
    let page = client.list_contacts(&ContactQuery::default()).await.unwrap();
    page.items.into_iter().map(|one| format!("{} {}", one.caisse_name, one.name)).collect()
}

fn code<T: std::fmt::Debug>(answer: Result<T, forprev_client::Error>) -> Option<Code> {
    answer.unwrap_err().problem().map(|problem| problem.code)
}

both_databases! {
    async fn each_reads_those_of_their_caisse_and_of_inrs(app) {
        let (here, elsewhere) = (app.organisation(), app.organisation_in("33000", "33063"));
        let agent = app.person(&[Holding::Instructeur(here.caisse.clone())]);
        let agent = app.signed_in(&agent).await;
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let inrs = app.signed_in(&inrs).await;
        agent.create_contact(&contact(&here.caisse, "Anne Martin"), Write::default()).await.unwrap();
        inrs.create_contact(&contact(&elsewhere.caisse, "Luc Petit"), Write::default()).await.unwrap();
        inrs.create_contact(&contact("", "Assistance"), Write::default()).await.unwrap();
        let all = seen(&inrs).await;
        assert_eq!(all.len(), 3);
        assert!(all[2] == "INRS Assistance", "INRS stands last: {all:?}");
        let gestionnaire = app.person(&[Holding::Gestionnaire(here.id)]);
        let theirs = seen(&app.signed_in(&gestionnaire).await).await;
        assert_eq!(theirs.len(), 2);
        assert!(theirs[0].ends_with("Anne Martin") && theirs[1] == "INRS Assistance", "{theirs:?}");
        let formateur = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        assert_eq!(seen(&app.signed_in(&formateur).await).await, ["INRS Assistance"]);
        let only = ContactQuery { caisse: Some(elsewhere.caisse.clone()), ..ContactQuery::default() };
        assert_eq!(inrs.list_contacts(&only).await.unwrap().items.len(), 1);
        assert!(agent.list_contacts(&only).await.unwrap().items.is_empty());
    }

    async fn each_caisse_keeps_its_own(app) {
        let (here, elsewhere) = (app.organisation(), app.organisation_in("33000", "33063"));
        let agent = app.person(&[Holding::Instructeur(here.caisse.clone())]);
        let agent = app.signed_in(&agent).await;
        let other = app.person(&[Holding::Instructeur(elsewhere.caisse.clone())]);
        let other = app.signed_in(&other).await;
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let inrs = app.signed_in(&inrs).await;
        let made = agent.create_contact(&contact(&here.caisse, "Anne Martin"), Write::default()).await.unwrap();
        assert!(made.edit.allowed && made.version == 1);
        let theirs = contact(&elsewhere.caisse, "Luc");
        assert_eq!(code(agent.create_contact(&theirs, Write::default()).await), Some(Code::Forbidden));
        assert_eq!(code(agent.create_contact(&contact("", "Luc"), Write::default()).await), Some(Code::Forbidden));
        assert_eq!(code(inrs.create_contact(&contact("MARS", "Luc"), Write::default()).await), Some(Code::BadReference));
        let patch = ContactPatch { phone: Some(String::new()), email: Some("a@test.example".into()), ..ContactPatch::default() };
        assert_eq!(code(other.update_contact(made.id, 1, &patch).await), Some(Code::NotFound));
        let national = inrs.create_contact(&contact("", "Assistance"), Write::default()).await.unwrap();
        assert_eq!(code(other.update_contact(national.id, 1, &patch).await), Some(Code::Forbidden));
        let changed = agent.update_contact(made.id, 1, &patch).await.unwrap();
        assert_eq!((changed.version, changed.phone.as_str(), changed.email.as_str()), (2, "", "a@test.example"));
        assert_eq!(code(agent.update_contact(made.id, 1, &patch).await), Some(Code::VersionStale));
        let out_of_reach = ContactPatch { email: Some(String::new()), ..ContactPatch::default() };
        assert_eq!(code(agent.update_contact(made.id, 2, &out_of_reach).await), Some(Code::Required));
        agent.remove_contact(made.id, Write::default()).await.unwrap();
        assert_eq!(code(agent.remove_contact(made.id, Write::default()).await), Some(Code::NotFound));
        let acts = app.read(|tx| Ok(forprev_store::audit::of_resource(tx.conn, "contact", &made.id.to_string())?));
        let acts: Vec<_> = acts.into_iter().map(|line| line.action).collect();
        assert_eq!(acts, ["create_contact", "update_contact", "remove_contact"]);
    }
}
