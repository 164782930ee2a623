//! Which caisse instructs an organisation's files: that of the commune of its head office (O1).

use serde::{Deserialize, Serialize};

use crate::{
    postal_code::{InseeCode, PostalCode},
    problem::Code,
};

/// What stands for a caisse's number in a habilitation number where INRS instructs.
pub const INRS_NUMBER: &str = "00";

/// A commune, or a municipal arrondissement, with one of its postal codes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Commune {
    /// One of its postal codes.
    pub postal_code: PostalCode,
    /// The code by which INSEE names it.
    pub insee_code: InseeCode,
    /// Its name.
    pub name: String,
    /// The code of its département: `01`, `2A`, `971`.
    pub departement: String,
}

/// The kinds of caisse.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaisseKind {
    /// Caisse d'assurance retraite et de la santé au travail.
    Carsat,
    /// Caisse régionale d'assurance maladie d'Île-de-France.
    Cramif,
    /// Caisse générale de sécurité sociale, overseas.
    Cgss,
    /// Caisse de sécurité sociale, in Mayotte.
    Css,
}

impl CaisseKind {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Carsat => "carsat",
            Self::Cramif => "cramif",
            Self::Cgss => "cgss",
            Self::Css => "css",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Carsat, Self::Cramif, Self::Cgss, Self::Css].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A caisse: it instructs the files of the organisations whose head office is in its départements.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Caisse {
    /// Its code: `RENNES`.
    pub code: String,
    /// Its number, of two digits, which stands in habilitation numbers.
    pub number: String,
    /// Its name: `Carsat Bretagne`.
    pub name: String,
    /// Its kind.
    pub kind: CaisseKind,
    /// The codes of its départements.
    pub departements: Vec<String>,
}

/// Who instructs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaisseOrInrs<'a> {
    /// The caisse of the territory.
    Caisse(&'a Caisse),
    /// INRS, for a territory without a caisse.
    Inrs,
}

impl CaisseOrInrs<'_> {
    /// What stands in a habilitation number.
    #[must_use]
    pub fn number(&self) -> &str {
        match self {
            Self::Caisse(caisse) => &caisse.number,
            Self::Inrs => INRS_NUMBER,
        }
    }

    /// The caisse's code; none for INRS.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Caisse(caisse) => Some(&caisse.code),
            Self::Inrs => None,
        }
    }
}

/// Who instructs for a département (O1): its caisse, Guadeloupe's for Saint-Barthélemy and Saint-Martin, INRS for a
/// territory without a caisse.
///
/// ```
/// use forprev_core::organisation::caisse::{Caisse, CaisseKind, caisse_of};
///
/// let caisses = [Caisse {
///     code: "GUADELOUPE".into(),
///     number: "17".into(),
///     name: "CGSS Guadeloupe".into(),
///     kind: CaisseKind::Cgss,
///     departements: vec!["971".into()],
/// }];
/// assert_eq!(caisse_of("978", &caisses).code(), Some("GUADELOUPE"));
/// assert_eq!(caisse_of("988", &caisses).code(), None);
/// ```
#[must_use]
pub fn caisse_of<'a>(departement: &str, caisses: &'a [Caisse]) -> CaisseOrInrs<'a> {
    let departement = match departement {
        "977" | "978" => "971",
        other => other,
    };
    let found = caisses.iter().find(|caisse| caisse.departements.iter().any(|code| code == departement));
    found.map_or(CaisseOrInrs::Inrs, CaisseOrInrs::Caisse)
}

/// The commune of an address, among those of its postal code (O1): the one that was chosen, or the only one there
/// is. A commune is never guessed, and a CEDEX code has none.
///
/// # Errors
/// [`Code::AddressUnknownCommune`] when the postal code has no commune; [`Code::AddressCommuneAmbiguous`] when it has
/// several and none was chosen, or one that is not among its own.
///
/// ```
/// use forprev_core::{organisation::caisse::{Commune, resolve_commune}, problem::Code};
///
/// let commune = |insee: &str, name: &str, departement: &str| Commune {
///     postal_code: "01200".parse().unwrap(),
///     insee_code: insee.parse().unwrap(),
///     name: name.into(),
///     departement: departement.into(),
/// };
/// let communes = [commune("01033", "Valserhône", "01"), commune("74109", "Éloise", "74")];
/// let postal_code = "01200".parse().unwrap();
/// let eloise = "74109".parse().unwrap();
/// assert_eq!(resolve_commune(&postal_code, Some(&eloise), &communes).unwrap().departement, "74");
/// assert_eq!(resolve_commune(&postal_code, None, &communes), Err(Code::AddressCommuneAmbiguous));
/// ```
pub fn resolve_commune<'a>(
    postal_code: &PostalCode,
    insee_code: Option<&InseeCode>,
    communes: &'a [Commune],
) -> Result<&'a Commune, Code> {
    let mut there = communes.iter().filter(|commune| commune.postal_code == *postal_code).peekable();
    if let Some(chosen) = insee_code {
        let none =
            if there.peek().is_some() { Code::AddressCommuneAmbiguous } else { Code::AddressUnknownCommune };
        return there.find(|commune| commune.insee_code == *chosen).ok_or(none);
    }
    match (there.next(), there.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(_)) => Err(Code::AddressCommuneAmbiguous),
        (None, _) => Err(Code::AddressUnknownCommune),
    }
}

/// The département of a place (C8), for which the commune need not be known: that of the commune that was chosen, or
/// that of all the communes of the postal code.
///
/// # Errors
/// As [`resolve_commune`]; but [`Code::AddressCommuneAmbiguous`] where none was chosen only when the postal code lies
/// in two départements.
///
/// ```
/// use forprev_core::organisation::caisse::{Commune, resolve_departement};
///
/// let commune = |insee: &str, name: &str| Commune {
///     postal_code: "01090".parse().unwrap(),
///     insee_code: insee.parse().unwrap(),
///     name: name.into(),
///     departement: "01".into(),
/// };
/// let communes = [commune("01165", "Francheleins"), commune("01169", "Genouilleux")];
/// assert_eq!(resolve_departement(&"01090".parse().unwrap(), None, &communes), Ok("01"));
/// ```
pub fn resolve_departement<'a>(
    postal_code: &PostalCode,
    insee_code: Option<&InseeCode>,
    communes: &'a [Commune],
) -> Result<&'a str, Code> {
    match resolve_commune(postal_code, insee_code, communes) {
        Err(Code::AddressCommuneAmbiguous) if insee_code.is_none() => {
            let mut there = communes.iter().filter(|commune| commune.postal_code == *postal_code);
            let first = there.next().ok_or(Code::AddressUnknownCommune)?;
            let same = there.all(|commune| commune.departement == first.departement);
            if same { Ok(&first.departement) } else { Err(Code::AddressCommuneAmbiguous) }
        }
        resolved => resolved.map(|commune| commune.departement.as_str()),
    }
}
