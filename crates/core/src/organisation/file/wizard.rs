//! The pages of the form, one after the other, and which fields each asks for: the browser draws them, the API checks by
//! them.

use super::content::{Field, FileContent};

/// A page of the form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Page {
    /// Who the organisation is.
    Identity,
    /// Where its head office is: it decides of the caisse (O1).
    Address,
    /// With whom to speak.
    Contact,
    /// Its certificate of the URSSAF (O4).
    Urssaf,
    /// What is published on the INRS site (O5): of an organisme de formation only.
    Publication,
    /// Who signs the commitment letter.
    Signatory,
    /// All of it, with what is missing.
    Summary,
}

/// What a field of a file needs to be, given the rest of the content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// It has to be filled before the file is submitted.
    Required,
    /// It may be.
    Optional,
    /// It is not asked for.
    NotAsked,
}

impl Page {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Identity,
        Self::Address,
        Self::Contact,
        Self::Urssaf,
        Self::Publication,
        Self::Signatory,
        Self::Summary,
    ];

    /// Its name in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identite",
            Self::Address => "adresse",
            Self::Contact => "contact",
            Self::Urssaf => "urssaf",
            Self::Publication => "publication",
            Self::Signatory => "signataire",
            Self::Summary => "recapitulatif",
        }
    }

    /// The page of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.as_str() == name)
    }

    /// The pages that this content has, in their order: an entreprise is never published (O5).
    ///
    /// ```
    /// use forprev_core::organisation::file::{FileContent, Page};
    /// let entreprise = FileContent { kind: Some("entreprise".into()), ..Default::default() };
    /// assert!(!Page::of_content(&entreprise).contains(&Page::Publication));
    /// ```
    #[must_use]
    pub fn of_content(content: &FileContent) -> Vec<Self> {
        Self::ALL.into_iter().filter(|page| *page != Self::Publication || content.is_organisme()).collect()
    }

    /// The fields of this page.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.page() == self)
    }
}

/// Whether this field has to be filled, given the others.
///
/// ```
/// use forprev_core::organisation::file::{Field, FileContent, Need, need};
/// let entreprise = FileContent { kind: Some("entreprise".into()), ..Default::default() };
/// assert_eq!(need(Field::Nda, &entreprise), Need::NotAsked);
/// assert_eq!(need(Field::Siret, &entreprise), Need::Required);
/// ```
#[must_use]
pub fn need(field: Field, content: &FileContent) -> Need {
    match field {
        Field::Enseigne | Field::ContactFunction => Need::Optional,
        Field::Nda | Field::Publication if content.is_organisme() => Need::Required,
        Field::PublishedEmail | Field::PublishedPhone | Field::PublishedWebsite
            if content.is_organisme()
                && matches!(content.typed(Field::Publication), Some("regional" | "national")) =>
        {
            Need::Optional
        }
        Field::Nda
        | Field::Publication
        | Field::PublishedEmail
        | Field::PublishedPhone
        | Field::PublishedWebsite => Need::NotAsked,
        _ => Need::Required,
    }
}
