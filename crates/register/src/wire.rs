//! What the register answers, and what is taken of it. Nothing is believed that has not the shape it should have.

use forprev_core::{
    calendar::parse_day,
    organisation::{register::RegisterEntry, siret::Siret},
    postal_code::{InseeCode, PostalCode},
    text,
};
use serde::Deserialize;

/// What a firm does not let the register tell.
const NOT_TOLD: &str = "NON-DIFFUSIBLE";
/// The longest text that is taken, in characters.
const TEXT_MAX: usize = 300;

#[derive(Deserialize)]
struct Answer {
    results: Vec<Firm>,
}

#[derive(Deserialize)]
struct Firm {
    #[serde(default)]
    nom_complet: Option<String>,
    #[serde(default)]
    nom_raison_sociale: Option<String>,
    #[serde(default)]
    nature_juridique: Option<String>,
    #[serde(default)]
    etat_administratif: Option<String>,
    #[serde(default)]
    date_fermeture: Option<String>,
    #[serde(default)]
    siege: Option<Establishment>,
    #[serde(default)]
    matching_etablissements: Option<Vec<Establishment>>,
    #[serde(default)]
    complements: Option<Complements>,
}

#[derive(Deserialize)]
struct Establishment {
    #[serde(default)]
    siret: Option<String>,
    #[serde(default)]
    adresse: Option<String>,
    #[serde(default)]
    code_postal: Option<String>,
    #[serde(default)]
    commune: Option<String>,
    #[serde(default)]
    libelle_commune: Option<String>,
    #[serde(default)]
    etat_administratif: Option<String>,
    #[serde(default)]
    date_fermeture: Option<String>,
    #[serde(default)]
    liste_enseignes: Option<Vec<Option<String>>>,
    #[serde(default)]
    nom_commercial: Option<String>,
    #[serde(default)]
    liste_id_organisme_formation: Option<Vec<Option<String>>>,
}

#[derive(Deserialize)]
struct Complements {
    #[serde(default)]
    est_qualiopi: Option<bool>,
    #[serde(default)]
    liste_id_organisme_formation: Option<Vec<Option<String>>>,
}

/// The establishment of this SIRET, where the answer has one; none where the register found nothing.
///
/// # Errors
/// Why it is no answer to what was asked.
pub(crate) fn read(body: &[u8], siret: &Siret) -> Result<Option<RegisterEntry>, &'static str> {
    // What serde_json says of a value that it could not read quotes the value.
    let answer: Answer = serde_json::from_slice(body).map_err(|_| "its answer cannot be read")?;
    if answer.results.is_empty() {
        return Ok(None);
    }
    let entry = answer.results.into_iter().find_map(|firm| of_firm(firm, siret));
    entry.map(Some).ok_or("its answer is about another firm")
}

fn of_firm(firm: Firm, siret: &Siret) -> Option<RegisterEntry> {
    let is_it = |one: &Establishment| one.siret.as_deref() == Some(siret.as_str());
    let head_office = firm.siege.as_ref().is_some_and(is_it);
    let matching = firm.matching_etablissements.unwrap_or_default().into_iter();
    let found = matching.chain(firm.siege).find(is_it)?;
    let closed = found.etat_administratif.as_deref() == Some("F");
    let ceased = firm.etat_administratif.as_deref() == Some("C");
    let since = found.date_fermeture.or(firm.date_fermeture).filter(|_| closed || ceased);
    let insee_code = found.commune.and_then(|code| code.parse::<InseeCode>().ok());
    let complements = firm.complements;
    let qualiopi = complements.as_ref().and_then(|one| one.est_qualiopi);
    let of_firm = complements.and_then(|one| one.liste_id_organisme_formation);
    Some(RegisterEntry {
        siret: siret.clone(),
        raison_sociale: told(firm.nom_raison_sociale).or_else(|| told(firm.nom_complet)),
        enseigne: found
            .liste_enseignes
            .unwrap_or_default()
            .into_iter()
            .find_map(told)
            .or_else(|| told(found.nom_commercial)),
        legal_form: firm.nature_juridique.filter(|code| is_number(code, 4)),
        address: told(found.adresse).as_deref().and_then(street),
        postal_code: found.code_postal.and_then(|code| code.parse::<PostalCode>().ok()),
        city: told(found.libelle_commune),
        departement: insee_code.as_ref().map(departement),
        insee_code,
        head_office,
        open: !closed && !ceased,
        closed_on: since.as_deref().and_then(parse_day),
        nda: only_one(found.liste_id_organisme_formation).or_else(|| only_one(of_firm)),
        qualiopi,
    })
}

/// A text that can be shown, where the firm lets it be.
fn told(text: Option<String>) -> Option<String> {
    let text = text::clean(&text?);
    let shown = !text.is_empty()
        && !text.contains(NOT_TOLD)
        && !text::has_control_character(&text)
        && text.chars().count() <= TEXT_MAX;
    shown.then_some(text)
}

/// The declaration number, where there is one and no other.
fn only_one(numbers: Option<Vec<Option<String>>>) -> Option<String> {
    let mut numbers = numbers.unwrap_or_default().into_iter().flatten();
    let first = numbers.next().filter(|number| is_number(number, 11))?;
    numbers.next().is_none().then_some(first)
}

fn is_number(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands before the postal code, or that of a CEDEX: the last word of five digits.
fn street(address: &str) -> Option<String> {
    let words: Vec<&str> = address.split_whitespace().collect();
    let place = words.iter().rposition(|word| is_number(word, 5)).unwrap_or(words.len());
    let street = words.get(..place).unwrap_or_default().join(" ");
    (!street.is_empty()).then_some(street)
}

/// The département that the code of a commune begins with: three characters overseas.
fn departement(code: &InseeCode) -> String {
    let code = code.as_str();
    let overseas = code.starts_with("97") || code.starts_with("98");
    code.get(..if overseas { 3 } else { 2 }).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const SIRET: &str = "73282932000074";

    fn siret() -> Siret {
        SIRET.parse().unwrap()
    }

    /// An answer as the API documents it.
    fn answer() -> Value {
        json!({
            "results": [{
                "siren": "732829320", "nom_complet": "PREVENTION OUEST (PO)", "nom_raison_sociale": "PREVENTION OUEST",
                "sigle": "PO", "nombre_etablissements": 2, "nombre_etablissements_ouverts": 1,
                "siege": {
                    "activite_principale": "85.59A", "adresse": "BATIMENT B 1 RUE DE LA PAIX 44000 NANTES",
                    "cedex": null, "code_postal": "44000", "commune": "44109", "departement": "44",
                    "date_creation": "2004-01-01", "date_fermeture": null, "est_siege": true, "etat_administratif": "A",
                    "libelle_commune": "NANTES", "liste_enseignes": ["PO FORMATION"], "nom_commercial": null,
                    "siret": SIRET, "statut_diffusion_etablissement": "O",
                },
                "activite_principale": "85.59A", "date_creation": "2004-01-01", "date_fermeture": null,
                "etat_administratif": "A", "nature_juridique": "5710", "statut_diffusion": "O",
                "matching_etablissements": [{
                    "adresse": "BATIMENT B 1 RUE DE LA PAIX 44000 NANTES", "ancien_siege": false, "code_postal": "44000",
                    "commune": "44109", "est_siege": true, "etat_administratif": "A", "date_fermeture": null,
                    "libelle_commune": "NANTES", "liste_enseignes": ["PO FORMATION"],
                    "liste_id_organisme_formation": ["52440000044"], "nom_commercial": null, "siret": SIRET,
                }],
                "complements": {
                    "est_organisme_formation": true, "est_qualiopi": true, "liste_id_organisme_formation": ["52440000044"],
                },
            }],
            "total_results": 1, "page": 1, "per_page": 1, "total_pages": 1,
        })
    }

    fn read(answer: &Value) -> Result<Option<RegisterEntry>, &'static str> {
        super::read(answer.to_string().as_bytes(), &siret())
    }

    fn changed(change: impl FnOnce(&mut Value)) -> RegisterEntry {
        let mut answer = answer();
        change(&mut answer["results"][0]);
        read(&answer).unwrap().unwrap()
    }

    #[test]
    fn the_documented_answer_is_read() {
        let entry = read(&answer()).unwrap().unwrap();
        assert_eq!(
            serde_json::to_value(&entry).unwrap(),
            json!({
                "siret": SIRET, "raison_sociale": "PREVENTION OUEST", "enseigne": "PO FORMATION", "legal_form": "5710",
                "address": "BATIMENT B 1 RUE DE LA PAIX", "postal_code": "44000", "city": "NANTES",
                "insee_code": "44109", "departement": "44", "head_office": true, "open": true, "nda": "52440000044",
                "qualiopi": true,
            })
        );
        assert_eq!(read(&json!({ "results": [], "total_results": 0 })), Ok(None));
    }

    #[test]
    fn b19_a_closed_establishment_or_firm_is_told_with_its_day() {
        let entry = changed(|firm| {
            firm["matching_etablissements"][0]["etat_administratif"] = json!("F");
            firm["matching_etablissements"][0]["date_fermeture"] = json!("2025-06-30");
        });
        assert_eq!((entry.open, entry.closed_on), (false, parse_day("2025-06-30")));
        let entry = changed(|firm| {
            firm["etat_administratif"] = json!("C");
            firm["date_fermeture"] = json!("2025-07-31");
        });
        assert_eq!((entry.open, entry.closed_on), (false, parse_day("2025-07-31")));
        let entry = changed(|firm| firm["etat_administratif"] = json!("C"));
        assert_eq!((entry.open, entry.closed_on), (false, None));
    }

    #[test]
    fn another_establishment_than_the_head_office_is_told_as_it_is() {
        let entry = changed(|firm| {
            firm["siege"]["siret"] = json!("73282932000082");
            firm["matching_etablissements"][0]["adresse"] = json!("LE BOURG 97133 SAINT-BARTHELEMY");
            firm["matching_etablissements"][0]["commune"] = json!("97701");
            firm["matching_etablissements"][0]["liste_enseignes"] = Value::Null;
            firm["matching_etablissements"][0]["nom_commercial"] = json!("PO ANTILLES");
        });
        assert!(!entry.head_office);
        assert_eq!(entry.address.as_deref(), Some("LE BOURG"));
        assert_eq!(entry.departement.as_deref(), Some("977"));
        assert_eq!(entry.enseigne.as_deref(), Some("PO ANTILLES"));
        // Where the answer names the head office only.
        let entry = changed(|firm| firm["matching_etablissements"] = json!([]));
        assert!(entry.head_office && entry.open);
    }

    #[test]
    fn what_the_firm_keeps_to_itself_is_left_out() {
        let entry = changed(|firm| {
            firm["nom_raison_sociale"] = Value::Null;
            firm["nom_complet"] = json!("[NON-DIFFUSIBLE]");
            let one = &mut firm["matching_etablissements"][0];
            one["adresse"] = json!("[NON-DIFFUSIBLE]");
            one["code_postal"] = json!("[NON-DIFFUSIBLE]");
            one["liste_enseignes"] = json!(["[NON-DIFFUSIBLE]", null]);
        });
        assert_eq!(
            (entry.raison_sociale, entry.address, entry.postal_code, entry.enseigne),
            (None, None, None, None)
        );
        assert_eq!(entry.city.as_deref(), Some("NANTES"));
    }

    #[test]
    fn what_has_not_its_shape_is_not_taken() {
        let entry = changed(|firm| {
            firm["nature_juridique"] = json!("57");
            firm["nom_raison_sociale"] = json!("A\u{202e}B");
            firm["nom_complet"] = json!("x".repeat(TEXT_MAX + 1));
            let one = &mut firm["matching_etablissements"][0];
            one["code_postal"] = json!("4400");
            one["commune"] = json!("NANTES");
            one["date_fermeture"] = json!("never");
            one["liste_id_organisme_formation"] = json!(["52440000044", "52440000055"]);
            firm["complements"]["liste_id_organisme_formation"] = json!(["7423P001123"]);
        });
        assert_eq!((entry.legal_form, entry.raison_sociale, entry.postal_code), (None, None, None));
        assert_eq!(
            (entry.insee_code, entry.departement, entry.closed_on, entry.nda),
            (None, None, None, None)
        );
    }

    #[test]
    fn what_is_no_answer_to_the_question_is_none() {
        let mut other = answer();
        other["results"][0]["siege"]["siret"] = json!("35600000000048");
        other["results"][0]["matching_etablissements"] = Value::Null;
        assert!(read(&other).is_err());
        for body in
            ["", "<html>", "{\"results\": [{", "[]", "{}", "{\"results\": null}", "{\"results\": [12]}"]
        {
            assert!(super::read(body.as_bytes(), &siret()).is_err(), "{body}");
        }
        let cut = &answer().to_string()[..700];
        assert!(super::read(cut.as_bytes(), &siret()).is_err());
    }

    #[test]
    fn the_street_stands_before_the_postal_code() {
        for (address, expected) in [
            ("19 RUE DE LA POSTE 31700 CORNEBARRIEU", Some("19 RUE DE LA POSTE")),
            ("9 RUE DU COLONEL PIERRE AVIA 75757 PARIS CEDEX 15", Some("9 RUE DU COLONEL PIERRE AVIA")),
            ("12345 ROUTE DU LAC 74000 ANNECY", Some("12345 ROUTE DU LAC")),
            ("44000 NANTES", None),
            ("LE BOURG", Some("LE BOURG")),
        ] {
            assert_eq!(street(address).as_deref(), expected, "{address}");
        }
    }
}
