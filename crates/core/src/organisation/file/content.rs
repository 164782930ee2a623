//! What an organisation file holds: as it is typed, field by field. One list of fields makes the body of the API, what the
//! base keeps, the pages of the form and the differences that an agent reads.

use super::wizard::Page;
use crate::{problem::Fault, shape, text::clean};
use serde::{Deserialize, Serialize};
use validator::Validate;

macro_rules! fields {
    ($( $(#[$doc:meta])+ $variant:ident $name:ident $page:ident $check:path; )+) => {
        /// The content of an organisation file. In a body, what is absent stays as it is, and an empty text takes a value
        /// away: a draft can be incomplete (O6).
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct FileContent {
            $(
                $(#[$doc])+
                #[serde(default, skip_serializing_if = "Option::is_none")]
                #[validate(custom(function = $check))]
                pub $name: Option<String>,
            )+
        }

        /// A field of an organisation file.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Field {
            $( $(#[$doc])+ $variant, )+
        }

        impl Field {
            /// All the fields, in the order of the form.
            pub const ALL: &[Self] = &[ $( Self::$variant, )+ ];

            /// Its name in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => stringify!($name), )+ }
            }

            /// The page of the form on which it stands.
            #[must_use]
            pub const fn page(self) -> Page {
                match self { $( Self::$variant => Page::$page, )+ }
            }
        }

        impl FileContent {
            /// What a body says of a field: an empty text, too.
            fn said(&self, field: Field) -> Option<&str> {
                match field { $( Field::$variant => self.$name.as_deref(), )+ }
            }

            /// Sets a field.
            pub fn set(&mut self, field: Field, value: Option<String>) {
                match field { $( Field::$variant => self.$name = value, )+ }
            }
        }
    };
}

fields! {
    /// `organisme_de_formation` or `entreprise`.
    Kind kind Identity shape::organisation_kind;
    /// Its SIRET (O3).
    Siret siret Identity shape::optional_siret;
    /// Its name.
    RaisonSociale raison_sociale Identity shape::place;
    /// The name that it trades under.
    Enseigne enseigne Identity shape::place;
    /// The declaration number of an organisme de formation: eleven digits.
    Nda nda Identity shape::nda;
    /// Its social security régime: `general`, `agricole`, `fonction_publique` or `autre`.
    Regime regime Identity shape::regime;
    /// Street and number of the head office.
    Address address Address shape::address;
    /// Postal code of the head office.
    PostalCode postal_code Address shape::optional_postal_code;
    /// INSEE code of the commune of the head office: it decides of the caisse (O1).
    InseeCode insee_code Address shape::optional_insee_code;
    /// Last name of the person to speak with.
    ContactLastName contact_last_name Contact shape::optional_name;
    /// Their first name.
    ContactFirstName contact_first_name Contact shape::optional_name;
    /// What they are in the organisation.
    ContactFunction contact_function Contact shape::place;
    /// Their e-mail address.
    ContactEmail contact_email Contact shape::optional_email;
    /// Their phone number.
    ContactPhone contact_phone Contact shape::optional_phone;
    /// The day on which the certificate of the URSSAF was issued (O4).
    UrssafIssuedOn urssaf_issued_on Urssaf shape::optional_day;
    /// The security code that it bears.
    UrssafCode urssaf_code Urssaf shape::urssaf_code;
    /// Whether and how it is published on the INRS site (O5): `no`, `regional` or `national`.
    Publication publication Publication shape::publication;
    /// The e-mail address to publish.
    PublishedEmail published_email Publication shape::optional_email;
    /// The phone number to publish.
    PublishedPhone published_phone Publication shape::optional_phone;
    /// The website to publish.
    PublishedWebsite published_website Publication shape::website;
    /// Last name of who signs the commitment letter.
    SignatoryLastName signatory_last_name Signatory shape::optional_name;
    /// Their first name.
    SignatoryFirstName signatory_first_name Signatory shape::optional_name;
    /// What they are in the organisation.
    SignatoryFunction signatory_function Signatory shape::place;
    /// Their e-mail address.
    SignatoryEmail signatory_email Signatory shape::optional_email;
}

impl Field {
    /// The field of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }

    /// Where it stands in a body (RFC 6901).
    #[must_use]
    pub fn pointer(self) -> String {
        format!("/{}", self.as_str())
    }

    /// O2: whether a change to it is instructed once the organisation was validated. All else applies at once.
    ///
    /// ```
    /// use forprev_core::organisation::file::Field;
    /// assert!(Field::Siret.is_instructed() && !Field::ContactPhone.is_instructed());
    /// ```
    #[must_use]
    pub const fn is_instructed(self) -> bool {
        matches!(
            self,
            Self::Kind
                | Self::RaisonSociale
                | Self::Regime
                | Self::Siret
                | Self::UrssafIssuedOn
                | Self::UrssafCode
                | Self::Address
                | Self::PostalCode
                | Self::InseeCode
        )
    }
}

impl FileContent {
    /// All that is wrong in shape: characters, lengths, formats. What is missing is not (O6).
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// This content with what `patch` says: what is absent there stays, an empty text takes the value away. Values are kept
    /// cleaned (NFC, no space at either end).
    ///
    /// ```
    /// use forprev_core::organisation::file::FileContent;
    /// let held = FileContent { enseigne: Some("POF".into()), nda: Some("53351234567".into()), ..Default::default() };
    /// let patch = FileContent { enseigne: Some("  ".into()), regime: Some(" general".into()), ..Default::default() };
    /// let after = held.with(&patch);
    /// assert_eq!((after.enseigne, after.nda.as_deref(), after.regime.as_deref()), (None, Some("53351234567"), Some("general")));
    /// ```
    #[must_use]
    pub fn with(&self, patch: &Self) -> Self {
        let mut after = self.clone();
        for field in Field::ALL {
            if let Some(said) = patch.said(*field) {
                after.set(*field, Some(clean(said)).filter(|text| !text.is_empty()));
            }
        }
        after
    }

    /// The value of a field; nothing where it is empty.
    #[must_use]
    pub fn typed(&self, field: Field) -> Option<&str> {
        self.said(field).filter(|text| !text.trim().is_empty())
    }

    /// Whether it is of an organisme de formation, which has a declaration number and may be published (O5).
    #[must_use]
    pub fn is_organisme(&self) -> bool {
        self.typed(Field::Kind) == Some("organisme_de_formation")
    }
}

/// The régimes of social security.
pub const REGIMES: [&str; 4] = ["general", "agricole", "fonction_publique", "autre"];
/// How an organisation is published (O5).
pub const PUBLICATIONS: [&str; 3] = ["no", "regional", "national"];
