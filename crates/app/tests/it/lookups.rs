//! Habilitations, formateurs and communes, as forms ask for them.

use crate::{both, cast::*};
use forprev_app::{
    Caller, formateurs::list_formateurs, habilitations::list_habilitations, reference::list_communes,
};
use forprev_core::{
    actor::{Profile, ProfileKind},
    habilitation::HabilitationStatus,
    id::HabilitationId,
    query::{CommuneQuery, FormateurQuery, HabilitationQuery},
};
use uuid::Uuid;

fn ids(world: &World, by: &Caller, offered: bool) -> Vec<HabilitationId> {
    let page = told(world.app.read(by, |tx| {
        list_habilitations(
            tx,
            world.organisation,
            &HabilitationQuery { offered: Some(offered), ..HabilitationQuery::default() },
        )
    }))
    .unwrap();
    let mut ids: Vec<_> = page.items.into_iter().map(|one| one.id).collect();
    ids.sort_unstable();
    ids
}

both! {
    fn s3_habilitations_on_offer_are_those_of_the_window(world) {
        let [expired, upcoming, far] = [0; 3].map(|_| HabilitationId::new(Uuid::now_v7()));
        // On 31 August 2026, sessions that end from 31 July to 30 November can be declared.
        world.add_habilitation(expired, world.organisation, "PRAP_IBC", 1, "2023-01-01", "2026-07-30");
        world.add_habilitation(upcoming, world.organisation, "PRAP_2S", 1, "2026-11-30", "2029-11-29");
        world.add_habilitation(far, world.organisation, "APS_ASD", 1, "2026-12-01", "2029-11-30");
        assert_eq!(ids(world, &world.gestionnaire, true), [world.acteurs, world.formateurs, upcoming]);
        assert_eq!(ids(world, &world.gestionnaire, false).len(), 5);
        let page = told(world.app.read(&world.gestionnaire, |tx| list_habilitations(tx, world.organisation, &HabilitationQuery::default())));
        let of = |id: HabilitationId| page.as_ref().unwrap().items.iter().find(|one| one.id == id).unwrap().status;
        assert_eq!(of(expired), HabilitationStatus::Expired);
        assert_eq!(of(upcoming), HabilitationStatus::Upcoming);
        assert_eq!(of(world.acteurs), HabilitationStatus::Valid);
    }

    fn habilitations_are_shown_to_whom_they_belong(world) {
        let delegataire = world.person("Dubois", "Denis", vec![delegataire_of(world.organisation, &[world.acteurs])]);
        assert_eq!(ids(world, &delegataire, false), [world.acteurs]);
        let stranger = world.person("Petit", "Hors", vec![gestionnaire_of(world.other)]);
        let answer = told(world.app.read(&stranger, |tx| list_habilitations(tx, world.organisation, &HabilitationQuery::default())));
        assert_eq!(refused(answer), code(404, "not_found"));
        let answer = told(world.app.read(&world.lead, |tx| list_habilitations(tx, world.organisation, &HabilitationQuery::default())));
        assert_eq!(refused(answer), code(403, "forbidden"));
    }

    fn s4_a_formateur_by_number_with_the_reason(world) {
        let ask = |number: &str, on: &str| {
            let query = FormateurQuery {
                forprev_number: Some(number.into()),
                habilitation_id: Some(world.acteurs.to_string()),
                on: Some(on.into()),
                ..FormateurQuery::default()
            };
            told(world.app.read(&world.gestionnaire, |tx| list_formateurs(tx, &query))).unwrap().items
        };
        let number = number_of(&world.lead);
        let found = ask(&number.to_lowercase(), "2027-08-31");
        assert!(found[0].qualified && found[0].reason.is_none());
        assert_eq!((found[0].qualified_until, found[0].last_name.as_str()), (Some(day("2027-08-31")), "Lebrun"));
        assert_eq!(found[0].qualifications.len(), 2);
        let late = ask(&number, "2027-09-01");
        assert_eq!(late[0].reason.as_ref().unwrap().code.as_str(), "formateur.qualification_expired");
        let early = ask(&number, "2025-08-31");
        assert_eq!(early[0].reason.as_ref().unwrap().code.as_str(), "formateur.not_qualified");
        assert!(ask("ZZZ99999", "2026-08-31").is_empty());
        // A number of somebody who is no formateur tells no name.
        assert!(ask(&number_of(&world.gestionnaire), "2026-08-31").is_empty());
    }

    fn a_formateur_by_name_among_those_who_led_here(world) {
        let named = |by: &Caller, words: &str| {
            let query = FormateurQuery {
                q: Some(words.into()),
                habilitation_id: Some(world.acteurs.to_string()),
                ..FormateurQuery::default()
            };
            told(world.app.read(by, |tx| list_formateurs(tx, &query)))
        };
        assert!(named(&world.gestionnaire, "lebr").unwrap().items.is_empty());
        world.submitted();
        let found = named(&world.gestionnaire, "LÉBR jea").unwrap().items;
        assert_eq!(found.len(), 1);
        assert!(named(&world.gestionnaire, "sorel").unwrap().items.is_empty());
        let stranger = world.person("Petit", "Hors", vec![gestionnaire_of(world.other)]);
        assert_eq!(refused(named(&stranger, "lebrun")), code(404, "not_found"));
        let formateur = world.person("Seul", "Sam", vec![Profile::alone(ProfileKind::Formateur)]);
        assert_eq!(refused(named(&formateur, "lebrun")), code(403, "forbidden"));
        assert_eq!(refused(named(&world.gestionnaire, " ")), code(422, "field.required"));
    }

    fn o1_communes_of_a_postal_code(world) {
        let ask = |postal_code: Option<&str>, q: Option<&str>| {
            let query = CommuneQuery { postal_code: postal_code.map(str::to_owned), q: q.map(str::to_owned), ..CommuneQuery::default() };
            told(world.app.read(&Caller::anyone(), |tx| list_communes(tx, &query)))
        };
        let found = ask(Some("01200"), None).unwrap().items;
        let departements: std::collections::BTreeSet<_> = found.iter().map(|one| one.departement.as_str()).collect();
        assert_eq!(departements.into_iter().collect::<Vec<_>>(), ["01", "74"]);
        assert!(ask(Some("44099"), None).unwrap().items.is_empty());
        assert_eq!(ask(None, Some("nant")).unwrap().items[0].name, "Nant");
        assert_eq!(refused(ask(None, None)), code(422, "field.required"));
        assert_eq!(refused(ask(Some("4400"), None)), code(422, "field.format"));
    }
}
