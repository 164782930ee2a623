//! The catalogue of dispositifs: what can be trained, at which level, by whom, with which certificate. Data that
//! INRS edits, with dates of effect; the rules read it, and know no dispositif by name.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whether a certificate makes its holder an acteur (level 1) or a formateur.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A person trained to act at work; never has an account.
    Acteur,
    /// A person trained to train; has an account.
    Formateur,
}

/// The two families of organisation (glossary: "entité").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Trains whoever comes; can be published.
    OrganismeDeFormation,
    /// Trains its own employees; never published.
    Entreprise,
}

/// A certificate of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateType {
    /// Its code, `CATEC_SURV` for example.
    pub code: String,
    /// What is printed.
    pub label: String,
    /// What it makes of its holder.
    pub holder: Holder,
    /// C1: how long it runs, in months; without expiry where not set.
    #[serde(default)]
    pub validity_months: Option<u32>,
    /// Length of the initial training, in hours.
    #[serde(default)]
    pub initial_hours: Option<u32>,
    /// Length of the MAC, in hours.
    #[serde(default)]
    pub mac_hours: Option<u32>,
    /// S6: trainees at least.
    #[serde(default)]
    pub trainees_min: Option<u32>,
    /// S6: trainees at most.
    #[serde(default)]
    pub trainees_max: Option<u32>,
    /// S5: formateurs at least.
    #[serde(default = "one")]
    pub formateurs_min: u32,
}

const fn one() -> u32 {
    1
}

/// A dispositif at a level, by name: a prerequisite.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DispositifLevel {
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
}

/// A level of a dispositif: what a habilitation is given for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Level {
    /// 1 trains acteurs, 2 trains formateurs.
    pub number: u8,
    /// Which kinds of organisation may ask for it.
    pub open_to: Vec<OrganisationKind>,
    /// H8: whether a request needs a platform.
    pub requires_platform: bool,
    /// S4: the certificates whose holders may train here.
    pub animated_by: Vec<String>,
    /// H9: documents of a request.
    pub required_documents: Vec<String>,
    /// What its sessions deliver.
    pub certificates: Vec<CertificateType>,
    /// H7: what an organisation must hold already.
    #[serde(default)]
    pub requires: Vec<DispositifLevel>,
}

impl Level {
    /// The certificate of this code, where this level delivers it.
    #[must_use]
    pub fn certificate(&self, code: &str) -> Option<&CertificateType> {
        self.certificates.iter().find(|certificate| certificate.code == code)
    }

    /// H9: whether a document of this code is asked for once for each platform, rather than once for the request: so say
    /// the codes that end so.
    ///
    /// ```
    /// use forprev_core::catalogue::Level;
    /// assert!(Level::is_of_each_platform("lettre_engagement_plateforme"));
    /// assert!(!Level::is_of_each_platform("lettre_engagement"));
    /// ```
    #[must_use]
    pub fn is_of_each_platform(document: &str) -> bool {
        document.ends_with("_plateforme")
    }

    /// Whether this level trains acteurs, of whom three fields only can be stored (S15).
    #[must_use]
    pub fn trains_acteurs(&self) -> bool {
        self.certificates.iter().all(|certificate| certificate.holder == Holder::Acteur)
    }
}

/// A national training scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dispositif {
    /// Its code, `SST` for example.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What it is grouped under.
    pub family: String,
    /// Its levels.
    pub levels: Vec<Level>,
}

impl Dispositif {
    /// The level of this number.
    #[must_use]
    pub fn level(&self, number: u8) -> Option<&Level> {
        self.levels.iter().find(|level| level.number == number)
    }
}

/// The catalogue in force on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The dispositifs, in the order of their codes' first appearance.
    pub dispositifs: Vec<Dispositif>,
    /// C9: certificates of formateurs that INRS delivers itself.
    pub certificates_delivered_by_inrs: Vec<CertificateType>,
}

impl Catalogue {
    /// The dispositif of this code.
    #[must_use]
    pub fn dispositif(&self, code: &str) -> Option<&Dispositif> {
        self.dispositifs.iter().find(|dispositif| dispositif.code == code)
    }

    /// The level of this dispositif.
    #[must_use]
    pub fn level(&self, dispositif: &str, number: u8) -> Option<&Level> {
        self.dispositif(dispositif)?.level(number)
    }

    /// A certificate by code, whoever delivers it.
    #[must_use]
    pub fn certificate(&self, code: &str) -> Option<&CertificateType> {
        self.dispositifs
            .iter()
            .flat_map(|dispositif| &dispositif.levels)
            .flat_map(|level| &level.certificates)
            .chain(&self.certificates_delivered_by_inrs)
            .find(|certificate| certificate.code == code)
    }
}

/// One state of one entry of the catalogue, from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The first day on which it holds.
    pub holds_from: NaiveDate,
    /// The entry.
    pub entry: T,
}

/// Of each entry, by `key`, its state on `on`: the one with the latest `holds_from` that is not after it. An entry
/// that begins later is left out. The order is that of the entries' first appearance.
pub fn in_force<'a, T, K: PartialEq>(
    versions: impl IntoIterator<Item = &'a Dated<T>>,
    on: NaiveDate,
    key: impl Fn(&T) -> K,
) -> Vec<&'a T> {
    let mut held: Vec<&'a Dated<T>> = Vec::new();
    for version in versions.into_iter().filter(|version| version.holds_from <= on) {
        match held.iter_mut().find(|other| key(&other.entry) == key(&version.entry)) {
            Some(other) if other.holds_from <= version.holds_from => *other = version,
            Some(_) => {}
            None => held.push(version),
        }
    }
    held.into_iter().map(|version| &version.entry).collect()
}
