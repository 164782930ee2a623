//! Organisations: where they are (O1), their SIRET (O3), what the public directory (O5) and the register of
//! companies (B19) tell of them.

pub mod caisse;
pub mod file;
pub mod record;
pub mod register;
pub mod siret;

use crate::{catalogue::OrganisationKind, id::OrganisationId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a list of files or requests is asked for, in the place of a caisse's code, to have those that INRS instructs for want
/// of a caisse (H10).
pub const INRS_DESK: &str = "inrs";

/// How far an organisation offers its trainings, as it declares (O5).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServiceReach {
    /// On the territory of one caisse.
    Regional,
    /// Everywhere.
    National,
}

impl ServiceReach {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Regional => "regional",
            Self::National => "national",
        }
    }

    /// The reach of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "regional" => Some(Self::Regional),
            "national" => Some(Self::National),
            _ => None,
        }
    }
}

/// A commune that goes with a postal code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommuneChoice {
    /// Postal code.
    pub postal_code: String,
    /// INSEE code.
    pub insee_code: String,
    /// Name.
    pub name: String,
    /// The département's code.
    pub departement: String,
    /// The code of the caisse whose territory it is in, where it is in one's (O1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
}

/// H1: the caisse that the communes of a postal code propose: the one that all of them are in. Of several none is
/// guessed.
///
/// ```
/// use forprev_core::organisation::{CommuneChoice, caisse_proposed};
///
/// let commune = |caisse: Option<&str>| CommuneChoice {
///     postal_code: "01200".into(),
///     insee_code: "01033".into(),
///     name: "Valserhône".into(),
///     departement: "01".into(),
///     caisse: caisse.map(Into::into),
/// };
/// let (lyon, dijon) = (commune(Some("LYON")), commune(Some("DIJON")));
/// assert_eq!(caisse_proposed(&[lyon.clone(), lyon.clone()]), Some("LYON"));
/// assert_eq!(caisse_proposed(&[lyon.clone(), dijon]), None);
/// assert_eq!(caisse_proposed(&[lyon, commune(None)]), None);
/// assert_eq!(caisse_proposed(&[]), None);
/// ```
#[must_use]
pub fn caisse_proposed(communes: &[CommuneChoice]) -> Option<&str> {
    let first = communes.first()?.caisse.as_deref();
    first.filter(|_| communes.iter().all(|one| one.caisse.as_deref() == first))
}

/// A caisse, as forms offer it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaisseChoice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// An organisation of the public directory: only what it agreed to publish (O5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicOrganisation {
    /// Its identifier.
    pub id: OrganisationId,
    /// Its kind: always an organisme de formation.
    pub kind: OrganisationKind,
    /// Its name.
    pub raison_sociale: String,
    /// The name that it trades under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enseigne: Option<String>,
    /// Its SIRET.
    pub siret: String,
    /// Postal code of its head office.
    pub postal_code: String,
    /// Commune of its head office.
    pub city: String,
    /// Département of its head office.
    pub departement: String,
    /// Region of its head office: the INSEE code.
    pub region: String,
    /// How far it offers its trainings.
    pub reach: ServiceReach,
    /// E-mail address, where it publishes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone, where it publishes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Website, where it publishes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Its habilitations that are valid today.
    pub habilitations: Vec<PublicHabilitation>,
}

/// A valid habilitation of the public directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicHabilitation {
    /// Its number.
    pub number: String,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// Its last day.
    pub valid_until: NaiveDate,
}
