//! Rows that hold together: an organisation, a habilitation, a formateur, a session with its trainees.

use chrono::{DateTime, Days, NaiveDate, Utc};
use forprev_core::{
    catalogue::OrganisationKind,
    forprev_number::ForprevNumber,
    habilitation::number::{HabilitationNumber, HolderLetter},
    id::{HabilitationId, OrganisationId, PersonId, SessionId, TraineeId},
    organisation::ServiceReach,
    session::{SessionKind, State},
};
use forprev_store::{Connection, Instant, habilitation, organisation, person, session, trainee};
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn now() -> Instant {
    "2026-11-23T10:00:00.250Z".parse::<DateTime<Utc>>().unwrap().into()
}

pub fn uuid(n: u64) -> Uuid {
    Uuid::from_u64_pair(0x0193_0000_0000_7000, 0x8000_0000_0000_0000 | n)
}

/// The `n`th number that passes Luhn.
pub fn siret(n: u64) -> String {
    (0..10)
        .map(|check| format!("{:013}{check}", 1_000_000_000_000 + n))
        .find(|text| text.parse::<forprev_core::organisation::siret::Siret>().is_ok())
        .unwrap()
}

pub fn organisation(n: u64, name: &str) -> organisation::Row {
    let (sort_key, search_key) = organisation::keys(name, None, "Paris");
    organisation::Row {
        id: OrganisationId::new(uuid(n)),
        kind: OrganisationKind::OrganismeDeFormation,
        raison_sociale: name.into(),
        enseigne: None,
        siret: siret(n).parse().unwrap(),
        nda: None,
        regime: None,
        address: "1 rue de la Paix".into(),
        postal_code: "75002".into(),
        city: "Paris".into(),
        insee_code: "75102".into(),
        departement: "75".into(),
        caisse_code: None,
        published: true,
        reach: Some(ServiceReach::National),
        published_email: None,
        published_phone: None,
        published_website: None,
        sort_key,
        search_key,
        version: 1,
        created_at: now(),
        updated_at: now(),
    }
}

pub fn habilitation(n: u64, organisation: OrganisationId) -> habilitation::Row {
    let number = HabilitationNumber::new(u32::try_from(n).unwrap(), 2026, "SST", 1, HolderLetter::O, "15");
    habilitation::Row {
        id: HabilitationId::new(uuid(n)),
        number: number.unwrap(),
        organisation_id: organisation,
        dispositif: "SST".into(),
        level: 1,
        valid_from: day("2026-01-01"),
        valid_until: day("2028-12-31"),
        withdrawn_from: None,
        withdrawal_reason: None,
        version: 1,
        created_at: now(),
        renews_id: None,
    }
}

pub fn person(n: u64, last_name: &str, first_name: &str) -> person::Row {
    person::Row {
        id: PersonId::new(uuid(n)),
        forprev_number: ForprevNumber::from_sequence(n),
        last_name: last_name.into(),
        first_name: first_name.into(),
        birth_date: Some(day("1980-02-29")),
        identity_key: person::identity_key(last_name, first_name),
        search_key: person::search_key(last_name, first_name),
        email: None,
        email_key: None,
        password_hash: None,
        caisse_code: None,
        onboarded_at: None,
        version: 1,
        created_at: now(),
        phone: None,
        checked_on: None,
        closed_at: None,
    }
}

pub fn session(n: u64, habilitation: &habilitation::Row, ends_on: Option<NaiveDate>) -> session::Row {
    session::Row {
        id: SessionId::new(uuid(n)),
        organisation_id: habilitation.organisation_id,
        habilitation_id: habilitation.id,
        dispositif: habilitation.dispositif.clone(),
        level: habilitation.level,
        certificate_code: Some("SST".into()),
        kind: Some(SessionKind::Initial),
        starts_on: None,
        ends_on,
        ends_sort: session::ends_sort(ends_on),
        place_name: None,
        place_address: None,
        place_postal_code: None,
        place_city: None,
        place_insee_code: None,
        platform_id: None,
        departement: None,
        external_ref: None,
        state: State::Draft,
        comment: None,
        comment_by: None,
        declared_on: None,
        declared_by: None,
        declared_by_client: None,
        mac_key: vec![7; 32],
        submitted_at: None,
        verified_at: None,
        verified_by: None,
        verified_mac: None,
        certified_at: None,
        certified_by: None,
        certified_by_client: None,
        certified_mac: None,
        certified_on: None,
        caisse_code: None,
        erase_on: day("2027-06-01"),
        version: 1,
        created_at: now(),
        updated_at: now(),
    }
}

pub fn trainee(n: u64, session: SessionId, last_name: &str) -> trainee::Row {
    trainee::Row {
        id: TraineeId::new(uuid(n)),
        session_id: session,
        position: i32::try_from(n % 100).unwrap(),
        last_name: last_name.into(),
        first_name: "Zoé".into(),
        birth_date: day("1999-12-31").checked_add_days(Days::new(n % 20)).unwrap(),
        outcome: None,
        email: None,
        forprev_number: None,
        person_id: None,
    }
}

/// Writes an organisation, its habilitation and `count` sessions of it that end a day after one another.
pub fn some_sessions(c: &mut Connection, count: u64) -> Vec<session::Row> {
    let owner = organisation(1, "Formation Œuvre");
    let held = habilitation(1, owner.id);
    organisation::insert(c, owner).unwrap();
    habilitation::insert(c, held.clone()).unwrap();
    let first = day("2026-10-01");
    let sessions: Vec<_> =
        (0..count).map(|n| session(1000 + n, &held, first.checked_add_days(Days::new(n / 2)))).collect();
    session::insert_all(c, sessions.clone()).unwrap();
    sessions
}
