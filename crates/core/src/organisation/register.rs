//! What the public register of companies says of an organisation (B19), how it differs from what is held here (B16),
//! and what happened to the firm since it was last looked at (B21).

use super::siret::Siret;
use crate::{
    postal_code::{InseeCode, PostalCode},
    text::search_key,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An establishment of the register. Some firms do not let it tell everything: what it keeps to itself is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegisterEntry {
    /// Its SIRET.
    pub siret: Siret,
    /// The firm's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raison_sociale: Option<String>,
    /// The name that the establishment trades under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enseigne: Option<String>,
    /// INSEE's code of the firm's legal form, of four digits: `5710` for a SAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<String>,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<PostalCode>,
    /// Its commune's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// INSEE's code of the commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insee_code: Option<InseeCode>,
    /// The code of the commune's département.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departement: Option<String>,
    /// Whether it is the firm's head office.
    pub head_office: bool,
    /// Whether the establishment is open, and the firm with it.
    pub open: bool,
    /// Since when it is not, where the register says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// Its declaration number as an organisme de formation, where the register knows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nda: Option<String>,
    /// Whether the firm is certified Qualiopi, where the register says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualiopi: Option<bool>,
}

/// What is held of an organisation, as far as the register knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Its name.
    pub raison_sociale: &'a str,
    /// The name that it trades under.
    pub enseigne: Option<&'a str>,
    /// Street and number of its head office.
    pub address: &'a str,
    /// INSEE's code of the commune.
    pub insee_code: &'a str,
    /// The commune, with its postal code before it.
    pub city: &'a str,
}

/// In what the register differs from what is held.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterField {
    /// The register says that it is closed.
    State,
    /// Its name.
    RaisonSociale,
    /// The name that it trades under.
    Enseigne,
    /// Street and number.
    Address,
    /// The commune.
    Commune,
}

/// One thing that the register says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What.
    pub field: RegisterField,
    /// As it is held; empty where nothing is.
    pub held: String,
    /// As the register says it: for the state, the day since which it is closed, where that is known.
    pub found: String,
}

/// B16: in what the register differs from what is held. How a thing is written makes no difference: capitals, accents,
/// usual abbreviations of streets. What the register does not tell differs from nothing.
///
/// ```
/// use forprev_core::organisation::register::{Held, RegisterEntry, RegisterField, differences};
///
/// let entry: RegisterEntry = serde_json::from_value(serde_json::json!({
///     "siret": "73282932000074", "raison_sociale": "PREVENTION OUEST", "address": "12 BOULEVARD DE LA PAIX",
///     "postal_code": "44000", "city": "NANTES", "insee_code": "44109", "head_office": true, "open": true,
/// })).unwrap();
/// let held = Held {
///     raison_sociale: "Prévention Ouest",
///     enseigne: None,
///     address: "12, bd de la Paix",
///     insee_code: "44109",
///     city: "44000 Nantes",
/// };
/// assert_eq!(differences(&entry, &held), []);
/// let moved = differences(&entry, &Held { insee_code: "35238", city: "35000 Rennes", ..held });
/// assert_eq!(moved[0].field, RegisterField::Commune);
/// assert_eq!(moved[0].found, "44000 NANTES");
/// ```
#[must_use]
pub fn differences(entry: &RegisterEntry, held: &Held<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut tell = |field, held: &str, said: String| {
        found.push(Difference { field, held: held.to_owned(), found: said });
    };
    if !entry.open {
        tell(RegisterField::State, "", entry.closed_on.map(|day| day.to_string()).unwrap_or_default());
    }
    if let Some(name) = entry.raison_sociale.as_ref().filter(|name| !same_name(name, held.raison_sociale)) {
        tell(RegisterField::RaisonSociale, held.raison_sociale, name.clone());
    }
    let traded_under = held.enseigne.unwrap_or_default();
    if let Some(name) = entry.enseigne.as_ref().filter(|name| !same_name(name, traded_under)) {
        tell(RegisterField::Enseigne, traded_under, name.clone());
    }
    if let Some(street) = entry.address.as_ref().filter(|street| !same_street(street, held.address)) {
        tell(RegisterField::Address, held.address, street.clone());
    }
    if entry.insee_code.as_ref().is_some_and(|code| code.as_str() != held.insee_code) {
        tell(RegisterField::Commune, held.city, entry.commune().unwrap_or_default());
    }
    found
}

/// What happened to a firm.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It is closed.
    Closed,
    /// It has another name.
    Renamed,
    /// It is elsewhere.
    Moved,
}

impl Happened {
    /// The name in facts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
        }
    }
}

/// B21: what happened to a firm, by what the register says now, what it said `before`, and what is held. Only what differs
/// from what is held is worth an alert. Names and streets are often written otherwise than the register does, and
/// nothing has happened then: these count where the register itself changed. That it is closed, or in another commune,
/// counts the first time too.
#[must_use]
pub fn happened(entry: &RegisterEntry, held: &Held<'_>, before: Option<&RegisterEntry>) -> Vec<Happened> {
    let differs = differences(entry, held);
    let differs = |field| differs.iter().any(|one| one.field == field);
    let was_open = before.is_none_or(|before| before.open);
    let changed = |said: fn(&RegisterEntry) -> Option<&String>, same: fn(&str, &str) -> bool| {
        // What it did not tell before it may have said all along.
        before.and_then(said).zip(said(entry)).is_some_and(|(before, now)| !same(before, now))
    };
    let renamed = changed(|one| one.raison_sociale.as_ref(), same_name);
    let street_changed = changed(|one| one.address.as_ref(), same_street);
    let commune_changed = before.is_none_or(|before| before.insee_code != entry.insee_code);
    let elsewhere = (differs(RegisterField::Address) && street_changed)
        || (differs(RegisterField::Commune) && commune_changed);
    [
        (Happened::Closed, differs(RegisterField::State) && was_open),
        (Happened::Renamed, differs(RegisterField::RaisonSociale) && renamed),
        (Happened::Moved, elsewhere),
    ]
    .into_iter()
    .filter_map(|(what, so)| so.then_some(what))
    .collect()
}

impl RegisterEntry {
    /// The commune with its postal code before it, as far as the register tells them.
    #[must_use]
    pub fn commune(&self) -> Option<String> {
        let city = self.city.as_deref()?;
        Some(self.postal_code.as_ref().map_or_else(|| city.to_owned(), |code| format!("{code} {city}")))
    }

    /// The whole address on one line, as far as the register tells it.
    #[must_use]
    pub fn whole_address(&self) -> Option<String> {
        match (self.address.clone(), self.commune()) {
            (Some(street), Some(commune)) => Some(format!("{street}, {commune}")),
            (street, commune) => street.or(commune),
        }
    }
}

/// Whether two names are the same but for how they are written.
fn same_name(a: &str, b: &str) -> bool {
    search_key(a) == search_key(b)
}

/// The same of two streets.
fn same_street(a: &str, b: &str) -> bool {
    street_key(a) == street_key(b)
}

fn street_key(street: &str) -> String {
    search_key(street).split(' ').map(in_full).collect::<Vec<_>>().join(" ")
}

/// A word of an address that is often abbreviated.
fn in_full(word: &str) -> &str {
    match word {
        "r" => "rue",
        "av" | "ave" => "avenue",
        "bd" | "bld" | "blvd" | "boul" => "boulevard",
        "pl" => "place",
        "all" => "allee",
        "imp" => "impasse",
        "rte" => "route",
        "ch" | "che" | "chem" => "chemin",
        "sq" => "square",
        "crs" => "cours",
        "fg" | "fbg" => "faubourg",
        "pass" => "passage",
        "res" => "residence",
        "bat" => "batiment",
        "st" => "saint",
        "ste" => "sainte",
        "gal" => "general",
        "mal" => "marechal",
        "dr" => "docteur",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> RegisterEntry {
        RegisterEntry {
            siret: "73282932000074".parse().unwrap(),
            raison_sociale: Some("PREVENTION OUEST".into()),
            enseigne: None,
            legal_form: Some("5710".into()),
            address: Some("1 RUE DE LA PAIX".into()),
            postal_code: Some("44000".parse().unwrap()),
            city: Some("NANTES".into()),
            insee_code: Some("44109".parse().unwrap()),
            departement: Some("44".into()),
            head_office: true,
            open: true,
            closed_on: None,
            nda: None,
            qualiopi: None,
        }
    }

    fn held() -> Held<'static> {
        Held {
            raison_sociale: "Prévention Ouest",
            enseigne: Some("PO Formation"),
            address: "1 rue de la Paix",
            insee_code: "44109",
            city: "44000 Nantes",
        }
    }

    fn fields(entry: &RegisterEntry, held: &Held<'_>) -> Vec<RegisterField> {
        differences(entry, held).into_iter().map(|one| one.field).collect()
    }

    #[test]
    fn how_it_is_written_makes_no_difference() {
        for (a, b) in [
            ("12 bis, av. du Gal de Gaulle", "12 BIS AVENUE DU GENERAL DE GAULLE"),
            ("4 pl. St-Pierre", "4 PLACE SAINT PIERRE"),
            ("Bât. B, 3 all. des Érables", "BATIMENT B 3 ALLEE DES ERABLES"),
        ] {
            assert!(same_street(a, b), "{a} / {b}");
        }
        assert!(!same_street("1 rue de la Paix", "11 rue de la Paix"));
        assert!(same_name("L’Été & Cie", "L'ETE CIE") && !same_name("A", "B"));
        assert_eq!(differences(&entry(), &held()), [], "a register that knows no enseigne differs in none");
    }

    #[test]
    fn b16_what_the_register_says_otherwise_is_told_field_by_field() {
        use RegisterField::{Address, Commune, Enseigne, RaisonSociale, State};
        let other = RegisterEntry {
            raison_sociale: Some("PREVENTION GRAND OUEST".into()),
            enseigne: Some("PGO".into()),
            address: Some("8 QUAI DE LA FOSSE".into()),
            insee_code: Some("44162".parse().unwrap()),
            city: Some("SAINT-HERBLAIN".into()),
            postal_code: Some("44800".parse().unwrap()),
            open: false,
            closed_on: NaiveDate::from_ymd_opt(2026, 3, 31),
            ..entry()
        };
        let told = differences(&other, &held());
        assert_eq!(
            told.iter().map(|one| (one.field, one.held.as_str(), one.found.as_str())).collect::<Vec<_>>(),
            [
                (State, "", "2026-03-31"),
                (RaisonSociale, "Prévention Ouest", "PREVENTION GRAND OUEST"),
                (Enseigne, "PO Formation", "PGO"),
                (Address, "1 rue de la Paix", "8 QUAI DE LA FOSSE"),
                (Commune, "44000 Nantes", "44800 SAINT-HERBLAIN"),
            ]
        );
        let silent = RegisterEntry {
            raison_sociale: None,
            address: None,
            postal_code: None,
            city: None,
            insee_code: None,
            departement: None,
            ..entry()
        };
        assert_eq!(fields(&silent, &held()), []);
    }

    #[test]
    fn b21_only_what_the_register_changed_has_happened() {
        use Happened::{Closed, Moved, Renamed};
        let (before, held) = (entry(), held());
        let named = |name: &str| RegisterEntry { raison_sociale: Some(name.into()), ..entry() };
        let at = |street: &str| RegisterEntry { address: Some(street.into()), ..entry() };
        let closed = RegisterEntry { open: false, ..entry() };
        let elsewhere = RegisterEntry { insee_code: Some("35238".parse().unwrap()), ..entry() };
        for (now, before, expected) in [
            (entry(), None, vec![]),
            (entry(), Some(&before), vec![]),
            // Written otherwise than here since ever.
            (named("PREVENTION OUEST SARL"), None, vec![]),
            (named("PREVENTION OUEST SARL"), Some(&named("PREVENTION OUEST SARL")), vec![]),
            (named("AUTRE NOM"), Some(&before), vec![Renamed]),
            (at("2 RUE DU PORT"), None, vec![]),
            (at("2 RUE DU PORT"), Some(&before), vec![Moved]),
            (at("2 RUE DU PORT"), Some(&RegisterEntry { address: None, ..entry() }), vec![]),
            // As it is held: it was put right here first.
            (entry(), Some(&named("ANCIEN NOM")), vec![]),
            (entry(), Some(&at("2 RUE DU PORT")), vec![]),
            (elsewhere.clone(), None, vec![Moved]),
            (elsewhere.clone(), Some(&before), vec![Moved]),
            (elsewhere.clone(), Some(&elsewhere), vec![]),
            (closed.clone(), None, vec![Closed]),
            (closed.clone(), Some(&before), vec![Closed]),
            (closed.clone(), Some(&closed), vec![]),
            (RegisterEntry { open: false, ..named("AUTRE NOM") }, Some(&before), vec![Closed, Renamed]),
        ] {
            assert_eq!(happened(&now, &held, before), expected, "{now:?} after {before:?}");
        }
    }
}
