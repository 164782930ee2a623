//! An organisation, its habilitations, its people, and what they say.

use crate::base::Base;
use chrono::{DateTime, NaiveDate, Utc};
use forprev_app::{
    App, Caller, Clock, Failure, Settings, Tx,
    keys::{SecretKey, SigningKeys},
    sessions, tasks as todo,
};
use forprev_core::{
    actor::{Actor, Client, Person, Profile, ProfileKind},
    catalogue::OrganisationKind,
    email::Email,
    forprev_number::ForprevNumber,
    habilitation::number::{HabilitationNumber, HolderLetter},
    id::{ClientId, HabilitationId, OrganisationId, PersonId, SessionId},
    policy::second_factor::Requirement,
    problem::Problem,
    query::PageQuery,
    session::{Comment, NewFormateur, NewPlace, NewSession, NewTrainee, Results, Session, TraineeResult},
    task::Task,
};
use forprev_store as store;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// Nine in the morning in Paris, on the day on which most sessions of the tests end.
const NOW: &str = "2026-08-31T07:00:00Z";

pub struct World {
    pub app: App,
    pub organisation: OrganisationId,
    pub other: OrganisationId,
    /// SST, level 1.
    pub acteurs: HabilitationId,
    /// SST, level 2.
    pub formateurs: HabilitationId,
    pub gestionnaire: Caller,
    pub lead: Caller,
    /// Another formateur, qualified too.
    pub second: Caller,
    made: AtomicU32,
    // Last: the base goes when the application has closed it.
    _base: Base,
}

impl World {
    pub fn new(base: Base) -> Self {
        let clock = Clock::manual(instant(NOW));
        let signing = SigningKeys::open_or_create(&base.folder.join("keys"), clock.now()).unwrap();
        let settings = Settings {
            public_url: "http://localhost:8080".into(),
            demo: false,
            second_factor: Requirement::Nobody,
        };
        let app =
            App::new(crate::base::open(&base.url), clock, signing, SecretKey::from_bytes([42; 32]), settings);
        let made = AtomicU32::new(1);
        let nobody = || Caller::anyone();
        let mut world = Self {
            app,
            organisation: OrganisationId::new(Uuid::now_v7()),
            other: OrganisationId::new(Uuid::now_v7()),
            acteurs: HabilitationId::new(Uuid::now_v7()),
            formateurs: HabilitationId::new(Uuid::now_v7()),
            gestionnaire: nobody(),
            lead: nobody(),
            second: nobody(),
            made,
            _base: base,
        };
        world.add_organisation(world.organisation, "Prévention Ouest", "44000", "44109");
        world.add_organisation(world.other, "Formation Sud", "13001", "13201");
        world.add_habilitation(world.acteurs, world.organisation, "SST", 1, "2026-01-01", "2028-12-31");
        world.add_habilitation(world.formateurs, world.organisation, "SST", 2, "2026-01-01", "2028-12-31");
        world.gestionnaire = world.person("Garnier", "Gaëlle", vec![gestionnaire_of(world.organisation)]);
        world.lead = world.formateur("Lebrun", "Jeanne");
        world.second = world.formateur("Sorel", "Paul");
        world
    }

    fn next(&self) -> u32 {
        self.made.fetch_add(1, Ordering::Relaxed)
    }

    /// Moves the clock to nine in the morning of this day, in Paris.
    pub fn on(&self, day: &str) {
        let start = forprev_core::calendar::start_of_day_in_paris(self::day(day));
        self.app.clock.set(start + chrono::Duration::hours(9));
    }

    pub fn write<T>(&self, f: impl FnMut(&mut Tx<'_>) -> Result<T, Failure>) -> T {
        self.app.write(&Caller::anyone(), f).unwrap()
    }

    fn add_organisation(&self, id: OrganisationId, name: &str, postal_code: &str, insee_code: &str) {
        let number = self.next();
        let now = self.app.now().into();
        self.write(|tx| {
            let commune = store::place::commune(tx.conn, postal_code, insee_code)?.unwrap();
            let caisse = store::place::caisse_of(tx.conn, &commune.departement)?;
            let (sort_key, search_key) = store::organisation::keys(name, None, &commune.name);
            let stem = format!("{:09}0001", 812_000_000 + number * 113);
            let row = store::organisation::Row {
                id,
                kind: OrganisationKind::OrganismeDeFormation,
                raison_sociale: name.into(),
                enseigne: None,
                siret: (0..10).find_map(|last| format!("{stem}{last}").parse().ok()).unwrap(),
                nda: None,
                regime: None,
                address: "1 rue de la Paix".into(),
                postal_code: postal_code.into(),
                city: commune.name,
                insee_code: insee_code.into(),
                departement: commune.departement,
                caisse_code: caisse.map(|caisse| caisse.code),
                published: false,
                reach: None,
                published_email: None,
                published_phone: None,
                published_website: None,
                sort_key,
                search_key,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            Ok(store::organisation::insert(tx.conn, row)?)
        });
    }

    pub fn add_habilitation(
        &self,
        id: HabilitationId,
        organisation: OrganisationId,
        dispositif: &str,
        level: u8,
        from: &str,
        until: &str,
    ) {
        let number = HabilitationNumber::new(self.next(), 2026, dispositif, level, HolderLetter::O, "13");
        let row = store::habilitation::Row {
            id,
            number: number.unwrap(),
            organisation_id: organisation,
            dispositif: dispositif.into(),
            level,
            valid_from: day(from),
            valid_until: day(until),
            withdrawn_from: None,
            withdrawal_reason: None,
            version: 1,
            created_at: self.app.now().into(),
            renews_id: None,
        };
        self.write(|tx| Ok(store::habilitation::insert(tx.conn, row.clone())?));
    }

    /// A person born on 17 May 1980, with these profiles.
    pub fn person(&self, last_name: &str, first_name: &str, profiles: Vec<Profile>) -> Caller {
        let number = self.next();
        let id = PersonId::new(Uuid::now_v7());
        let forprev_number = ForprevNumber::from_sequence(100_000_000 + u64::from(number) * 7919);
        let email: Email = format!("person-{number}@test.example").parse().unwrap();
        let row = store::person::Row {
            id,
            forprev_number: forprev_number.clone(),
            last_name: last_name.into(),
            first_name: first_name.into(),
            birth_date: Some(day("1980-05-17")),
            identity_key: store::person::identity_key(last_name, first_name),
            search_key: store::person::search_key(last_name, first_name),
            email_key: Some(email.key()),
            email: Some(email),
            password_hash: None,
            caisse_code: None,
            onboarded_at: Some(self.app.now().into()),
            version: 1,
            created_at: self.app.now().into(),
            phone: None,
            checked_on: None,
            closed_at: None,
        };
        self.write(|tx| Ok(store::person::insert(tx.conn, row.clone())?));
        // Whom the declarer's messages reach is read from the base.
        for profile in profiles.iter().filter(|profile| profile.kind == ProfileKind::Gestionnaire) {
            let given = self.app.now().into();
            let row = store::profile::Row {
                organisation_id: profile.organisation_id,
                ..store::profile::Row::new(Uuid::now_v7().to_string(), id, profile.kind, given)
            };
            self.write(|tx| Ok(store::profile::insert(tx.conn, row.clone())?));
        }
        Caller::of(Actor::Person(Person {
            id,
            forprev_number,
            last_name: last_name.into(),
            first_name: first_name.into(),
            profiles,
            onboarded: true,
            second_factor_missing: false,
        }))
    }

    /// A formateur who may train at both levels of SST for two years.
    pub fn formateur(&self, last_name: &str, first_name: &str) -> Caller {
        let caller = self.person(last_name, first_name, vec![Profile::alone(ProfileKind::Formateur)]);
        for code in ["FORM_SST", "FF_SST"] {
            self.qualification(&caller, code, "2025-09-01", "2027-08-31");
        }
        caller
    }

    pub fn qualification(&self, caller: &Caller, code: &str, from: &str, until: &str) {
        let row = store::qualification::Row {
            id: Uuid::now_v7().to_string(),
            person_id: id_of(caller),
            certificate_code: code.into(),
            obtained_on: day(from),
            valid_until: Some(day(until)),
            certificate_number: None,
            reference: None,
            created_at: self.app.now().into(),
        };
        self.write(|tx| Ok(store::qualification::insert(tx.conn, row.clone())?));
    }

    /// A system of the organisation.
    pub fn system(&self, scopes: &[&str]) -> Caller {
        Caller::of(Actor::Client(Client {
            id: ClientId::new(Uuid::now_v7()),
            organisation_id: self.organisation,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        }))
    }

    /// A session of acteurs that every rule accepts on the day it ends.
    pub fn new_session(&self, ends_on: &str) -> NewSession {
        NewSession {
            habilitation_id: self.acteurs.to_string(),
            certificate_code: Some("SST".into()),
            kind: Some("initial".into()),
            starts_on: None,
            ends_on: Some(ends_on.into()),
            place: Some(NewPlace {
                name: "Centre".into(),
                address: "1 rue de la Paix".into(),
                postal_code: "44000".into(),
                city: "Nantes".into(),
                ..NewPlace::default()
            }),
            formateurs: vec![NewFormateur { forprev_number: number_of(&self.lead), lead: true }],
            trainees: ["Arnaud", "Bernard", "Collet", "Dupuis"]
                .iter()
                .map(|name| trainee(name, "Camille", "1990-04-02"))
                .collect(),
            external_ref: None,
        }
    }

    pub fn create(&self, by: &Caller, session: &NewSession) -> Result<Session, Problem> {
        told(self.app.write(by, |tx| sessions::create_session(tx, session)))
    }

    pub fn draft(&self) -> Session {
        self.create(&self.gestionnaire, &self.new_session("2026-08-31")).unwrap()
    }

    pub fn submit(&self, by: &Caller, session: &Session) -> Result<Session, Problem> {
        told(self.app.write(by, |tx| sessions::submit_session(tx, session.id, None)))
    }

    pub fn submitted(&self) -> Session {
        self.submit(&self.gestionnaire, &self.draft()).unwrap()
    }

    pub fn results(&self, by: &Caller, session: &Session, results: &Results) -> Result<Session, Problem> {
        told(self.app.write(by, |tx| sessions::record_results(tx, session.id, None, results)))
    }

    pub fn verified(&self) -> Session {
        let submitted = self.submitted();
        self.results(&self.lead, &submitted, &everybody_passed(&submitted)).unwrap()
    }

    pub fn read(&self, by: &Caller, session: &Session) -> Result<Session, Problem> {
        told(self.app.read(by, |tx| sessions::get_session(tx, session.id)))
    }
}

pub fn told<T>(answer: Result<T, Failure>) -> Result<T, Problem> {
    answer.map_err(|failure| {
        assert!(!failure.is_ours(), "{failure}");
        failure.problem()
    })
}

/// Each fault as `code pointer`.
pub fn faults(problem: &Problem) -> Vec<String> {
    problem.errors.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect()
}

/// What would refuse the session, each as `code pointer`.
pub fn violations(session: &Session) -> Vec<String> {
    session.violations.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect()
}

pub fn refused<T: std::fmt::Debug>(answer: Result<T, Problem>) -> (u16, String) {
    let problem = answer.expect_err("a refusal");
    (problem.status, problem.code.to_string())
}

pub fn code(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

pub fn gestionnaire_of(organisation: OrganisationId) -> Profile {
    Profile { organisation_id: Some(organisation), ..Profile::alone(ProfileKind::Gestionnaire) }
}

pub fn delegataire_of(organisation: OrganisationId, habilitations: &[HabilitationId]) -> Profile {
    Profile {
        organisation_id: Some(organisation),
        habilitations: habilitations.to_vec(),
        ..Profile::alone(ProfileKind::Delegataire)
    }
}

pub fn instructeur_of(caisse: &str) -> Profile {
    Profile { caisse: Some(caisse.into()), ..Profile::alone(ProfileKind::Instructeur) }
}

pub fn id_of(caller: &Caller) -> PersonId {
    caller.actor.person_id().unwrap()
}

pub fn number_of(caller: &Caller) -> String {
    caller.actor.person().unwrap().forprev_number.to_string()
}

/// What waits for somebody on sessions, the most urgent first.
pub fn tasks(world: &World, by: &Caller) -> Vec<Task> {
    let all = told(world.app.read(by, |tx| todo::list_tasks(tx, &PageQuery::default()))).unwrap().items;
    all.into_iter().filter(|task| task.session.is_some()).collect()
}

/// The session of a task on one.
pub fn session_of(task: &Task) -> SessionId {
    task.session.as_ref().unwrap().id
}

pub fn trainee(last_name: &str, first_name: &str, born: &str) -> NewTrainee {
    NewTrainee {
        last_name: last_name.into(),
        first_name: first_name.into(),
        birth_date: born.into(),
        ..NewTrainee::default()
    }
}

pub fn everybody_passed(session: &Session) -> Results {
    Results {
        dates_confirmed: true,
        identities_confirmed: true,
        results: session
            .trainees
            .iter()
            .map(|one| TraineeResult { trainee_id: one.id.to_string(), outcome: "passed".into() })
            .collect(),
    }
}

pub fn comment(text: &str) -> Comment {
    Comment { comment: text.into() }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
