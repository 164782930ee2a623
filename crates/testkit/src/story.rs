//! The main job in three steps, by the API: declared, verified, certified.

use crate::{Holding, Organisation, Person, TestApp};
use forprev_client::{Client, Write};
use forprev_core::{
    id::HabilitationId,
    session::{NewFormateur, NewPlace, NewSession, NewTrainee, Results, Session, TraineeResult},
};

/// An organisation with what it needs to hold SST sessions, and people who can.
pub struct Declared {
    /// The organisation.
    pub organisation: Organisation,
    /// Its habilitation.
    pub habilitation: HabilitationId,
    /// Who declares.
    pub gestionnaire: Person,
    /// Signed in as them.
    pub declarer: Client,
    /// Who verifies.
    pub formateur: Person,
    /// Signed in as them.
    pub lead: Client,
}

impl TestApp {
    /// An organisation with a gestionnaire and a formateur, both signed in.
    pub async fn declared(&self) -> Declared {
        let organisation = self.organisation();
        let habilitation = self.habilitation(&organisation, "SST", 1);
        let gestionnaire = self.person(&[Holding::Gestionnaire(organisation.id)]);
        let formateur = self.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        let declarer = self.signed_in(&gestionnaire).await;
        let lead = self.signed_in(&formateur).await;
        Declared { organisation, habilitation, gestionnaire, declarer, formateur, lead }
    }
}

impl Declared {
    /// A session that every rule accepts: it ended on `ends_on`, with so many trainees.
    #[must_use]
    pub fn new_session(&self, ends_on: &str, trainees: usize) -> NewSession {
        NewSession {
            habilitation_id: self.habilitation.to_string(),
            certificate_code: Some("SST".into()),
            kind: Some("initial".into()),
            starts_on: None,
            ends_on: Some(ends_on.into()),
            place: Some(NewPlace {
                name: "Centre".into(),
                address: "1 rue de la Paix".into(),
                postal_code: "44000".into(),
                city: "Nantes".into(),
                insee_code: Some("44109".into()),
                platform_id: None,
            }),
            formateurs: vec![NewFormateur {
                forprev_number: self.formateur.forprev_number.to_string(),
                lead: true,
            }],
            trainees: (0..trainees).map(trainee).collect(),
            external_ref: None,
        }
    }

    /// A draft of it.
    pub async fn draft(&self, ends_on: &str) -> Session {
        let new = self.new_session(ends_on, 4);
        self.declarer.create_session(&new, Write::default()).await.expect("a draft")
    }

    /// The same, handed to the formateur.
    pub async fn submitted(&self, ends_on: &str) -> Session {
        let draft = self.draft(ends_on).await;
        self.declarer.submit_session(draft.id, Write::default()).await.expect("a submission")
    }

    /// The same, with everybody passed.
    pub async fn verified(&self, ends_on: &str) -> Session {
        let submitted = self.submitted(ends_on).await;
        let results = everybody_passed(&submitted);
        self.lead.record_results(submitted.id, &results, Write::default()).await.expect("results")
    }

    /// The same, with its certificates.
    pub async fn certified(&self, ends_on: &str) -> Session {
        let verified = self.verified(ends_on).await;
        self.declarer.generate_certificates(verified.id, Write::default()).await.expect("certificates");
        self.declarer.get_session(verified.id).await.expect("the session")
    }
}

/// Results in which everybody passed.
#[must_use]
pub fn everybody_passed(session: &Session) -> Results {
    let passed = |id: String| TraineeResult { trainee_id: id, outcome: "passed".into() };
    Results {
        dates_confirmed: true,
        identities_confirmed: true,
        results: session.trainees.iter().map(|trainee| passed(trainee.id.to_string())).collect(),
    }
}

const NAMES: [(&str, &str); 10] = [
    ("Œuvrard", "Anaïs"),
    ("Bałut", "Łukasz"),
    ("D’Hondt", "Jean-Pierre"),
    ("Șerban", "Ștefan"),
    ("Le Bihan", "Zoé"),
    ("Yıldız", "Ayşe"),
    ("Trần", "Ngọc"),
    ("Weiß", "Jürgen"),
    ("Aït Ali", "Inès"),
    ("Castaing", "Théo"),
];

/// A trainee that no other of the list equals.
#[must_use]
pub fn trainee(place: usize) -> NewTrainee {
    let (last_name, first_name) = NAMES[place % NAMES.len()];
    NewTrainee {
        last_name: last_name.into(),
        first_name: first_name.into(),
        birth_date: format!("{}-04-02", 1970 + place / NAMES.len() + place % NAMES.len()),
        ..NewTrainee::default()
    }
}
