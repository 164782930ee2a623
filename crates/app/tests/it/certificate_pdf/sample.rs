//! Certificates to draw, signed as the application signs them.

use std::cell::Cell;

use chrono::NaiveDate;
use forprev_app::keys::SigningKeys;
use forprev_app::render::certificate::CertificateSheet;
use forprev_core::certificate::number::CertificateNumber;
use forprev_core::certificate::signature::{PublicKey, SignedContent};

/// What changes from one certificate to the next.
#[derive(Clone)]
pub struct Person {
    pub last_name: String,
    pub first_name: String,
    pub organisation: String,
    pub place: String,
    pub formateur: String,
    pub valid_until: Option<NaiveDate>,
}

/// A sheet, and the content that its code signs.
pub struct Certified {
    pub sheet: CertificateSheet,
    pub content: SignedContent,
}

/// Signs certificates with keys of its own.
pub struct Signer {
    keys: SigningKeys,
    folder: std::path::PathBuf,
    made: Cell<u8>,
}

impl Signer {
    pub fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("forprev-certificate-{test}-{}", std::process::id()));
        let keys = SigningKeys::open_or_create(&folder, "2026-10-02T08:00:00Z".parse().unwrap()).unwrap();
        Self { keys, folder, made: Cell::new(0) }
    }

    pub fn keys(&self) -> Vec<PublicKey> {
        self.keys.public_keys().public_keys()
    }

    /// A certificate of a number of its own.
    pub fn certify(&self, person: &Person) -> Certified {
        let made = self.made.get();
        self.made.set(made.wrapping_add(1));
        let mut sheet: CertificateSheet =
            serde_json::from_str(include_str!("certificate_sheet.json")).unwrap();
        let number = CertificateNumber::new("SST", 2026, [made / 32, made % 32, 3, 4, 5, 6, 7, 8]).unwrap();
        let content = SignedContent {
            certificate_number: number,
            dispositif: sheet.dispositif_code.clone(),
            level: sheet.level,
            certificate_code: "SST".into(),
            last_name: person.last_name.clone(),
            first_name: person.first_name.clone(),
            birth_date: sheet.birth_date,
            kind: sheet.kind,
            end: sheet.ends_on,
            valid_until: person.valid_until,
            organisation: person.organisation.clone(),
            habilitation_number: sheet.habilitation_number.parse().unwrap(),
        };
        sheet.certificate_number = content.certificate_number.to_string();
        sheet.last_name.clone_from(&person.last_name);
        sheet.first_name.clone_from(&person.first_name);
        sheet.organisation_name.clone_from(&person.organisation);
        sheet.place.clone_from(&person.place);
        sheet.formateur_name.clone_from(&person.formateur);
        sheet.generated_by.clone_from(&person.formateur);
        sheet.valid_until = person.valid_until;
        sheet.signed_code = self.keys.sign(&content);
        Certified { sheet, content }
    }
}

impl Drop for Signer {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Somebody, in an organisation of a usual name.
pub fn person(last_name: &str, first_name: &str) -> Person {
    Person {
        last_name: last_name.into(),
        first_name: first_name.into(),
        organisation: "Prévention Ouest Formation".into(),
        place: "Centre de formation des Œillets, Villeurbanne".into(),
        formateur: "Łukasz Özgür-Țepeș".into(),
        valid_until: Some("2028-09-28".parse().unwrap()),
    }
}

/// Somebody whose every text is as long as the rules allow, filled with a text repeated.
pub fn longest(filling: &str) -> Person {
    let text = |length: usize| filling.chars().cycle().take(length).collect::<String>().trim().to_owned();
    Person {
        last_name: text(80),
        first_name: text(80),
        organisation: text(120),
        place: text(120),
        formateur: format!("{} {}", text(80), text(80)),
        valid_until: Some("2028-09-28".parse().unwrap()),
    }
}

/// The longest labels of the catalogue, and longer ones: INRS edits them.
pub fn longest_labels() -> Vec<(String, String)> {
    let longest = |labels: Vec<String>| labels.into_iter().max_by_key(|label| label.chars().count()).unwrap();
    vec![
        (
            longest(catalogue().into_iter().map(|entry| entry.0).collect()),
            longest(catalogue().into_iter().map(|entry| entry.3).collect()),
        ),
        ("Prévention ".repeat(15).trim().into(), "Animateur en prévention ".repeat(6).trim().into()),
    ]
}

/// Every certificate of the catalogue that the project starts with: dispositif (label, code), level, certificate.
pub fn catalogue() -> Vec<(String, String, u8, String)> {
    let catalogue: serde_json::Value =
        serde_json::from_str(include_str!("../../../../store/data/dispositifs.json")).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut all = Vec::new();
    for dispositif in catalogue["dispositifs"].as_array().unwrap() {
        for level in dispositif["levels"].as_array().unwrap() {
            for certificate in level["certificates"].as_array().unwrap() {
                let number = u8::try_from(level["number"].as_u64().unwrap()).unwrap();
                all.push((
                    text(&dispositif["label"]),
                    text(&dispositif["code"]),
                    number,
                    text(&certificate["label"]),
                ));
            }
        }
    }
    all
}
