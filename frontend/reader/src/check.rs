//! Codes verified with the published keys.

use forprev_core::certificate::signature::{PublicKey, Verdict, decode, extract_code};

/// What comes of each of these texts: codes, or addresses that end with one. Without a key, a code that can be read
/// is neither accepted nor refused.
pub fn verify(text: &str, keys: &[PublicKey]) -> Verdict {
    let signed = decode(extract_code(text).unwrap_or_else(|| text.trim())).map_err(Some)?;
    if keys.is_empty() { Err(None) } else { signed.verify(keys).map_err(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};
    use forprev_core::{
        certificate::signature::{SignedContent, Unsigned, VerifyError},
        session::SessionKind,
    };

    #[test]
    fn a_code_in_an_address_is_verified_with_the_keys_that_there_are() {
        let content = SignedContent {
            certificate_number: "SST-2026-73S0ZG9CS".parse().unwrap(),
            dispositif: "SST".into(),
            level: 1,
            certificate_code: "SST".into(),
            last_name: "Le Goff".into(),
            first_name: "Anne".into(),
            birth_date: "1990-04-02".parse().unwrap(),
            kind: SessionKind::Initial,
            end: "2026-08-31".parse().unwrap(),
            valid_until: None,
            organisation: "Prévention Ouest".into(),
            habilitation_number: "H12345/2026/SST-1/O/13".parse().unwrap(),
        };
        let (own, other) = (SigningKey::from_bytes(&[7; 32]), SigningKey::from_bytes(&[8; 32]));
        let key =
            |name: &str, key: &SigningKey| PublicKey::new(name, key.verifying_key().as_bytes()).unwrap();
        let unsigned = Unsigned::new(content.clone(), "2026-1");
        let code = unsigned.encode(own.sign(&unsigned.to_be_signed()).to_bytes());
        let address = format!(" https://forprev.example/verifier#{code} ");

        assert_eq!(verify(&address, &[key("2026-1", &own)]), Ok(content));
        assert_eq!(verify(&code, &[key("2026-1", &other)]), Err(Some(VerifyError::BadSignature)));
        assert_eq!(verify(&code, &[key("2025-1", &own)]), Err(Some(VerifyError::UnknownKey)));
        assert_eq!(verify(&code, &[]), Err(None));
        assert_eq!(verify("FP1ABC", &[]), Err(Some(VerifyError::Damaged)));
        assert_eq!(verify("bonjour", &[]), Err(Some(VerifyError::NotACode)));
    }
}
