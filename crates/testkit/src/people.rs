//! Organisations, habilitations and people to work with.

use crate::{PASSWORD, TestApp, template::cheap_hash};
use chrono::{Months, NaiveDate};
use forprev_client::Client;
use forprev_core::{
    actor::{InrsRank, ProfileKind},
    calendar::{months_after, months_before},
    catalogue::OrganisationKind,
    email::Email,
    forprev_number::ForprevNumber,
    habilitation::number::{HabilitationNumber, HolderLetter},
    id::{HabilitationId, OrganisationId, PersonId},
    organisation::{ServiceReach, siret::Siret},
};
use forprev_store as store;
use uuid::Uuid;

/// The caisse of the formateurs: no other one is there.
const CAISSE: &str = "MAYOTTE";

/// An organisation of a test.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its identifier.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its caisse.
    pub caisse: String,
}

/// A person of a test.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their identifier.
    pub id: PersonId,
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Their address.
    pub email: String,
}

/// What a person is to the system.
#[derive(Clone, Debug)]
pub enum Holding {
    /// Requests a habilitation.
    Demandeur,
    /// Manages this organisation.
    Gestionnaire(OrganisationId),
    /// Declares for this organisation, for these habilitations.
    Delegataire(OrganisationId, Vec<HabilitationId>),
    /// Holds these certificates, since a year and for two more.
    Formateur(Vec<&'static str>),
    /// Works at this caisse.
    Instructeur(String),
    /// Works at INRS.
    Inrs(InrsRank),
    /// Is the CNH's secretary.
    Cnh,
}

impl TestApp {
    /// A published organisme de formation in Nantes.
    pub fn organisation(&self) -> Organisation {
        self.organisation_in("44000", "44109")
    }

    /// The same, elsewhere.
    pub fn organisation_in(&self, postal_code: &str, insee_code: &str) -> Organisation {
        let number = self.next();
        let name = format!("Organisme {number}");
        let (id, now) = (OrganisationId::new(Uuid::now_v7()), self.clock.now());
        let caisse = self.write(|tx| {
            let commune = store::place::commune(tx.conn, postal_code, insee_code)?.expect("a commune");
            let caisse = store::place::caisse_of(tx.conn, &commune.departement)?;
            let (sort_key, search_key) = store::organisation::keys(&name, None, &commune.name);
            let row = store::organisation::Row {
                id,
                kind: OrganisationKind::OrganismeDeFormation,
                raison_sociale: name.clone(),
                enseigne: None,
                siret: siret(number),
                nda: Some("52440000044".into()),
                regime: Some("general".into()),
                address: "1 rue de la Paix".into(),
                postal_code: postal_code.into(),
                city: commune.name,
                insee_code: insee_code.into(),
                departement: commune.departement,
                caisse_code: caisse.as_ref().map(|caisse| caisse.code.clone()),
                published: true,
                reach: Some(ServiceReach::National),
                published_email: None,
                published_phone: None,
                published_website: None,
                sort_key,
                search_key,
                version: 1,
                created_at: now.into(),
                updated_at: now.into(),
            };
            store::organisation::insert(tx.conn, row)?;
            Ok(caisse.map(|caisse| caisse.code).unwrap_or_default())
        });
        Organisation { id, name, caisse }
    }

    /// A habilitation that runs since a year, and for two more.
    pub fn habilitation(&self, of: &Organisation, dispositif: &str, level: u8) -> HabilitationId {
        let today = self.today();
        self.habilitation_between(of, dispositif, level, months_before(today, 12), months_after(today, 24))
    }

    /// A habilitation of these days.
    pub fn habilitation_between(
        &self,
        of: &Organisation,
        dispositif: &str,
        level: u8,
        valid_from: NaiveDate,
        valid_until: NaiveDate,
    ) -> HabilitationId {
        self.habilitation_after(None, of, (dispositif, level), valid_from, valid_until)
    }

    /// The renewal of a habilitation, for these days.
    pub fn renewal(
        &self,
        of: &Organisation,
        renews: HabilitationId,
        valid_from: NaiveDate,
        valid_until: NaiveDate,
    ) -> HabilitationId {
        let before = self.read(|tx| Ok(store::habilitation::find(tx.conn, renews)?)).row;
        self.habilitation_after(Some(renews), of, (&before.dispositif, before.level), valid_from, valid_until)
    }

    fn habilitation_after(
        &self,
        renews_id: Option<HabilitationId>,
        of: &Organisation,
        (dispositif, level): (&str, u8),
        valid_from: NaiveDate,
        valid_until: NaiveDate,
    ) -> HabilitationId {
        let id = HabilitationId::new(Uuid::now_v7());
        let sequence = u32::try_from(self.next()).expect("a small number") + 1;
        let number = HabilitationNumber::new(sequence, 2025, dispositif, level, HolderLetter::O, "13");
        let row = store::habilitation::Row {
            id,
            number: number.expect("a habilitation number"),
            organisation_id: of.id,
            dispositif: dispositif.into(),
            level,
            valid_from,
            valid_until,
            withdrawn_from: None,
            withdrawal_reason: None,
            version: 1,
            created_at: self.clock.now().into(),
            renews_id,
        };
        self.write(|tx| Ok(store::habilitation::insert(tx.conn, row.clone())?));
        id
    }

    /// Withdraws a habilitation from this day on (H11).
    pub fn withdraw(&self, id: HabilitationId, from: NaiveDate) {
        self.write(|tx| {
            let row = store::habilitation::touch(tx.conn, id, None)?;
            Ok(store::habilitation::save(
                tx.conn,
                store::habilitation::Row { withdrawn_from: Some(from), ..row },
            )?)
        });
    }

    /// A person who is past their first sign-in and is all of this.
    pub fn person(&self, holdings: &[Holding]) -> Person {
        self.person_named("Durand", &format!("Camille {}", letters(self.next())), holdings)
    }

    /// The same, of this name.
    pub fn person_named(&self, last_name: &str, first_name: &str, holdings: &[Holding]) -> Person {
        let number = self.next();
        let person = Person {
            id: PersonId::new(Uuid::now_v7()),
            forprev_number: ForprevNumber::from_sequence(100_000_000 + number as u64 * 7919),
            email: format!("person-{number}@test.example"),
        };
        let now = self.clock.now();
        let hash = cheap_hash(PASSWORD);
        // A formateur is past their first sign-in with a caisse only (U5).
        let caisse = holdings.iter().any(|one| matches!(one, Holding::Formateur(_))).then_some(CAISSE);
        self.write(|tx| {
            let email: Email = person.email.parse().expect("an address");
            let row = store::person::Row {
                id: person.id,
                forprev_number: person.forprev_number.clone(),
                last_name: last_name.into(),
                first_name: first_name.into(),
                birth_date: NaiveDate::from_ymd_opt(1980, 5, 17),
                identity_key: store::person::identity_key(last_name, first_name),
                search_key: store::person::search_key(last_name, first_name),
                email_key: Some(email.key()),
                email: Some(email),
                password_hash: Some(hash.clone()),
                caisse_code: caisse.map(str::to_owned),
                onboarded_at: Some(now.into()),
                version: 1,
                created_at: now.into(),
                phone: None,
                checked_on: Some(forprev_core::calendar::today_in_paris(now)),
                closed_at: None,
            };
            store::person::insert(tx.conn, row)?;
            Ok(())
        });
        for holding in holdings {
            self.give(&person, holding);
        }
        person
    }

    /// Makes a person this besides.
    pub fn give(&self, person: &Person, holding: &Holding) {
        let now = self.clock.now();
        let (kind, organisation_id, caisse_code, rank) = match holding {
            Holding::Demandeur => (ProfileKind::Demandeur, None, None, None),
            Holding::Gestionnaire(of) => (ProfileKind::Gestionnaire, Some(*of), None, None),
            Holding::Delegataire(of, _) => (ProfileKind::Delegataire, Some(*of), None, None),
            Holding::Formateur(_) => (ProfileKind::Formateur, None, None, None),
            Holding::Instructeur(caisse) => (ProfileKind::Instructeur, None, Some(caisse.clone()), None),
            Holding::Inrs(rank) => (ProfileKind::Inrs, None, None, Some(*rank)),
            Holding::Cnh => (ProfileKind::Cnh, None, None, None),
        };
        let id = Uuid::now_v7().to_string();
        self.write(|tx| {
            let row = store::profile::Row {
                organisation_id,
                caisse_code: caisse_code.clone(),
                rank,
                ..store::profile::Row::new(id.clone(), person.id, kind, now.into())
            };
            Ok(store::profile::insert(tx.conn, row)?)
        });
        if let Holding::Delegataire(_, habilitations) = holding {
            for habilitation_id in habilitations {
                let row = store::delegation::Row {
                    id: Uuid::now_v7().to_string(),
                    profile_id: id.clone(),
                    habilitation_id: *habilitation_id,
                    created_at: now.into(),
                    removed_at: None,
                };
                self.write(|tx| Ok(store::delegation::insert(tx.conn, row.clone())?));
            }
        }
        if let Holding::Formateur(certificates) = holding {
            for certificate in certificates {
                let until = self.today() + Months::new(24);
                self.qualification(person, certificate, months_before(self.today(), 12), Some(until));
            }
        }
    }

    /// Records a qualification.
    pub fn qualification(
        &self,
        person: &Person,
        certificate_code: &str,
        obtained_on: NaiveDate,
        valid_until: Option<NaiveDate>,
    ) {
        let row = store::qualification::Row {
            id: Uuid::now_v7().to_string(),
            person_id: person.id,
            certificate_code: certificate_code.into(),
            obtained_on,
            valid_until,
            certificate_number: None,
            reference: Some("INRS-1".into()),
            created_at: self.clock.now().into(),
        };
        self.write(|tx| Ok(store::qualification::insert(tx.conn, row.clone())?));
    }

    /// A client that this person signed in with.
    pub async fn signed_in(&self, person: &Person) -> Client {
        self.signed_in_as(&person.email).await
    }
}

/// A SIRET that passes the Luhn check.
fn siret(number: usize) -> Siret {
    let stem = format!("{:09}{:04}", 812_000_000 + number * 113, 1);
    let fitting = (0..10).find_map(|last| format!("{stem}{last}").parse().ok());
    fitting.expect("a last digit that fits")
}

/// A number in letters: names have no digits.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'A')).collect()
}
