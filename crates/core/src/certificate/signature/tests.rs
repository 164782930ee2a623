use chrono::NaiveDate;
use coset::cbor::Value;
use ed25519_dalek::{Signer, SigningKey};
use proptest::prelude::*;

use super::*;
use crate::session::SessionKind;

type Entry = (Value, Value);

const KID: &str = "2026-1";

fn signing_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn keys() -> Vec<PublicKey> {
    vec![PublicKey::new(KID, signing_key().verifying_key().as_bytes()).unwrap()]
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn content() -> SignedContent {
    SignedContent {
        certificate_number: "SST-2026-73S0ZG9CS".parse().unwrap(),
        dispositif: "SST".into(),
        level: 1,
        certificate_code: "SST".into(),
        last_name: "L’Hœilliard".into(),
        first_name: "Zoë".into(),
        birth_date: day("1968-02-29"),
        kind: SessionKind::Mac,
        end: day("2026-08-31"),
        valid_until: Some(day("2028-08-30")),
        organisation: "Prévention & Œuvres".into(),
        habilitation_number: "H12345/2026/SST-1/O/13".parse().unwrap(),
    }
}

fn sign(content: &SignedContent) -> String {
    let unsigned = Unsigned::new(content.clone(), KID);
    unsigned.encode(signing_key().sign(&unsigned.to_be_signed()).to_bytes())
}

/// Signs any payload and headers with the right key: what only a mistake of our own could produce.
fn sign_raw(protected: Vec<Entry>, unprotected: Vec<Entry>, payload: Vec<u8>) -> Vec<u8> {
    let protected = Value::Map(protected).to_vec().unwrap();
    let to_be_signed = Value::Array(vec![
        Value::from("Signature1"),
        Value::Bytes(protected.clone()),
        Value::Bytes(vec![]),
        Value::Bytes(payload.clone()),
    ]);
    let signature = signing_key().sign(&to_be_signed.to_vec().unwrap()).to_bytes().to_vec();
    let parts = vec![
        Value::Bytes(protected),
        Value::Map(unprotected),
        Value::Bytes(payload),
        Value::Bytes(signature),
    ];
    Value::Tag(18, Box::new(Value::Array(parts))).to_vec().unwrap()
}

fn headers() -> Vec<Entry> {
    vec![(Value::from(1), Value::from(-8)), (Value::from(4), Value::Bytes(KID.as_bytes().to_vec()))]
}

fn entries() -> Vec<Entry> {
    let Value::Map(entries) = content().to_cbor() else { panic!("not a map") };
    entries
}

fn decoded(code: &str) -> Vec<u8> {
    BASE32_NOPAD.decode(code.strip_prefix("FP1").unwrap().as_bytes()).unwrap()
}

fn code_of(bytes: &[u8]) -> String {
    format!("{PREFIX}{}", BASE32_NOPAD.encode(bytes))
}

fn verify_entries(entries: Vec<Entry>) -> Result<SignedContent, VerifyError> {
    verify(&code_of(&sign_raw(headers(), vec![], Value::Map(entries).to_vec().unwrap())), &keys())
}

#[test]
fn c6_a_code_says_what_was_signed() {
    assert_eq!(verify(&sign(&content()), &keys()), Ok(content()));
    let without_end = SignedContent { valid_until: None, ..content() };
    assert_eq!(verify(&sign(&without_end), &keys()), Ok(without_end));
}

/// The bytes, spelled out: another program must be able to write and read them from the specification alone.
#[test]
fn c6_the_bytes_are_those_of_the_specification() {
    let code = sign(&SignedContent { last_name: "A".into(), first_name: "B".into(), ..content() });
    let bytes = decoded(&code);
    // Tag 18, array of 4; protected {1: -8, 4: '2026-1'} in a byte string; no unprotected header.
    assert_eq!(&bytes[..14], b"\xd2\x84\x4b\xa2\x01\x27\x04\x46\x32\x30\x32\x36\x2d\x31");
    assert_eq!(bytes[14], 0xa0);
    // A byte string of one length byte, then a map of 13: 1: 1, 2: the number as text of 18 characters.
    assert_eq!(&bytes[15..16], b"\x58");
    assert_eq!(&bytes[17..22], b"\xad\x01\x01\x02\x72");
    assert_eq!(&bytes[22..40], b"SST-2026-73S0ZG9CS");
    // 3: dispositif, 4: level, 5: certificate, 6 and 7: names, 8: a day before 1970, negative.
    assert_eq!(&bytes[40..60], b"\x03cSST\x04\x01\x05cSST\x06aA\x07aB\x08\x39");
    assert_eq!(-1 - i64::from(u16::from_be_bytes([bytes[60], bytes[61]])), -672);
    // 9: MAC, 10: the end, 20696 days after 1970-01-01; the signature comes last.
    assert_eq!(&bytes[62..66], b"\x09\x02\x0a\x19");
    assert_eq!(u16::from_be_bytes([bytes[66], bytes[67]]), 20_696);
    assert_eq!(&bytes[bytes.len() - 66..bytes.len() - 64], b"\x58\x40");
    // Without an end of validity the map has 12 entries.
    assert_eq!(decoded(&sign(&SignedContent { valid_until: None, ..content() }))[17], 0xac);
}

#[test]
fn the_message_is_the_sig_structure_of_rfc_9052() {
    let structure = Unsigned::new(content(), KID).to_be_signed();
    assert!(structure.starts_with(b"\x84\x6aSignature1\x4b\xa2\x01\x27\x04\x46"));
}

#[test]
fn a_code_of_another_key_is_not_accepted() {
    let code = sign(&content());
    assert_eq!(verify(&code, &[]), Err(VerifyError::UnknownKey));
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert_eq!(
        verify(&code, &[PublicKey::new("2026-2", other.as_bytes()).unwrap()]),
        Err(VerifyError::UnknownKey)
    );
    assert_eq!(
        verify(&code, &[PublicKey::new(KID, other.as_bytes()).unwrap()]),
        Err(VerifyError::BadSignature)
    );
}

#[test]
fn a_retired_key_still_verifies() {
    let retired_at = Some("2027-01-01T00:00:00Z".parse().unwrap());
    let jwks = Jwks { keys: vec![Jwk::new(KID, signing_key().verifying_key().as_bytes(), retired_at)] };
    let published = serde_json::to_string(&jwks).unwrap();
    let read: Jwks = serde_json::from_str(&published).unwrap();
    assert_eq!(read, jwks);
    assert_eq!(verify(&sign(&content()), &read.public_keys()), Ok(content()));
}

#[test]
fn keys_of_other_types_are_left_out() {
    let jwks: Jwks = serde_json::from_value(serde_json::json!({ "keys": [
        { "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "r" },
        { "kty": "OKP", "crv": "X25519", "kid": "x", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
        { "kty": "OKP", "crv": "Ed25519", "kid": "e", "use": "enc", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
        { "kty": "OKP", "crv": "Ed25519", "kid": "short", "x": "11qYAYKx" },
        { "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
        { "kty": "OKP", "crv": "Ed25519", "kid": "good", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "new": 1 },
    ] }))
    .unwrap();
    let kids: Vec<_> = jwks.public_keys().iter().map(|key| key.kid().to_owned()).collect();
    assert_eq!(kids, ["good"]);
}

#[test]
fn a_text_that_is_no_code_says_so() {
    for text in ["", "FP", "FPA", "bonjour", "fp1ABC", " FP1ABC", "HC1:6BF", "FP\u{e9}"] {
        assert_eq!(decode(text).unwrap_err(), VerifyError::NotACode, "{text:?}");
    }
    assert_eq!(decode(&code_of(&[0; 4_000])).unwrap_err(), VerifyError::NotACode, "longer than any QR code");
    assert_eq!(decode("FP2ABC").unwrap_err(), VerifyError::UnknownVersion);
    for text in ["FP1", "FP1A", "FP1abc", "FP1AAAAAAAA", "FP1====", "FP1MFRGG2LT\n"] {
        assert_eq!(decode(text).unwrap_err(), VerifyError::Damaged, "{text:?}");
    }
}

#[test]
fn another_version_of_the_content_is_named() {
    let mut later = entries();
    later[0].1 = Value::from(2);
    later.push((Value::from(14), Value::from("new")));
    assert_eq!(verify_entries(later), Err(VerifyError::UnknownVersion));
}

/// All of these carry a right signature: it is their form that is refused.
#[test]
fn only_the_one_form_is_accepted() {
    assert_eq!(verify_entries(entries()), Ok(content()));

    let refused = |what: &str, change: &dyn Fn(&mut Vec<Entry>)| {
        let mut altered = entries();
        change(&mut altered);
        assert_eq!(verify_entries(altered), Err(VerifyError::Damaged), "{what}");
    };
    refused("two fields exchanged", &|e| e.swap(5, 6));
    refused("a field twice", &|e| e.insert(6, e[5].clone()));
    refused("a field twice, with another value", &|e| e.insert(6, (Value::from(6), Value::from("Autre"))));
    refused("a field too many", &|e| e.push((Value::from(14), Value::from(0))));
    refused("a key that is a text", &|e| e[5].0 = Value::from("6"));
    refused("no version", &|e| drop(e.remove(0)));
    for field in 1..entries().len() {
        refused("a value of another type", &|e| e[field].1 = Value::Bytes(vec![1]));
        refused("a null", &|e| e[field].1 = Value::Null);
        if field != 10 {
            refused("a field missing", &|e| drop(e.remove(field)));
        }
    }
    refused("an unknown kind", &|e| e[8].1 = Value::from(3));
    refused("a level beyond a byte", &|e| e[3].1 = Value::from(257));
    refused("a day beyond the calendar", &|e| e[9].1 = Value::from(i64::MAX));
    refused("a day as a float", &|e| e[9].1 = Value::from(20_696.0));
    refused("a tagged day", &|e| e[9].1 = Value::Tag(100, Box::new(e[9].1.clone())));
    refused("a number that is not one", &|e| e[1].1 = Value::from("SST-2026-73S0ZG9CA"));
    refused("a number in lower case", &|e| e[1].1 = Value::from("sst-2026-73s0zg9cs"));
    refused("a habilitation number that is not one", &|e| e[12].1 = Value::from("12345"));

    let payload = || content().to_cbor().to_vec().unwrap();
    let refused = |what: &str, bytes: Vec<u8>| {
        assert_eq!(verify(&code_of(&bytes), &keys()), Err(VerifyError::Damaged), "{what}");
    };
    let mut trailing = payload();
    trailing.push(0);
    refused("bytes after the map", sign_raw(headers(), vec![], trailing));
    let mut trailing = sign_raw(headers(), vec![], payload());
    trailing.push(0);
    refused("bytes after the message", trailing);
    let mut longer = vec![0xb8, 0x0d];
    longer.extend(&payload()[1..]);
    refused("a length written longer than needed", sign_raw(headers(), vec![], longer));
    let mut indefinite = vec![0xbf];
    indefinite.extend(&payload()[1..]);
    indefinite.push(0xff);
    refused("an indefinite length", sign_raw(headers(), vec![], indefinite));
    let mut longer = vec![0xad, 0x01, 0x18, 0x01];
    longer.extend(&payload()[3..]);
    refused("an integer written longer than needed", sign_raw(headers(), vec![], longer));
    let untagged = sign_raw(headers(), vec![], payload())[1..].to_vec();
    refused("no tag", untagged);
    let kid = (Value::from(4), Value::Bytes(KID.as_bytes().to_vec()));
    refused("the key's name unprotected", sign_raw(headers()[..1].to_vec(), vec![kid], payload()));
    refused(
        "a header more",
        sign_raw([headers(), vec![(Value::from(3), Value::from(0))]].concat(), vec![], payload()),
    );
    refused("headers exchanged", sign_raw(headers().into_iter().rev().collect(), vec![], payload()));
    let es256 = vec![(Value::from(1), Value::from(-7)), headers()[1].clone()];
    refused("another algorithm", sign_raw(es256, vec![], payload()));
}

#[test]
fn a_code_is_found_where_it_stands() {
    let code = sign(&content());
    let qr = qr_content("https://forprev.example", &code);
    for text in [
        code.clone(),
        format!("{}{}", qr.prefix, qr.code),
        format!("https://forprev.example/verifier#{code}\n"),
        format!("Mon certificat FP1 : {code}."),
        format!("FP1FP1{code}"),
        format!("é\u{a0}{code}é"),
    ] {
        assert_eq!(extract_code(&text), Some(code.as_str()), "{text}");
    }
    for text in ["", "FP1", "FP1ABC FP1", "https://forprev.example/verifier#"] {
        assert_eq!(extract_code(text), None, "{text}");
    }
    let other = sign(&SignedContent { level: 2, ..content() });
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 FP1 ".to_vec();
    file.extend(
        format!("<a>{code}</a>").bytes().chain(*b"\xff\x00").chain(format!("<b>{other}</b>").bytes()),
    );
    assert_eq!(find_in_pdf(&file), Some(code.as_str()));
    assert_eq!(codes_in(&file).collect::<Vec<_>>(), [code.as_str(), other.as_str()]);
}

#[test]
fn debugging_shows_nobody() {
    let shown = format!("{:?} {:?}", content(), decode(&sign(&content())).unwrap());
    assert!(!shown.contains("Hœilliard") && !shown.contains("Zoë") && !shown.contains("1968"), "{shown}");
}

/// With the longest texts of two bytes a character, the code still fits a QR code.
#[test]
fn the_longest_content_can_be_written() {
    use crate::text::{NAME_MAX, PLACE_MAX};
    let longest = SignedContent {
        last_name: "É".repeat(NAME_MAX),
        first_name: "é".repeat(NAME_MAX),
        organisation: "Œ".repeat(PLACE_MAX),
        ..content()
    };
    let code = sign(&longest);
    assert_eq!(verify(&code, &keys()), Ok(longest));
    assert!(code.len() < 1_300, "{}", code.len());
}

#[test]
fn announced_lengths_are_not_believed() {
    for head in [
        "5bffffffffffffffff",
        "9bffffffffffffffff",
        "bbffffffffffffffff",
        "7bffffffffffffffff",
        "d29b7fffffffffffffff",
    ] {
        let bytes = data_encoding::HEXLOWER.decode(head.as_bytes()).unwrap();
        assert_eq!(decode(&code_of(&bytes)).unwrap_err(), VerifyError::Damaged);
        assert_eq!(SignedContent::from_cbor(&bytes).unwrap_err(), VerifyError::Damaged);
    }
    let deep = [vec![0xd2], vec![0x81; 2_000]].concat();
    assert_eq!(decode(&code_of(&deep)).unwrap_err(), VerifyError::Damaged);
}

prop_compose! {
    fn any_content()(
        names in ("\\PC{1,80}", "\\PC{1,80}", "\\PC{0,120}"),
        days in (-25_567i64..84_000, -25_567i64..84_000, proptest::option::of(-25_567i64..84_000)),
        random in any::<[u8; 8]>(),
        level in 1u8..=2,
        mac in any::<bool>(),
    ) -> SignedContent {
        let day = |n: i64| NaiveDate::default() + chrono::TimeDelta::days(n);
        SignedContent {
            certificate_number: crate::certificate::number::CertificateNumber::new("FORM_SST", 2026, random).unwrap(),
            level,
            last_name: names.0,
            first_name: names.1,
            organisation: names.2,
            birth_date: day(days.0),
            end: day(days.1),
            valid_until: days.2.map(day),
            kind: if mac { SessionKind::Mac } else { SessionKind::Initial },
            ..content()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn c6_whatever_is_signed_is_read_back(content in any_content()) {
        prop_assert_eq!(verify(&sign(&content), &keys()), Ok(content));
    }

    #[test]
    fn a_content_told_in_texts_is_the_same(content in any_content()) {
        let verdict = Ok(content);
        prop_assert_eq!(from_texts(&to_texts(&verdict)), Some(verdict));
    }

    #[test]
    fn an_altered_character_is_refused(content in any_content(), at in any::<prop::sample::Index>(), to in 0u8..=127) {
        let code = sign(&content);
        let mut altered = code.clone().into_bytes();
        let at = at.index(altered.len());
        prop_assume!(altered[at] != to);
        altered[at] = to;
        prop_assert!(verify(std::str::from_utf8(&altered).unwrap(), &keys()).is_err());
    }

    #[test]
    fn hostile_text_never_panics(text in "\\PC{0,200}", encoded in "[A-Z2-7]{0,400}") {
        let _ = verify(&text, &keys());
        let _ = verify(&format!("{PREFIX}{encoded}"), &keys());
        let _ = extract_code(&text);
    }

    #[test]
    fn hostile_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&code_of(&bytes));
        let _ = decode(&code_of(&[&[0xd2, 0x84], bytes.as_slice()].concat()));
        let _ = SignedContent::from_cbor(&bytes);
        let _ = find_in_pdf(&bytes);
    }
}

/// Every alteration of one byte of the message, and of one character of the code at each place.
#[test]
fn c6_every_altered_byte_is_refused() {
    let code = sign(&content());
    let keys = keys();
    let bytes = decoded(&code);
    for at in 0..bytes.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut altered = bytes.clone();
            altered[at] ^= flip;
            assert!(verify(&code_of(&altered), &keys).is_err(), "byte {at}");
        }
        assert!(verify(&code_of(&bytes[..at]), &keys).is_err(), "cut at {at}");
    }
    for at in 0..code.len() {
        for to in *b"A2FPa1 =" {
            let mut altered = code.clone().into_bytes();
            if altered[at] != to {
                altered[at] = to;
                assert!(verify(std::str::from_utf8(&altered).unwrap(), &keys).is_err(), "character {at}");
            }
        }
    }
}

#[test]
fn every_refusal_is_told_in_texts() {
    use VerifyError::{BadSignature, Damaged, NotACode, UnknownKey, UnknownVersion};
    let errors = [NotACode, UnknownVersion, Damaged, UnknownKey, BadSignature];
    for error in errors.into_iter().map(Some).chain([None]) {
        let texts = to_texts(&Err(error));
        assert_eq!(texts.len(), usize::from(error.is_some()));
        assert_eq!(from_texts(&texts), Some(Err(error)));
    }
    assert_eq!(from_texts(&["other".to_owned()]), None);
    assert_eq!(from_texts(&["a".to_owned(), "b".to_owned()]), None);
}
