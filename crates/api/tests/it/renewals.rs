//! U3: a delegation goes on with the habilitation's renewal, unless that is removed.

use crate::users::user_of;
use forprev_client::{Client, Write};
use forprev_core::{
    id::{HabilitationId, OrganisationId},
    query::SessionQuery,
    session::NewSession,
    user::UserPatch,
};
use forprev_store as store;
use forprev_testkit::{Holding, Person, both_databases};
use serde_json::json;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn draft(of: HabilitationId) -> NewSession {
    serde_json::from_value(json!({ "habilitation_id": of })).unwrap()
}

async fn held(client: &Client) -> Vec<HabilitationId> {
    let mut held = client.get_me().await.unwrap().profiles[0].habilitations.clone();
    held.sort_unstable();
    held
}

async fn attach(
    by: &Client,
    of: OrganisationId,
    person: &Person,
    these: &[HabilitationId],
) -> Vec<HabilitationId> {
    let user = user_of(by, of, person).await;
    let ids = these.iter().map(ToString::to_string).collect();
    let patch = UserPatch { habilitation_ids: Some(ids), until_on: None };
    let user = by.update_user(of, user.id, user.version, &patch).await.unwrap();
    let mut told: Vec<_> = user.habilitations.iter().map(|one| one.id).collect();
    told.sort_unstable();
    told
}

both_databases! {
    async fn u3_a_delegation_goes_on_with_the_renewal(app) {
        let story = app.declared().await;
        let (here, organisation) = (story.organisation.id, &story.organisation);
        let old = app.habilitation_between(organisation, "APSASD", 1, day("2023-01-01"), day("2026-12-31"));
        let person = app.person(&[Holding::Delegataire(here, vec![old])]);
        let client = app.signed_in(&person).await;
        assert_eq!(held(&client).await, [old]);
        let new = app.renewal(organisation, old, day("2027-01-01"), day("2031-12-31"));
        // None of these renews it: the first was asked for anew, the last was withdrawn.
        app.habilitation_between(organisation, "APSASD", 1, day("2028-01-01"), day("2032-12-31"));
        app.habilitation_between(organisation, "APSASD", 2, day("2027-01-01"), day("2031-12-31"));
        app.habilitation_between(&app.organisation(), "APSASD", 1, day("2027-01-01"), day("2031-12-31"));
        let withdrawn = app.renewal(organisation, old, day("2027-01-01"), day("2032-12-31"));
        app.withdraw(withdrawn, day("2027-02-01"));
        assert_eq!(held(&client).await, [old, new]);
        let told = user_of(&story.declarer, here, &person).await.habilitations;
        assert_eq!(told.len(), 2);

        // What is listed, opened and declared agree.
        let session = client.create_session(&draft(new), Write::default()).await.unwrap();
        let own = client.create_session(&draft(old), Write::default()).await.unwrap();
        let seen = async || {
            let list = client.list_sessions(&SessionQuery::default()).await.unwrap();
            let mut opened = Vec::new();
            for id in [session.id, own.id] {
                let listed = list.items.iter().any(|one| one.id == id);
                assert_eq!(client.get_session(id).await.is_ok(), listed);
                opened.push(listed);
            }
            opened
        };
        assert_eq!(seen().await, [true, true]);
        // Another change leaves it; the whole list without it removes it.
        let user = user_of(&story.declarer, here, &person).await;
        let until = UserPatch { habilitation_ids: None, until_on: Some(Some("2027-06-30".into())) };
        story.declarer.update_user(here, user.id, user.version, &until).await.unwrap();
        assert_eq!(held(&client).await, [old, new]);
        assert_eq!(attach(&story.declarer, here, &person, &[old]).await, [old]);
        assert_eq!(held(&client).await, [old]);
        assert_eq!(seen().await, [false, true]);
        assert!(client.create_session(&draft(new), Write::default()).await.is_err());
        // Once it is valid, it is attached again; and alone.
        app.on("2027-01-04");
        let by = app.signed_in(&story.gestionnaire).await;
        assert_eq!(attach(&by, here, &person, &[old, new]).await, [old, new]);
        assert_eq!(attach(&by, here, &person, &[new]).await, [new]);
        assert_eq!(held(&app.signed_in(&person).await).await, [new]);
    }

    async fn u3_removed_from_a_renewal_it_does_not_come_back_with_the_next(app) {
        let story = app.declared().await;
        let (here, organisation) = (story.organisation.id, &story.organisation);
        let first = app.habilitation_between(organisation, "APSASD", 1, day("2023-01-01"), day("2026-12-31"));
        let second = app.renewal(organisation, first, day("2027-01-01"), day("2031-12-31"));
        let person = app.person(&[Holding::Delegataire(here, vec![first])]);
        let client = app.signed_in(&person).await;
        assert_eq!(held(&client).await, [first, second]);
        assert_eq!(attach(&story.declarer, here, &person, &[first]).await, [first]);
        app.renewal(organisation, second, day("2032-01-01"), day("2036-12-31"));
        assert_eq!(held(&client).await, [first]);
    }

    async fn u3_after_a_withdrawal_a_new_habilitation_is_attached_anew(app) {
        let story = app.declared().await;
        let (here, organisation) = (story.organisation.id, &story.organisation);
        let first = app.habilitation_between(organisation, "APSASD", 1, day("2023-01-01"), day("2026-12-31"));
        let person = app.person(&[Holding::Delegataire(here, vec![first])]);
        app.withdraw(first, day("2026-11-01"));
        app.renewal(organisation, first, day("2026-11-20"), day("2029-11-19"));
        assert_eq!(held(&app.signed_in(&person).await).await, [first]);
    }

    async fn u3_a_renewal_that_stays_alone_is_attached(app) {
        let story = app.declared().await;
        let (here, organisation) = (story.organisation.id, &story.organisation);
        let old = app.habilitation_between(organisation, "APSASD", 1, day("2023-01-01"), day("2026-12-31"));
        let new = app.renewal(organisation, old, day("2027-01-01"), day("2031-12-31"));
        let person = app.person(&[Holding::Delegataire(here, vec![old])]);
        assert_eq!(attach(&story.declarer, here, &person, &[new]).await, [new], "though it begins later");
        assert_eq!(held(&app.signed_in(&person).await).await, [new]);
    }

    async fn h5_the_base_and_the_rule_agree_on_what_is_renewed(app) {
        let (one, other) = (app.organisation(), app.organisation());
        let held = |of, dispositif: &str, level, until: &str| {
            app.habilitation_between(of, dispositif, level, day("2024-01-01"), day(until))
        };
        // Renewed, and the same asked for anew beside it, which renews nothing.
        let first = held(&one, "SST", 1, "2027-03-01");
        app.renewal(&one, first, day("2027-03-02"), day("2030-03-01"));
        held(&one, "PRAPIBC", 1, "2027-03-01");
        held(&one, "PRAPIBC", 1, "2030-03-01");
        held(&one, "SST", 2, "2027-03-01");
        held(&other, "SST", 1, "2027-03-01");
        // Renewed by what was withdrawn.
        let last = held(&other, "PRAPIBC", 1, "2027-03-01");
        let withdrawn = app.renewal(&other, last, day("2027-03-02"), day("2031-03-01"));
        app.withdraw(withdrawn, day("2026-01-01"));
        let (ending, all) = app.read(|tx| {
            let period = (day("2026-11-23"), day("2027-12-31"));
            let ending = store::habilitation::ending(tx.conn, period, None, 200)?;
            let mut all = store::habilitation::of_organisation(tx.conn, one.id)?;
            all.extend(store::habilitation::of_organisation(tx.conn, other.id)?);
            Ok((ending, all))
        });
        for whole in all.iter().filter(|whole| whole.row.valid_until < day("2028-01-01")) {
            let renewed = all.iter().any(|later| later.row.link().renews(&whole.row.link()));
            let told = ending.iter().any(|one| one.row.id == whole.row.id);
            assert_eq!(told, !renewed, "{:?}", whole.row);
        }
        assert_eq!(ending.len(), 4);
    }
}
