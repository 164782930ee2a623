//! Decision letters (D1–D3): models that INRS edits, with words that stand for what a decision says, and what becomes of
//! them. The same blocks make the PDF and the page.

mod text;

pub use text::{Block, LetterText, blocks, fill};

use crate::{
    id::{HabilitationId, LetterId, OrganisationId},
    problem::{Code, Fault},
    shape,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use validator::{Validate, ValidationError};

/// The longest body of a model, in characters.
pub const BODY_MAX: usize = 8_000;

/// What a letter tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// A habilitation is granted.
    Grant,
    /// It is refused.
    Refusal,
    /// It is decided at a later sitting.
    Adjournment,
    /// A habilitation is suspended (H11).
    Suspension,
    /// A suspension is lifted.
    Lifting,
    /// A habilitation is withdrawn.
    Withdrawal,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

impl LetterKind {
    /// All the kinds.
    pub const ALL: [Self; 6] =
        [Self::Grant, Self::Refusal, Self::Adjournment, Self::Suspension, Self::Lifting, Self::Withdrawal];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Refusal => "refusal",
            Self::Adjournment => "adjournment",
            Self::Suspension => "suspension",
            Self::Lifting => "lifting",
            Self::Withdrawal => "withdrawal",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What a letter of this kind cannot go without.
    #[must_use]
    pub const fn needs(self) -> &'static [Placeholder] {
        use Placeholder::{Dispositif, From, HabilitationNumber, Organisation, Reason, Until};
        match self {
            Self::Grant => &[Organisation, Dispositif, HabilitationNumber, From, Until],
            Self::Refusal | Self::Adjournment => &[Organisation, Dispositif, Reason],
            Self::Suspension | Self::Withdrawal => &[Organisation, HabilitationNumber, From, Reason],
            Self::Lifting => &[Organisation, HabilitationNumber, From],
            Self::Unknown => &[],
        }
    }

    /// Whether it has to name the ways of appeal (D5).
    #[must_use]
    pub const fn names_appeal(self) -> bool {
        matches!(self, Self::Refusal | Self::Suspension | Self::Withdrawal)
    }

    /// The model with which a base begins: INRS's own versions come before it.
    #[must_use]
    pub const fn first_model(self) -> &'static str {
        match self {
            Self::Grant => include_str!("models/grant.md"),
            Self::Refusal => include_str!("models/refusal.md"),
            Self::Adjournment => include_str!("models/adjournment.md"),
            Self::Suspension => include_str!("models/suspension.md"),
            Self::Lifting => include_str!("models/lifting.md"),
            Self::Withdrawal => include_str!("models/withdrawal.md"),
            Self::Unknown => "",
        }
    }
}

macro_rules! placeholders {
    ($( $(#[$doc:meta])+ $variant:ident $name:literal $words:literal $example:literal; )+) => {
        /// A word that stands for what a decision says, as `{{nom}}`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Placeholder {
            $( $(#[$doc])+ $variant, )+
        }

        impl Placeholder {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[ $( Self::$variant, )+ ];

            /// What is typed between the braces.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }

            /// What it stands for, in French.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $( Self::$variant => $words, )+ }
            }

            /// What a preview shows in its place.
            #[must_use]
            pub const fn example(self) -> &'static str {
                match self { $( Self::$variant => $example, )+ }
            }
        }
    };
}

placeholders! {
    /// The organisation's name.
    Organisation "organisation" "Raison sociale" "Prévention Ouest Formation";
    /// Its SIRET.
    Siret "siret" "SIRET" "732 829 320 00074";
    /// Its address, on one line.
    Address "adresse" "Adresse du siège" "12 rue de la Monnaie, 35000 Rennes";
    /// The dispositif and the level.
    Dispositif "dispositif" "Dispositif et niveau" "Sauvetage secourisme du travail (SST), niveau 1";
    /// The habilitation's number.
    HabilitationNumber "numero" "Numéro d’habilitation" "H00001/2026/SST-1/O/13";
    /// The first day of what is decided.
    From "debut" "Premier jour d’effet" "15 mars 2026";
    /// Its last day.
    Until "fin" "Dernier jour" "14 mars 2029";
    /// The day of the decision.
    DecidedOn "date_decision" "Date de la décision" "12 mars 2026";
    /// Why.
    Reason "motif" "Motif de la décision" "Le déroulé pédagogique ne couvre pas l’ensemble du référentiel.";
    /// What the examination grid found not to conform.
    Remarks "remarques" "Points non conformes de la grille d’examen" "- Durée de la formation : 12 heures au lieu de 14";
    /// How long a suspension lasts.
    Duration "duree" "Durée de la suspension, en une phrase" "La suspension dure jusqu’à sa levée.";
    /// Until when observations can be given.
    Hearing "observations" "Délai pour présenter des observations, en une phrase" "Vous pouvez présenter vos observations à l’INRS jusqu’au 10 mars 2026.";
    /// Who instructs.
    Caisse "caisse" "Caisse instructrice" "Carsat Bretagne";
    /// Who signs the commitment letter.
    Signatory "signataire" "Signataire de la lettre d’engagement" "Léa Petit, gérante";
}

impl Placeholder {
    /// The placeholder of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == name)
    }
}

/// What stands for what, by name of placeholder.
pub type Values = BTreeMap<String, String>;

/// What a preview is made of.
#[must_use]
pub fn examples() -> Values {
    Placeholder::ALL.iter().map(|one| (one.as_str().to_owned(), one.example().to_owned())).collect()
}

fn body(value: &str) -> Result<(), ValidationError> {
    if value.trim().is_empty() {
        return Err(shape::refuse(Code::Required));
    }
    if value.chars().count() > BODY_MAX {
        return Err(shape::refuse_with(Code::TooLong, "maximum", BODY_MAX));
    }
    if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r')) {
        return Err(shape::refuse(Code::ControlCharacter));
    }
    Ok(())
}

fn kind(value: &str) -> Result<(), ValidationError> {
    if LetterKind::of(value).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

/// The body of `POST /letter-models`: a new version of the model of a kind; and of its preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLetterModel {
    /// What the letter tells.
    #[serde(default)]
    #[validate(custom(function = kind))]
    pub kind: String,
    /// The dispositif for which it is, by code; for all of those that have none of their own where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub dispositif: Option<String>,
    /// Its text: lines that begin with `# ` or `## ` are titles, with `- ` items of a list; an empty line ends a paragraph.
    #[serde(default)]
    #[validate(custom(function = body))]
    pub body: String,
}

impl NewLetterModel {
    /// All that is wrong: in shape; words between braces that stand for nothing; what a letter of its kind cannot go without;
    /// the ways of appeal (D3, D5).
    ///
    /// ```
    /// use forprev_core::{letter::NewLetterModel, problem::Code};
    /// let model = |body: &str| NewLetterModel { kind: "lifting".into(), body: body.into(), dispositif: None };
    /// let whole = "# Levée\n\n{{organisation}} : l’habilitation {{numero}} est rétablie le {{debut}}.";
    /// assert!(model(whole).check().is_empty());
    /// assert_eq!(model(&whole.replace("debut", "jour")).check()[0].code, Code::LetterPlaceholderUnknown);
    /// assert_eq!(model(&whole.replace("{{debut}}", "1er mai")).check()[0].code, Code::LetterPlaceholderMissing);
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = shape::checked(self);
        // Of a text that is none, nothing more is said.
        if faults.iter().any(|fault| fault.pointer == "/body") {
            return faults;
        }
        let used = text::placeholders(&self.body);
        for name in used.iter().filter(|name| Placeholder::of(name).is_none()) {
            let told: String = name.chars().take(40).collect();
            faults.push(Fault::new(Code::LetterPlaceholderUnknown).at("/body").with("name", told.as_str()));
        }
        if text::is_unclosed(&self.body) {
            faults.push(Fault::new(Code::LetterBraces).at("/body"));
        }
        let Some(kind) = LetterKind::of(&self.kind) else { return faults };
        for needed in kind.needs().iter().filter(|one| !used.iter().any(|name| name == one.as_str())) {
            faults.push(Fault::new(Code::LetterPlaceholderMissing).at("/body").with("name", needed.as_str()));
        }
        if kind.names_appeal() && !self.body.to_lowercase().contains("recours") {
            faults.push(Fault::new(Code::LetterAppealMissing).at("/body"));
        }
        faults
    }
}

/// A version of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetterModel {
    /// Its identifier; none of the one with which a base begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What its letters tell.
    pub kind: LetterKind,
    /// The dispositif for which it is; all those that have none of their own where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispositif: Option<String>,
    /// Its text.
    pub body: String,
    /// When it was written; none of the one with which a base begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Whether it is the one that letters are made of now.
    pub current: bool,
}

/// A letter that was made, as lists tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetterRow {
    /// Its identifier.
    pub id: LetterId,
    /// What it tells.
    pub kind: LetterKind,
    /// Its title.
    pub title: String,
    /// To which organisation.
    pub organisation_id: OrganisationId,
    /// Of which habilitation, where it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub habilitation_id: Option<HabilitationId>,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A letter, to be read as a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Letter {
    /// What it is.
    #[serde(flatten)]
    pub row: LetterRow,
    /// Its text.
    pub text: LetterText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_with_which_a_base_begins_are_whole() {
        for kind in LetterKind::ALL {
            let model = NewLetterModel {
                kind: kind.as_str().into(),
                dispositif: None,
                body: kind.first_model().into(),
            };
            assert_eq!(model.check(), [], "{kind:?}");
            let text = LetterText::of(&model.body, &examples());
            assert!(!text.title.is_empty() && text.blocks.len() > 3, "{kind:?}");
            assert!(!format!("{text:?}").contains("{{"), "{kind:?}");
        }
    }

    #[test]
    fn d3_what_is_wrong_with_a_model_is_told_at_once() {
        let model = NewLetterModel {
            kind: "refusal".into(),
            dispositif: None,
            body: "# Refus\n\n{{organisation}} {{tribunal}} {{numero".into(),
        };
        let told: Vec<_> = model.check().into_iter().map(|fault| fault.code.as_str()).collect();
        assert_eq!(
            told,
            [
                "letter.placeholder_unknown",
                "letter.braces",
                "letter.placeholder_missing",
                "letter.placeholder_missing",
                "letter.appeal_missing",
            ]
        );
    }
}
