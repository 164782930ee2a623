//! Thirty sessions in every state, each brought there by the use cases, as people would have done it.

use super::{
    accounts::account,
    at,
    organisations::Habilitation,
    people::{formateur, number},
};
use crate::{
    Failure, Tx,
    certificates::generate_certificates,
    sessions::{create_session, record_results, return_session, submit_session},
};
use chrono::{DateTime, Days, Utc};
use forprev_core::{
    actor::{Actor, Person, Profile, ProfileKind},
    id::{OrganisationId, PersonId},
    session::{
        Comment, NewFormateur, NewPlace, NewSession, NewTrainee, Results, Session, State, TraineeResult,
    },
};
use forprev_store as store;

/// A session to be made: for which habilitation (organisation, dispositif, level), who declares and who leads, which
/// certificate, when it ends from today on, and how far it gets.
struct Wanted {
    habilitation: (usize, &'static str, u8),
    declared_by: Option<&'static str>,
    lead: Lead,
    certificate: &'static str,
    mac: bool,
    ends_in: i64,
    state: State,
}

enum Lead {
    Account(&'static str),
    Formateur(usize),
}

use Lead::{Account, Formateur};
use State::{Certified, Draft, Returned, Submitted, Verified};

const SST: (usize, &str, u8) = (0, "SST", 1);
const LYON: (usize, &str, u8) = (1, "SST", 1);

#[rustfmt::skip]
const WANTED: [Wanted; 30] = [
    Wanted { habilitation: SST, declared_by: Some("gestionnaire"), lead: Account("formateur"), certificate: "SST", mac: false, ends_in: 12, state: Draft },
    Wanted { habilitation: SST, declared_by: Some("delegataire"), lead: Account("formateur"), certificate: "SST", mac: true, ends_in: 25, state: Draft },
    Wanted { habilitation: SST, declared_by: Some("gestionnaire"), lead: Account("formateur"), certificate: "SST", mac: false, ends_in: -1, state: Submitted },
    Wanted { habilitation: SST, declared_by: Some("delegataire"), lead: Account("formateur"), certificate: "SST", mac: true, ends_in: -3, state: Submitted },
    Wanted { habilitation: SST, declared_by: Some("gestionnaire"), lead: Account("formateur"), certificate: "SST", mac: false, ends_in: 9, state: Submitted },
    Wanted { habilitation: SST, declared_by: Some("gestionnaire"), lead: Account("formateur"), certificate: "SST", mac: true, ends_in: -4, state: Returned },
    Wanted { habilitation: SST, declared_by: Some("delegataire"), lead: Account("formateur"), certificate: "SST", mac: false, ends_in: -6, state: Returned },
    Wanted { habilitation: SST, declared_by: Some("gestionnaire"), lead: Account("formateur"), certificate: "SST", mac: false, ends_in: -5, state: Verified },
    Wanted { habilitation: SST, declared_by: Some("delegataire"), lead: Account("formateur"), certificate: "SST", mac: true, ends_in: -7, state: Verified },
    Wanted { habilitation: SST, declared_by: Some("gestionnaire"), lead: Account("formateur"), certificate: "SST", mac: false, ends_in: -10, state: Certified },
    Wanted { habilitation: SST, declared_by: Some("delegataire"), lead: Account("formateur"), certificate: "SST", mac: true, ends_in: -12, state: Certified },
    Wanted { habilitation: (0, "SST", 2), declared_by: Some("gestionnaire"), lead: Formateur(3), certificate: "FORM_SST", mac: true, ends_in: -8, state: Certified },
    Wanted { habilitation: (0, "PRAPIBC", 1), declared_by: Some("gestionnaire"), lead: Formateur(2), certificate: "PRAPIBC", mac: false, ends_in: 30, state: Draft },
    Wanted { habilitation: (0, "CATEC", 1), declared_by: Some("gestionnaire"), lead: Formateur(5), certificate: "CATEC_SURV", mac: false, ends_in: -2, state: Submitted },
    Wanted { habilitation: LYON, declared_by: Some("double"), lead: Account("double"), certificate: "SST", mac: false, ends_in: 20, state: Draft },
    Wanted { habilitation: LYON, declared_by: Some("double"), lead: Account("double"), certificate: "SST", mac: false, ends_in: -1, state: Submitted },
    Wanted { habilitation: LYON, declared_by: Some("double"), lead: Account("double"), certificate: "SST", mac: true, ends_in: -4, state: Verified },
    Wanted { habilitation: LYON, declared_by: Some("double"), lead: Account("double"), certificate: "SST", mac: false, ends_in: -9, state: Certified },
    Wanted { habilitation: (1, "PRAP2S", 1), declared_by: Some("double"), lead: Formateur(14), certificate: "PRAP2S", mac: false, ends_in: 15, state: Draft },
    Wanted { habilitation: (2, "SST", 1), declared_by: None, lead: Formateur(0), certificate: "SST", mac: false, ends_in: -2, state: Submitted },
    Wanted { habilitation: (4, "SST", 1), declared_by: None, lead: Formateur(1), certificate: "SST", mac: false, ends_in: -5, state: Verified },
    Wanted { habilitation: (4, "SST", 1), declared_by: None, lead: Formateur(1), certificate: "SST", mac: true, ends_in: 14, state: Draft },
    Wanted { habilitation: (6, "SST", 1), declared_by: None, lead: Formateur(10), certificate: "SST", mac: false, ends_in: -11, state: Certified },
    Wanted { habilitation: (7, "PRAPIBC", 1), declared_by: None, lead: Formateur(2), certificate: "PRAPIBC", mac: true, ends_in: -6, state: Returned },
    Wanted { habilitation: (9, "SST", 1), declared_by: None, lead: Formateur(11), certificate: "SST", mac: false, ends_in: -3, state: Verified },
    Wanted { habilitation: (9, "SST", 1), declared_by: None, lead: Formateur(11), certificate: "SST", mac: true, ends_in: -13, state: Certified },
    Wanted { habilitation: (9, "APSASD", 1), declared_by: None, lead: Formateur(16), certificate: "APSASD", mac: false, ends_in: 6, state: Submitted },
    Wanted { habilitation: (10, "APSASD", 1), declared_by: None, lead: Formateur(16), certificate: "APSASD", mac: false, ends_in: -5, state: Certified },
    Wanted { habilitation: (11, "SST", 1), declared_by: None, lead: Formateur(0), certificate: "SST", mac: false, ends_in: -7, state: Verified },
    Wanted { habilitation: (8, "AMIANTESS4", 1), declared_by: None, lead: Formateur(7), certificate: "SS4_OPER", mac: false, ends_in: -4, state: Submitted },
];

/// Writes the sessions.
pub(super) fn write(tx: &mut Tx<'_>, held: &[Habilitation]) -> Result<(), Failure> {
    for (index, wanted) in WANTED.iter().enumerate() {
        let (organisation, dispositif, level) = wanted.habilitation;
        let habilitation = held
            .iter()
            .find(|one| (one.organisation, one.dispositif, one.level) == (organisation, dispositif, level))
            .ok_or_else(|| Failure::internal("a session of the demonstration has no habilitation"))?;
        live(tx, index, wanted, habilitation)?;
    }
    Ok(())
}

fn live(tx: &mut Tx<'_>, index: usize, wanted: &Wanted, habilitation: &Habilitation) -> Result<(), Failure> {
    let end = shifted(tx.now, wanted.ends_in);
    let declarer = match wanted.declared_by {
        Some(local_part) => crate::accounts::acting(tx, account(local_part))?,
        None => stand_in(habilitation.organisation_id),
    };
    let lead = match wanted.lead {
        Account(local_part) => account(local_part),
        Formateur(place) => formateur(place),
    };
    let lead_actor = crate::accounts::acting(tx, lead)?;
    // Declared well before its end, and at the latest yesterday.
    let declared = end.min(tx.now) - Days::new(2);
    let content = content(tx, index, wanted, habilitation, lead, end)?;
    let mut session = at(tx, declared, &declarer, |tx| create_session(tx, &content))?;
    if wanted.state == Draft {
        return Ok(());
    }
    session = at(tx, declared, &declarer, |tx| submit_session(tx, session.id, None))?;
    let verified = (end + Days::new(1)).min(tx.now);
    match wanted.state {
        Returned => {
            let comment =
                Comment { comment: "Le lieu n’est pas celui de la session : merci de le corriger.".into() };
            at(tx, verified, &lead_actor, |tx| return_session(tx, session.id, None, &comment))?;
        }
        Verified | Certified => {
            let results = results(&session, index);
            at(tx, verified, &lead_actor, |tx| record_results(tx, session.id, None, &results))?;
            if wanted.state == Certified {
                let generated = (end + Days::new(2)).min(tx.now);
                at(tx, generated, &declarer, |tx| generate_certificates(tx, session.id))?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn shifted(now: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    now + chrono::Duration::days(days)
}

/// The gestionnaire of an organisation of which nobody can sign in: INRS's account lends its name.
fn stand_in(organisation: OrganisationId) -> Actor {
    Actor::Person(Person {
        id: account("inrs"),
        forprev_number: number(7),
        last_name: "Rousseau".into(),
        first_name: "Claire".into(),
        profiles: vec![Profile {
            organisation_id: Some(organisation),
            ..Profile::alone(ProfileKind::Gestionnaire)
        }],
        onboarded: true,
        second_factor_missing: false,
    })
}

fn content(
    tx: &mut Tx<'_>,
    index: usize,
    wanted: &Wanted,
    habilitation: &Habilitation,
    lead: PersonId,
    end: DateTime<Utc>,
) -> Result<NewSession, Failure> {
    let organisation = store::organisation::find(tx.conn, habilitation.organisation_id)?;
    let lead = store::person::find(tx.conn, lead)?.forprev_number;
    let ends_on = forprev_core::calendar::today_in_paris(end);
    let level_2 = habilitation.level == 2;
    // A draft is still being written: every other one lacks trainees.
    let count = if wanted.state == Draft && index.is_multiple_of(2) { 2 } else { 6 + index % 4 };
    Ok(NewSession {
        habilitation_id: habilitation.id.to_string(),
        certificate_code: Some(wanted.certificate.to_owned()),
        kind: Some(if wanted.mac { "mac" } else { "initial" }.to_owned()),
        starts_on: ends_on.pred_opt().map(|day| day.to_string()),
        ends_on: Some(ends_on.to_string()),
        place: Some(NewPlace {
            name: "Salle de formation".to_owned(),
            address: organisation.address,
            postal_code: organisation.postal_code,
            city: organisation.city,
            insee_code: Some(organisation.insee_code),
            platform_id: None,
        }),
        formateurs: vec![NewFormateur { forprev_number: lead.to_string(), lead: true }],
        trainees: if level_2 {
            (0..count).map(|place| future_formateur(tx, index, place)).collect::<Result<_, _>>()?
        } else {
            (0..count).map(|place| trainee(index, place)).collect()
        },
        external_ref: None,
    })
}

#[rustfmt::skip]
const NAMES: [(&str, &str); 24] = [
    ("Morvan", "Gaël"), ("Bœuf", "Séverine"), ("Nowak", "Zofia"), ("Öztürk", "Emre"), ("Leclerc", "Amandine"), ("Da Silva", "João"),
    ("O’Connor", "Sinéad"), ("Traoré", "Aminata"), ("Núñez", "Íñigo"), ("Dubois-Lambert", "Noé"), ("Popescu", "Ștefan"), ("Phạm", "Thị Hồng"),
    ("Girard", "Maxime"), ("Haddad", "Yasmine"), ("Łopez", "Clémence"), ("Jourdain", "Éric"), ("Křížová", "Jana"), ("Mercier", "Lou"),
    ("Bonnet", "Raphaël"), ("Diallo", "Ousmane"), ("Ferrand", "Agnès"), ("Kaya", "Çağla"), ("Vidal", "Pierre-Yves"), ("Åkesson", "Björn"),
];

fn trainee(session: usize, place: usize) -> NewTrainee {
    let (last, first) = NAMES.get((session * 5 + place) % NAMES.len()).copied().unwrap_or(("Morvan", "Gaël"));
    let year = 1968 + (session * 3 + place * 7) % 35;
    NewTrainee {
        last_name: last.to_owned(),
        first_name: first.to_owned(),
        birth_date: format!("{year}-{:02}-{:02}", 1 + (place + session) % 12, 1 + (place * 3 + session) % 28),
        ..NewTrainee::default()
    }
}

/// At level 2, trainees come with an address; the first seat is that of the account which shows "Mes certificats".
fn future_formateur(tx: &mut Tx<'_>, session: usize, place: usize) -> Result<NewTrainee, Failure> {
    if place > 0 {
        let email = Some(format!("stagiaire{session}-{place}@demo.example"));
        return Ok(NewTrainee { email, ..trainee(session, place) });
    }
    let known = store::person::find(tx.conn, account("formateur"))?;
    Ok(NewTrainee {
        last_name: known.last_name,
        first_name: known.first_name,
        birth_date: known.birth_date.map(|day| day.to_string()).unwrap_or_default(),
        forprev_number: Some(known.forprev_number.to_string()),
        ..NewTrainee::default()
    })
}

/// Everybody passed, but for one trainee in every third session.
fn results(session: &Session, index: usize) -> Results {
    Results {
        dates_confirmed: true,
        identities_confirmed: true,
        results: session
            .trainees
            .iter()
            .enumerate()
            .map(|(place, trainee)| TraineeResult {
                trainee_id: trainee.id.to_string(),
                outcome: if place == 0 && index.is_multiple_of(3) { "failed" } else { "passed" }.to_owned(),
            })
            .collect(),
    }
}
