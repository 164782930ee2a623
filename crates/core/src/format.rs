//! Numbers and codes that have a written form: each is a type that cannot hold anything else.

use std::fmt;

/// The written forms that the application knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// Three capital letters and five digits.
    ForprevNumber,
    /// Fourteen digits with a check (O3).
    Siret,
    /// Five digits.
    PostalCode,
    /// Five characters that name a commune.
    InseeCode,
    /// The number printed on a certificate.
    CertificateNumber,
    /// The number printed on a decision letter.
    HabilitationNumber,
    /// An e-mail address.
    Email,
}

impl Format {
    /// What is expected, as a French sentence for the field that was filled in otherwise.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::ForprevNumber => {
                "Un numéro Forprev se compose de trois lettres et de cinq chiffres, par exemple JKA37899."
            }
            Self::Siret => "Ce numéro SIRET n’est pas valide : vérifiez ses 14 chiffres.",
            Self::PostalCode => "Un code postal se compose de cinq chiffres.",
            Self::InseeCode => "Un code commune de l’Insee se compose de cinq caractères, par exemple 2A004.",
            Self::CertificateNumber => {
                "Ce numéro de certificat n’est pas valide : vérifiez chaque caractère."
            }
            Self::HabilitationNumber => {
                "Un numéro d’habilitation s’écrit comme celui-ci : H12345/2026/SST-1/O/15."
            }
            Self::Email => "Cette adresse électronique n’est pas valide.",
        }
    }
}

/// A text that is not in the form asked for. It does not carry the text, which may be someone's data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotInFormat(pub Format);

impl fmt::Display for NotInFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.sentence())
    }
}

impl std::error::Error for NotInFormat {}

/// Gives a tuple struct around a `String` (or another type that displays as its written form) its conversions, once
/// it has `fn read(&str) -> Option<Self>`: from text, to text, serde, and the schema of the API's document.
macro_rules! written_form {
    ($name:ident, $format:expr, pattern = $pattern:literal, example = $example:literal) => {
        impl std::str::FromStr for $name {
            type Err = $crate::format::NotInFormat;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::read(text).ok_or($crate::format::NotInFormat($format))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::format::NotInFormat;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::format::NotInFormat;
            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl $name {
            /// The written form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some($pattern))
                    .examples([serde_json::Value::from($example)])
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use written_form;
