//! The signed code of a certificate (C6): what anyone with the published key can verify without a network.
//!
//! A code is `FP1` followed by RFC 4648 base32, without padding, of a tagged COSE_Sign1 (RFC 9052): Ed25519, the
//! key's `kid` in the protected header, and as payload one CBOR map with integer keys ([`SignedContent`]). There is
//! one way to write a given content, and whatever is written otherwise is refused.
//!
//! Core has no private key: [`Unsigned`] gives the bytes to sign and takes the signature.
//!
//! ```
//! use ed25519_dalek::{Signer, SigningKey};
//! use forprev_core::{
//!     certificate::signature::{Jwk, Jwks, SignedContent, Unsigned, VerifyError, verify},
//!     session::SessionKind,
//! };
//!
//! let content = SignedContent {
//!     certificate_number: "SST-2026-73S0ZG9CS".parse()?,
//!     dispositif: "SST".into(),
//!     level: 1,
//!     certificate_code: "SST".into(),
//!     last_name: "Le Goff".into(),
//!     first_name: "Anne".into(),
//!     birth_date: "1990-04-02".parse()?,
//!     kind: SessionKind::Initial,
//!     end: "2026-08-31".parse()?,
//!     valid_until: Some("2028-08-30".parse()?),
//!     organisation: "Prévention Ouest".into(),
//!     habilitation_number: "H12345/2026/SST-1/O/13".parse()?,
//! };
//! let key = SigningKey::from_bytes(&[7; 32]);
//! let unsigned = Unsigned::new(content.clone(), "2026-1");
//! let code = unsigned.encode(key.sign(&unsigned.to_be_signed()).to_bytes());
//!
//! let jwks = Jwks { keys: vec![Jwk::new("2026-1", key.verifying_key().as_bytes(), None)] };
//! assert_eq!(verify(&code, &jwks.public_keys()), Ok(content));
//! assert_eq!(verify(&code, &[]), Err(VerifyError::UnknownKey));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod carrier;
mod content;
mod key;
mod told;

use std::fmt;

use coset::{CborSerializable, CoseSign1, CoseSign1Builder, HeaderBuilder, TaggedCborSerializable, iana};
use data_encoding::BASE32_NOPAD;

pub use carrier::{QrContent, codes_in, extract_code, find_in_pdf, qr_content};
pub use content::SignedContent;
pub use key::{Jwk, Jwks, PublicKey};
pub use told::{Verdict, from_texts, to_texts};

/// How a code begins: the format's name and its version.
pub const PREFIX: &str = "FP1";
/// More characters than a QR code can hold are no code, and are not read.
pub const CODE_MAX: usize = 4_296;

/// Why a code was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VerifyError {
    /// The text is no code of a certificate.
    NotACode,
    /// It is one of a version that this program does not know.
    UnknownVersion,
    /// It begins as a code, and what follows cannot be read.
    Damaged,
    /// None of the published keys has the name that it gives.
    UnknownKey,
    /// The signature is not that of this content by this key.
    BadSignature,
}

impl VerifyError {
    /// What happened, as a French sentence for the person who verifies.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotACode => "Ceci n’est pas le code d’un certificat Forprev.",
            Self::UnknownVersion => {
                "Ce code suit une version plus récente que cette page : rechargez-la, puis vérifiez de nouveau."
            }
            Self::Damaged => "Ce code est incomplet ou abîmé : scannez-le ou copiez-le de nouveau en entier.",
            Self::UnknownKey => {
                "Ce code n’est signé par aucune des clés publiées : le certificat n’est pas authentique."
            }
            Self::BadSignature => "La signature de ce code est fausse : le certificat n’est pas authentique.",
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for VerifyError {}

/// A content with the name of the key that will sign it.
#[derive(Clone, Debug)]
pub struct Unsigned {
    content: SignedContent,
    kid: String,
}

impl Unsigned {
    /// A content, to be signed by the key that is published under the name `kid`.
    #[must_use]
    pub fn new(content: SignedContent, kid: &str) -> Self {
        Self { content, kid: kid.to_owned() }
    }

    /// The bytes to sign: RFC 9052's `Sig_structure`, without external data.
    #[must_use]
    pub fn to_be_signed(&self) -> Vec<u8> {
        self.message(Vec::new()).tbs_data(&[])
    }

    /// The code, once signed.
    #[must_use]
    pub fn encode(&self, signature: [u8; 64]) -> String {
        format!("{PREFIX}{}", BASE32_NOPAD.encode(&self.bytes(signature)))
    }

    fn bytes(&self, signature: [u8; 64]) -> Vec<u8> {
        // Writing to memory does not fail, and if it did the code would be one that nothing accepts.
        self.message(signature.to_vec()).to_tagged_vec().unwrap_or_default()
    }

    fn message(&self, signature: Vec<u8>) -> CoseSign1 {
        let header = HeaderBuilder::new()
            .algorithm(iana::Algorithm::EdDSA)
            .key_id(self.kid.clone().into_bytes())
            .build();
        let payload = self.content.to_cbor().to_vec().unwrap_or_default();
        CoseSign1Builder::new().protected(header).payload(payload).signature(signature).build()
    }
}

/// A code that was read, and whose signature is still to be verified: until then it tells nothing of its content.
#[derive(Clone, Debug)]
pub struct SignedCode {
    unsigned: Unsigned,
    signature: [u8; 64],
}

impl SignedCode {
    /// The name of the key that is said to have signed.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.unsigned.kid
    }

    /// The content, if one of `keys` signed it.
    ///
    /// # Errors
    /// [`VerifyError::UnknownKey`] or [`VerifyError::BadSignature`].
    pub fn verify(self, keys: &[PublicKey]) -> Result<SignedContent, VerifyError> {
        let key = keys.iter().find(|key| key.kid() == self.kid()).ok_or(VerifyError::UnknownKey)?;
        if key.has_signed(&self.unsigned.to_be_signed(), &self.signature) {
            Ok(self.unsigned.content)
        } else {
            Err(VerifyError::BadSignature)
        }
    }
}

/// Reads a code, without verifying its signature.
///
/// # Errors
/// [`VerifyError::NotACode`], [`VerifyError::UnknownVersion`] or [`VerifyError::Damaged`].
pub fn decode(code: &str) -> Result<SignedCode, VerifyError> {
    let Some(encoded) = code.strip_prefix(PREFIX) else {
        let version = code.strip_prefix("FP").and_then(|rest| rest.chars().next());
        return Err(match version {
            Some('0'..='9') => VerifyError::UnknownVersion,
            _ => VerifyError::NotACode,
        });
    };
    if code.len() > CODE_MAX {
        return Err(VerifyError::NotACode);
    }
    let bytes = BASE32_NOPAD.decode(encoded.as_bytes()).map_err(|_| VerifyError::Damaged)?;
    let message = CoseSign1::from_tagged_slice(&bytes).map_err(|_| VerifyError::Damaged)?;
    let kid = String::from_utf8(message.protected.header.key_id).map_err(|_| VerifyError::Damaged)?;
    let content = SignedContent::from_cbor(&message.payload.unwrap_or_default())?;
    let signature = <[u8; 64]>::try_from(message.signature).map_err(|_| VerifyError::Damaged)?;
    let read = SignedCode { unsigned: Unsigned { content, kid }, signature };
    // The readers of CBOR are lenient. Written again, what was read must give the same bytes: this refuses all that
    // has another form (order, duplicates, longer integers, indefinite lengths, other headers, what follows the end).
    if read.unsigned.bytes(read.signature) == bytes { Ok(read) } else { Err(VerifyError::Damaged) }
}

/// Reads a code and verifies its signature with the published keys, the retired ones included.
///
/// # Errors
/// A [`VerifyError`], whose sentence tells the person what happened.
pub fn verify(code: &str, keys: &[PublicKey]) -> Result<SignedContent, VerifyError> {
    decode(code)?.verify(keys)
}

#[cfg(test)]
mod tests;
