//! Numbers, codes and addresses that cannot hold a bad value: what is read, what is refused, what is written.

use std::{fmt::Display, str::FromStr};

use forprev_core::{
    certificate::number::CertificateNumber,
    email::Email,
    format::{Format, NotInFormat},
    forprev_number::ForprevNumber,
    habilitation::number::{HabilitationNumber, HolderLetter},
    organisation::siret::Siret,
    postal_code::{InseeCode, PostalCode},
};
use proptest::{prelude::*, string::string_regex};
use serde::{Serialize, de::DeserializeOwned};

fn read<T: FromStr + Display>(text: &str) -> Option<String> {
    text.parse::<T>().ok().map(|value| value.to_string())
}

#[track_caller]
fn accepts<T: FromStr + Display>(pairs: &[(&str, &str)]) {
    for (text, written) in pairs {
        assert_eq!(read::<T>(text).as_deref(), Some(*written), "{text:?}");
    }
}

#[track_caller]
fn refuses<T: FromStr + Display>(texts: &[&str]) {
    for text in texts {
        assert_eq!(read::<T>(text), None, "{text:?}");
    }
}

/// What is written is read back as the same value, as text and as JSON.
fn survives<T>(value: &T)
where
    T: FromStr + Display + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(value.to_string().parse::<T>().ok().as_ref(), Some(value));
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    assert_eq!(&serde_json::from_slice::<T>(json.as_bytes()).unwrap(), value);
    assert_eq!(&serde_json::from_value::<T>(serde_json::to_value(value).unwrap()).unwrap(), value);
}

#[test]
fn forprev_numbers() {
    accepts::<ForprevNumber>(&[
        ("JKA37899", "JKA37899"),
        ("jka37899", "JKA37899"),
        (" Jka00000\n", "JKA00000"),
    ]);
    refuses::<ForprevNumber>(&[
        "",
        "JK37899",
        "JKA3789",
        "JKA378990",
        "J1A37899",
        "JKA3789A",
        "ÉKA3789",
        "JKA 37899",
        "JKA３7899",
    ]);
    survives(&"JKA37899".parse::<ForprevNumber>().unwrap());
}

#[test]
fn o3_siret() {
    accepts::<Siret>(&[
        ("73282932000074", "73282932000074"),
        ("732 829 320 00074", "73282932000074"),
        (" 732\u{a0}829\u{202f}320 00074 ", "73282932000074"),
        // La Poste: its head office follows Luhn, its other establishments the sum of the digits.
        ("35600000000048", "35600000000048"),
        ("356 000 000 00001", "35600000000001"),
        ("35600000049837", "35600000049837"),
    ]);
    refuses::<Siret>(&[
        "",
        "73282932000075",
        "7328293200007",
        "732829320000740",
        "73282932O00074",
        "732.829.320.00074",
        "00000000000000",
        "35600000000002",
        "35600000000049",
        "-7328293200074",
    ]);
    survives(&"73282932000074".parse::<Siret>().unwrap());
    assert_eq!("1".parse::<Siret>().unwrap_err(), NotInFormat(Format::Siret));
}

#[test]
fn postal_and_insee_codes() {
    accepts::<PostalCode>(&[("01200", "01200"), (" 75 014", "75014"), ("97150", "97150")]);
    refuses::<PostalCode>(&["", "1200", "012000", "2A000", "75014 CEDEX", "７5014"]);
    accepts::<InseeCode>(&[("01033", "01033"), ("2A004", "2A004"), ("2b033", "2B033"), (" 97801 ", "97801")]);
    refuses::<InseeCode>(&["", "1033", "2C004", "A2004", "2AA04", "2A0041", "3A004", "010 33"]);
    survives(&"01200".parse::<PostalCode>().unwrap());
    survives(&"2A004".parse::<InseeCode>().unwrap());
}

#[test]
fn emails() {
    accepts::<Email>(&[
        (" Anne.Martin@Example.fr ", "Anne.Martin@Example.fr"),
        ("o'brien+sst@sub.domain.co", "o'brien+sst@sub.domain.co"),
        ("a@b.fr", "a@b.fr"),
        ("x@xn--prvention-b4a.fr", "x@xn--prvention-b4a.fr"),
    ]);
    refuses::<Email>(&[
        "",
        "@",
        "anne",
        "anne@",
        "@example.fr",
        "anne@localhost",
        "anne@example",
        "anne@@example.fr",
        "anne@example.fr@x.fr",
        ".anne@example.fr",
        "anne.@example.fr",
        "an..ne@example.fr",
        "an ne@example.fr",
        "anne@-example.fr",
        "anne@example-.fr",
        "anne@example..fr",
        "anne@example.fr.",
        "anne@127.0.0.1",
        "anne@example.f",
        "anne,paul@example.fr",
        "\"anne\"@example.fr",
        "anne@example.fr\r\nBcc: x@y.fr",
        "anne@exam_ple.fr",
        "élodie@example.fr",
        "anne@[127.0.0.1]",
        "Anne <anne@example.fr>",
    ]);
    let long = |local: usize, domain: usize| {
        format!("{}@{}.{}.{}.fr", "a".repeat(local), "b".repeat(63), "c".repeat(63), "d".repeat(domain))
    };
    assert_eq!(long(64, 58).len(), 254);
    assert!(long(64, 58).parse::<Email>().is_ok());
    assert!(long(64, 59).parse::<Email>().is_err());
    assert!(long(65, 20).parse::<Email>().is_err());
    survives(&"Anne@Example.fr".parse::<Email>().unwrap());
}

#[test]
fn u1_addresses_that_differ_by_case_are_one() {
    let (a, b): (Email, Email) = ("Anne@Example.fr".parse().unwrap(), "anne@example.FR".parse().unwrap());
    assert_eq!(a, b);
    assert_eq!(a.key(), b.key());
    assert_ne!(a.as_str(), b.as_str());
    assert_eq!(std::collections::HashSet::from([a.clone(), b]).len(), 1);
    assert_eq!(format!("{a:?}"), "Email(A•••@Example.fr)");
}

#[test]
fn certificate_numbers() {
    accepts::<CertificateNumber>(&[
        ("FORM-SST-2026-73S0ZG9CS", "FORM-SST-2026-73S0ZG9CS"),
        ("sst-2026-73s0zg9cs", "SST-2026-73S0ZG9CS"),
        (" SST - 2026 - 73SO ZG9C S ", "SST-2026-73S0ZG9CS"),
    ]);
    refuses::<CertificateNumber>(&[
        "",
        "SST",
        "2026-73S0ZG9CS",
        "-2026-73S0ZG9CS",
        "SST-26-73S0ZG9CS",
        "SST-2026-73S0ZG9C",
        "SST-2026-73S0ZG9CSS",
        "SST-2026-73S0ZG9CA",
        "SST-2026-73S0ZU9CS",
        "FORM_SST-2026-73S0ZG9CS",
        "SST-2O26-73S0ZG9CS",
        "SST--2026-73S0ZG9CS",
    ]);
    // In the code of the certificate an I stays an I: the Prap IBC has one.
    let number = CertificateNumber::new("FORM_PRAPIBC", 2026, [1; 8]).unwrap();
    assert!(number.as_str().starts_with("FORM-PRAPIBC-2026-11111111"));
    assert_eq!("form-prapibc-2026-iIlLiIlL".len() + 1, number.as_str().len());
    assert_eq!(number.to_string().replacen("11111111", "iIlLiIlL", 1).parse(), Ok(number.clone()));
    survives(&number);
    for (code, year) in [
        ("", 2026),
        ("FORM SST", 2026),
        ("form_sst", 2026),
        ("FORM__SST", 2026),
        ("SST", 26),
        ("SST", 20260),
        ("SST", -999),
    ] {
        assert_eq!(CertificateNumber::new(code, year, [0; 8]), None, "{code} {year}");
    }
}

/// The catalogue's codes all make numbers, from which the code is read again.
#[test]
fn every_certificate_of_the_catalogue_can_be_numbered() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/data/dispositifs.json");
    let catalogue: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let levels =
        catalogue["dispositifs"].as_array().unwrap().iter().flat_map(|d| d["levels"].as_array().unwrap());
    let mut count = 0;
    for certificate in levels.flat_map(|level| level["certificates"].as_array().unwrap()) {
        let code = certificate["code"].as_str().unwrap();
        let number = CertificateNumber::new(code, 2026, [31; 8]).unwrap();
        assert_eq!((number.certificate_code().as_str(), number.year()), (code, 2026));
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn habilitation_numbers() {
    accepts::<HabilitationNumber>(&[
        ("H12345/2026/SST-1/O/15", "H12345/2026/SST-1/O/15"),
        (" h00001/2026/prapibc-2/e/01 ", "H00001/2026/PRAPIBC-2/E/01"),
        ("H00001/2026/AMIANTESS4-1/E/00", "H00001/2026/AMIANTESS4-1/E/00"),
    ]);
    refuses::<HabilitationNumber>(&[
        "",
        "12345/2026/SST-1/O/15",
        "H1234/2026/SST-1/O/15",
        "H123456/2026/SST-1/O/15",
        "H12345/26/SST-1/O/15",
        "H12345/2026/SST/O/15",
        "H12345/2026/-1/O/15",
        "H12345/2026/SST-1/X/15",
        "H12345/2026/SST-1/O/5",
        "H12345/2026/SST-1/O/150",
        "H12345/2026/SST-1/O/15/1",
        "H12345/2026/SST-12/O/15",
        "H12345-2026-SST-1-O-15",
    ]);
    let number = HabilitationNumber::new(42, 2026, "SST", 2, HolderLetter::E, "07").unwrap();
    assert_eq!(number.as_str(), "H00042/2026/SST-2/E/07");
    assert_eq!(number.sequence(), 42);
    survives(&number);
    assert_eq!(HabilitationNumber::new(100_000, 2026, "SST", 1, HolderLetter::O, "15"), None);
    assert_eq!(HabilitationNumber::new(1, 2026, "SS T", 1, HolderLetter::O, "15"), None);
    assert_eq!(HabilitationNumber::new(1, 2026, "SST", 1, HolderLetter::O, "5"), None);
}

#[test]
fn json_of_another_type_or_form_is_refused_without_quoting_it() {
    assert!(serde_json::from_str::<PostalCode>("75014").is_err());
    assert!(serde_json::from_str::<Email>("null").is_err());
    let error = serde_json::from_str::<Email>("\"secret.person\"").unwrap_err().to_string();
    assert!(!error.contains("secret"), "{error}");
}

fn crockford() -> impl Strategy<Value = char> {
    prop::sample::select("0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn what_is_drawn_is_well_formed(random in any::<[u8; 8]>(), place in any::<u64>(), year in 2000i32..=2199) {
        survives(&ForprevNumber::from_random(random));
        survives(&ForprevNumber::from_sequence(place));
        let number = CertificateNumber::new("APS_TRM", year, random).unwrap();
        prop_assert_eq!(number.year(), year);
        survives(&number);
    }

    #[test]
    fn numbers_follow_their_places(a in 0..ForprevNumber::COUNT, b in 0..ForprevNumber::COUNT) {
        prop_assert_eq!(ForprevNumber::from_sequence(a).cmp(&ForprevNumber::from_sequence(b)), a.cmp(&b));
    }

    /// The check finds any one character mistaken for another.
    #[test]
    fn a_mistaken_character_is_found(random in any::<[u8; 8]>(), at in 0usize..9, by in crockford()) {
        let number = CertificateNumber::new("SST", 2026, random).unwrap();
        let start = number.as_str().len() - 9;
        let mut typed: Vec<char> = number.to_string().chars().collect();
        prop_assume!(typed[start + at] != by);
        typed[start + at] = by;
        let typed: String = typed.into_iter().collect();
        prop_assert!(typed.parse::<CertificateNumber>().is_err());
    }

    /// It finds two neighbours exchanged, save the pair that no Luhn check sees: the first and last of the alphabet.
    #[test]
    fn two_exchanged_neighbours_are_found(random in any::<[u8; 8]>(), at in 0usize..8) {
        let number = CertificateNumber::new("SST", 2026, random).unwrap();
        let start = number.as_str().len() - 9;
        let mut typed: Vec<char> = number.to_string().chars().collect();
        let pair = [typed[start + at], typed[start + at + 1]];
        prop_assume!(pair[0] != pair[1] && pair != ['0', 'Z'] && pair != ['Z', '0']);
        typed.swap(start + at, start + at + 1);
        let typed: String = typed.into_iter().collect();
        prop_assert!(typed.parse::<CertificateNumber>().is_err());
    }

    /// Among 14 digits that differ by one, at most one is a SIRET.
    #[test]
    fn o3_a_mistaken_digit_is_found(digits in "[1-9][0-9]{13}", at in 0usize..14, by in 0u8..=9) {
        let mut other: Vec<u8> = digits.clone().into_bytes();
        prop_assume!(other[at] != b'0' + by);
        other[at] = b'0' + by;
        let other = String::from_utf8(other).unwrap();
        prop_assume!(!digits.starts_with("356000000") && !other.starts_with("356000000"));
        prop_assert!(digits.parse::<Siret>().is_err() || other.parse::<Siret>().is_err());
    }

    #[test]
    fn o3_grouping_does_not_change_a_siret(start in "[0-9]{13}") {
        for last in 0..10 {
            if let Ok(siret) = format!("{start}{last}").parse::<Siret>() {
                prop_assert_eq!(siret.grouped().parse::<Siret>().unwrap(), siret.clone());
                survives(&siret);
            }
        }
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,40}", near in "[A-Za-z0-9/@. -]{0,40}") {
        for text in [text, near] {
            let _ = (read::<ForprevNumber>(&text), read::<Siret>(&text), read::<PostalCode>(&text), read::<InseeCode>(&text));
            let _ = (read::<CertificateNumber>(&text), read::<HabilitationNumber>(&text), read::<Email>(&text));
        }
    }

    #[test]
    fn what_is_written_is_read_back(
        forprev in "[A-Z]{3}[0-9]{5}", postal in "[0-9]{5}", insee in "([0-9]{2}|2[AB])[0-9]{3}",
        habilitation in "H[0-9]{5}/[0-9]{4}/[A-Z0-9_]{1,20}-[12]/[OE]/[0-9]{2}",
        email in "[a-z0-9+_]{1,20}(\\.[a-z]{1,5}){0,2}@([a-z0-9]{1,10}\\.){1,3}[a-z]{2,6}",
    ) {
        for (text, written) in [
            (&forprev, read::<ForprevNumber>(&forprev)), (&postal, read::<PostalCode>(&postal)),
            (&insee, read::<InseeCode>(&insee)), (&habilitation, read::<HabilitationNumber>(&habilitation)),
            (&email, read::<Email>(&email)),
        ] {
            prop_assert_eq!(written.as_ref(), Some(text));
        }
    }
}

/// The patterns of the API's document say what the types accept.
#[cfg(feature = "openapi")]
mod schema {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    use utoipa::PartialSchema;

    use super::*;

    fn published<T: PartialSchema + FromStr + Display>() -> (String, String) {
        let schema = serde_json::to_value(T::schema()).unwrap();
        assert_eq!(schema["type"], "string");
        let example = schema["examples"][0].as_str().unwrap().to_owned();
        assert_eq!(read::<T>(&example).as_deref(), Some(example.as_str()));
        (schema["pattern"].as_str().unwrap().to_owned(), example)
    }

    fn accepts_its_pattern<T: PartialSchema + FromStr + Display>() {
        let (pattern, _) = published::<T>();
        let strategy = string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).unwrap();
        let mut runner = TestRunner::deterministic();
        for _ in 0..200 {
            let text = strategy.new_tree(&mut runner).unwrap().current();
            assert_eq!(read::<T>(&text).as_deref(), Some(text.as_str()), "{pattern}");
        }
    }

    #[test]
    fn patterns_and_examples_are_accepted() {
        accepts_its_pattern::<ForprevNumber>();
        accepts_its_pattern::<PostalCode>();
        accepts_its_pattern::<InseeCode>();
        // A check digit or a dot in the wrong place is more than these patterns can say.
        published::<Siret>();
        published::<CertificateNumber>();
        published::<HabilitationNumber>();
        published::<Email>();
    }
}
