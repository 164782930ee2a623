//! A habilitation request, step by step, by the API: drafted, submitted, instructed, ready to be decided.

use crate::{Holding, Organisation, Person, TestApp};
use forprev_client::{Client, Write};
use forprev_core::{
    actor::InrsRank,
    attachment::{AttachmentOwner, MediaType},
    id::AttachmentId,
    request::{
        NewPlatform, NewRequest, NewRequestFormateur, Request, RequestForm,
        instruction::{NewInrsOpinion, NewOpinion},
    },
};
use forprev_store as store;
use uuid::Uuid;

/// An organisation that requests habilitations, and those who instruct and decide.
pub struct Requesting {
    /// The organisation.
    pub organisation: Organisation,
    /// Who requests.
    pub gestionnaire: Person,
    /// Signed in as them.
    pub applicant: Client,
    /// Who trains.
    pub formateur: Person,
    /// An agent of its caisse.
    pub agent: Person,
    /// Signed in as them.
    pub caisse: Client,
    /// Signed in as an administrator of INRS.
    pub inrs: Client,
    /// Signed in as the CNH's secretary.
    pub cnh: Client,
}

impl TestApp {
    /// An organisation in Nantes with its gestionnaire, and all those who have a say.
    pub async fn requesting(&self) -> Requesting {
        let organisation = self.organisation();
        let gestionnaire = self.person(&[Holding::Gestionnaire(organisation.id)]);
        let agent = self.person(&[Holding::Instructeur(organisation.caisse.clone())]);
        let inrs = self.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let cnh = self.person(&[Holding::Cnh]);
        Requesting {
            formateur: self.person(&[Holding::Formateur(vec!["FORM_SST", "FORM_CATEC"])]),
            applicant: self.signed_in(&gestionnaire).await,
            caisse: self.signed_in(&agent).await,
            inrs: self.signed_in(&inrs).await,
            cnh: self.signed_in(&cnh).await,
            organisation,
            gestionnaire,
            agent,
        }
    }

    /// Attaches a document, as if it had been sent: without its bytes.
    pub fn attach(&self, owner: AttachmentOwner, purpose: &str) {
        let row = store::attachment::Row {
            id: AttachmentId::new(Uuid::now_v7()),
            owner_kind: owner.kind,
            owner_id: owner.id.to_string(),
            purpose: purpose.into(),
            file_name: format!("{purpose}.pdf"),
            media_type: MediaType::Pdf,
            size: 1_000,
            sha256: "0".repeat(64),
            object_key: Uuid::now_v7().to_string(),
            uploaded_by: None,
            created_at: self.clock.now().into(),
            ended_at: None,
            replaced_by: None,
        };
        self.write(|tx| Ok(store::attachment::insert(tx.conn, row.clone())?));
    }

    /// Attaches all the documents that a request still lacks (H9).
    pub fn attach_all(&self, request: &Request) {
        for document in request.documents.iter().filter(|document| !document.attached) {
            let owner = document.platform_id.map_or_else(|| request.id.into(), AttachmentOwner::from);
            self.attach(owner, &document.purpose);
        }
    }
}

impl Requesting {
    /// A request that every rule accepts once its documents are there; with a platform for CATEC.
    #[must_use]
    pub fn new_request(&self, dispositif: &str, level: u8) -> NewRequest {
        let platform = NewPlatform {
            id: None,
            name: "Plateau technique".into(),
            kind: "Espace confiné".into(),
            address: "1 rue de la Paix".into(),
            postal_code: "44000".into(),
            insee_code: Some("44109".into()),
        };
        NewRequest {
            dispositif: dispositif.into(),
            level,
            content: RequestForm {
                formateurs: vec![NewRequestFormateur {
                    forprev_number: self.formateur.forprev_number.to_string(),
                }],
                programme: "Deux jours, du risque à la conduite à tenir.".into(),
                schedule: "9 h – 17 h".into(),
                platforms: if dispositif == "CATEC" { vec![platform] } else { Vec::new() },
            },
        }
    }

    /// A draft of it.
    pub async fn draft(&self, dispositif: &str, level: u8) -> Request {
        let new = self.new_request(dispositif, level);
        self.applicant.create_request(self.organisation.id, &new, Write::default()).await.expect("a draft")
    }

    /// Confirms the organisation's data, today.
    pub async fn confirm(&self) {
        let confirmed = self.applicant.confirm_organisation(self.organisation.id, Write::default()).await;
        confirmed.expect("a confirmation");
    }

    /// The same, with its documents, handed to the caisse.
    pub async fn submitted(&self, app: &TestApp, dispositif: &str, level: u8) -> Request {
        let draft = self.draft(dispositif, level).await;
        app.attach_all(&draft);
        self.confirm().await;
        self.applicant.submit_request(draft.id, Write::default()).await.expect("a submission")
    }

    /// The same, found admissible.
    pub async fn admitted(&self, app: &TestApp, dispositif: &str, level: u8) -> Request {
        let submitted = self.submitted(app, dispositif, level).await;
        self.caisse.admit_request(submitted.id, Write::default()).await.expect("an admission")
    }

    /// The same, handed to INRS with favourable opinions.
    pub async fn forwarded(&self, app: &TestApp, dispositif: &str, level: u8) -> Request {
        let admitted = self.admitted(app, dispositif, level).await;
        let technical = (!admitted.platforms.is_empty()).then_some("technical");
        for subject in ["pedagogical"].into_iter().chain(technical) {
            let opinion =
                NewOpinion { subject: subject.into(), opinion: "favourable".into(), ..NewOpinion::default() };
            self.caisse.give_opinion(admitted.id, &opinion, Write::default()).await.expect("an opinion");
        }
        self.caisse.forward_request(admitted.id, Write::default()).await.expect("handed to INRS")
    }

    /// The same, with the opinion of INRS: the CNH's turn.
    pub async fn at_cnh(&self, app: &TestApp, dispositif: &str, level: u8) -> Request {
        let forwarded = self.forwarded(app, dispositif, level).await;
        let opinion = NewInrsOpinion { opinion: "favourable".into(), ..NewInrsOpinion::default() };
        let given = self.inrs.give_inrs_opinion(forwarded.id, &opinion, Write::default()).await;
        given.expect("an opinion of INRS")
    }
}
