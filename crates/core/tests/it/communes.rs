//! O1 on the communes, départements and caisses that the application is delivered with.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use forprev_core::{
    organisation::caisse::{
        Caisse, CaisseKind, CaisseOrInrs, Commune, INRS_NUMBER, caisse_of, resolve_commune,
        resolve_departement,
    },
    problem::Code,
};

/// The lines of a file after the first, as their fields. None of these files quotes a field.
fn lines(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/data").join(file);
    let text = fs::read_to_string(path).unwrap();
    assert!(!text.contains('"'));
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

static COMMUNES: LazyLock<BTreeMap<String, Vec<Commune>>> = LazyLock::new(|| {
    let mut by_postal_code: BTreeMap<String, Vec<Commune>> = BTreeMap::new();
    for fields in lines("communes.csv") {
        let commune = Commune {
            postal_code: fields[0].parse().unwrap(),
            insee_code: fields[1].parse().unwrap(),
            name: fields[2].clone(),
            departement: fields[3].clone(),
        };
        by_postal_code.entry(fields[0].clone()).or_default().push(commune);
    }
    by_postal_code
});

static CAISSES: LazyLock<Vec<Caisse>> = LazyLock::new(|| {
    let read = |fields: Vec<String>| Caisse {
        code: fields[0].clone(),
        number: fields[1].clone(),
        name: fields[2].clone(),
        kind: CaisseKind::of(&fields[3]).unwrap(),
        departements: fields[4].split(' ').map(str::to_owned).collect(),
    };
    lines("caisses.csv").into_iter().map(read).collect()
});

fn communes(postal_code: &str) -> &'static [Commune] {
    COMMUNES.get(postal_code).map_or(&[], Vec::as_slice)
}

fn resolve(postal_code: &str, insee_code: Option<&str>) -> Result<&'static Commune, Code> {
    let insee_code = insee_code.map(|code| code.parse().unwrap());
    resolve_commune(&postal_code.parse().unwrap(), insee_code.as_ref(), communes(postal_code))
}

fn departement(postal_code: &str) -> Result<&'static str, Code> {
    resolve_departement(&postal_code.parse().unwrap(), None, communes(postal_code))
}

fn caisse_code(departement: &str) -> Option<&'static str> {
    match caisse_of(departement, &CAISSES) {
        CaisseOrInrs::Caisse(caisse) => Some(&caisse.code),
        CaisseOrInrs::Inrs => None,
    }
}

#[test]
fn o1_a_postal_code_of_two_departements_needs_its_commune() {
    for (postal_code, insee_code, name, caisse) in [
        ("01200", "01033", "Valserhône", "LYON"),
        ("01200", "74109", "Éloise", "LYON"),
        ("33220", "33324", "Pineuilh", "BORDEAUX"),
        ("33220", "24335", "Port-Sainte-Foy-et-Ponchapt", "BORDEAUX"),
    ] {
        assert_eq!(resolve(postal_code, None), Err(Code::AddressCommuneAmbiguous));
        assert_eq!(departement(postal_code), Err(Code::AddressCommuneAmbiguous));
        let commune = resolve(postal_code, Some(insee_code)).unwrap();
        assert_eq!(commune.name, name);
        assert_eq!(commune.departement, insee_code[..2]);
        assert_eq!(caisse_code(&commune.departement), Some(caisse));
    }
}

#[test]
fn o1_the_commune_is_one_of_the_postal_code() {
    assert_eq!(resolve("01200", Some("35238")), Err(Code::AddressCommuneAmbiguous));
    assert_eq!(resolve("35000", Some("01033")), Err(Code::AddressCommuneAmbiguous));
    assert_eq!(resolve("35999", Some("35238")), Err(Code::AddressUnknownCommune));
    assert_eq!(resolve("35000", None).unwrap().name, "Rennes");
    assert_eq!(resolve("35000", Some("35238")).unwrap().name, "Rennes");
}

#[test]
fn o1_several_communes_of_one_departement() {
    assert_eq!(resolve("01090", None), Err(Code::AddressCommuneAmbiguous));
    assert_eq!(departement("01090"), Ok("01"));
}

#[test]
fn o1_a_cedex_code_has_no_commune() {
    for cedex in ["75680", "35042", "00000"] {
        assert_eq!(resolve(cedex, None), Err(Code::AddressUnknownCommune), "{cedex}");
        assert_eq!(departement(cedex), Err(Code::AddressUnknownCommune), "{cedex}");
    }
}

#[test]
fn o1_municipal_arrondissements_and_corsica() {
    assert_eq!(caisse_code(departement("75014").unwrap()), Some("PARIS"));
    assert_eq!(caisse_code(departement("69003").unwrap()), Some("LYON"));
    assert_eq!(caisse_code(departement("13008").unwrap()), Some("MARSEILLE"));
    assert_eq!(departement("20000"), Ok("2A"));
    assert_eq!(departement("20200"), Ok("2B"));
    assert_eq!(caisse_code("2B"), Some("MARSEILLE"));
}

#[test]
fn o1_overseas() {
    // Saint-Barthélemy and Saint-Martin belong to Guadeloupe.
    for (postal_code, insee_code) in [("97133", "97701"), ("97150", "97801")] {
        let commune = resolve(postal_code, Some(insee_code)).unwrap();
        assert_eq!(caisse_code(&commune.departement), Some("GUADELOUPE"), "{}", commune.name);
    }
    assert_eq!(caisse_code(departement("97400").unwrap()), Some("REUNION"));
    assert_eq!(caisse_code("976"), Some("MAYOTTE"));
    // A territory without a caisse goes to INRS.
    for departement in ["975", "984", "986", "987", "988", "989"] {
        assert_eq!(caisse_of(departement, &CAISSES), CaisseOrInrs::Inrs, "{departement}");
        assert_eq!(caisse_of(departement, &CAISSES).number(), INRS_NUMBER);
    }
    assert_eq!(caisse_code(departement("98800").unwrap()), None);
}

#[test]
fn every_departement_has_one_caisse() {
    let served: Vec<_> = CAISSES.iter().flat_map(|caisse| caisse.departements.iter().cloned()).collect();
    let distinct: BTreeSet<_> = served.iter().cloned().collect();
    assert_eq!((served.len(), distinct.len()), (101, 101));
    let without: BTreeSet<_> = lines("departements.csv")
        .into_iter()
        .map(|fields| fields[0].clone())
        .filter(|code| !distinct.contains(code))
        .collect();
    let expected = ["975", "977", "978", "984", "986", "987", "988", "989"];
    assert_eq!(without.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    let numbers: BTreeSet<_> = CAISSES.iter().map(|caisse| caisse.number.as_str()).collect();
    assert_eq!(numbers.len(), CAISSES.len());
    assert!(!numbers.contains(INRS_NUMBER) && numbers.iter().all(|number| number.len() == 2));
}

/// Every pair of the file resolves to itself, and its département is one that the application knows.
#[test]
fn every_commune_is_found_by_its_codes() {
    let known: BTreeSet<_> = lines("departements.csv").into_iter().map(|fields| fields[0].clone()).collect();
    let (mut pairs, mut in_two) = (0, 0);
    for (postal_code, there) in COMMUNES.iter() {
        for commune in there {
            pairs += 1;
            let found = resolve_commune(&commune.postal_code, Some(&commune.insee_code), there);
            assert_eq!(found, Ok(commune));
            assert!(known.contains(&commune.departement), "{}", commune.departement);
        }
        let departements: BTreeSet<_> = there.iter().map(|commune| &commune.departement).collect();
        in_two += usize::from(departements.len() > 1);
        assert_eq!(departement(postal_code).is_err(), departements.len() > 1, "{postal_code}");
    }
    assert_eq!((pairs, in_two), (35_539, 16));
}
